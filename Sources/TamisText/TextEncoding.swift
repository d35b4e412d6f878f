import CByteScan
import TamisBase
import TamisICU

/// The name of an encoding, such as `windows-1252`, `gb18030`, `shift_jis` or `koi8-r`.
public typealias EncodingName = TamisICU.EncodingName

/// The encoding of a source.
public enum TextEncoding: Sendable, Equatable {
  /// UTF-8, whatever the bytes are.
  case utf8
  /// What a byte order mark says; else UTF-8 if the bytes are that, or mostly; else ICU's guess.
  case automatic
  /// A name or alias that ICU knows. A byte order mark says more, as in the Encoding standard, section 6 "decode".
  case named(EncodingName)
}

/// What a document was decoded from.
public struct DetectedEncoding: Sendable, Equatable, BitwiseCopyable {
  public var name: EncodingName = "UTF-8"
  /// 0…100; 100 for what was told, by the policy or by a byte order mark, and for what is UTF-8 throughout.
  public var confidence = 100

  public init(name: EncodingName = "UTF-8", confidence: Int = 100) {
    self.name = name
    self.confidence = confidence
  }
}

extension DetectedEncoding {
  fileprivate static let utf8 = DetectedEncoding()
}

/// The very first stage: sources in other encodings than UTF-8, decoded by ICU. Nearly every character beyond ASCII is
/// an edit; decoding Cyrillic takes about 50 MB/s on one core.
struct DecodingStage: Sendable {
  private let encoding: TextEncoding
  private let isUTF8: Bool

  /// A converter is kept from document to document, since opening one allocates.
  struct Workspace: ~Copyable {
    var converter: Converter?
    var detector: EncodingDetector?
    var units = GrowableBuffer<UInt16>()
    var offsets = GrowableBuffer<Int32>()
    var character = GrowableBuffer<UInt16>()
    var bytes = ByteBuffer()
    var encoding = DetectedEncoding()
  }

  /// - Throws: ``TamisError/invalidArgument(_:)`` when ICU knows no encoding of the name.
  init(_ encoding: TextEncoding) throws(TamisError) {
    self.encoding = encoding
    if case .named(let name) = encoding {
      isUTF8 = try Converter(name).isUTF8
    } else {
      isUTF8 = encoding == .utf8
    }
  }

  func run(
    _ input: Bytes, _ workspace: inout Workspace, into output: inout StageOutput, counting edits: inout EditCounts
  ) throws(TamisError) {
    workspace.encoding = .utf8
    guard encoding != .utf8, input.count > 0 else { return }
    guard let found = try find(input, &workspace) else { return }
    if workspace.converter?.alias != found.name { workspace.converter = try Converter(found.name) }
    guard var converter = workspace.converter.take() else { return }
    workspace.encoding = DetectedEncoding(name: converter.name, confidence: found.confidence)
    workspace.character.removeAll()
    var pass = Pass(input)
    do {
      try converter.decode(input, &workspace.units, &workspace.offsets) {
        (units, offsets, start) throws(TamisError) in
        try pass.add(units, offsets, start, &workspace.character, &workspace.bytes, &output, &edits)
      }
    } catch {
      workspace.converter = consume converter
      throw error
    }
    workspace.converter = consume converter
    try pass.finish(&workspace.character, &workspace.bytes, &output, &edits)
  }

  /// The encoding to convert from; nil for UTF-8, which the next stages take as it is.
  private func find(
    _ input: Bytes, _ workspace: inout Workspace
  ) throws(TamisError) -> DetectedEncoding? {
    if let marked = Self.byteOrderMark(input) { return marked == "UTF-8" ? nil : DetectedEncoding(name: marked) }
    if case .named(let name) = encoding { return isUTF8 ? nil : DetectedEncoding(name: name) }
    let census = UTF8Census(input)
    if census.illFormed == 0 { return nil }
    if census.wellFormed > census.illFormed {
      workspace.encoding.confidence = census.wellFormed * 100 / (census.wellFormed + census.illFormed)
      return nil
    }
    return try guess(input, census.firstIllFormed, &workspace)
  }

