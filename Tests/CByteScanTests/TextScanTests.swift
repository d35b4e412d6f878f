import CByteScan
import TestSupport
import XCTest

final class TextScanTests: XCTestCase {
  private let kernels = ["avx512", "avx2", "sse2", "neon", "portable"]

  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testKernelsAgreeOnTroubleAtEveryLength() {
    var generator = SeededGenerator(3)
    for round in 0..<3_000 {
      let bytes = Trouble.text(round % 300, &generator)
      let texts = [bytes, Array(String(decoding: bytes, as: UTF8.self).utf8)]
      for text in texts { agree(text) }
    }
  }

  /// Each character alone among ASCII, at every place around the border of a vector: the short ways of the kernels, which
  /// pass over blocks without certain lead bytes, must not miss one.
  func testKernelsAgreeOnEveryCharacterOfTheBMP() {
    for scalar in (UInt32(0x80)...0xFFFF).compactMap({ Unicode.Scalar($0) }) {
      var bytes = [UInt8](repeating: 0x61, count: 140)
      let place = [0, 29, 30, 31, 61, 62, 63, 125, 126, 127][Int(scalar.value) % 10]
      bytes.replaceSubrange(place..<place, with: UTF8.encode(scalar)!)
      agree(bytes)
    }
  }

  func testKernelsAgreeOnPairsOfMarksAroundTheBorderOfABlock() {
    let marks: [Unicode.Scalar] = [
      "\u{94D}", "\u{93C}", "\u{928}", "\u{651}", "\u{64E}", "\u{5B8}", "\u{E38}", "\u{E48}", "\u{301}", "\u{200D}",
      "\u{1F600}", "\u{1D165}", "a", "\u{1}",
    ]
    for place in 50..<66 {
      for first in marks {
        for second in marks {
          var text = [UInt8](repeating: 0x61, count: place)
          text += UTF8.encode(first)!
          text += UTF8.encode(second)!
          text += [UInt8](repeating: 0x62, count: 30)
          agree(text)
        }
      }
    }
  }

  func testAMarkIsMarkedOnlyBesideAnother() {
    for kernel in kernels where scan_kernel_use(kernel) == 1 {
      XCTAssertEqual(scan(Array("विद्या और क़लम".utf8)).state.attention, 0, kernel)
      XCTAssertEqual(scan(Array("كَتَبَ".unicodeScalars.prefix(2).map(String.init).joined().utf8)).state.attention, 0)
      XCTAssertNotEqual(scan(Array("ड\u{94D}\u{93C}".utf8)).state.attention, 0, kernel)
      XCTAssertNotEqual(scan(Array("न\u{93C}".utf8)).state.attention, 0, kernel)
      XCTAssertNotEqual(scan(Array("ب\u{64F}\u{651}".utf8)).state.attention, 0, kernel)
    }
  }

  func testUntidySpacesAreThoseOfThreeLineFeedsAndTwoSpaces() {
    for kernel in kernels where scan_kernel_use(kernel) == 1 {
      for padding in [0, 60, 61, 62, 63, 64] {
        let before = String(repeating: "x", count: padding)
        for (text, isUntidy) in [
          ("a b", false), ("a  b", true), ("a\nb", false), ("a\n\nb", false), ("a\n\n\nb", true), ("a \nb", true),
          ("a\n b", true), ("a\tb", false), ("a\n", false),
        ] {
          XCTAssertEqual(scan(Array((before + text).utf8)).state.untidy != 0, isUntidy, "\(kernel) \(padding) \(text)")
        }
      }
      for text in [" a", "\na"] { XCTAssertNotEqual(scan(Array(text.utf8)).state.untidy, 0, kernel) }
    }
  }

