import Foundation
import TestSupport
import XCTest

/// Columns in and out by tamis_arrow.h, from C and from the libraries that have such columns.
final class ArrowTests: XCTestCase {
  private var articles: [String] {
    get throws { try SampleArticle.all().map { Place.articles.appendingPathComponent($0.name + ".txt").path } }
  }

  func testAllLayoutsAndAllThatIsWrong() throws {
    let outcome = try execute([try Built.program("Tests/ABI/arrow.c")] + articles)
    XCTAssertEqual(outcome.status, 0, outcome.text)
  }

  func testColumnsOfPyarrowAndPolars() throws {
    let python = Place.root.appendingPathComponent(".build-arrow/python/bin/python").path
    guard FileManager.default.isExecutableFile(atPath: python) else {
      throw XCTSkip("pyarrow is not there: Scripts/arrow-environment installs it")
    }
    try Built.build.get()
    let outcome = try execute([python, "Tests/ABI/arrow.py", Built.library.path] + articles)
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    XCTAssertTrue(outcome.text.contains("42 columns"), outcome.text)
  }
}
