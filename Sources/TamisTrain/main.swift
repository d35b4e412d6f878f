// tamis-train: the judge's own eyes for the training script, so that features have one implementation.
//
//   tamis-train layout                                 the names of the places in a row, one a line; "explains" marks some
//   tamis-train words DOCUMENTS OUT                    for each block: u32 n, then n × u32 places in the word table
//   tamis-train languages DOCUMENTS OUT                for each document: u32, the bit of the language it is found to be in
//   tamis-train rows DOCUMENTS WORDS TAUGHT OUT        for each block: a first-stage row; WORDS is a word table, TAUGHT
//                                                      the sum of the bits of the languages for which it is
//   tamis-train second DOCUMENTS WORDS TAUGHT SCORES OUT   for each block: a whole row; SCORES is an i16 logit a block
//   tamis-train cores DOCUMENTS MODEL|- OUT           for each document: u32 blocks of its core, and their first-stage rows; no block
//                                                      where the judge does not ask the core what kind of page it is
//   tamis-train bare DOCUMENTS OUT                     the same of each document that is asked whether it is nothing but furniture
//   tamis-train judge DOCUMENTS MODEL|- OUT            for each block: f32 score, u8 kept, u8 kind, u32 reasons
//   tamis-train repeats DOCUMENTS HOSTS MODEL|- OUT    the same with the index of all the documents; HOSTS has a line for each
//   tamis-train names                                  the kinds' names by their numbers
//   tamis-train speed DOCUMENTS MODEL|-              judging beside memcpy, one thread, in one run
//
// DOCUMENTS, little-endian: u32 documents; for each u32 blocks; for each u32 length and its UTF-8.
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import TamisBase
import TamisBoilerplate

struct FileError: Error, CustomStringConvertible {
  let description: String

  init(_ doing: String, _ path: String) { description = "cannot \(doing) \(path): \(String(cString: strerror(errno)))" }
}

func contents(of path: String) throws -> [UInt8] {
  let file = open(path, O_RDONLY)
  guard file >= 0 else { throw FileError("open", path) }
  defer { close(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 20)
  while true {
    let got = chunk.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    guard got >= 0 else { throw FileError("read", path) }
    if got == 0 { return bytes }
    bytes += chunk[..<got]
  }
}

/// A file that is written anew.
final class Output {
  private let path: String
  private let file: Int32

  init(_ path: String) throws {
    self.path = path
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw FileError("create", path) }
  }

  deinit { close(file) }

  func append(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let put = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard put > 0 else { throw FileError("write", path) }
      rest = rest.dropFirst(put)
    }
  }
}

struct Documents {
  private let data: [UInt8]
  private var place = 4
  let count: Int

  init(_ path: String) throws {
    data = try contents(of: path)
    count = data.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: 0, as: UInt32.self)) }
  }

  private mutating func number() -> Int {
    defer { place += 4 }
    return data.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: place, as: UInt32.self)) }
  }

  /// The text of the next document, its blocks divided by line feeds.
  mutating func next() -> (text: [UInt8], spans: [ByteSpan]) {
    var text: [UInt8] = []
    var spans: [ByteSpan] = []
    for _ in 0..<number() {
      let length = number()
      spans.append(ByteSpan(text.count, text.count + length))
      text += data[place..<place + length]
      text.append(0x0A)
      place += length
    }
    return (text, spans)
  }
}

func forEachDocument(_ path: String, _ body: (Bytes, UnsafeBufferPointer<ByteSpan>) throws -> Void) throws {
  var documents = try Documents(path)
  for _ in 0..<documents.count {
    let (text, spans) = documents.next()
    try text.withUnsafeBufferPointer { text in try spans.withUnsafeBufferPointer { try body(text, $0) } }
  }
}

/// A file's bytes, kept for the life of the process.
func kept(_ path: String) throws -> Bytes {
  let data = try contents(of: path)
  let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(data.count, 1))
  _ = copy.initialize(from: data)
  return Bytes(start: copy.baseAddress, count: data.count)
}

func analyzer(words path: String, taught: String) throws -> BlockAnalyzer {
  let bytes = try kept(path)
  return try BlockAnalyzer.untrained(
    wordWeights: UnsafeRawPointer(bytes.baseAddress!).assumingMemoryBound(to: Int8.self), taught: UInt32(taught) ?? 0)
}

