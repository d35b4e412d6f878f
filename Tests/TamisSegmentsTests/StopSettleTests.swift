import CByteScan
import TamisBase
import XCTest

@testable import TamisSegments

/// The kernels that settle lists of stops, each that this machine has against the definition; and that against the rules for plain
/// stops, which ask one question after another.
final class StopSettleTests: XCTestCase {
  override func tearDown() { scan_kernel_use(nil) }

  private let kernels = ["avx512", "avx2", "sse2", "neon"]

  private static let pieces = [
    "a", "be", "Be", "NATO", "Dr", "etc", "approx", "e.g", "No", "house", "harvesting", "Harvests", "Morning", "J", "M", "don't",
    "council’s", "l’été", "old-fashioned", "é", "été", "préféré", "größte", "Grüße", "d÷d÷d", "9", "12", "т", "ул", "дом",
    "Москва", "ё", "语", "\"", "”", "»", ")", "]", "%", "since 1863", "in 125", "U", "a.m", "u.s", "(J", "Prof", "St", "z. B",
  ]
  private static let stops = [". ", ". ", ". ", "? ", "! ", ".\n", "\n", "\n", ".", ": ", ".,", ".”\n", ".\"\n", "?”\n", ".” "]
  private static let openers = ["", "", "", "", "“", "\"", "(", "„", "«"]
  private static let words = [
    "The", "A", "I'm", "It", "U.S.", "M.", "NATO", "Это", "Б", "the", "houses", "b", "harvesting", "étés", "7", "580", "4 Even", "19th", "of", "over, ", "- one", "* one",
  ]

  /// A text of many stops, and where they are.
  private func text(_ random: inout RepeatableRandom) -> (bytes: [UInt8], positions: [UInt16]) {
    var text = "Long before that time "
    for _ in 0..<40 {
      text += Self.pieces.randomElement(using: &random)! + ["", "", " ", "."].randomElement(using: &random)!
      text += Self.stops.randomElement(using: &random)! + Self.openers.randomElement(using: &random)!
      text += Self.words.randomElement(using: &random)! + [" ", " ", "  "].randomElement(using: &random)!
    }
    let bytes = Array((text + "and so on and on").utf8)
    let found = (0..<bytes.count).filter { [0x2E, 0x3F, 0x21, 0x0A, 0x3A].contains(bytes[$0]) }
    return (bytes, found.map { UInt16($0) })
  }

  /// The stops that are left of those, and their actions.
  private func listed(_ bytes: [UInt8], _ stops: [UInt16]) throws -> (positions: [UInt16], actions: [UInt16]) {
    var positions = stops + [UInt16](repeating: 0, count: 32)
    var actions = [UInt16](repeating: 0, count: positions.count)
    var rules = try StopTable.shared().rules(nothing: StopTable.Action.nothing)
    let kept = stop_sort(bytes, &rules, 12, bytes.count - 12, &positions, &actions, stops.count)
    return (Array(positions[..<kept]), Array(actions[..<kept]))
  }

  private func settled(
    _ bytes: [UInt8], _ positions: [UInt16], _ actions: [UInt16], _ table: AbbreviationTable, _ language: SentenceLanguage
  ) -> [UInt16] {
    let padding = [UInt16](repeating: 0, count: 32)
    var answer = actions + padding
    table.withFilter(language) { stop_settle(bytes, $0, positions + padding, &answer, actions.count) }
    return Array(answer[..<actions.count])
  }

  func testKernelsSettleTheSame() throws {
    var random = RepeatableRandom(state: 21)
    let table = try AbbreviationTable(adding: [Array("Дома".utf8), Array("hous".utf8), Array("harvesting".utf8)])
    var (ends, lists) = (0, 0)
    for round in 0..<6000 {
      let (bytes, stops) = text(&random)
      let (positions, actions) = try listed(bytes, stops)
      let language = [SentenceLanguage.unknown, .en, .de, .ru][round & 3]
      let one = table.withFilter(language) { filter in
        zip(positions, actions).map { position, action in
          bytes.withUnsafeBufferPointer { bytes in
            stop_settles(bytes.baseAddress! + Int(position), filter, action) != 0 ? action | StopTable.Action.endsStandard : action
          }
        }
      }
      for (before, after) in zip(actions, one) where before != after {
        if after & StopTable.Action.lineFeed != 0 { lists += 1 } else { ends += 1 }
      }
      for kernel in ["portable"] + kernels where scan_kernel_use(kernel) == 1 {
        XCTAssertEqual(settled(bytes, positions, actions, table, language), one, kernel)
      }
    }
    XCTAssertGreaterThan(ends, 1000)
    XCTAssertGreaterThan(lists, 100)
  }

