import Foundation
import TestSupport
import XCTest

/// The benchmark with next to no text: every row is there and no figure is nothing.
final class BenchmarkTests: XCTestCase {
  private static let subjects: Set<String> = [
    "validate", "check", "normalize", "normalize-nfd", "sentences-uax29", "sentences", "blocks", "judge", "clean",
    "clean-batch",
  ]
  private static let rivals: Set<String> = [
    "memcpy", "icu-validate", "icu-normalize", "icu-sentences-utf16", "icu-sentences-utext", "icu-normalize-sentences",
  ]

  func testEveryRowIsThereInEveryLanguage() throws {
    let rows = try rows("--size", "0.01", "--seconds", "0")
    let languages = Set(rows.compactMap { $0["corpus"] as? String })
    XCTAssertEqual(languages.count, 10)
    for language in languages {
      let names = rows.filter { $0["corpus"] as? String == language }.compactMap { $0["name"] as? String }
      XCTAssertTrue(Self.subjects.union(Self.rivals).isSubset(of: names), language)
    }
  }

  func testEveryFigureIsMoreThanNothing() throws {
    for row in try rows("--size", "0.01", "--seconds", "0", "--languages", "en,ko") {
      guard let name = row["name"] as? String, name != "clean-allocations" else { continue }
      XCTAssertGreaterThan(try XCTUnwrap(row["mb_per_second"] as? Double), 0, name)
      let times = try XCTUnwrap(row["times"] as? [String: Double])
      XCTAssertEqual(times.isEmpty, Self.rivals.contains(name), name)
      for (rival, ratio) in times { XCTAssertGreaterThan(ratio, 0, "\(name) beside \(rival)") }
    }
  }

  /// What the reusable path promises: once warm, no heap allocation at all.
  func testTheReusablePathAllocatesNothingOnceWarm() throws {
    let rows = try rows("--size", "0.2", "--seconds", "0", "--only", "clean")
    let counts = rows.filter { $0["name"] as? String == "clean-allocations" }
    for row in counts {
      XCTAssertEqual(row["allocations"] as? Int, 0, row["corpus"] as? String ?? "")
    }
    #if os(Linux)
    XCTAssertEqual(counts.count, 10)
    #endif
  }

  func testTheTableNamesOperationAndCondition() throws {
    let (text, code) = try run("--size", "0.01", "--seconds", "0", "--languages", "de")
    XCTAssertEqual(code, 0)
    for title in ["German", "Validate clean text", "Normalise to NFC text that is in NFD", "by UAX #29", "memcpy"] {
      XCTAssertTrue(text.contains(title), title)
    }
  }

  func testOnlyWhatIsAskedForIsMeasured() throws {
    let names = try rows("--size", "0.01", "--seconds", "0", "--languages", "fr", "--only=sentences-uax29")
      .compactMap { $0["name"] as? String }
    XCTAssertEqual(names, ["memcpy", "icu-sentences-utf16", "icu-sentences-utext", "sentences-uax29"])
  }

  func testGrowthGoesUpToTheLongestDocument() throws {
    let object = try json("--growth", "--languages", "ru", "--seconds", "0", "--up-to", "0.0625")
    let points = try XCTUnwrap(object["growth"] as? [[String: Any]])
    XCTAssertEqual(Set(points.compactMap { $0["bytes"] as? Int }), [1 << 10, 1 << 12, 1 << 14, 1 << 16])
    XCTAssertEqual(points.count, 4 * 7)
    for point in points { XCTAssertGreaterThan(try XCTUnwrap(point["ns_per_byte"] as? Double), 0) }
  }

  func testGivenTextIsMeasured() throws {
    let names = try rows("--input", Place.articles.path, "--seconds", "0", "--only", "clean")
      .compactMap { $0["corpus"] as? String }
    XCTAssertEqual(Set(names), [Place.articles.path])
  }

  func testWhatIsNotUnderstoodEndsWithTwo() throws {
    for arguments in [["--sise", "3"], ["--size"], ["--size", "x"], ["--only", "nothing"], ["--input", "/nowhere"]] {
      XCTAssertEqual(try run(arguments).code, 2, arguments.joined(separator: " "))
    }
    XCTAssertEqual(try run("--help").code, 0)
  }

  private func rows(_ arguments: String...) throws -> [[String: Any]] {
    try XCTUnwrap(try json(arguments)["rows"] as? [[String: Any]])
  }

  private func json(_ arguments: String...) throws -> [String: Any] {
    try json(arguments)
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let (text, code) = try run(arguments + ["--json"])
    XCTAssertEqual(code, 0)
    return try XCTUnwrap(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func run(_ arguments: String...) throws -> (text: String, code: Int32) {
    try run(arguments)
  }

  private func run(_ arguments: [String]) throws -> (text: String, code: Int32) {
    let process = Process()
    let output = Pipe()
    process.executableURL = try Place.product("tamis-bench")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }
}