func writeLanguages(_ documents: String, to path: String) throws {
  let analyzer = try BlockAnalyzer.untrained(wordWeights: nil)
  let file = try Output(path)
  var workspace = JudgeWorkspace()
  try forEachDocument(documents) { text, spans in
    try analyzer.analyze(text, spans, &workspace)
    // Nothing is analysed of a document without blocks.
    try file.append(withUnsafeBytes(of: spans.isEmpty ? 0 : analyzer.language(workspace)) { Array($0) })
  }
}

func writeRows(_ documents: String, words: String, taught: String, scores: String?, to path: String) throws {
  let analyzer = try analyzer(words: words, taught: taught)
  let file = try Output(path)
  var workspace = JudgeWorkspace()
  let scoreBytes = try scores.map { try kept($0) }
  var scored = 0
  let width = scores == nil ? FeatureLayout.firstStage : FeatureLayout.all
  try forEachDocument(documents) { text, spans in
    try analyzer.analyze(text, spans, &workspace)
    if let scoreBytes, spans.count > 0 {
      let base = UnsafeRawPointer(scoreBytes.baseAddress!).assumingMemoryBound(to: Int16.self)
      try analyzer.fillNeighbours(base + scored, &workspace)
      scored += spans.count
    }
    var rows: [UInt8] = []
    rows.reserveCapacity(spans.count * width)
    for place in 0..<spans.count { rows.append(contentsOf: analyzer.row(place, width, workspace)) }
    try file.append(rows)
  }
}

