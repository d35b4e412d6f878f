import CByteScan
import TamisBase
import TestSupport
import XCTest

@testable import TamisSegments

/// The guess by ``listed_words``, and its definition, against the words one by one and a dictionary.
final class LanguageGuessTests: XCTestCase {
  private var listed: [UInt32: UInt32] = [:]
  private var words: [String] = []

  override func setUp() {
    for list in abbreviationLists where list.kind == .starter {
      for word in "\(list.words)".split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        words.append(String(word))
        listed[WordHash(word.utf8).value, default: 0] |= 1 << UInt32(list.language.rawValue)
      }
    }
  }

  override func tearDown() { scan_kernel_use(nil) }

  private func naiveHits(_ reader: TextReader) -> [Int32] {
    var hits = [Int32](repeating: 0, count: LanguageGuess.languages)
    var p = reader.start
    while p < reader.end {
      let (end, measure, hash) = reader.word(at: p)
      p = measure.length == 0 ? end + 1 : end
      guard measure.length > 0, let languages = listed[hash] else { continue }
      for language in hits.indices where languages >> UInt32(language) & 1 != 0 { hits[language] += 1 }
    }
    return hits
  }

  private func check(_ bytes: [UInt8], _ name: String, file: StaticString = #filePath, line: UInt = #line) throws {
    // Of this length, so that a tool that watches memory sees what is read behind the end.
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    defer { copy.deallocate() }
    copy.initialize(from: bytes, count: bytes.count)
    let reader = TextReader(base: copy, start: 0, end: bytes.count, table: try SegmentFacts.table())
    let wanted = naiveHits(reader)
    for byDefinition in [false, true] {
      var hits = [Int32](repeating: 0, count: LanguageGuess.languages)
      LanguageGuess.count(reader, &hits, byDefinition: byDefinition)
      if hits != wanted { XCTFail("\(name) by definition \(byDefinition): \(bytes)", file: file, line: line) }
    }
  }

  func testEveryListedWordIsFound() throws {
    XCTAssertLessThan(abbreviationLists.filter { $0.kind == .starter }.map { Int($0.language.rawValue) }.max()!, 32)
    for word in words {
      for written in [word, word.uppercased(), word.prefix(1).uppercased() + word.dropFirst()] {
        try check(Array(written.utf8), written)
        try check(Array("\(written) (\(written))".utf8), written)
        try check(Array("so \(written)’s".utf8), written)
      }
      // Each by itself: what the dictionary says of it.
      let bytes = Array(word.utf8)
      let hits = try bytes.withUnsafeBufferPointer { bytes in
        let reader = TextReader(
          base: bytes.baseAddress!, start: 0, end: bytes.count, table: try SegmentFacts.table())
        var hits = [Int32](repeating: 0, count: LanguageGuess.languages)
        LanguageGuess.count(reader, &hits)
        return hits
      }
      if !word.contains("'") { XCTAssertGreaterThan(hits.reduce(0, +), 0, word) }
    }
  }

  func testSamples() throws {
    for article in try SampleArticle.all() {
      try check(article.bytes, article.name)
      for start in 0..<70 { try check(Array(article.bytes.dropFirst(start).prefix(1024)), article.name) }
    }
  }

  func testAnyBytes() throws {
    let marks = [
      " ", " ", " ", "\n", ".", ", ", "-", "’", "“", "\u{AD}", "\u{200D}", "\u{2060}", "\u{301}", "\u{A0}", "漢", "の", "한", "ก",
      "İ", "ſ", "K", "1", "２", "٣", "ß", "Ω", "ệ", "ͅ", "۔", "·", "×", "_", "\u{85}", "\u{7F}", "\u{0}", "𝐚", "\u{3099}", "〇",
      "\u{61C}", "\u{FEFF}", "ⅷ", "ª", "Ѐ", "Ё", "҂", "Ŀ", "ŉ", "Ž", "ž", "ÿ",
    ]
    var random = RepeatableRandom(state: 41)
    for round in 0..<20_000 {
      var bytes: [UInt8] = []
      let length = Int.random(in: 0...300, using: &random)
      while bytes.count < length {
        switch Int.random(in: 0..<8, using: &random) {
        case 0...2:
          let word = words.randomElement(using: &random)!
          bytes += Array((Bool.random(using: &random) ? word : word.uppercased()).utf8)
        case 3: bytes += Array(repeating: UInt8.random(in: 0x61...0x7A, using: &random), count: round % 90)
        case 4: bytes.append(UInt8.random(in: 0...255, using: &random))
        default: bytes += Array(marks.randomElement(using: &random)!.utf8)
        }
        if round % 3 == 0 { bytes.append(0x20) }
      }
      try check(bytes, "round \(round)")
    }
  }

  /// Each character beside listed words and inside them.
  func testEveryCharacter() throws {
    for value in (0x80...0x33FF as ClosedRange<UInt32>).map({ $0 }) + Array(0xA000...0xAFFF) + Array(0xF900...0x1_0080) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      try check(
        Array("zur Zeit \(scalar)der für\(scalar) an\(scalar)en \(scalar)é\(scalar) nach der\(scalar)für und oder aber".utf8),
        "\(value)")
    }
  }

  /// More words than are counted at once, and runs that begin and end at the borders of blocks.
  func testLongStretches() throws {
    for kernel in ["avx512", "avx2", "sse2", "neon", "portable"] where scan_kernel_use(kernel) == 1 {
      try check(Array(repeatElement("a ", count: 2000).joined().utf8), kernel)
      try check(Array(repeatElement("и ", count: 2000).joined().utf8), kernel)
      try check(Array(repeatElement("a’и ", count: 2000).joined().utf8), kernel)
      for length in 50...140 {
        for letters in ["a", "и", "aи", "иa", "漢"] {
          let run = Array(repeatElement(letters, count: length).joined().utf8)
          for end in ["", " the and of", "the", " для", "漢the", " "] { try check(run + Array(end.utf8), kernel) }
        }
      }
      for blanks in 40...70 {
        for word in ["the", "für", "потом", "nosotros", "although"] {
          try check(Array(repeatElement(0x20, count: blanks)) + Array("\(word) \(word)".utf8), kernel)
        }
      }
    }
  }
}
