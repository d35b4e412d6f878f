import TamisBase
import XCTest

@testable import TamisBoilerplate

final class BlockJudgeTests: XCTestCase {
  private let page = """
    - Home
    - News
    - Sport
    - Subscribe to our newsletter
    + The ferry that the village would not give up
    ~ By our island reporter
    - Share on Facebook
    + For eleven winters the council had said that the ferry cost too much, and for eleven winters the people of the \
    north shore had rowed to the meetings to say that they would pay for it themselves.
    + The boat is small and carries no more than six cars, but it saves the school bus a journey of forty miles around \
    the head of the loch, and the doctor says that it has saved more than that.
    + "Nobody here wants a bridge," said the harbour master, who has tied up the ferry every night since the spring. \
    "A bridge brings traffic, and the ferry brings the post."
    - Advertisement
    + In the end the council gave way. The boat will run for another five years, with a new engine and an old crew.
    - Read more: Ten walks along the coast
    - Support our journalism. Your donation, no matter how small, helps us to keep reporting. Thank you.
    - © 2024 The Island Post. All rights reserved.
    - Privacy policy
    """

  func testKeepsAnArticleAndDropsItsFurniture() throws {
    try check(page)
  }

  func testEveryBlockHasAVerdictWithAScoreBetweenZeroAndOne() throws {
    let verdicts = try judged(lines(page).map(\.text))
    XCTAssertEqual(verdicts.count, lines(page).count)
    for verdict in verdicts {
      XCTAssertTrue(verdict.score >= 0 && verdict.score <= 1)
      XCTAssertEqual(verdict.isKept, verdict.score >= 0.5)
    }
  }

  func testNamesKindsAndReasons() throws {
    let texts = lines(page).map(\.text)
    let verdicts = try judged(texts)
    func verdict(_ start: String) -> Verdict { verdicts[texts.firstIndex { $0.hasPrefix(start) }!] }
    XCTAssertEqual(verdict("The ferry that").kind, .title)
    XCTAssertEqual(verdict("For eleven").kind, .paragraph)
    XCTAssertEqual(verdict("Share").kind, .share)
    XCTAssertEqual(verdict("Subscribe").kind, .appeal)
    XCTAssertEqual(verdict("Support our").kind, .appeal)
    XCTAssertEqual(verdict("Read more").kind, .related)
    XCTAssertEqual(verdict("©").kind, .legal)
    XCTAssertTrue(verdict("Share").reasons.contains(.shareWords))
    XCTAssertTrue(verdict("Support our").reasons.contains(.asksForSupport))
    XCTAssertTrue(verdict("©").reasons.contains(.legalWords))
    for verdict in verdicts { XCTAssertGreaterThan(verdict.reasons.count, 0) }
  }

  /// No word of it has a weight in a language of which no words were taught, so none can be a reason.
  func testWordsWithoutWeightsAreNoReason() throws {
    let verdicts = try judged([
      "Etusivu", "Uutiset", "Vanha mylly sai uuden isännän", "Jaa", "Tulosta",
      "Kylän laidalla seisova rakennus oli tyhjillään yli kaksikymmentä vuotta. Nyt siellä jauhetaan taas ruista.",
      "Naapurit auttoivat katon korjaamisessa, ja ensimmäiset jauhosäkit myytiin jouluna.", "Lue myös", "Tietosuoja",
    ])
    for verdict in verdicts {
      XCTAssertFalse(verdict.reasons.contains(.boilerplateWords) || verdict.reasons.contains(.articleWords))
    }
  }

  /// One block more than is judged together: it is no document of its own.
  func testALongDocumentIsCutIntoEqualPieces() throws {
    let count = JudgeWorkspace.segment + 1
    let article = "The boat is small and carries no more than six cars, but it saves the school bus a journey of forty miles around the loch."
    let texts = (0..<count).map { $0 % 2 == 0 ? article : "Boats (\($0))" }
    let half = count / 2
    XCTAssertEqual(try judged(texts)[half...].map(\.score), try judged(Array(texts[half...])).map(\.score))
  }

  func testThresholdDecidesAndIsChecked() throws {
    let texts = lines(page).map(\.text)
    XCTAssertTrue(try judged(texts, threshold: 0).allSatisfy(\.isKept))
    XCTAssertFalse(try judged(texts, threshold: 1).contains(where: \.isKept))
    for wrong: Float in [-0.1, 1.1, .nan, .infinity] { XCTAssertThrowsError(try BlockJudge(threshold: wrong)) }
  }

  func testAWarmWorkspaceGivesTheSameVerdictsAsAFreshOne() throws {
    let judge = try BlockJudge()
    var workspace = JudgeWorkspace()
    let texts = lines(page).map(\.text)
    let expected = try judged(texts)
    let text = Array(texts.joined(separator: "\n").utf8)
    var spans: [ByteSpan] = []
    var start = 0
    for line in texts {
      spans.append(ByteSpan(start, start + line.utf8.count))
      start += line.utf8.count + 1
    }
    for _ in 0..<3 {
      var verdicts = GrowableBuffer<Verdict>()
      try text.withUnsafeBufferPointer { text in
        try spans.withUnsafeBufferPointer { try judge.judge(text, blocks: $0, workspace: &workspace, into: &verdicts) }
      }
      XCTAssertEqual((0..<verdicts.count).map { verdicts[$0] }, expected)
    }
  }

  func testAppendsBehindEarlierVerdicts() throws {
    let judge = try BlockJudge()
    var workspace = JudgeWorkspace()
    var verdicts = GrowableBuffer<Verdict>()
    let text = Array("One line.".utf8)
    try text.withUnsafeBufferPointer { text in
      try [ByteSpan(0, 9)].withUnsafeBufferPointer {
        try judge.judge(text, blocks: $0, workspace: &workspace, into: &verdicts)
        try judge.judge(text, blocks: $0, workspace: &workspace, into: &verdicts)
      }
    }
    XCTAssertEqual(verdicts.count, 2)
    XCTAssertEqual(verdicts[0], verdicts[1])
  }
}