  /// ICU's guess from the line on in which the first byte stands that is not UTF-8: what is ASCII tells nothing. When
  /// it has none, UTF-8 is left, with a confidence of 0.
  private func guess(
    _ input: Bytes, _ first: Int, _ workspace: inout Workspace
  ) throws(TamisError) -> DetectedEncoding? {
    var start = first
    while start > 0, first - start < 512, input[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    if workspace.detector == nil { workspace.detector = try EncodingDetector() }
    // The mainframe encodings among ICU's candidates would be wrong guesses.
    let found = try workspace.detector?.detect(Bytes(rebasing: input[start...])) { $0 != "UTF-8" && !$0.isEBCDIC }
    guard let found else {
      workspace.encoding.confidence = 0
      return nil
    }
    return DetectedEncoding(name: Self.widened(found.name), confidence: found.confidence)
  }

  /// The larger encodings that texts labelled with these are in. Source: Encoding standard, section 4.2 "Names and
  /// labels".
  private static func widened(_ name: EncodingName) -> EncodingName {
    switch name {
    case "ISO-8859-1": "windows-1252"
    case "ISO-8859-9": "windows-1254"
    case "Shift_JIS": "windows-31j"
    case "EUC-KR": "windows-949"
    case "ISO-8859-8-I": "ISO-8859-8"
    default: name
    }
  }

  private static func byteOrderMark(_ input: Bytes) -> EncodingName? {
    guard input.count >= 2 else { return nil }
    switch (input[0], input[1]) {
    case (0xEF, 0xBB): return input.count >= 3 && input[2] == 0xBF ? "UTF-8" : nil
    case (0xFE, 0xFF): return "UTF-16BE"
    case (0xFF, 0xFE): return input.count >= 4 && input[2] == 0 && input[3] == 0 ? "UTF-32LE" : "UTF-16LE"
    case (0, 0): return input.count >= 4 && input[2] == 0xFE && input[3] == 0xFF ? "UTF-32BE" : nil
    default: return nil
    }
  }
}

extension EncodingName {
  fileprivate var isEBCDIC: Bool {
    withBytes { $0.count > 3 && $0[0] == UInt8(ascii: "I") && $0[1] == UInt8(ascii: "B") && $0[2] == UInt8(ascii: "M") }
  }
}

/// How many characters beyond ASCII are UTF-8, and how many stretches are not.
struct UTF8Census {
  private(set) var wellFormed = 0
  private(set) var illFormed = 0
  private(set) var firstIllFormed = 0

  init(_ text: Bytes) {
    guard let base = text.baseAddress else { return }
    var p = 0
    while true {
      p += byte_scan_ascii_prefix(base + p, text.count - p)
      guard p < text.count else { return }
      while p < text.count, base[p] >= 0x80 {
        let scalar = decodeMultibyteScalar(base, p, text.count)
        if scalar.isWellFormed {
          wellFormed += 1
        } else {
          if illFormed == 0 { firstIllFormed = p }
          illFormed += 1
        }
        p += scalar.length
      }
    }
  }
}

extension DecodingStage {
  /// Puts characters together with their bytes. A character's bytes end where the next one's start, so that escape
  /// sequences belong to what stands before them. ASCII that stays what it was, and whatever else does, is no edit.
  fileprivate struct Pass {
    private let input: Bytes
    /// Where the character starts whose units are being gathered.
    private var start = 0

    init(_ input: Bytes) {
      self.input = input
    }

    mutating func add(
      _ units: UnsafeBufferPointer<UInt16>, _ offsets: UnsafeBufferPointer<Int32>, _ base: Int,
      _ character: inout GrowableBuffer<UInt16>, _ bytes: inout ByteBuffer, _ output: inout StageOutput,
      _ edits: inout EditCounts
    ) throws(TamisError) {
      for index in 0..<units.count {
        let place = base + Int(offsets[index])
        if offsets[index] >= 0 && place > start && place <= input.count {
          try close(place, &character, &bytes, &output, &edits)
        }
        try character.append(units[index])
      }
    }

    mutating func finish(
      _ character: inout GrowableBuffer<UInt16>, _ bytes: inout ByteBuffer, _ output: inout StageOutput,
      _ edits: inout EditCounts
    ) throws(TamisError) {
      guard let base = input.baseAddress else { return }
      try close(input.count, &character, &bytes, &output, &edits)
      try output.finish(base, input.count)
    }

    /// The character ends before `end`.
    private mutating func close(
      _ end: Int, _ character: inout GrowableBuffer<UInt16>, _ bytes: inout ByteBuffer, _ output: inout StageOutput,
      _ edits: inout EditCounts
    ) throws(TamisError) {
      guard let base = input.baseAddress else { return }
      let span = ByteSpan(start, end)
      start = end
      if span.count == 1, character.count == 1, character[0] < 0x80, character[0] == UInt16(base[span.start]) {
        return character.removeAll()
      }
      bytes.removeAll()
      try transcode(character.view, into: &bytes)
      character.removeAll()
      guard !isSame(bytes.view, base, span) else { return }
      if Self.kind(of: bytes.view) == .repaired { edits.repaired += 1 } else { edits.encoding += 1 }
      try output.replace(span, of: base, with: bytes.view.baseAddress, count: bytes.count)
    }

    @inline(__always)
    private func isSame(_ text: Bytes, _ base: UnsafePointer<UInt8>, _ span: ByteSpan) -> Bool {
      guard text.count == span.count else { return false }
      for place in 0..<text.count where text[place] != base[span.start + place] { return false }
      return true
    }

    /// Undecodable bytes are repaired. A U+FFFD that was there before is taken for one of them.
    static func kind(of text: Bytes) -> EditKind {
      text.count >= 3 && text[text.count - 3] == 0xEF && text[text.count - 2] == 0xBF && text[text.count - 1] == 0xBD
        ? .repaired : .encoding
    }
  }

  func kind(of text: Bytes) -> EditKind { Pass.kind(of: text) }
}
