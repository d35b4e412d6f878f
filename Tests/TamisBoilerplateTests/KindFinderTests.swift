import TamisBase
import XCTest

@testable import TamisBoilerplate

/// What kind each block is, given which are kept.
final class KindFinderTests: XCTestCase {
  /// The kinds of marked lines, `+` kept and `-` dropped.
  private func kinds(_ gold: String, isFirst: Bool = true) throws -> [BlockKind] {
    let lines = lines(gold)
    let (text, spans) = document(lines.map(\.text))
    var workspace = JudgeWorkspace()
    var verdicts = lines.map { Verdict(score: 0, kind: .paragraph, isKept: $0.mark == "+", reasons: Reasons()) }
    try text.withUnsafeBufferPointer { text in
      try spans.withUnsafeBufferPointer { spans in
        try BoilerplateModel.shipped().analyzer.analyze(text, spans, &workspace)
        verdicts.withUnsafeMutableBufferPointer { verdicts in
          KindFinder(
            text: text, blocks: spans, counts: CountsView(workspace.page.counts.view), columns: workspace.page.features,
            verdicts: verdicts, changes: workspace.changes.view
          ).find(isFirst: isFirst)
        }
      }
    }
    return verdicts.map(\.kind)
  }

  func testTeasersBelowRelatedArticles() throws {
    XCTAssertEqual(
      try kinds(
        """
        + The ferry to the island runs again after eleven years, and the people who waited for it came to the quay.
        - Related articles
        - Why the old bridge has to go
        - 12 March 2024
        - Harbour master retires
        - Read more
        - A night with the lighthouse keepers
        - Privacy policy
        - Imprint
        """),
      [.paragraph, .related, .related, .related, .related, .related, .related, .legal, .legal])
  }

  func testAMenuEndsASectionAndSoDoesText() throws {
    let teaser = "- Most read\n- Harbour master retires after forty years"
    XCTAssertEqual(
      try kinds("\(teaser)\n- Boats\n- Ropes\n- Anchors"), [.related, .related, .related, .navigation, .navigation],
      "one short line may be part of a teaser, two are a menu")
    XCTAssertEqual(try kinds("\(teaser)\n- Log in\n- Boats").suffix(2), [.navigation, .navigation])
    let text = """
      - Most read
      + The ferry to the island runs again after eleven years, and the people who waited for it came to the quay.
      - Harbour
      - Boats
      """
    XCTAssertEqual(try kinds(text).suffix(2), [.navigation, .navigation])
  }

  func testWhatReadersWroteBelowComments() throws {
    let text = """
      + The ferry to the island runs again after eleven years, and the people who waited for it came to the quay.
      - Comments
      - Saltmarsh Sue
      - 3 hours ago
      - About time! My mother has not seen her sister since the spring.
      - Reply
      - Share
      - Show all
      """
    XCTAssertEqual(try kinds(text).dropFirst(), [.comments, .comments, .comments, .comments, .comments, .comments, .comments])
  }

  func testAboveTheTextCommentsAreCounted() throws {
    let text = """
      - 12 comments
      - Print version of the page
      + The ferry to the island runs again after eleven years, and the people who waited for it came to the quay.
      """
    let found = try kinds(text)
    XCTAssertEqual(found[0], .comments)
    XCTAssertNotEqual(found[1], .comments)
    XCTAssertEqual(try kinds(text, isFirst: false)[1], .comments)
  }

  func testTitlesBesideFurnitureAreRelatedAndWaysThroughMenusAreNot() throws {
    let found = try kinds("- Harbour\n- Why the old bridge has to go\n- Home > Region > Island > Harbour > Ferries\n- Boats")
    XCTAssertEqual(found[1], .related)
    XCTAssertNotEqual(found[2], .related)
    XCTAssertEqual(try kinds("- Why the old bridge has to go"), [.other], "nothing beside it")
  }

  func testTheFootOfAPage() throws {
    XCTAssertEqual(try kinds("- © Seaside Echo 2024\n- ©"), [.legal, .navigation], "a sign alone says nothing")
    XCTAssertEqual(try kinds("- Most read\n- © Seaside Echo\n- Boats\n- Harbour").suffix(2), [.navigation, .navigation])
  }

  func testDatesInNumbers() throws {
    for date in ["25.09.2022 19:03", "2023-07-26", "14 ก.พ. 2568 08:27", "۲۵.۰۹.۲۰۲۲"] {
      XCTAssertEqual(try kinds("- \(date)"), [.dateline], date)
    }
    for number in ["89,90 €", "0899 000 330", "1 / 6"] { XCTAssertNotEqual(try kinds("- \(number)"), [.dateline], number) }
  }

  func testLists() throws {
    XCTAssertEqual(
      try kinds(
        """
        + Grandmother's dark rye bread
        + It takes two days and hardly any work, and it keeps for a week in a linen bag on the cellar stairs.
        + Ingredients
        + 500 g rye flour
        + a pinch of salt
        + 2 spoons of treacle
        + Method
        + Stir flour and water in the evening and leave the bowl near the stove until the morning, covered with a cloth.
        """),
      [.title, .paragraph, .heading, .listItem, .listItem, .listItem, .heading, .paragraph])
    XCTAssertEqual(
      try kinds("+ 500 g rye flour\n+ a pinch of salt\n+ 2 spoons of treacle\n+ Stir and bake it.", isFirst: false),
      [.listItem, .listItem, .listItem, .paragraph], "no heading has an amount")
    XCTAssertEqual(
      try kinds("+ Starters\n+ Leek soup 7\n+ Pumpkin bread 5\n+ Main dishes\n+ Lentils with honey 12\n+ Cod 15", isFirst: false),
      [.heading, .listItem, .listItem, .heading, .listItem, .listItem])
    XCTAssertEqual(
      try kinds("+ Opening hours\n+ Closed on Mondays", isFirst: false), [.heading, .paragraph], "two lines are no list")
  }

  func testNumberedStepsAreEntriesThoughTheyAreSentences() throws {
    let step = "Stir flour and water in the evening and leave the bowl near the stove until the morning, covered with a cloth."
    XCTAssertEqual(try kinds("+ 1. \(step)\n+ 2. \(step) Twice.", isFirst: false), [.listItem, .listItem])
    XCTAssertEqual(try kinds("+ 2023 was dry. \(step)\n+ \(step) Twice.", isFirst: false), [.paragraph, .paragraph])
  }
}
