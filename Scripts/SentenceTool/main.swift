// The developers' way into the segmenter, for Scripts/train-sentences and Scripts/eval-sentences. Not installed.
//
//   sentence-tool split [--rules uax29] [--no-language] [--weights FILE] ITEMS.jsonl…   {"id", "sents"} a line
//   sentence-tool dump ITEMS.jsonl…      file, id, language given?, is boundary?, end, feature indices: one candidate
// a line   sentence-tool bench ITEMS.jsonl…     MB/s of both rules and of ICU over UTF-16 with its conversion, in one
// run
import Foundation
import TamisBase
import TamisICU
import TamisSegments

struct Item: Decodable {
  let id: String
  let lang: String?
  let text: String
  let sents: [[Int]]?
}

struct Options {
  var command = ""
  var files: [String] = []
  var rules = SentenceRules.standard
  var usesLanguage = true
  var guesses = false
  var weights: UnsafePointer<Int8>?

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    command = rest.popFirst() ?? ""
    while let argument = rest.popFirst() {
      switch argument {
      case "--rules": rules = rest.popFirst() == "uax29" ? .uax29 : .standard
      case "--no-language": usesLanguage = false
      case "--guess": guesses = true
      case "--weights": weights = try Options.loadWeights(rest.popFirst() ?? "")
      default: files.append(argument)
      }
    }
  }

  private static func loadWeights(_ path: String) throws -> UnsafePointer<Int8> {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let values = UnsafeMutablePointer<Int8>.allocate(capacity: data.count)
    for (index, byte) in data.enumerated() { values[index] = Int8(bitPattern: byte) }
    return UnsafePointer(values)
  }

  func splitter(_ language: String?) throws -> SentenceSplitter {
    let language = usesLanguage ? language ?? "" : ""
    guard let weights, rules == .standard else { return try SentenceSplitter(rules: rules, language: language) }
    return try SentenceSplitter(language: language, trainingWeights: weights)
  }
}

func items(_ path: String) throws -> [Item] {
  let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
  return try lines.map { try JSONDecoder().decode(Item.self, from: $0) }
}

func split(_ options: Options) throws {
  for file in options.files {
    for item in try items(file) {
      let bytes = Array(item.text.utf8)
      var found = GrowableBuffer<ByteSpan>()
      let splitter = try options.splitter(item.lang)
      try bytes.withUnsafeBufferPointer {
        let splitter = options.guesses ? splitter.guessing($0) : splitter
        try splitter.split($0, in: ByteSpan(0, $0.count), into: &found)
      }
      let spans = (0..<found.count).map { "[\(found[$0].start),\(found[$0].end)]" }.joined(separator: ",")
      print("{\"id\":\"\(item.id)\",\"sents\":[\(spans)]}")
    }
  }
}

func dump(_ options: Options) throws {
  for file in options.files {
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    for item in try items(file) {
      for language in ["", item.lang ?? ""] { try dump(item, of: name, language, options) }
    }
  }
}

func dump(_ item: Item, of file: String, _ language: String, _ options: Options) throws {
  let gold = item.sents ?? []
  let ends = Set(gold.map { $0[1] })
  let starts = Set(gold.map { $0[0] })
  let bytes = Array(item.text.utf8)
  let mode = language.isEmpty ? 0 : 1
  var found = GrowableBuffer<ByteSpan>()
  try bytes.withUnsafeBufferPointer { text in
    try options.splitter(language).walk(
      text, in: ByteSpan(0, text.count), isGold: { ends.contains($0) || starts.contains($1) },
      record: { isBoundary, end, indices in
        let features = indices.map(String.init).joined(separator: " ")
        print("\(file)\t\(item.id)\t\(mode)\t\(isBoundary ? 1 : 0)\t\(end)\t\(features)")
      }, into: &found)
  }
}

/// Nanoseconds that this thread has worked: other work on the machine does not count.
func workedNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// MB/s of the fastest of `rounds` runs.
func fastest(_ count: Int, rounds: Int, _ body: () throws -> Void) rethrows -> Double {
  var best = UInt64.max
  for _ in 0..<rounds {
    let start = workedNanoseconds()
    try body()
    best = min(best, workedNanoseconds() - start)
  }
  return Double(count) * 1000 / Double(best)
}

/// UTF-8 to UTF-16; the number of units written. Nothing clever, but no slower than `String` and its views.
func convert(_ bytes: Bytes, _ units: UnsafeMutablePointer<UInt16>) -> Int {
  var count = 0
  var position = 0
  while position < bytes.count {
    let scalar = decodeScalar(bytes.baseAddress!, position, bytes.count)
    position += scalar.length
    if scalar.value < 0x10000 {
      units[count] = UInt16(scalar.value)
      count += 1
    } else {
      units[count] = UInt16(0xD7C0 + scalar.value >> 10)
      units[count + 1] = UInt16(0xDC00 + scalar.value & 0x3FF)
      count += 2
    }
  }
  return count
}

/// Document by document, as `tamis-bench` does.
func bench(_ options: Options) throws {
  for file in options.files {
    let all = try items(file)
    let texts = all.map { Array($0.text.utf8) }
    let size = texts.reduce(0) { $0 + $1.count }
    let rounds = max(3, 40_000_000 / max(size, 1))
    var found = GrowableBuffer<ByteSpan>()
    func speed(of splitter: SentenceSplitter) throws -> Double {
      try fastest(size, rounds: rounds) {
        for text in texts {
          found.removeAll()
          try text.withUnsafeBufferPointer { try splitter.split($0, in: ByteSpan(0, $0.count), into: &found) }
        }
      }
    }
    let standard = try speed(of: options.splitter(all[0].lang))
    let uax29 = try speed(of: SentenceSplitter(rules: .uax29))
    var icu = try SentenceIterator()
    var boundaries = GrowableBuffer<Int>()
    var utf16 = GrowableBuffer<UInt16>()
    let rival = try fastest(size, rounds: max(3, rounds / 5)) {
      for text in texts {
        boundaries.removeAll()
        utf16.removeAll()
        try text.withUnsafeBufferPointer { utf16.commit(convert($0, try utf16.spare($0.count))) }
        try icu.boundaries(ofUTF16: utf16.view, into: &boundaries)
      }
    }
    let name = URL(fileURLWithPath: file).lastPathComponent
    print("\(name)\tstandard \(Int(standard))\tuax29 \(Int(uax29))\tICU \(Int(rival)) MB/s\t", terminator: "")
    print("ratios \(Int(standard / rival * 10)) \(Int(uax29 / rival * 10)) tenths")
  }
}

do {
  let options = try Options(Array(CommandLine.arguments.dropFirst()))
  switch options.command {
  case "split": try split(options)
  case "dump": try dump(options)
  case "bench": try bench(options)
  default: print("usage: sentence-tool split|dump|bench [--rules uax29] [--no-language] [--weights FILE] ITEMS.jsonl…")
  }
} catch {
  FileHandle.standardError.write(Data("sentence-tool: \(error)\n".utf8))
  exit(2)
}
