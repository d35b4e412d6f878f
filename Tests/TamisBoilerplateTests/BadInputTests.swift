import Foundation
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

  /// A document of four times the size takes about four times as long, whatever it is made of; a line of any length is
  /// looked at in its first and last bytes. `Scripts/test-big-input` does the same with gigabytes and the whole house.
  ///
  /// Both documents of the first pair are judged in one piece, those of the second in one and in four. What is quadratic in the
  /// blocks of a piece takes sixteen times as long in the first pair, and four times in the second.
  func testTimeIsLinear() throws {
    let alike = "abcdefghijklmnopqrstuvwxyz"
    let kinds: [(String, (Int) -> [String])] = [
      ("different lines", { count in (0..<count).map { "line \($0) of the many that there are" } }),
      ("equal lines", { count in Array(repeating: "the same line again and again", count: count) }),
      // Only the first 24 bytes of a word are hashed, so all these words, and all these lines, have one hash.
      ("colliding words", { count in (0..<count).map { alike + String(100_000 + $0) } }),
      ("empty lines", { count in Array(repeating: "", count: count) }),
      ("words of the lexicon", { count in (0..<count).map { _ in "share subscribe cookies read more share by by" } }),
      ("one line", { count in [String(repeating: "endless words, ", count: 4 * count)] }),
    ]
    for (name, lines) in kinds {
      // The best of some, in turns, of this thread's own time: other work on the machine only makes a run longer.
      for counts in [(8_000, 32_000), (32_768, 131_072)] {
        let (few, many) = (document(lines(counts.0)), document(lines(counts.1)))
        var (small, large) = (Double.infinity, Double.infinity)
        for _ in 0..<4 {
          small = min(small, try time(few))
          large = min(large, try time(many))
        }
        XCTAssertLessThan(large, 8 * small + 0.005, "\(name), \(counts.1) lines: \(large) s, a quarter \(small) s")
      }
    }
  }

  /// What judging takes the processor, in seconds.
  private func time(_ document: (text: [UInt8], spans: [ByteSpan])) throws -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    let verdicts = try judged(document.text, document.spans)
    let end = now()
    XCTAssertEqual(verdicts.count, document.spans.count)
    return end - start
  }

  func testADocumentOfOneWord() throws {
    for word in ["word", "слово", "字", "🙂", "7", ".", "\u{FFFD}", "x\u{301}"] {
      XCTAssertEqual(try judged([word]).count, 1, word)
    }
    XCTAssertTrue(try judged(["word"])[0].isKept, "a document without furniture comes out whole")
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
