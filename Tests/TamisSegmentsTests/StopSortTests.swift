import CByteScan
import XCTest

@testable import TamisSegments

/// `stop_sort` by every kernel that this machine has, against the definition.
final class StopSortTests: XCTestCase {
  private struct Answer: Equatable {
    var positions: [UInt16]
    var actions: [UInt16]
  }

  private let classes = (0..<0x10003).map { UInt8(truncatingIfNeeded: ($0 &* 0x9E37_79B1) >> 16) & 15 }
  private let actions = (0..<(Int(stop_count) << 6) + 1).map { UInt16(truncatingIfNeeded: ($0 &* 0x85EB_CA6B) >> 13) & 0x1FF8 }

  override func tearDown() { scan_kernel_use(nil) }

  private func sort(_ text: [UInt8], _ stops: [UInt16], _ nothing: UInt16, _ first: Int, _ last: Int) -> Answer {
    var positions = stops + [UInt16](repeating: 0xFFFF, count: 16)
    var found = [UInt16](repeating: 0, count: positions.count)
    let kept = classes.withUnsafeBufferPointer { classes in
      actions.withUnsafeBufferPointer { actions in
        var rules = stop_rules(classes: classes.baseAddress, actions: actions.baseAddress, nothing: nothing)
        return stop_sort(text, &rules, first, last, &positions, &found, stops.count)
      }
    }
    return Answer(positions: Array(positions[..<kept]), actions: Array(found[..<kept]))
  }

  func testKernelsAgree() {
    let telling: [UInt8] = [
      0x2E, 0x21, 0x3F, 0x0A, 0x20, 0x20, 0x3A, 0x3B, 0x61, 0x41, 0x31, 0xE3, 0x80, 0x82, 0xE0, 0xA5, 0xA4, 0xDB, 0x94,
      0xEF, 0xBC, 0x81, 0x9F, 0xD8, 0xBD, 0xA1, 0xED, 0xC2, 0xF0, 0xE1, 0xFF,
    ]
    var random = RepeatableRandom(state: 91)
    var kept = 0
    for _ in 0..<4000 {
      let text = (0..<260).map { _ in
        Bool.random(using: &random) ? telling.randomElement(using: &random)! : UInt8.random(in: 0...255, using: &random)
      }
      let stops = (0..<UInt16(text.count)).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
      let first = Int.random(in: 1...60, using: &random)
      let last = Int.random(in: first...text.count - 7, using: &random)
      let nothing: UInt16 = [0, 64, 0x408].randomElement(using: &random)!
      scan_kernel_use("portable")
      let plain = sort(text, stops, nothing, first, last)
      kept += plain.positions.count
      for kernel in ["avx512", "avx2", "sse2", "neon"] where scan_kernel_use(kernel) == 1 {
        XCTAssertEqual(sort(text, stops, nothing, first, last), plain, kernel)
      }
    }
    XCTAssertGreaterThan(kept, 100_000)
  }

  /// `stop_window_at` against its definition, over every byte at every place.
  func testWindowsAgree() {
    var random = RepeatableRandom(state: 92)
    for round in 0..<4096 {
      var bytes = (0..<32).map { _ in UInt8.random(in: 0x20...0x8F, using: &random) }
      bytes[round & 31] = UInt8(truncatingIfNeeded: round >> 4)
      let found = stop_window_at(bytes)
      let plain = stop_window_portable(bytes)
      XCTAssertEqual(
        [found.smalls, found.capitals, found.digits, found.wide], [plain.smalls, plain.capitals, plain.digits, plain.wide])
    }
    let word = stop_window_at(Array("aZ09é.".utf8) + [UInt8](repeating: 0x20, count: 25))
    XCTAssertEqual([word.smalls, word.capitals, word.digits, word.wide], [1, 2, 12, 48])
  }

  /// The words beside a stop by the bits of a window are those by their letters.
  func testWordsByBitsAreWordsByLetters() throws {
    var random = RepeatableRandom(state: 12)
    let pieces = ["a", "Be", "XIV", "LC", "Mr", "house", "harvesting", "ABBREVIATIONS", "19", "3d", "é", "г", "'", ",", "(", "@"]
    let table = try SegmentFacts.table()
    var (before, behind) = (0, 0)
    for _ in 0..<40_000 {
      var text = ""
      while text.utf8.count < 36 { text += pieces.randomElement(using: &random)! + ["", " ", " ", ".", "-", ". "].randomElement(using: &random)! }
      let position = text.utf8.count
      text += ". "
      while text.utf8.count < position + 40 { text += pieces.randomElement(using: &random)! + ["", " ", " ", ".", "-"].randomElement(using: &random)! }
      let bytes = Array(text.utf8)
      bytes.withUnsafeBufferPointer { bytes in
        let reader = TextReader(base: bytes.baseAddress!, start: 0, end: bytes.count, table: table)
        let run = StopRun(start: position, end: position + 1, next: position + 2)
        if let word = reader.plainPreviousWord(before: position) {
          before += 1
          XCTAssertEqual(word, reader.anyPreviousWord(before: run), text)
        }
        if let word = reader.plainNextWord(at: position + 2) {
          behind += 1
          // So near its end a text is read letter by letter.
          let near = TextReader(base: bytes.baseAddress!, start: 0, end: position + 34, table: table)
          XCTAssertEqual(word, near.anyNextWord(after: run), text)
          XCTAssertEqual(word, reader.anyNextWord(after: run), text)
          XCTAssertEqual(reader.wordEnd(at: position + 2), near.wordEnd(at: position + 2), text)
          XCTAssertEqual(reader.hashWord(at: position + 2), near.hashWord(at: position + 2), text)
        }
      }
    }
    XCTAssertGreaterThan(before, 2000)
    XCTAssertGreaterThan(behind, 2000)
  }

