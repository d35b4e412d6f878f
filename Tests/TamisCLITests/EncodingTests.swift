import XCTest

final class EncodingTests: XCTestCase {
  /// `Café “naïve” – déjà vu.` in Windows-1252.
  private let legacy = Data(
    [0x43, 0x61, 0x66, 0xE9, 0x20, 0x93, 0x6E, 0x61, 0xEF, 0x76, 0x65, 0x94, 0x20, 0x96, 0x20]
      + [0x64, 0xE9, 0x6A, 0xE0, 0x20, 0x76, 0x75, 0x2E])
  private let text = "Café “naïve” – déjà vu."

  func testTextIsDecoded() throws {
    for encoding in ["auto", "windows-1252", "CP1252"] {
      let outcome = try Tool.run(["normalize", "--encoding", encoding], input: legacy)
      XCTAssertEqual(outcome.text, text + "\n", encoding)
      XCTAssertEqual(outcome.messages, "")
    }
    for encoding in ["utf-8", "UTF8", "auto"] {
      XCTAssertEqual(try Tool.run(["normalize", "--encoding", encoding], input: text).text, text + "\n", encoding)
    }
    let marked = Data([0xFF, 0xFE, 0x41, 0, 0xE9, 0])
    XCTAssertEqual(try Tool.run(["normalize", "--encoding=auto"], input: marked).text, "Aé\n")
  }

  func testAnnotateSaysWhatWasDecodedFromAndSlicesTheSource() throws {
    let outcome = try Tool.run(["annotate", "--encoding=windows-1252", "--keep-boilerplate"], input: legacy)
    let object = try XCTUnwrap(outcome.objects.first)
    let encoding = try XCTUnwrap(object["encoding"] as? [String: Any])
    XCTAssertEqual(encoding["name"] as? String, "windows-1252")
    XCTAssertEqual(encoding["confidence"] as? Int, 100)
    XCTAssertEqual((object["edits"] as? [String: Int])?["encoding"], 7)
    let blocks = try XCTUnwrap(object["blocks"] as? [[String: Any]])
    XCTAssertEqual(blocks.first?["source"] as? [Int], [0, legacy.count])
    XCTAssertNil(try Tool.run(["annotate"], input: text).objects.first?["encoding"])
  }

  func testBytesThatTheEncodingLacksAreReported() throws {
    let outcome = try Tool.run(["normalize", "--encoding", "shift_jis"], input: Data([0x78, 0x20, 0x81, 0x20, 0x79]))
    XCTAssertEqual(outcome.text, "x \u{FFFD} y\n")
    XCTAssertEqual(outcome.status, 0)
    XCTAssertEqual(outcome.messages, "tamis: -: not Shift_JIS throughout; replaced by U+FFFD in 1 place\n")
  }

  func testWhatLooksLikeUTF16IsTold() throws {
    let hint = ", but it looks like UTF-16: use --encoding auto\n"
    let article = "The café of the harbour opens before seven, and the ferry does not wait."
    for (encoding, mark) in [(String.Encoding.utf16LittleEndian, [0xFF, 0xFE] as [UInt8]), (.utf16BigEndian, [0xFE, 0xFF])] {
      let bytes = try XCTUnwrap(article.data(using: encoding))
      for source in [bytes, Data(mark) + bytes] {
        let outcome = try Tool.run(["normalize"], input: source)
        XCTAssertTrue(outcome.messages.hasSuffix(hint), outcome.messages)
        let decoded = try Tool.run(["normalize", "--encoding", "auto"], input: source)
        XCTAssertEqual(decoded.text, article + "\n")
      }
    }
    let plain = try Tool.run(["normalize"], input: legacy)
    XCTAssertTrue(plain.messages.contains("not UTF-8") && !plain.messages.contains("UTF-16"), plain.messages)
  }

  func testWhatDoesNotGoTogetherIsRefused() throws {
    let cases: [([String], String)] = [
      (["annotate", "--encoding", "klingon"], "--encoding 'klingon': must be utf-8, auto, or an encoding"),
      (["annotate", "--encoding="], "--encoding '': must be"),
      (["sentences", "--encoding=auto", "--offsets=codepoints"], "--offsets codepoints counts in UTF-8"),
      (["clean", "--encoding=latin1", "--input-format=jsonl"], "JSON Lines are UTF-8"),
      (["clean", "--encoding=latin1", "x.txt", "x.jsonl"], "JSON Lines are UTF-8"),
    ]
    for (arguments, wanted) in cases {
      let outcome = try Tool.run(arguments)
      XCTAssertEqual(outcome.status, 2, "\(arguments)")
      XCTAssertTrue(outcome.messages.contains(wanted), outcome.messages)
      XCTAssertTrue(outcome.output.isEmpty)
    }
    let lines = try Tool.run(["clean", "--encoding=auto"], input: #"{"text":"x"}"#)
    XCTAssertEqual(lines.status, 2)
    XCTAssertTrue(lines.messages.contains("tamis: -: JSON Lines, which are UTF-8; left out"), lines.messages)
    let plain = try Tool.run(["annotate", "--encoding=utf8", "--offsets=codepoints"], input: #"{"text":"x"}"#)
    XCTAssertEqual(plain.status, 0)
  }
}
