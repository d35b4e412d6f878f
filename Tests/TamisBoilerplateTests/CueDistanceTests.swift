import TamisBase
import TamisBoilerplate
import TestSupport
import XCTest

/// How far back and ahead each kind of cue is heard: see ``FeatureLayout/since`` and ``FeatureLayout/until``.
final class CueDistanceTests: XCTestCase {
  private let prose = "The lock keepers of the upper river have opened the gates by hand for as long as anybody knows."
  private static let names = (0..<FeatureLayout.firstStage).map(FeatureLayout.name)

  /// A row of the first stage's features for each line.
  private func rows(_ lines: [String]) throws -> [[UInt8]] {
    let analyzer = try BlockAnalyzer.untrained(wordWeights: nil)
    var workspace = JudgeWorkspace()
    let (text, spans) = document(lines)
    try text.withUnsafeBufferPointer { text in
      try spans.withUnsafeBufferPointer { try analyzer.analyze(text, $0, &workspace) }
    }
    return (0..<lines.count).map { analyzer.row($0, FeatureLayout.firstStage, workspace) }
  }

  private func column(_ name: String, _ rows: [[UInt8]]) throws -> [UInt8] {
    let place = try XCTUnwrap(CueDistanceTests.names.firstIndex(of: name), name)
    return rows.map { $0[place] }
  }

  func testBlocksAreCountedFromWhereACueWasHeard() throws {
    let rows = try rows([prose, "Related articles", prose, prose, "Leave a comment", prose, "Related articles", prose])
    XCTAssertEqual(try column("since.related", rows), [255, 0, 1, 2, 3, 4, 0, 1])
    XCTAssertEqual(try column("since.comments", rows), [255, 255, 255, 255, 0, 1, 2, 3])
    XCTAssertEqual(try column("until.related", rows), [1, 0, 4, 3, 2, 1, 0, 255])
    XCTAssertEqual(try column("until.comments", rows), [4, 3, 2, 1, 0, 255, 255, 255])
    for name in ["since.donate", "until.donate"] { XCTAssertEqual(try column(name, rows), [UInt8](repeating: 255, count: 8)) }
  }

  /// An article about cookies has the word in every paragraph.
  func testAWordInAParagraphIsNotHeard() throws {
    let rows = try rows([prose, prose + " They share it, and nobody has to subscribe or to donate anything for that.", prose])
    for cue in ["share", "subscribe", "donate"] { XCTAssertEqual(try column("since.\(cue)", rows), [255, 255, 255]) }
  }

  func testTheCountEndsBelow255() throws {
    let many = [String](repeating: prose, count: 400)
    let far = [UInt8](repeating: 255, count: 146)
    let rows = try rows(many + ["Related articles"] + many)
    XCTAssertEqual(try column("since.related", rows), [UInt8](repeating: 255, count: 400) + (0..<255).map(UInt8.init) + far)
    XCTAssertEqual(try column("until.related", rows), far + (0..<255).reversed().map(UInt8.init) + [UInt8](repeating: 255, count: 400))
  }

  private func distances(_ shares: [UInt8]) -> [UInt8] {
    var distance = 255
    return shares.map { share in
      distance = share >= 64 ? 0 : min(255, distance + 1)
      return UInt8(distance)
    }
  }

  /// Fast against naive, over a long page of lines with cues in any order.
  func testDistancesAreThoseOfTheSharesBeside() throws {
    let some = ["Share this", "Related articles", "Subscribe", "© The River Post", "Read more", prose, "12 March 2024", "Log in"]
    var random = SeededGenerator(12)
    let rows = try rows((0..<700).map { _ in some.randomElement(using: &random)! })
    var heard = 0
    for name in CueDistanceTests.names where name.hasPrefix("cue.") {
      let shares = try column(name, rows)
      heard += shares.filter { $0 >= 64 }.count
      XCTAssertEqual(try column("since." + name.dropFirst(4), rows), distances(shares), name)
      XCTAssertEqual(try column("until." + name.dropFirst(4), rows), distances(shares.reversed()).reversed(), name)
    }
    XCTAssertGreaterThan(heard, 300)
  }
}
