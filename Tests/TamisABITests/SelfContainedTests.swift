import Foundation
import TestSupport
import XCTest

/// The library with ICU inside does what the other one does, and needs next to nothing.
final class SelfContainedTests: XCTestCase {
  private static let built: Result<String, Error> = Result {
    try Built.must(["Scripts/build-self-contained"]).text.trimmingCharacters(in: .newlines)
  }

  private var articles: [String] {
    get throws { try SampleArticle.all().map { Place.articles.appendingPathComponent($0.name + ".txt").path } }
  }

  override func setUpWithError() throws {
    try XCTSkipUnless(isInstalled("icupkg") && isInstalled("gencmn"), "icu-devtools is not installed")
  }

  func testItIsSmallAndNeedsNextToNothing() throws {
    let library = try Self.built.get()
    XCTAssertLessThanOrEqual(try Data(contentsOf: URL(fileURLWithPath: library)).count, 10_000_000)
    let needed = try Built.must(["readelf", "-d", library]).text.split(separator: "\n").filter { $0.contains("NEEDED") }
    let names = needed.compactMap { $0.split(separator: "[").last?.dropLast() }
    let allowed = ["libc.so", "libm.so", "libgcc_s.so", "libstdc++.so", "ld-linux"]
    for name in names { XCTAssertTrue(allowed.contains { name.hasPrefix($0) }, "\(name)") }
    XCTAssertEqual(try symbols(library), try symbols(Built.library.path))
  }

  private func symbols(_ library: String) throws -> [String] {
    let lines = try Built.must(["nm", "-D", "--defined-only", library]).text.split(separator: "\n")
    return lines.map { String($0.split(separator: " ")[2]) }.sorted()
  }

  func testBothLibrariesPassTheUnicodeTests() throws {
    let program = try Built.program("Tests/ABI/conformance.c")
    let packed = Place.unicodeData("NormalizationTest.txt.bz2").path
    let sentences = Place.unicodeData("auxiliary/SentenceBreakTest.txt").path
    guard FileManager.default.fileExists(atPath: packed) else { throw XCTSkip("unicode-data is not installed") }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Built.must(["sh", "-c", "bzip2 -dc '\(packed)' >'\(file)'"])
    for library in [Built.library.path, try Self.built.get()] {
      let outcome = try run([program, file, sentences], with: library)
      XCTAssertEqual(outcome.status, 0, "\(library)\n\(outcome.text.suffix(2000))")
      XCTAssertTrue(outcome.text.contains("381480 checks of normalisation\n502 checks of sentences\n"), outcome.text)
    }
  }

  func testTheProgramsOfTheOtherLibraryRun() throws {
    let library = try Self.built.get()
    for (program, arguments) in [("arguments", []), ("floors", try articles), ("arrow", try articles)] {
      let outcome = try run([try Built.program("Tests/ABI/\(program).c")] + arguments, with: library)
      XCTAssertEqual(outcome.status, 0, outcome.text)
    }
  }

  func testBothGiveTheSameText() throws {
    let program = try Built.program("Examples/C/clean_one.c")
    let library = try Self.built.get()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    for (name, bytes) in try Cases.all() {
      try Data(bytes).write(to: file)
      XCTAssertEqual(try run([program, file.path], with: library).output, try execute([program, file.path]).output, name)
    }
  }

  /// Runs a program with this library, and with nothing in its environment.
  private func run(_ program: [String], with library: String) throws -> Outcome {
    try execute(["env", "-i", "PATH=/usr/bin:/bin", "LD_PRELOAD=\(library)"] + program)
  }
}