  /// What is settled is what the rules for plain stops say.
  func testSettledStopsArePlainStops() throws {
    var random = RepeatableRandom(state: 11)
    let splitters = try ["", "en", "ru"].map { try SentenceSplitter(language: $0, abbreviations: ["Дома", "hous"]) }
    var settled = 0
    for _ in 0..<6000 {
      let (bytes, stops) = text(&random)
      try bytes.withUnsafeBufferPointer { bytes in
        for stop in stops where bytes[Int(stop)] != 0x0A {
          for splitter in splitters where try splitter.isSettled(bytes, at: Int(stop)) {
            settled += 1
            let around = String(decoding: bytes[max(0, Int(stop) - 12)..<min(bytes.count, Int(stop) + 12)], as: UTF8.self)
            XCTAssertEqual(splitter.plainStop(bytes, at: Int(stop)), .sentenceEnd(Int(stop) + 1), around)
          }
        }
      }
    }
    XCTAssertGreaterThan(settled, 4000)
  }

  /// What is asked behind ASCII and settled is what the rules for plain stops say.
  func testAskedStopsArePlainStops() throws {
    guard scan_kernel_use("avx512") == 1 else { throw XCTSkip("this machine has no AVX-512") }
    scan_kernel_use(nil)
    var random = RepeatableRandom(state: 12)
    let words = ["Дома", "hous", "harvesting"]
    let table = try AbbreviationTable(adding: words.map { Array($0.utf8) })
    let languages = [SentenceLanguage.unknown, .en, .de, .ru]
    let splitters = try ["", "en", "de", "ru"].map { try SentenceSplitter(language: $0, abbreviations: words) }
    let (ends, nothing) = (StopTable.Action.endsStandard, StopTable.Action.nothing)
    var (boundaries, none) = (0, 0)
    for round in 0..<9000 {
      let (language, splitter) = (languages[round & 3], splitters[round & 3])
      let (bytes, stops) = text(&random)
      let (positions, actions) = try listed(bytes, stops)
      let padding = [UInt16](repeating: 0, count: 32)
      var answer = actions + padding
      var room = padding + answer
      table.withWords(language) { stop_settle_asked(bytes, $0, positions + padding, &answer, actions.count, &room) }
      bytes.withUnsafeBufferPointer { bytes in
        for (index, position) in positions.enumerated() {
          guard answer[index] != actions[index] else { continue }
          XCTAssertNotEqual(actions[index] & StopTable.Action.asked, 0)
          let around = String(decoding: bytes[max(0, Int(position) - 12)..<min(bytes.count, Int(position) + 12)], as: UTF8.self)
          let plain = splitter.plainStop(bytes, at: Int(position))
          if answer[index] == nothing {
            none += 1
            XCTAssertEqual(plain, .nothing, around)
          } else {
            boundaries += 1
            XCTAssertEqual(answer[index], actions[index] | ends)
            XCTAssertEqual(plain, .sentenceEnd(Int(position) + 1), around)
          }
        }
      }
    }
    XCTAssertGreaterThan(boundaries, 4000)
    XCTAssertGreaterThan(none, 4000)
  }

