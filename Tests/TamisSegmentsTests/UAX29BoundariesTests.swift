import CByteScan
import Foundation
import TamisBase
import TamisICU
import TamisSegments
import TestSupport
import XCTest

final class UAX29BoundariesTests: XCTestCase {
  /// The standard's own test file.
  func testConformance() throws {
    guard let file = contents(ofFile: unicodeTestFile) else {
      throw XCTSkip("\(unicodeTestFile) is absent; Debian's package unicode-data has it")
    }
    var cases = 0
    for line in file.split(separator: UInt8(ascii: "\n")) {
      let rule = String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
      var bytes: [UInt8] = []
      var expected: [Int] = []
      for word in rule.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
        if word == "÷" { expected.append(bytes.count) }
        guard let value = UInt32(word, radix: 16), let scalar = Unicode.Scalar(value) else { continue }
        bytes += Array(String(scalar).utf8)
      }
      if bytes.isEmpty { continue }
      cases += 1
      XCTAssertEqual(try boundaries(of: bytes), expected, rule)
    }
    XCTAssertGreaterThanOrEqual(cases, 502)
  }

  /// Scalars of every class, those that ICU's rules treat alike in several lengths of UTF-8.
  static let scalars: [[UInt8]] = [
    0x2E, 0x2E, 0x2E, 0x21, 0x3F, 0x3002, 0xFF0E, 0x2024, 0x61F, 0x6D4, 0x589, 0x964, 0xFF61, 0x1362, 0x11047, 0x203D,
    0x20, 0x20, 0x20, 0xA0, 0x3000, 0x9, 0xA, 0xD, 0x85, 0x2028, 0x2029, 0xB, 0x61, 0x62, 0xE4, 0x44F, 0x10428, 0x41,
    0x42, 0xC4, 0x42F, 0x10400, 0x5D0, 0x4E00, 0x3042, 0xAC00, 0x905, 0x30, 0x39, 0x660, 0x966, 0x22, 0x27, 0x28, 0x29,
    0x201C, 0x201D, 0xAB, 0xBB, 0x300C, 0x300D, 0x2C, 0x2D, 0x3A, 0x3B, 0x3001, 0xFF0C, 0x301, 0x308, 0xAD, 0x200D,
    0x200B, 0xFEFF, 0x2A, 0x40, 0x1F600, 0x24, 0x2026, 0xFFFD, 0x0,
  ].map { Array(String(Unicode.Scalar($0 as UInt32)!).utf8) }

  func testEqualsICUOnRandomText() throws {
    var random = RepeatableRandom(state: 29)
    for _ in rounds(150_000) {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 1...24, using: &random) { bytes += Self.scalars.randomElement(using: &random)! }
      try XCTAssertEqual(boundaries(of: bytes), boundariesByICU(of: bytes), "\(bytes)")
    }
  }

  func testEqualsICUOnCorruptedText() throws {
    var random = RepeatableRandom(state: 92)
    for _ in rounds(150_000) {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 1...24, using: &random) { bytes += Self.scalars.randomElement(using: &random)! }
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(UInt8.random(in: 128...255, using: &random), at: place)
        default: if bytes.count > 1 { bytes.remove(at: place) }
        }
      }
      try XCTAssertEqual(boundaries(of: bytes), boundariesByICU(of: bytes), "\(bytes)")
    }
  }

  func testEqualsICUOverManyChunks() throws {
    var random = RepeatableRandom(state: 4096)
    for _ in 0..<40 {
      var bytes: [UInt8] = []
      let plain = Int.random(in: 1...200, using: &random)
      while bytes.count < 20_000 {
        for _ in 0..<Int.random(in: 0...plain, using: &random) { bytes.append(0x61) }
        bytes += Self.scalars.randomElement(using: &random)!
      }
      try XCTAssertEqual(boundaries(of: bytes), boundariesByICU(of: bytes))
    }
  }

  func testEqualsICUOnEvaluationData() throws {
    guard let shared = Place.shared else { throw XCTSkip("../shared is absent") }
    let folder = shared.appendingPathComponent("data/sentences/dev")
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      let bytes = Array(try Data(contentsOf: file))
      try XCTAssertEqual(boundaries(of: bytes), boundariesByICU(of: bytes), file.lastPathComponent)
    }
  }

  func testRangeIsATextOfItsOwn() throws {
    let bytes = Array("Yes. No. A.b".utf8)
    var found = GrowableBuffer<Int>()
    try bytes.withUnsafeBufferPointer { try findUAX29Boundaries(in: $0, range: ByteSpan(2, 9), into: &found) }
    XCTAssertEqual((0..<found.count).map { found[$0] }, [2, 5, 9])
  }

  /// Every character that can make a boundary passes the sieve, whatever the system's version of Unicode.
  func testSieveLetsEveryStopThrough() throws {
    let wanted: Set<UInt32> = [1, 7, 9]  // ATerm, Sep, STerm
    var missed: [UInt32] = []
    try CharacterProperty.sentenceBreak.forEachRange { (first, last, value) throws(TamisError) in
      guard wanted.contains(value) else { return }
      for scalar in first...last where !passesSieve(scalar) { missed.append(scalar) }
    }
    XCTAssertEqual(missed, [])
    XCTAssertTrue(passesSieve(0x2026))
  }

  private func passesSieve(_ value: UInt32) -> Bool {
    let bytes = Array(String(Unicode.Scalar(value)!).utf8)
    var word: UInt64 = 0
    stop_scan(bytes, bytes.count, bytes.count, [0x2E, 0x2E, 0x2E, 0x2E], &word)
    return word & 1 != 0
  }

  func testSieveKernelsAgree() {
    defer { scan_kernel_use(nil) }
    for kernel in ["avx512", "avx2", "portable"] where scan_kernel_use(kernel) == 1 { checkSieve(kernel) }
  }

  private func checkSieve(_ kernel: String) {
    var random = RepeatableRandom(state: 64)
    let extra: [UInt8] = [0x3A, 0x29, 0x3B, 0x2E]
    for round in 0..<3000 {
      var bytes: [UInt8] = []
      while bytes.count < 300 {
        bytes += Self.scalars.randomElement(using: &random)!
        if round % 2 == 1 { bytes.append(UInt8.random(in: 0...255, using: &random)) }
      }
      let length = Int.random(in: 0...bytes.count, using: &random)
      var fast = [UInt64](repeating: 0, count: 6)
      var plain = fast
      stop_scan(bytes, length, bytes.count, extra, &fast)
      stop_scan_portable(bytes, length, bytes.count, extra, &plain)
      XCTAssertEqual(fast, plain, kernel)
    }
    // Long stretches, some of which have other stops than those of ASCII in hardly any word and some in nearly all.
    for round in 0..<200 {
      var bytes: [UInt8] = []
      while bytes.count < 20_000 {
        let share = [0, 1, 4, 40].randomElement(using: &random)!
        for _ in 0..<Int.random(in: 100...3000, using: &random) {
          if Int.random(in: 0..<80, using: &random) < share { bytes += Self.scalars.randomElement(using: &random)! }
          bytes.append(UInt8.random(in: 0x20...0x7F, using: &random))
        }
      }
      let length = round & 1 == 0 ? bytes.count : Int.random(in: 0...bytes.count, using: &random)
      var fast = [UInt64](repeating: 0, count: bytes.count / 64 + 1)
      var plain = fast
      stop_scan(bytes, length, bytes.count, extra, &fast)
      stop_scan_portable(bytes, length, bytes.count, extra, &plain)
      XCTAssertEqual(fast, plain, kernel)
    }
    // All pairs of bytes, with third bytes that matter, beside each other.
    for third in [0x00, 0x20, 0x7F, 0x80, 0x82, 0x87, 0x8E, 0x92, 0x9F, 0xA6, 0xA8, 0xA9, 0xBD, 0xBF, 0xC2, 0xFF] as [UInt8] {
      for first in 0x00...0xFF as ClosedRange<UInt8> {
        var bytes: [UInt8] = []
        for second in 0x00...0xFF as ClosedRange<UInt8> { bytes += [first, second, third] }
        var fast = [UInt64](repeating: 0, count: 12)
        var plain = fast
        stop_scan(bytes, bytes.count, bytes.count, extra, &fast)
        stop_scan_portable(bytes, bytes.count, bytes.count, extra, &plain)
        XCTAssertEqual(fast, plain, "\(kernel) \(first) \(third)")
      }
    }
  }
}
