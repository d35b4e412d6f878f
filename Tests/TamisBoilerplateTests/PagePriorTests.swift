import XCTest

@testable import TamisBoilerplate

/// What follows from how little a page looks like one of an article.
final class PagePriorTests: XCTestCase {
  private func prior(greatest: Float) throws -> PagePrior {
    var numbers = [Float](repeating: 0, count: PagePrior.numbers)
    numbers[PagePrior.numbers - 1] = greatest
    return try PagePrior(numbers, languages: 0)
  }

  /// The more its scores are raised, the less what other pages share with it counts.
  func testTrustInRepeatsFallsAsScoresAreRaised() throws {
    let prior = try prior(greatest: 0.5)
    defer { prior.deallocate() }
    let pages: [(oddness: Float?, raise: Float, trust: Float)] = [
      (nil, 0, 1), (-4, 0, 1), (0, 0, 1), (0.125, 0.125, 0.75), (0.5, 0.5, 0), (9, 0.5, 0),
    ]
    for page in pages {
      XCTAssertEqual(prior.raise(oddness: page.oddness), page.raise)
      XCTAssertEqual(prior.trustInRepeats(oddness: page.oddness), page.trust)
    }
  }

  /// A model file may hold any of these.
  func testWithoutAnythingToRaiseByRepeatsCount() throws {
    for greatest: Float in [0, -1] {
      let prior = try prior(greatest: greatest)
      defer { prior.deallocate() }
      XCTAssertEqual(prior.raise(oddness: 5), 0)
      XCTAssertEqual(prior.trustInRepeats(oddness: 5), 1)
    }
  }
}