  func testKernelsListTheSameStops() {
    var random = RepeatableRandom(state: 22)
    for count in 0..<200 {
      let actions = (0..<count + 32).map { _ in UInt16.random(in: 0...15, using: &random) }
      for (bits, value) in [(0, 0), (1, 0), (6, 0), (15, 0), (6, 4), (3, 3)] as [(UInt16, UInt16)] {
        let wanted = (0..<count).filter { actions[$0] & bits == value }.map { UInt16($0) }
        for kernel in ["portable"] + kernels where scan_kernel_use(kernel) == 1 {
          var listed = [UInt16](repeating: 0xFFFF, count: count + 32)
          let found = stop_list(actions, count, bits, value, &listed)
          XCTAssertEqual(Array(listed[..<found]), wanted, kernel)
        }
      }
    }
  }

  /// The sentences of settled stops, to the first that may have white space at its ends, are the stretches between them.
  func testKernelsWriteTheSameSentences() {
    var random = RepeatableRandom(state: 23)
    let blanks = [" ", "\t", "\u{85}", "\u{A0}", "\u{1680}", "\u{2003}", "\u{2028}", "\u{202F}", "\u{205F}", "\u{3000}"]
    let letters = ["a", "Z", "é", "か", "語", "。", "”", "»", "ᚁ", "‐", "‗"]
    let ends = StopTable.Action.endsStandard
    var (whole, stopped, empty) = (0, 0, 0)
    for _ in 0..<6000 {
      var text = "xxx"
      var positions: [UInt16] = []
      var actions: [UInt16] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        for _ in 0..<Int.random(in: 0...3, using: &random) {
          text += Int.random(in: 0..<40, using: &random) == 0 ? blanks.randomElement(using: &random)! : letters.randomElement(using: &random)!
        }
        positions.append(UInt16(text.utf8.count))
        if Bool.random(using: &random) {
          text += "\n"
          actions.append(1 | StopTable.Action.isSpaced | StopTable.Action.lineFeed | ends)
        } else {
          text += ". A"
          actions.append(2 | StopTable.Action.isSpaced | (Int.random(in: 0..<4, using: &random) == 0 ? StopTable.Action.nothing : ends))
        }
      }
      text += "xxxxxxxx"
      let bytes = Array(text.utf8)
      let padding = [UInt16](repeating: 0, count: 8)
      let start = stop_place(start: 0, is_inked: 1, is_at_line_start: 1)
      let run = { () -> (place: stop_place, done: Int, spans: [Int64]) in
        var place = start
        var spans = [Int64](repeating: 0, count: 2 * (actions.count + 7))
        var written = 0
        let done = stop_spans(bytes, 0, positions + padding, actions + padding, actions.count, ends, &place, &spans, &written)
        return (place, done, Array(spans[..<(2 * written)]))
      }
      scan_kernel_use("portable")
      let plain = run()
      for kernel in kernels where scan_kernel_use(kernel) == 1 {
        let found = run()
        XCTAssertEqual(found.done, plain.done, text)
        XCTAssertEqual(found.spans, plain.spans, text)
        XCTAssertEqual(
          [found.place.start, Int64(found.place.is_inked), Int64(found.place.is_at_line_start)],
          [plain.place.start, Int64(plain.place.is_inked), Int64(plain.place.is_at_line_start)], text)
      }
      // One by one.
      var expected: [Int64] = []
      var last = 0
      for index in 0..<plain.done where actions[index] & ends != 0 {
        let end = Int(positions[index]) + (actions[index] & StopTable.Action.lineFeed != 0 ? 0 : 1)
        if last < end { expected += [Int64(last), Int64(end)] } else { empty += 1 }
        last = Int(positions[index]) + Int(actions[index] & StopTable.Action.distance)
        let sentence = String(decoding: bytes[Int(expected.dropLast().last ?? 0)..<Int(expected.last ?? 0)], as: UTF8.self)
        XCTAssertEqual(sentence, sentence.trimmed, text)
      }
      XCTAssertEqual(plain.spans, expected, text)
      if plain.done == actions.count { whole += 1 } else { stopped += 1 }
    }
    XCTAssertGreaterThan(whole, 1000)
    XCTAssertGreaterThan(stopped, 1000)
    XCTAssertGreaterThan(empty, 1000)
  }
}

extension String {
  /// Without Unicode's white space at the ends.
  fileprivate var trimmed: String {
    var scalars = unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}
