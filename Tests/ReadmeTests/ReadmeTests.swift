import Foundation
import TestSupport
import XCTest

/// README.md keeps its word: every snippet in it is run, every link leads somewhere.
final class ReadmeTests: XCTestCase {
  override class func tearDown() {
    Workplace.remove()
  }

  private static let ferry = "The ferry crosses the harbour every morning before seven.\n"

  func testNoSnippetIsLeftOut() throws {
    let labels = Set(try Readme().snippets.map(\.label))
    XCTAssertEqual(labels, ["text before", "text after", "console", "sh", "c", "python", "swift"])
  }

  func testThePictureIsTrue() throws {
    let readme = try Readme()
    let before = try XCTUnwrap(readme.snippets("text before").first)
    let ended = try finish("tamis", ["clean", "-"], input: before)
    XCTAssertEqual(ended.code, 0, ended.messages)
    XCTAssertEqual(ended.output, readme.snippets("text after").first)
  }

  /// `make` is asked what it would do: doing it would run this test again.
  func testMakeKnowsTheCommands() throws {
    let commands = try Readme().snippets("console").flatMap { $0.split(separator: "\n") }
    XCTAssertEqual(commands, ["make run", "make test"])
    for command in commands {
      let words = command.split(separator: " ").map(String.init)
      let ended = try finish(words[0], ["--dry-run"] + words.dropFirst())
      XCTAssertEqual(ended.code, 0, ended.messages)
    }
  }

  func testShell() throws {
    for line in try Readme().snippets("sh").flatMap({ $0.split(separator: "\n") }) {
      let ended = try finish("sh", ["-ec", String(line)])
      XCTAssertEqual(ended.code, 0, "\(line): \(ended.messages)")
      XCTAssertGreaterThan(ended.output.utf8.count, 1000, String(line))
    }
  }

  func testC() throws {
    for snippet in try Readme().snippets("c") {
      let source = try Workplace.file("snippet.c", snippet)
      let program = source.deletingPathExtension().path
      let products = try Place.product("libtamis.so").deletingLastPathComponent().path
      // The library of `swift build` needs the runtime of its toolchain, whose place it knows.
      let compiled = try finish(
        "cc",
        ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-Iinclude", source.path, "-L" + products, "-ltamis"]
          + ["-Wl,-rpath," + products, "-Wl,--allow-shlib-undefined", "-o", program])
      XCTAssertEqual(compiled.code, 0, compiled.messages)
      let ended = try finish(program, [])
      XCTAssertEqual(ended.code, 0, ended.messages)
      XCTAssertEqual(ended.output, Self.ferry)
    }
  }

  func testPython() throws {
    for snippet in try Readme().snippets("python") {
      let ended = try finish("python3", ["-c", snippet])
      XCTAssertEqual(ended.code, 0, ended.messages)
      XCTAssertEqual(ended.output, try finish("tamis", ["clean", "Examples/articles/en-tides.txt"]).output)
    }
  }

  /// Compiled against the modules that the tests were built with, which takes a second; a package of its own would take
  /// a minute. `Examples/Swift` is one.
  func testSwift() throws {
    for snippet in try Readme().snippets("swift") {
      let folder = try Workplace.folder.get()
      let source = try Workplace.file("main.swift", snippet)
      let program = folder.appendingPathComponent("swift-snippet").path
      let products = try Place.product("libtamis.so").deletingLastPathComponent()
      let compiled = try finish(
        "swiftc",
        [source.path, "-o", program, "-I", products.appendingPathComponent("Modules").path]
          + (try moduleMaps(products)) + ["-L", products.path, "-ltamis"]
          + ["-Xlinker", "-rpath", "-Xlinker", products.path])
      XCTAssertEqual(compiled.code, 0, compiled.output + compiled.messages)
      let ended = try finish(program, [])
      XCTAssertEqual(ended.code, 0, ended.messages)
      XCTAssertEqual(ended.output, Self.ferry)
    }
  }

  func testEveryLinkLeadsSomewhere() throws {
    let links = try Readme().links
    XCTAssertGreaterThan(links.count, 8)
    for link in links {
      let file = Place.root.appendingPathComponent(link)
      XCTAssertTrue(FileManager.default.fileExists(atPath: file.path), link)
    }
  }

  /// Where the compiler finds the C rooms: some bring a module map, for others SwiftPM makes one.
  private func moduleMaps(_ products: URL) throws -> [String] {
    let sources = Place.root.appendingPathComponent("Sources")
    let folders = try FileManager.default.contentsOfDirectory(at: products, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "build" }
    let rooms = try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
      .map { $0.appendingPathComponent("include") }
    return (folders + rooms).map { $0.appendingPathComponent("module.modulemap").path }
      .filter { FileManager.default.fileExists(atPath: $0) }
      .flatMap { ["-Xcc", "-fmodule-map-file=" + $0] }
  }
}