func writeWords(_ documents: String, to path: String) throws {
  let analyzer = try BlockAnalyzer.untrained(wordWeights: nil)
  let file = try Output(path)
  var workspace = JudgeWorkspace()
  try forEachDocument(documents) { text, spans in
    try analyzer.analyze(text, spans, &workspace)
    var data: [UInt8] = []
    for place in 0..<spans.count {
      let places = analyzer.wordPlaces(place, workspace)
      withUnsafeBytes(of: UInt32(places.count)) { data.append(contentsOf: $0) }
      places.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    try file.append(data)
  }
}

func writeCores(_ documents: String, model: String, to path: String) throws {
  let judge = try BlockJudge(model: try loaded(model))
  let file = try Output(path)
  var workspace = JudgeWorkspace()
  var verdicts = GrowableBuffer<Verdict>()
  try forEachDocument(documents) { text, spans in
    verdicts.removeAll()
    try judge.judge(text, blocks: spans, workspace: &workspace, into: &verdicts)
    try file.append(counted(judge.analyzer.coreRows(workspace)))
  }
}

func writeBare(_ documents: String, to path: String) throws {
  let analyzer = try BlockAnalyzer.untrained(wordWeights: nil)
  let file = try Output(path)
  var workspace = JudgeWorkspace()
  try forEachDocument(documents) { text, spans in
    try analyzer.analyze(text, spans, &workspace)
    // Nothing is analysed of a document without blocks.
    try file.append(counted(spans.isEmpty ? [] : analyzer.bareRows(workspace)))
  }
}

/// First-stage rows behind how many there are.
func counted(_ rows: [UInt8]) -> [UInt8] {
  withUnsafeBytes(of: UInt32(rows.count / FeatureLayout.firstStage)) { Array($0) } + rows
}

func writeVerdicts(_ documents: String, model: String, to path: String) throws {
  try writeVerdicts(documents, try BlockJudge(model: try loaded(model)), hosts: [], to: path)
}

/// Nil for the model that is compiled in.
func loaded(_ model: String) throws -> BoilerplateModel? {
  model == "-" ? nil : try BoilerplateModel(try kept(model))
}

func writeVerdicts(_ documents: String, hosts: String, model: String, to path: String) throws {
  let lines = try contents(of: hosts).split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
  let repeats = try Repeats()
  var workspace = JudgeWorkspace()
  var next = 0
  try forEachDocument(documents) { text, spans in
    try lines[next].withUnsafeBufferPointer {
      try repeats.add(text, blocks: spans, host: $0, workspace: &workspace)
    }
    next += 1
  }
  try writeVerdicts(documents, try BlockJudge(model: try loaded(model), repeats: repeats), hosts: lines, to: path)
}

func writeVerdicts(_ documents: String, _ judge: BlockJudge, hosts: [[UInt8]], to path: String) throws {
  let file = try Output(path)
  var workspace = JudgeWorkspace()
  var verdicts = GrowableBuffer<Verdict>()
  var next = 0
  try forEachDocument(documents) { text, spans in
    verdicts.removeAll()
    try (next < hosts.count ? hosts[next] : []).withUnsafeBufferPointer {
      try judge.judge(text, blocks: spans, host: $0, workspace: &workspace, into: &verdicts)
    }
    next += 1
    var data: [UInt8] = []
    for verdict in verdicts.view {
      withUnsafeBytes(of: verdict.score) { data.append(contentsOf: $0) }
      data.append(contentsOf: [verdict.isKept ? 1 : 0, verdict.kind.rawValue])
      withUnsafeBytes(of: verdict.reasons.packed) { data.append(contentsOf: $0) }
    }
    try file.append(data)
  }
}

/// Judges all documents several times over and copies them as often; the best of each counts.
func printSpeed(_ path: String, model: String) throws {
  var documents = try Documents(path)
  let texts = (0..<documents.count).map { _ in documents.next() }
  let bytes = texts.reduce(0) { $0 + $1.text.count }
  let blocks = texts.reduce(0) { $0 + $1.spans.count }
  let judge = try BlockJudge(model: try loaded(model))
  var workspace = JudgeWorkspace()
  var verdicts = GrowableBuffer<Verdict>()
  var copy = [UInt8](repeating: 0, count: texts.map(\.text.count).max() ?? 0)
  var bestJudge = Duration.seconds(1_000)
  var bestCopy = bestJudge
  for _ in 0..<5 {
    bestJudge = try min(bestJudge, ContinuousClock().measure {
      for (text, spans) in texts {
        verdicts.removeAll()
        try text.withUnsafeBufferPointer { text in
          try spans.withUnsafeBufferPointer { try judge.judge(text, blocks: $0, workspace: &workspace, into: &verdicts) }
        }
      }
    })
    bestCopy = min(bestCopy, ContinuousClock().measure {
      for _ in 0..<20 { for (text, _) in texts { copy.withUnsafeMutableBytes { $0.copyBytes(from: text) } } }
    } / 20)
  }
  let nanoseconds = bestJudge / .nanoseconds(1)
  print(
    bytes, "bytes,", blocks, "blocks:", Int(Double(bytes) / nanoseconds * 1000), "MB/s,", Int(nanoseconds / Double(blocks)),
    "ns a block,", "memcpy times", bestCopy / bestJudge)
}

func printLayout() {
  let explaining = Set(BlockAnalyzer.explainingPlaces)
  for place in 0..<FeatureLayout.all {
    let stage = place < FeatureLayout.firstStage ? 1 : 2
    print(FeatureLayout.name(place), stage, explaining.contains(place) ? "explains" : "-")
  }
}

func fail(_ message: String) -> Never {
  Array("tamis-train: \(message)\n".utf8).withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
  exit(2)
}

func run(_ arguments: [String]) throws {
  switch (arguments.first, arguments.count) {
  case ("layout", 1): printLayout()
  case ("words", 3): try writeWords(arguments[1], to: arguments[2])
  case ("languages", 3): try writeLanguages(arguments[1], to: arguments[2])
  case ("rows", 5): try writeRows(arguments[1], words: arguments[2], taught: arguments[3], scores: nil, to: arguments[4])
  case ("second", 6):
    try writeRows(arguments[1], words: arguments[2], taught: arguments[3], scores: arguments[4], to: arguments[5])
  case ("cores", 4): try writeCores(arguments[1], model: arguments[2], to: arguments[3])
  case ("bare", 3): try writeBare(arguments[1], to: arguments[2])
  case ("judge", 4): try writeVerdicts(arguments[1], model: arguments[2], to: arguments[3])
  case ("repeats", 5):
    try writeVerdicts(arguments[1], hosts: arguments[2], model: arguments[3], to: arguments[4])
  case ("speed", 3): try printSpeed(arguments[1], model: arguments[2])
  case ("names", 1):
    print(BlockKind.allCases.map { "\($0.name)" }.joined(separator: " "))
  default: fail("usage: see the head of Sources/TamisTrain/main.swift")
  }
}

do { try run(Array(CommandLine.arguments.dropFirst())) } catch { fail("\(error)") }
