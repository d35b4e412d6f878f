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

  func testNoInvalidAccessAndNoLeak() throws {
    guard isInstalled("valgrind") else { throw XCTSkip("valgrind is not installed") }
    let valgrind = ["valgrind", "--leak-check=full", "--errors-for-leak-kinds=none", "--error-exitcode=9"]
    let outcome = try execute(valgrind + [Built.program("Tests/ABI/arrow.c")] + articles.prefix(3))
    XCTAssertEqual(outcome.status, 0, outcome.errors + outcome.text)
    // What is left at the end are the constant tables, all of them made by the first call.
    XCTAssertFalse(outcome.errors.contains("Arrow"), outcome.errors)
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
