import TamisRecords
import TestSupport
import XCTest

final class JSONStringTests: XCTestCase {
  func testEscapesAreResolved() throws {
    let cases = [
      ("plain", "plain"), ("", ""), (#"a\"b\\c\/d"#, #"a"b\c/d"#), (#"\b\f\n\r\t"#, "\u{8}\u{C}\n\r\t"),
      (#"\u00e9\u4E2d"#, "é中"), (#"\ud83d\ude00"#, "😀"), (#"\u0000x"#, "\0x"), (#"\\\\u0041"#, #"\\u0041"#),
    ]
    for (content, wanted) in cases { XCTAssertEqual(try decoded(content), wanted, content) }
  }

  func testLoneSurrogatesBecomeOneReplacementEach() throws {
    let cases = [
      (#"\ud800"#, "\u{FFFD}"), (#"a\udc00b"#, "a\u{FFFD}b"), (#"\ud800\ud800\udc00"#, "\u{FFFD}\u{10000}"),
      (#"\ud800\n"#, "\u{FFFD}\n"), (#"\ud800\u0041"#, "\u{FFFD}A"), (#"\udfff\ud800"#, "\u{FFFD}\u{FFFD}"),
    ]
    for (content, wanted) in cases { XCTAssertEqual(try decoded(content), wanted, content) }
  }

  func testWhatIsNoEscapeIsRefusedAtItsBackslash() {
    for (content, place) in [(#"\q"#, 0), (#"ab\u12"#, 2), (#"\u00g0"#, 0), (#"x\"#, 1), (#"\n\x"#, 2)] {
      XCTAssertThrowsError(try decoded(content), content) { error in
        XCTAssertEqual(error as? JSONDecodingError, .badEscape(place), content)
      }
    }
  }

  func testOnlyQuotesBackslashesAndControlsAreEscaped() throws {
    XCTAssertEqual(try encoded("a\"b\\c/d é 😀\u{7F}\u{2028}"), "\"a\\\"b\\\\c/d é 😀\u{7F}\u{2028}\"")
    XCTAssertEqual(try encoded("\0\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F}"), #""\u0000\u0001\b\t\n\u000b\f\r\u001f""#)
  }

  /// Every byte at every place of a word, because the search goes eight bytes at a time.
  func testTheSearchForSpecialBytesMissesNone() throws {
    for length in 0...24 {
      for place in 0..<length {
        for special in ["\"", "\\", "\u{0}", "\u{1F}", " ", "!", "#", "[", "]", "\u{7F}", "é"] {
          var characters = Array(repeating: "x", count: length)
          characters[place] = special
          let string = characters.joined()
          let json = try encoded(string)
          let back = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? String
          XCTAssertEqual(back, string)
        }
      }
    }
  }

  func testWhatIsWrittenReadsBack() throws {
    var generator = SeededGenerator(7)
    for _ in 0..<2_000 {
      let scalars = (0..<Int.random(in: 0...40, using: &generator)).map { _ -> Unicode.Scalar in
        let value = UInt32.random(in: 0...(Bool.random(using: &generator) ? 0x7F : 0x10FFFF), using: &generator)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
      }
      let string = String(String.UnicodeScalarView(scalars))
      let json = try encoded(string)
      // Not as characters: a quote and an accent behind it would be one.
      let content = String(json.unicodeScalars.dropFirst().dropLast())
      XCTAssertTrue(try decoded(content).utf8.elementsEqual(string.utf8), string.debugDescription)
    }
  }
}