  /// One stop, a blank and a word are what reading a run makes of them, and the word behind is the same.
  func testOneStopIsARun() throws {
    var random = RepeatableRandom(state: 13)
    let pieces = [
      "a", "Be", "XIV", "Mr", "Straße", "дом", "Дом", "語", "かな", "की", "հա", "9", "3d", "\u{301}", "“", "(", ".",
      "\u{A0}",
    ]
    let table = try SegmentFacts.table()
    var found = 0
    for _ in 0..<40_000 {
      var text = pieces.randomElement(using: &random)! + [". ", "? ", "! ", ": ", "; "].randomElement(using: &random)!
      let position = text.utf8.count - 2
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        text += pieces.randomElement(using: &random)! + ["", "", " ", ".", "'"].randomElement(using: &random)!
      }
      let bytes = Array(text.utf8)
      bytes.withUnsafeBufferPointer { bytes in
        let reader = TextReader(base: bytes.baseAddress!, start: 0, end: bytes.count, table: table)
        guard reader.isOneStop(position) else { return }
        found += 1
        let run = StopRun(one: bytes[position], at: position)
        XCTAssertEqual(reader.stopRun(reader.scalar(at: position)!), run, text)
        XCTAssertEqual(reader.nextWord(at: run.next), reader.anyNextWord(after: run), text)
      }
    }
    XCTAssertGreaterThan(found, 10_000)
  }

  /// The same with a closing quotation mark behind the stop.
  func testQuotedStopIsARun() throws {
    var random = RepeatableRandom(state: 15)
    let pieces = ["a", "Be", "said", "D", "x", "9", "é", "[1]", ")", "”", "”", "\"", "\"", "“", "'", ".", " ", " ", ":D"]
    let table = try SegmentFacts.table()
    var found = 0
    for _ in 0..<40_000 {
      var text = "A word" + [".", "?", "!", ":"].randomElement(using: &random)!
      let position = text.utf8.count - 1
      text += ["”", "\"", "” ", "\" ", ""].randomElement(using: &random)!
      for _ in 0..<Int.random(in: 1...6, using: &random) { text += pieces.randomElement(using: &random)! }
      let bytes = Array(text.utf8)
      bytes.withUnsafeBufferPointer { bytes in
        let reader = TextReader(base: bytes.baseAddress!, start: 0, end: bytes.count, table: table)
        guard let closing = reader.closingQuote(position) else { return }
        found += 1
        let run = StopRun(one: bytes[position], at: position, closing: closing)
        XCTAssertEqual(reader.stopRun(reader.scalar(at: position)!), run, text)
      }
    }
    XCTAssertGreaterThan(found, 500)
  }

  /// A word's measure gives the shape that its letters, asked one by one, have.
  func testShapesByLetters() throws {
    var random = RepeatableRandom(state: 14)
    let letters = Array("aBIVéÉжЖ9語かक\u{301}ª")
    let table = try SegmentFacts.table()
    for _ in 0..<20_000 {
      let word = String((0..<Int.random(in: 1...6, using: &random)).map { _ in letters.randomElement(using: &random)! })
      let bytes = Array(word.utf8)
      bytes.withUnsafeBufferPointer { bytes in
        let end = bytes.baseAddress! + bytes.count
        let facts = word.unicodeScalars.map { ($0, SegmentFacts(bits: table[$0.value])) }
        var measure = WordMeasure()
        for (_, facts) in facts {
          let isIdeograph = facts.isIdeographic && facts.sentenceClass == SentenceClass.oLetter
          if isIdeograph { measure.addIdeograph() } else { measure.add(facts) }
        }
        let isCapital = facts[0].1.sentenceClass == SentenceClass.upper
        XCTAssertEqual(measure.shape(firstIsCapital: isCapital, bytes.baseAddress!, end), shape(facts), word)
        XCTAssertEqual(measure.isLastCapital, facts.last!.1.sentenceClass == SentenceClass.upper, word)
      }
    }
  }

  private func shape(_ facts: [(Unicode.Scalar, SegmentFacts)]) -> UInt32 {
    let classes = facts.map(\.1.sentenceClass)
    let count = { (wanted: UInt16) in classes.filter { $0 == wanted }.count }
    let (capitals, smalls) = (count(SentenceClass.upper), count(SentenceClass.lower))
    let (digits, others) = (count(SentenceClass.numeric), count(SentenceClass.oLetter))
    let length = capitals + smalls + digits + others
    let more = UInt32(min(length, 4)) &- 1
    if length == 0 { return WordShape.none }
    if digits == length { return WordShape.digits + more }
    if digits > 0 { return WordShape.digitsAndLetters }
    if facts.contains(where: { $0.1.isIdeographic }) { return WordShape.ideograph }
    if others == length { return length == 1 ? WordShape.caselessOne : WordShape.caselessMore }
    if smalls == length { return WordShape.small + more }
    if capitals == length {
      if length == 1 { return WordShape.capitalised }
      if facts.filter({ "IVXLC".unicodeScalars.contains($0.0) }).count == length { return WordShape.roman }
      return length == 2 ? WordShape.capitals2 : WordShape.capitals3
    }
    return classes[0] == SentenceClass.upper && capitals == 1 ? WordShape.capitalised + more : WordShape.mixed
  }

  /// The few classes that shapes fall into.
  func testCoarseShapes() {
    let classes: [UInt32] = [0, 1, 1, 2, 2, 3, 4, 4, 4, 5, 5, 0, 6, 6, 6, 6, 0, 7, 7, 3, 0, 0, 0, 0, 0, 0, 0, 7]
    XCTAssertEqual((0..<WordShape.count).map(WordShape.coarse), classes)
    XCTAssertEqual((1...20).map(WordShape.more), (1...20).map { min($0, 4) - 1 })
  }

  /// Short words are found by their bytes as they are by their letters.
  func testShortWordsByBytes() throws {
    let table = try AbbreviationTable(adding: [Array("z. Hd.".utf8), Array("Blurb".utf8), Array("т. к.".utf8)])
    var listed = 0
    for list in abbreviationLists {
      let words = list.words.withUTF8Buffer { Array($0) }.split { $0 == 0x20 || $0 == 0x0A || $0 == 0x7E }
      for word in words + ["z.hd", "blurb", "house", "a", "b.c"].map({ Array($0.utf8)[...] })
      where word.count < 8 && word.allSatisfy({ $0 < 0x80 }) {
        let small = word.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        let tail = small.reversed().reduce((bits: UInt64(0), shift: UInt64(56))) {
          ($0.bits | UInt64($1) << $0.shift, $0.shift &- 8)
        }.bits
        for language in [list.language, .unknown, .en, .ja] {
          let kind = table.kind(of: WordHash(small).value, language)
          XCTAssertEqual(table.kind(ofShort: tail, language), kind, "\(small) \(language)")
          if kind != 0 { listed += 1 }
        }
      }
    }
    XCTAssertGreaterThan(listed, 1000)
  }

  /// What becomes of the stops that the rules name, by hand.
  func testActions() throws {
    let table = try StopTable.shared()
    let action = { (text: String) -> UInt16 in
      let bytes = Array(("a" + text + "       ").utf8)
      return bytes.withUnsafeBufferPointer { table.action($0.baseAddress! + 1) }
    }
    typealias Action = StopTable.Action
    let spaced = Action.isSpaced
    XCTAssertEqual(action(". A"), 2 | spaced | Action.endsUAX29 | Action.fullStop | Action.asked)
    XCTAssertEqual(action("? Ж"), 2 | spaced | Action.endsUAX29 | Action.question | Action.isWide | Action.asked)
    XCTAssertEqual(action(". a"), 2 | spaced | Action.nothingUAX29 | Action.asked)
    XCTAssertEqual(action(".a"), 1 | Action.nothingUAX29 | Action.nothing)
    XCTAssertEqual(action(".\n"), 1 | Action.nothingUAX29 | Action.nothing)
    XCTAssertEqual(action("\nA"), 1 | spaced | Action.endsUAX29 | Action.endsStandard | Action.lineFeed | Action.isInked)
    XCTAssertEqual(action("\n-"), 1 | spaced | Action.endsUAX29 | Action.mayBeginList | Action.lineFeed | Action.isInked)
    XCTAssertEqual(action("。語"), 3 | Action.endsUAX29 | Action.endsStandard | Action.isWide)
    XCTAssertEqual(action("！か"), 3 | Action.endsUAX29 | Action.isWide)
    XCTAssertEqual(action("। क"), 4 | spaced | Action.endsUAX29 | Action.endsStandard | Action.isWide)
    XCTAssertEqual(action("؟ ق"), 3 | spaced | Action.endsUAX29 | Action.endsStandard | Action.isWide)
    XCTAssertEqual(action(": a"), 2 | spaced | Action.nothing)
    XCTAssertEqual(action(".)"), 1 | Action.asked)
  }
}
