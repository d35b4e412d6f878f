import Foundation
import TamisBase
import TestSupport
import XCTest

@testable import TamisBoilerplate

/// Where a page's core lies, and that it is judged as a document of its own.
final class PageCoreTests: XCTestCase {
  private func core(_ logits: [Float], _ changes: [Float] = []) -> Range<Int>? {
    let scores = logits.map { Int16($0 * 1024) }
    return scores.withUnsafeBufferPointer { scores in
      changes.map { Int16($0 * 1024) }.withUnsafeBufferPointer { PageCore.find(scores, $0) }
    }
  }

  private func page(_ above: Int, _ kept: [Float], _ below: Int) -> [Float] {
    [Float](repeating: -5, count: above) + kept + [Float](repeating: -5, count: below)
  }

  func testACoreIsWhatIsKeptWithTwoBlocksAboveAndTenBelow() {
    XCTAssertEqual(core(page(20, [2, 3, -4, 1], 30)), 18..<34)
    XCTAssertEqual(core(page(1, [2], 30)), 0..<12, "there is one block above")
    XCTAssertEqual(core(page(30, [2], 0)), 28..<31, "there is none below")
    XCTAssertEqual(core(page(30, [0], 30)), 28..<41, "half a chance is kept")
  }

  func testItBeginsWithABlockThatIsLikely() {
    let page = page(20, [0.5, -3, -4, -3, 0.9, 0.2], 30)
    XCTAssertEqual(core(page), 22..<36)
    XCTAssertEqual(core(page.map { min($0, 0.8) }), 18..<36, "there is none")
  }

  func testWhereLittleWouldGoThereIsNone() {
    XCTAssertEqual(core(page(8, [2, 2, 2, 2], 12)), 6..<22)
    XCTAssertNil(core(page(8, [2, 2, 2, 2], 11)), "16 of 23 blocks are more than two thirds")
    XCTAssertNil(core([2, 2, 2]))
  }

  func testWhereNothingIsKeptThereIsNone() {
    XCTAssertNil(core([Float](repeating: -1, count: 30)))
    XCTAssertNil(core([]))
  }

  func testWhatManyPagesShareIsNoPartOfIt() {
    let logits = page(20, [1, 2, 3], 20)
    XCTAssertEqual(core(logits, page(20, [-4, 0, 0], 20)), 19..<33)
    XCTAssertNil(core(logits, [Float](repeating: -4, count: 43)))
  }

  func testTheMoreBlocksItHasTheMoreItsOwnScoresCount() {
    XCTAssertEqual([0, 1, 20, 60, 100, 32_768].map { PageCore.weight(of: $0) }, [0, 12, 128, 192, 213, 255])
  }

  private static let menu = ["Home", "News", "Sport", "Weather", "Share", "Related articles", "Subscribe to our newsletter", "Log in"]

  /// German pages that are no articles.
  private func others() throws -> [[String]] {
    let file = Place.root.appendingPathComponent("Scripts/boilerplate-pages/held-out/de-others.txt")
    let pages = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "%% ").dropFirst()
    return pages.map { $0.split(separator: "\n").dropFirst().map { String($0.dropFirst(2)) } }
  }

  /// The samples between menus, and where each is.
  private func pages() throws -> [(lines: [String], core: Range<Int>)] {
    let samples = try samples().map { $0.map(\.text) }
    XCTAssertGreaterThan(samples.count, 60)
    return samples.map { lines in
      let above = (0..<lines.count % 23).map { PageCoreTests.menu[$0 % PageCoreTests.menu.count] }
      let below = (0..<lines.count % 41).map { PageCoreTests.menu[($0 + 3) % PageCoreTests.menu.count] }
      return (above + lines + below, above.count..<above.count + lines.count)
    }
  }

  /// Tables made of a page's, against those that are made from the beginning.
  func testATableTakenFromAPageIsTheOneOfItsBlocks() throws {
    let analyzer = try BoilerplateModel.shipped().analyzer
    var page = JudgeWorkspace()
    var own = JudgeWorkspace()
    var compared = 0
    for (lines, core) in try pages() {
      try analyze(analyzer, lines, &page)
      try analyze(analyzer, Array(lines[core]), &own)
      guard page.language == own.language else { continue }
      try page.core.take(core, of: page.page, page.tokens.view.baseAddress!)
      try page.core.describe()
      _ = try analyzer.score(&page.core)
      _ = try analyzer.score(&own.page)
      XCTAssertEqual(Array(page.core.scores.view), Array(own.page.scores.view))
      for feature in 0..<FeatureLayout.firstStage {
        for block in 0..<core.count where page.core.features.value(feature, block) != own.page.features.value(feature, block) {
          XCTFail("\(FeatureLayout.name(feature)) of \(lines[core.lowerBound + block])")
        }
      }
      compared += 1
    }
    XCTAssertGreaterThan(compared, 50, "menus rarely change what language a page is in")
  }

  func testBothScoresCount() throws {
    let analyzer = try BoilerplateModel.shipped().analyzer
    var page = JudgeWorkspace()
    var own = JudgeWorkspace()
    var (cores, raised) = (0, 0)
    for lines in try pages().map(\.lines) + others() {
      try analyze(analyzer, lines, &page)
      _ = try analyzer.score(&page.page)
      let before = page.page.scores.view.map(Int.init)
      let core = PageCore.find(page.page.scores.view, page.changes.view)
      try analyzer.lookAtCore(raise: 0.25, &page)
      try analyze(analyzer, Array(core.map { lines[$0] } ?? lines[...]), &own)
      guard page.language == own.language else { continue }
      // What is no article is raised by as much as its core, or all of it, says.
      let raise = analyzer.model.raise(core: own.page.features, language: own.language)
      if raise > 0 { raised += 1 }
      var wanted = before.map { $0 + Int(raise * 1024) }
      if let core {
        _ = try analyzer.score(&own.page)
        analyzer.model.calibrate(own.page.scores.elements.baseAddress!, own.page.count, raise: 0.25 + raise)
        let weight = 256 * core.count / (core.count + 20)
        for place in core {
          let difference = Int(own.page.scores[place - core.lowerBound]) - wanted[place]
          wanted[place] += Int((Double(difference * weight) / 256).rounded(.down))
        }
        cores += 1
      }
      XCTAssertEqual(page.page.scores.view.map(Int.init), wanted)
    }
    XCTAssertGreaterThan(cores, 20)
    XCTAssertGreaterThan(raised, 5)
  }

  private func analyze(_ analyzer: BlockAnalyzer, _ lines: [String], _ workspace: inout JudgeWorkspace) throws {
    let (text, spans) = document(lines)
    try text.withUnsafeBufferPointer { text in
      try spans.withUnsafeBufferPointer { try analyzer.analyze(text, $0, &workspace) }
    }
  }
}
