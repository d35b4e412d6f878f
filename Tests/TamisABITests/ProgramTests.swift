import Foundation
import TestSupport
import XCTest

/// The C programs of Tests/ABI. `Scripts/check-memory` runs them under valgrind and AddressSanitizer.
final class ProgramTests: XCTestCase {
  private var articles: [String] {
    get throws { try SampleArticle.all().map { Place.articles.appendingPathComponent($0.name + ".txt").path } }
  }

  func testEveryFunctionRefusesBadArguments() throws {
    let outcome = try execute([try Built.program("Tests/ABI/arguments.c")])
    XCTAssertEqual(outcome.status, 0, outcome.text)
  }

  func testTheThreeFloorsAgree() throws {
    let outcome = try execute([try Built.program("Tests/ABI/floors.c")] + articles)
    XCTAssertEqual(outcome.status, 0, outcome.text)
  }

  /// A guest, one made for another version, and what is no plugin.
  private func plugins() throws -> [String] {
    try ["guest", "wrong"].map { name in
      let path = Built.folder.appendingPathComponent("tests/abi-\(name).so").path
      try Built.must(
        ["cc", "-std=c11", "-fPIC", "-shared", "-Iinclude", "-DVERSION=\(name == "guest" ? 1 : 2)"]
          + ["Tests/Plugins/guest.c", "-o", path])
      return path
    } + [Built.library.path]
  }

  func testPlugins() throws {
    let outcome = try execute([try Built.program("Tests/ABI/plugins.c")] + plugins())
    XCTAssertEqual(outcome.status, 0, outcome.text + outcome.errors)
  }

  func testRunningOutOfMemoryIsAStatus() throws {
    let outcome = try execute([try Built.program("Tests/ABI/memory.c")] + articles.suffix(1))
    XCTAssertEqual(outcome.status, 0, outcome.text + outcome.errors)
  }
<<<<<<< HEAD

  func testNoInvalidAccessAndNoLeak() throws {
    guard isInstalled("valgrind") else { throw XCTSkip("valgrind is not installed") }
    let floors = try Built.program("Tests/ABI/floors.c")
    // The constant tables are never freed and look lost, so what counts is that more work does not lose more.
    let lost = try [
      lostBytes([Built.program("Tests/ABI/arguments.c")]), lostBytes([floors] + articles.prefix(1)),
      lostBytes([floors] + articles.prefix(3)), lostBytes([Built.program("Tests/ABI/plugins.c")] + plugins()),
    ]
    XCTAssertEqual(Set(lost).count, 1, "\(lost)")
  }

  private func lostBytes(_ program: [String]) throws -> String {
    let valgrind = ["valgrind", "--leak-check=full", "--errors-for-leak-kinds=none", "--error-exitcode=9"]
    let outcome = try execute(valgrind + program)
    XCTAssertEqual(outcome.status, 0, outcome.errors + outcome.text)
    let line = outcome.errors.split(separator: "\n").first { $0.contains("definitely lost:") }
    return line?.components(separatedBy: "lost: ").last ?? "nothing"
  }
=======
>>>>>>> 80df9da (Examples in C: many at once, the sentence room alone, Arrow columns; make check-memory)
}
