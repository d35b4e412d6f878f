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
