import TamisBase
import XCTest

@testable import TamisBoilerplate

/// Where the article ends by the blocks that many documents share, and what is doubted behind it.
final class SharedDividersTests: XCTestCase {
  /// One block: its length in letters, its score in logits after what it is shared for, and whether it is shared.
  private typealias Block = (length: Int32, score: Float, isShared: Bool)
  private let menu: Block = (10, -5, true)
  private let divider: Block = (20, -6, true)
  private let paragraph: Block = (300, 3, false)
  private let teaser: Block = (80, 0.5, false)

  /// The first block behind the article, and what each score loses.
  private func doubted(_ blocks: [Block]) -> (end: Int, lost: [Float]) {
    let counts = blocks.map { block in
      var counts = BlockCounts()
      counts.length = block.length
      return counts
    }
    let changes = blocks.map { $0.isShared ? Int16(-4096) : 0 }
    let before = blocks.map { Int16($0.score * 1024) }
    var scores = before
    let end = counts.withUnsafeBufferPointer { counts in
      changes.withUnsafeBufferPointer { changes in
        scores.withUnsafeMutableBufferPointer {
          SharedDividers(counts: CountsView(counts), changes: changes, scores: $0.baseAddress!).doubtWhatFollows()
        }
      }
    }
    return (end, zip(before, scores).map { Float(Int($0) - Int($1)) / 1024 })
  }

  /// The doubt is the reason where it moved a block over the border, wherever that is.
  func testItIsTheReasonOnlyWhereItDecides() {
    func decided(_ before: Int16, _ border: Int) -> Bool { SharedDividers.decided(before - 3072, border: border) }
    XCTAssertTrue(decided(500, 0))
    XCTAssertFalse(decided(-1, 0), "dropped without it")
    XCTAssertFalse(decided(500, 868), "dropped without it")
    XCTAssertTrue(decided(-500, -1125), "kept without it")
    XCTAssertFalse(SharedDividers.decided(2000, border: 3000), "it was sure, and nobody doubted it")
  }

  func testWhatStandsBehindASharedBlockIsDoubted() {
    let (end, lost) = doubted([menu, paragraph, paragraph, divider, teaser, teaser, menu])
    XCTAssertEqual(end, 3)
    XCTAssertEqual(lost, [0, 0, 0, 0, 3, 3, 0])
  }

  func testWhatStandsBeforeTheArticleAndRightBehindItIsNot() {
    let (end, lost) = doubted([teaser, divider, paragraph, teaser, divider])
    XCTAssertEqual(end, 4)
    XCTAssertEqual(lost, [0, 0, 0, 0, 0])
  }

  func testWithoutSharedBlocksNothingIsDoubted() {
    XCTAssertEqual(doubted([paragraph, (20, -3, false), teaser]).lost, [0, 0, 0])
    XCTAssertEqual(doubted([]).end, 0)
  }

  /// An advertisement between two paragraphs: the article goes on behind it, with its doubtful blocks too.
  func testAnArticleGoesOnWhereItIsSure() {
    let (end, lost) = doubted([paragraph, paragraph, divider, teaser, paragraph, divider, teaser])
    XCTAssertEqual(end, 5)
    XCTAssertEqual(lost, [0, 0, 0, 0, 0, 0, 3])
    XCTAssertEqual(doubted([paragraph, divider, (90, 3, false)]).lost, [0, 0, 0], "a block that is sure of itself is left alone")
  }

  /// A long text of many parts, none of which stands out.
  func testOfManyLikePartsNoneIsTheArticle() {
    let parts = [Block](repeating: (200, 1, false), count: 6).flatMap { [$0, divider] }
    XCTAssertEqual(doubted(parts).lost, [Float](repeating: 0, count: 12))
    XCTAssertEqual(doubted(Array(parts.prefix(6))).lost, [0, 0, 3, 0, 3, 0], "of three, one has a third")
  }

  func testTheLowestScoresStayNumbers() {
    XCTAssertEqual(doubted([paragraph, divider, (40, -31, false)]).lost.last!, -12, accuracy: 0.01)
  }
}