  func testValidityIsThatOfTheStandardLibrary() {
    let telling: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1,
      0xF4, 0xF5, 0xFF,
    ]
    for kernel in kernels where scan_kernel_use(kernel) == 1 {
      for padding in [0, 29, 61, 93] {
        for a in telling { for b in telling { for c in telling { for d in telling {
          let bytes = [UInt8](repeating: 0x61, count: padding) + [a, b, c, d]
          let isValid = String(validating: bytes, as: UTF8.self) != nil
          if (utf8_is_valid(bytes, bytes.count) != 0) != isValid { XCTFail("\(kernel): \(bytes)") }
          if (scan(bytes).state.ill_formed == 0) != isValid { XCTFail("\(kernel), scan: \(bytes)") }
        } } } }
      }
    }
  }

  func testALongTextIsValidUntilOneByteIsWrong() {
    var bytes = Array(String(repeating: "straße 漢字 🧀 ", count: 50).utf8)
    XCTAssertEqual(utf8_is_valid(bytes, bytes.count), 1)
    for place in bytes.indices where bytes[place] >= 0x80 {
      let right = bytes[place]
      bytes[place] = 0x20
      XCTAssertEqual(utf8_is_valid(bytes, bytes.count), 0, "\(place)")
      bytes[place] = right
    }
  }

  func testWhatIsSettledNeedsNoLook() {
    var generator = SeededGenerator(11)
    for round in 0..<2_000 {
      let clean = Array(Self.settled[round % Self.settled.count].utf8)
      let bytes = clean + Trouble.text(round % 300, &generator) + clean
      for text in [bytes, Array(String(decoding: bytes, as: UTF8.self).utf8)] { settledNeedsNoLook(text) }
    }
    for scalar in (UInt32(0x80)...0x10FFFF).compactMap({ Unicode.Scalar($0) }) where scalar.value < 0x3400 || scalar.value % 97 == 0 {
      var bytes = [UInt8](repeating: 0x61, count: 700)
      let place = [0, 61, 62, 63, 125, 126, 127, 509, 510, 511, 636, 637, 638, 697][Int(scalar.value) % 14]
      bytes.replaceSubrange(place..<place, with: UTF8.encode(scalar)!)
      settledNeedsNoLook(bytes)
    }
  }

  func testMarksBesideEachOtherAreNotSettled() {
    let marks: [Unicode.Scalar] = [
      "\u{94D}", "\u{93C}", "\u{928}", "\u{651}", "\u{64E}", "\u{5B8}", "\u{E38}", "\u{E48}", "\u{301}", "\u{200D}", "a", "0",
    ]
    for place in [0, 3, 50, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 127, 505, 507, 508, 509, 510, 511, 512, 600] {
      for first in marks {
        for second in marks {
          var text = Array("क\u{94D}या ".utf8) + [UInt8](repeating: 0x61, count: place)
          text += UTF8.encode(first)!
          text += UTF8.encode(second)!
          text += [UInt8](repeating: 0x62, count: 700 - place)
          settledNeedsNoLook(text)
        }
      }
    }
  }

  /// Every byte of a text replaced by every byte that tells something.
  func testOneWrongByteIsNotSettled() {
    let telling: [UInt8] = [
      0x00, 0x0A, 0x1F, 0x20, 0x41, 0x7F, 0x80, 0x8D, 0x90, 0x9A, 0xA0, 0xAD, 0xBC, 0xC0, 0xC2, 0xCC, 0xD9, 0xE0, 0xE2, 0xE3,
      0xED, 0xEF, 0xF0, 0xF4, 0xFF,
    ]
    for sample in Self.settled {
      var bytes = Array(sample.utf8)
      while bytes.count < 640 { bytes += [0x20] + Array(sample.utf8) }
      for place in bytes.indices where place < 70 || place > bytes.count - 70 || place % 64 > 60 {
        let right = bytes[place]
        for byte in telling {
          bytes[place] = byte
          settledNeedsNoLook(bytes)
        }
        bytes[place] = right
      }
    }
  }

  func testTextInOrderIsSettledAndTroubleIsFoundWhereItIs() throws {
    try XCTSkipUnless(scan_kernel_use("avx512") == 1, "a machine without AVX-512")
    for sample in Self.settled {
      for length in [sample.utf8.count, 3000, 10_000] {
        var text = sample
        while text.utf8.count < length { text += "\n\n" + sample }
        let bytes = Array(text.utf8)
        XCTAssertEqual(text_settled(bytes, 0, bytes.count), bytes.count, sample)
        for trouble in [bytes.count / 3, bytes.count - 1] {
          var place = trouble
          while bytes[place] & 0xC0 == 0x80 { place -= 1 }
          var wrong = bytes
          wrong.insert(0x0B, at: place)
          let found = text_settled(wrong, 0, wrong.count)
          XCTAssertTrue(found <= place && place < found + 512 && found % 64 == 0, "\(found) \(place) \(sample)")
        }
      }
    }
  }

  private static let settled = [
    "The quick brown fox – “jumps” over it’s lazy dog… 100 € or £80, ™ and № 5.", "Zwölf Boxkämpfer jagen Viktor über den Deich.",
    "Œuvre où naïf « dès » Noël.", "Съешь ещё этих мягких булок, Ґудзик.", "نص حكيم له سر قاطع وذو شأن عظيم، مكتوب.", "كَتب درسا.",
    "שָלום עולם, דג סקרן.", "विद्या और क़लम, हिन्दी में लिखा।", "ภาษาไทย เป็นภาษาที่มีวรรณยุกต์", "我能吞下玻璃而不伤身体。（真的！）", "いろはにほへと「ちりぬるを」、ガギグ。",
    "다람쥐 헌 쳇바퀴에 타고파.", "Tiếng Việt có những chữ như ấy, ở đây.", "Ο Άνθρωπος είναι εδώ.", "தமிழ் மொழி", "Հայերեն գիր.",
  ]

  /// No kernel may say that text is settled in which the definition finds something.
  private func settledNeedsNoLook(_ text: [UInt8], file: StaticString = #filePath, line: UInt = #line) {
    guard scan_kernel_use("avx512") == 1 else { return }
    var ends = [text_settled(text, 0, text.count)]
    for start in stride(from: 64, through: min(ends[0], 640), by: 192) where start < text.count {
      ends.append(text_settled(text, start, text.count))
    }
    let end = ends.max()!
    XCTAssertTrue(end == text.count || end % 64 == 0, "\(text)", file: file, line: line)
    guard end > 0 else { return }
    // A character may go over the end, but not over that of the text.
    let whole = (max(0, end == text.count ? end : end - 3)...end).last { utf8_is_valid(text, $0) != 0 }
    guard let whole else { return XCTFail("ill-formed before \(end): \(text)", file: file, line: line) }
    guard utf8_is_valid(text, text.count) != 0 else { return }
    scan_kernel_use("portable")
    let scanned = scan(text)
    XCTAssertNil(scanned.others.map { $0[1] }.firstBit(before: end), "\(text)", file: file, line: line)
    // Where marks are at the end of a block they are let through, which is that of another block behind half of one.
    let moved = scan([UInt8](repeating: 0x61, count: 32) + text).attention + [0]
    let both = scanned.attention.indices.map { scanned.attention[$0] & (moved[$0] >> 32 | moved[$0 + 1] << 32) }
    // Marks beside each other may go over the end as well.
    XCTAssertNil(both.firstBit(before: end == text.count ? end : min(whole, end - 5)), "\(text)", file: file, line: line)
  }

  /// All kernels against the definition, the text in one stretch and in two. Attention means nothing where the text is not
  /// well-formed.
  private func agree(_ text: [UInt8], file: StaticString = #filePath, line: UInt = #line) {
    scan_kernel_use("portable")
    let wanted = scan(text)
    for kernel in kernels where scan_kernel_use(kernel) == 1 {
      for stretch in [64, 128, 1 << 20] {
        let found = scan(text, stretch: stretch)
        XCTAssertEqual(found.state.ill_formed != 0, wanted.state.ill_formed != 0, "\(kernel) \(text)", file: file, line: line)
        XCTAssertEqual(found.others, wanted.others, "\(kernel) \(text)", file: file, line: line)
        guard wanted.state.ill_formed == 0 else { continue }
        XCTAssertEqual(found.attention, wanted.attention, "\(kernel) \(text)", file: file, line: line)
      }
    }
  }

  private struct Scan {
    var state: text_scan_state
    var attention: [UInt64]
    var others: [[UInt64]]
  }

  private func scan(_ bytes: [UInt8], stretch: Int = 1 << 20) -> Scan {
    var blocks = [text_scan_block](repeating: text_scan_block(), count: (bytes.count + 63) / 64)
    var state = text_scan_start()
    var sum = state
    bytes.withUnsafeBufferPointer { text in
      blocks.withUnsafeMutableBufferPointer { blocks in
        for start in stride(from: 0, to: bytes.count, by: stretch) {
          let length = min(stretch, bytes.count - start)
          text_scan(text.baseAddress! + start, length, &state, blocks.baseAddress! + start / 64)
          sum.attention |= state.attention
          sum.untidy |= state.untidy
          sum.ill_formed |= state.ill_formed
        }
      }
    }
    // A character cut off by the end of the last block shows in the next stretch only.
    if bytes.count % 64 == 0, bytes.count > 0, utf8_is_valid(bytes, bytes.count) == 0 { sum.ill_formed = 1 }
    return Scan(state: sum, attention: blocks.map(\.attention), others: blocks.map { [$0.non_ascii, $0.untidy] })
  }
}

extension [UInt64] {
  /// The place of the first bit that is set before `end`.
  fileprivate func firstBit(before end: Int) -> Int? {
    guard let word = firstIndex(where: { $0 != 0 }) else { return nil }
    let place = word * 64 + self[word].trailingZeroBitCount
    return place < end ? place : nil
  }
}
