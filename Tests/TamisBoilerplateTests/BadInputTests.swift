import TamisBase
import TamisBoilerplate
import XCTest

/// Nothing traps, every block gets its verdict, and the time stays linear.
final class BadInputTests: XCTestCase {
  func testArbitraryBytes() throws {
    var state: UInt64 = 88_172_645_463_325_252
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    for round in 0..<400 {
      var text: [UInt8] = []
      var spans: [ByteSpan] = []
      for _ in 0..<next() % 40 {
        let start = text.count
        for _ in 0..<next() % 200 {
          // Plain bytes, high bytes and ends of sequences, in changing proportions.
          let byte = UInt8(truncatingIfNeeded: next())
          text.append(round % 3 == 0 ? byte : round % 3 == 1 ? byte | 0x80 : byte & 0x7F)
        }
        spans.append(ByteSpan(start, text.count))
      }
      let verdicts = try judged(text, spans)
      XCTAssertEqual(verdicts.count, spans.count)
      XCTAssertTrue(verdicts.allSatisfy { $0.score >= 0 && $0.score <= 1 })
    }
  }

  func testSpansOutsideTheTextAreRefused() {
    let text = Array("abc".utf8)
    for span in [ByteSpan(0, 4), ByteSpan(-1, 2), ByteSpan(2, 1), ByteSpan(Int.max, Int.max)] {
      XCTAssertThrowsError(try judged(text, [span]))
    }
  }

  func testALineOfManyMegabytes() throws {
    let word = Array("endless ".utf8)
    var text: [UInt8] = []
    for _ in 0..<4_000_000 { text += word }
    XCTAssertEqual(try judged(text, [ByteSpan(0, text.count)]).count, 1)
  }

  func testAMillionTinyLines() throws {
    var text: [UInt8] = []
    var spans: [ByteSpan] = []
    for place in 0..<1_000_000 {
      spans.append(ByteSpan(text.count, text.count + 1))
      text += [UInt8(97 + place % 26), 0x0A]
    }
    XCTAssertEqual(try judged(text, spans).count, spans.count)
  }

  func testNoKnownScript() throws {
    let lines = ["\u{10A0A}\u{10A0B} \u{10A0C}", "\u{1F600}\u{1F601}", "\u{E000}\u{E001}", "\u{0300}\u{0301}", "\u{200D}\u{FEFF}"]
    XCTAssertEqual(try judged(lines).count, lines.count)
  }
}
