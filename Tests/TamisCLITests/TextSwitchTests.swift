import XCTest

final class TextSwitchTests: XCTestCase {
  func testEachSwitchReachesTheTextRoom() throws {
    let text = "a &amp;amp; caf&eacute; &#8217; ﬁn ＡＢ “x” – y cafÃ©"
    let cases: [([String], String)] = [
      ([], "a & café ’ ﬁn ＡＢ “x” – y café"),
      (["--html-references=auto"], "a & café ’ ﬁn ＡＢ “x” – y café"),
      (["--html-references=off"], "a &amp;amp; caf&eacute; &#8217; ﬁn ＡＢ “x” – y café"),
      (["--html-references=on"], "a &amp; café ’ ﬁn ＡＢ “x” – y café"),
      (["--keep-mojibake"], "a & café ’ ﬁn ＡＢ “x” – y cafÃ©"),
      (["--straight-quotes"], "a & café ' ﬁn ＡＢ \"x\" – y café"),
      (["--plain-dashes"], "a & café ’ ﬁn ＡＢ “x” - y café"),
      (["--expand-ligatures"], "a & café ’ fin ＡＢ “x” – y café"),
      (["--narrow-fullwidth"], "a & café ’ ﬁn AB “x” – y café"),
    ]
    for (arguments, wanted) in cases {
      XCTAssertEqual(try Tool.run(["normalize"] + arguments, input: text).text, wanted + "\n", "\(arguments)")
    }
    let outcome = try Tool.run(["normalize", "--html-references=maybe"])
    XCTAssertTrue(outcome.messages.contains("must be one of off, on, auto"), outcome.messages)
  }

  /// Changes of one stage, put in for their spans, give the text.
  func testExplainListsEachChangeWithItsPlace() throws {
    let source = "Caf\u{E9}\u{200B} \u{201C}a\u{201D}\r\nb\u{7}  c"
    let arguments = ["annotate", "--keep-boilerplate", "--straight-quotes", "--explain"]
    let wanted: [[String]] = [
      ["invisibles", "5", "8", ""], ["line_ends", "16", "18", "\n"], ["controls", "19", "20", ""],
      ["typography", "9", "12", "\""], ["typography", "13", "16", "\""], ["spaces", "20", "22", " "],
    ]
    let changes = try changes(try Tool.run(arguments, input: source))
    XCTAssertEqual(Set(changes), Set(wanted), "\(changes)")
    let points = try self.changes(try Tool.run(arguments + ["--offsets=codepoints"], input: source))
    XCTAssertTrue(points.contains(["typography", "6", "7", "\""]), "\(points)")
    XCTAssertTrue(points.contains(["line_ends", "9", "11", "\n"]), "\(points)")
    XCTAssertEqual(points.count, changes.count)
    XCTAssertNil(try Tool.run(["annotate"], input: source).objects.first?["changes"])
    XCTAssertEqual(try self.changes(try Tool.run(["annotate", "--explain"], input: "Plain.")), [])
  }

  func testExplainTakesAnyBytes() throws {
    let source = Data((0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })
    for offsets in ["bytes", "codepoints"] {
      let outcome = try Tool.run(
        ["annotate", "--explain", "--input-format=text", "--offsets", offsets], input: source)
      for change in try changes(outcome) {
        let start = try XCTUnwrap(Int(change[1]))
        let end = try XCTUnwrap(Int(change[2]))
        XCTAssertTrue(0 <= start && start <= end && end <= source.count, "\(change)")
      }
    }
  }

  private func changes(_ outcome: Outcome) throws -> [[String]] {
    XCTAssertEqual(outcome.status, 0)
    let object = try XCTUnwrap(outcome.objects.first)
    return try XCTUnwrap(object["changes"] as? [[Any]]).map { $0.map { "\($0)" } }
  }
}
