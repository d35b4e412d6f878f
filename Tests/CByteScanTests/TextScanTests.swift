import CByteScan
import TestSupport
import XCTest

final class TextScanTests: XCTestCase {
  func testKernelsAgreeOnTroubleAtEveryLengthAndBefore() {
    var generator = SeededGenerator(3)
    for round in 0..<4_000 {
      let bytes = Trouble.text(round % 90, &generator)
      let before = (0..<3).map { _ in UInt8.random(in: 0...255, using: &generator) }
      XCTAssertEqual(
        words(bytes, before, text_scan), words(bytes, before, text_scan_portable), "\(before) \(bytes)")
      XCTAssertEqual(utf8_is_valid(bytes, bytes.count), utf8_is_valid_portable(bytes, bytes.count), "\(bytes)")
    }
  }

  /// Each character alone among ASCII, at every place around the border of a vector: the short way of the kernels, which
  /// passes over blocks without certain lead bytes, must not miss one.
  func testKernelsAgreeOnEveryCharacterOfTheBMP() {
    for scalar in (UInt32(0x80)...0xFFFF).compactMap({ Unicode.Scalar($0) }) {
      var bytes = [UInt8](repeating: 0x61, count: 70)
      let place = [0, 29, 30, 31, 61, 62, 63][Int(scalar.value) % 7]
      bytes.replaceSubrange(place..<place, with: UTF8.encode(scalar)!)
      guard words(bytes, [0, 0, 0], text_scan) == words(bytes, [0, 0, 0], text_scan_portable) else {
        return XCTFail("\(scalar.value) at \(place)")
      }
    }
  }

  func testValidityIsThatOfTheStandardLibrary() {
    let telling: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1,
      0xF4, 0xF5, 0xFF,
    ]
    for padding in [0, 29, 61, 93] {
      for a in telling { for b in telling { for c in telling { for d in telling {
        let bytes = [UInt8](repeating: 0x61, count: padding) + [a, b, c, d]
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        if (utf8_is_valid(bytes, bytes.count) != 0) != isValid { XCTFail("\(bytes)") }
        if (utf8_is_valid_portable(bytes, bytes.count) != 0) != isValid { XCTFail("portable: \(bytes)") }
      } } } }
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

  private typealias Scan = (
    UnsafePointer<UInt8>?, Int, UnsafePointer<UInt8>?, UnsafeMutablePointer<text_scan_block>?
  ) -> Void

  private func words(_ bytes: [UInt8], _ before: [UInt8], _ scan: Scan) -> [[UInt64]] {
    var blocks = [text_scan_block](repeating: text_scan_block(), count: (bytes.count + 63) / 64)
    scan(bytes, bytes.count, before, &blocks)
    return blocks.map { [$0.attention, $0.non_ascii, $0.space, $0.newline] }
  }
}
