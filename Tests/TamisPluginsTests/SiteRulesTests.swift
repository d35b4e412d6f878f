import Foundation
import TamisPlugins
import TestSupport
import XCTest

/// Lines dropped and kept by patterns, per host.
final class SiteRulesTests: XCTestCase {
  private static let plugin = Result { try Built.plugin("site-rules") }

  private func rules(_ text: String, _ more: String = "") throws -> PluginSet {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("tamis-\(UUID().uuidString).rules")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try PluginSet([PluginRequest(Self.plugin.get() + ":rules=" + file.path + more)])
  }

  private func kept(_ lines: [String], _ set: PluginSet, name: String = "") throws -> [Bool] {
    try clean(lines.joined(separator: "\n"), set, name: name).blocks.map(\.isKept)
  }

  func testTheLastRuleThatMatchesDecides() throws {
    let set = try rules("# a comment\n\ndrop *boat*\r\nkeep The boat *\n  drop\tThe boat left.  \n")
    let lines = ["A boat is a boat is a boat, and it floats on water.", "The boat came.", "The boat left."]
    XCTAssertEqual(try kept(lines, set), [false, true, false])
    let document = try clean(lines.joined(separator: "\n"), set)
    XCTAssertEqual(
      document.blocks.map { set.reasonName($0.verdict.reasons.number(0)) },
      ["site-rules.drop", "site-rules.keep", "site-rules.drop"])
  }

  func testPatterns() throws {
    let cases: [(String, String, Bool)] = [
      ("a*c", "abbbc", true), ("a*c", "ac", true), ("a*c", "acb", false), ("a?c", "aéc", true), ("a?c", "ac", false),
      ("*", "x", true), ("a**b", "ab", true), (#"a\*b"#, "a*b", true), (#"a\*b"#, "axb", false), (#"\?"#, "?", true),
      ("*a*b*c*", "xaybzc", true), ("*aab", "aaab", true), ("A", "a", false),
    ]
    for (pattern, line, matches) in cases {
      let document = try clean(line, rules("drop \(pattern)\nkeep no such line"))
      XCTAssertEqual(document.blocks[0].verdict.reasons.number(0) >= 192, matches, "\(pattern) \(line)")
    }
    XCTAssertEqual(try kept(["THE BOAT left, and it will not be back before the evening."], rules("drop the boat*")), [true])
    XCTAssertEqual(
      try kept(["THE BOAT left, and it will not be back before the evening."], rules("drop the boat*", ",case=ignore")),
      [false])
  }

  func testHosts() throws {
    let set = try rules("drop all\n[example.org *.example.org]\ndrop this one\n[*]\ndrop each")
    func names(_ name: String) throws -> Bool { try !kept(["this one"], set, name: name)[0] }
    let plain = try clean("this one", nil).blocks[0].isKept
    for name in [
      "https://example.org/a", "http://www.example.org", "HTTPS://WWW.EXAMPLE.ORG:8080/x?y", "https://me:pw@example.org/",
      "ftp://a.b.example.org#c",
    ] {
      let document = try clean("this one", set, name: name)
      XCTAssertEqual(document.blocks[0].verdict.score, 0, name)
    }
    for name in ["https://example.com/example.org", "example.org/a", "", "x", "://", "https://notexample.org"] {
      XCTAssertEqual(try clean("this one", set, name: name).blocks[0].isKept, plain, name)
    }
    for name in ["https://example.org", "anything", ""] {
      XCTAssertEqual(try clean("all\neach", set, name: name).blocks.map(\.verdict.score), [0, 0], name)
    }
  }

  func testFaultsOfTheFileNameTheLine() throws {
    for (text, message) in [
      ("drop a\nremove b", ":2: a line is"), ("[a", ":1: a section ends"), ("drop", ":1: a line is"),
      ("drop " + String(repeating: "a", count: 5_000), ":1: the line is too long"),
    ] {
      XCTAssertThrowsError(try rules(text)) { XCTAssertTrue("\($0)".contains(message), "\($0)") }
    }
    XCTAssertThrowsError(try rules("", ",case=maybe")) { XCTAssertTrue("\($0)".contains("case is exact or ignore")) }
    XCTAssertThrowsError(try PluginSet([PluginRequest(Self.plugin.get())])) {
      XCTAssertTrue("\($0)".contains("needs the option 'rules'"), "\($0)")
    }
    XCTAssertThrowsError(try PluginSet([PluginRequest(Self.plugin.get() + ":rules=/no/such")])) {
      XCTAssertTrue("\($0)".contains("/no/such: No such file"), "\($0)")
    }
  }
}
