import CBoilerplateData
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

  /// The model that is compiled in, as a file.
  private func model() throws -> String {
    let path = Built.folder.appendingPathComponent("tests/model")
    try Data(bytes: boilerplate_model_bytes(), count: Int(boilerplate_model_length)).write(to: path)
    return path.path
  }

  func testPlugins() throws {
    let outcome = try execute([try Built.program("Tests/ABI/plugins.c")] + plugins())
    XCTAssertEqual(outcome.status, 0, outcome.text + outcome.errors)
  }

  func testRunningOutOfMemoryIsAStatus() throws {
    let program = try Built.program("Tests/ABI/memory.c")
    let outcome = try execute([program] + articles.suffix(1) + [model()] + plugins().prefix(1))
    XCTAssertEqual(outcome.status, 0, outcome.text + outcome.errors)
  }
}
