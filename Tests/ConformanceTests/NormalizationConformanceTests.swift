import Foundation
import Reference
import TamisBase
import TamisText
import TestSupport
import XCTest

/// NormalizationTest.txt of the Unicode Character Database: every line's twenty equations, and for every code point that
/// its part 1 does not list, that all forms leave it as it is.
final class NormalizationConformanceTests: XCTestCase {
  private var cleaners: [NormalizationForm: TextCleaner] = [:]
  private var checks = 0

  func testNormalizationTest() throws {
    let file = Place.unicodeData("NormalizationTest.txt.bz2")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw XCTSkip("\(file.path) is not there: install the package unicode-data")
    }
    for form in NormalizationForm.allCases {
      var policy = TextPolicy.repairOnly
      policy.normalization = form
      cleaners[form] = try TextCleaner(policy)
    }
    var listed = Set<UInt32>()
    var isPart1 = false
    for line in try unpacked(file).split(separator: "\n") {
      if line.hasPrefix("@") { isPart1 = line.hasPrefix("@Part1") }
      guard let first = line.first, first.isHexDigit else { continue }
      let columns = line.split(separator: ";").prefix(5).map(scalars)
      if isPart1 { listed.insert(columns[0][0]) }
      try checkLine(columns)
    }
    print("NormalizationTest.txt: \(checks) checks of its lines")
    XCTAssertEqual(checks, 381_480, "the lines of Unicode 15.0 times twenty")
    for scalar in UInt32(0)...0x10FFFF where !listed.contains(scalar) && !(0xD800...0xDFFF).contains(scalar) {
      // Four equations a code point are the test's; a look at a sample of the unassigned planes is enough.
      if scalar > 0x3_3000 && scalar < 0xE_0000 && scalar % 64 != 0 { continue }
      try checkUntouched(scalar)
    }
  }

  private func checkLine(_ c: [[UInt32]]) throws {
    for (form, sources, wanted) in [
      (NormalizationForm.nfc, 0...2, 1), (.nfc, 3...4, 3), (.nfd, 0...2, 2), (.nfd, 3...4, 4), (.nfkc, 0...4, 3),
      (.nfkd, 0...4, 4),
    ] {
      for source in sources { try check(c[source], form, c[wanted]) }
    }
  }

  private func checkUntouched(_ scalar: UInt32) throws {
    for form in [NormalizationForm.nfc, .nfd, .nfkc, .nfkd] { try check([scalar], form, [scalar]) }
  }

  private func check(_ source: [UInt32], _ form: NormalizationForm, _ wanted: [UInt32]) throws {
    checks += 1
    let input = encoded(source)
    let output = encoded(wanted)
    let isRight = try input.withUnsafeBufferPointer { bytes in
      var workspace = TextWorkspace()
      try cleaners[form]!.clean(bytes, &workspace)
      return workspace.text.elementsEqual(output)
    }
    if !isRight { XCTFail("\(form) of \(source)") }
  }

  private func encoded(_ scalars: [UInt32]) -> [UInt8] {
    scalars.flatMap { Array(UTF8.encode(Unicode.Scalar($0)!)!) }
  }

  private func scalars(_ column: Substring) -> [UInt32] {
    column.split(separator: " ").map { UInt32($0, radix: 16)! }
  }

  private func unpacked(_ file: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bzip2", "-dc", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}

/// Every text of the evaluation data, in every form, equals what ICU makes of it as a whole.
final class NormalizationAgainstICUTests: XCTestCase {
  func testAllSentenceData() throws {
    guard let shared = Place.shared else { throw XCTSkip("../shared is not there") }
    let folder = shared.appendingPathComponent("data/sentences")
    var texts = 0
    for form in NormalizationForm.allCases {
      var policy = TextPolicy.repairOnly
      policy.normalization = form
      let cleaner = try TextCleaner(policy)
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(".jsonl") {
        let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(path)))
        texts += 1
        let isRight = try bytes.withUnsafeBufferPointer { source in
          var workspace = TextWorkspace()
          try cleaner.clean(source, &workspace)
          return workspace.text.elementsEqual(NaiveText.clean(bytes, policy))
        }
        XCTAssertTrue(isRight, "\(form) of \(path)")
      }
    }
    XCTAssertGreaterThan(texts, 0)
  }
}
