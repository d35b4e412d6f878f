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

  /// Sequences of what composes, in every order and in dense runs: jamo, Latin and Greek letters with marks that do and do
  /// not go together, kana, the letters of India, Arabic, one in three of them corrupted.
  func testRandomComposingText() throws {
    let alphabets: [[UInt32]] = [
      [0x1100, 0x1112, 0x1113, 0x1161, 0x1175, 0x1176, 0x11A7, 0x11A8, 0x11C2, 0x11C3, 0xAC00, 0xAC01, 0xD788, 0x20, 0x301],
      [0x61, 0x65, 0x41, 0x6F, 0x300, 0x301, 0x302, 0x303, 0x309, 0x31B, 0x323, 0x327, 0x328, 0x345, 0x20, 0x1EA1, 0xEA],
      [0x3B1, 0x3C9, 0x300, 0x301, 0x313, 0x314, 0x342, 0x345, 0x3A9, 0x20, 0x2126, 0x212B, 0x338, 0x3D, 0x226],
      [0x304B, 0x3046, 0x30CF, 0x3099, 0x309A, 0x30FB, 0x20, 0x3001, 0x93C, 0x301],
      [0x928, 0x930, 0x915, 0x93C, 0x94D, 0x958, 0x951, 0x9C7, 0x9BE, 0x9D7, 0xB47, 0xB56, 0xBC6, 0xBBE, 0xCC6, 0xCC2, 0xCD5],
      [0x627, 0x648, 0x653, 0x654, 0x655, 0x64B, 0x64E, 0x651, 0x670, 0x6C1, 0x6D2, 0xDD9, 0xDCA, 0xDCF, 0xDDF, 0x20],
      [0x5D0, 0x5B7, 0x5B8, 0x5BC, 0xFB2A, 0x344, 0xF71, 0xF72, 0xF73, 0x1D157, 0x1D165, 0x11131, 0x11127, 0x61],
    ]
    var generator = SeededGenerator(11)
    for form in NormalizationForm.allCases {
      var policy = TextPolicy.repairOnly
      policy.normalization = form
      let cleaner = try TextCleaner(policy)
      var workspace = TextWorkspace()
      for round in rounds(60_000) {
        let alphabet = alphabets[round % alphabets.count]
        var text: [UInt8] = []
        for _ in 0..<1 + round / 7 % 60 {
          guard let scalar = Unicode.Scalar(alphabet.randomElement(using: &generator)!) else { continue }
          text += UTF8.encode(scalar)!
        }
        if round % 3 == 2 { corrupt(&text, &generator) }
        let isRight = try text.withUnsafeBufferPointer { source in
          try cleaner.clean(source, &workspace)
          return workspace.text.elementsEqual(NaiveText.clean(text, policy))
        }
        guard isRight else { return XCTFail("\(form): \(text)") }
      }
    }
  }

  /// A character that is cut off at the end of a text, of whatever length, and in whatever form nothing else is asked for.
  func testCutOffEnds() throws {
    for form in NormalizationForm.allCases {
      var policy = TextPolicy.repairOnly
      policy.normalization = form
      let cleaner = try TextCleaner(policy)
      var workspace = TextWorkspace()
      for filling in ["a", "\u{E9}", "\u{1100}", "\u{301}", "\u{AC00}", "\u{1F600}"] {
        for tail in [[0xC3], [0xE1], [0xE1, 0x86], [0xED, 0xA0], [0xF0, 0x9F], [0xF0, 0x9F, 0x98], [0x80]] as [[UInt8]] {
          for length in [63, 64, 65, 126, 127, 128, 129, 192, 511, 512, 513, 4095, 4096, 4097, 8192] {
            let whole = Array(filling.utf8)
            var text = Array(repeatElement(whole, count: (length - tail.count) / whole.count).joined())
            text += repeatElement(UInt8(ascii: "x"), count: length - tail.count - text.count) + tail
            let isRight = try text.withUnsafeBufferPointer { source in
              try cleaner.clean(source, &workspace)
              return workspace.text.elementsEqual(NaiveText.clean(text, policy))
            }
            XCTAssertTrue(isRight, "\(form): \(length) bytes of \(filling) and \(tail)")
          }
        }
      }
    }
  }

  /// Changes, inserts or takes away some bytes.
  private func corrupt(_ text: inout [UInt8], _ generator: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !text.isEmpty {
      let place = Int.random(in: 0..<text.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: text[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: text.insert(UInt8.random(in: 128...255, using: &generator), at: place)
      default: text.remove(at: place)
      }
    }
  }
}
