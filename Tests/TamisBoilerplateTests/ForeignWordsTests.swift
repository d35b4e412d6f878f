import CByteScan
import TestSupport
import XCTest

@testable import TamisBoilerplate

/// Words beyond ASCII are what looking at them character by character gives, whatever the kernel.
final class ForeignWordsTests: XCTestCase {
  override func tearDown() {
    scan_kernel_use(nil)
  }

  private let alphabets: [[UInt32]] = [
    Array(0x20...0x7E), Array("aeiou ,.Ä".unicodeScalars.map(\.value)), Array(0xC0...0x17F), Array(0x1EA0...0x1EF9),
    Array(0x370...0x3FF), Array(0x410...0x45F), Array(0x5D0...0x5EA), Array(0x620...0x64A) + [0x200C, 0x60C],
    Array(0x900...0x97F), Array(0xE01...0xE5B), Array(0x3041...0x30FF), Array(0x4E00...0x4E40) + [0x3002, 0xFF0C],
    Array(0xAC00...0xAC20) + [0xC740, 0xB294, 0xC744, 0xC758, 0xB2E4],
    [0x2019, 0x201C, 0x201D, 0x2014, 0x2026, 0xAD, 0x200D, 0xFEFF], [0x1F600, 0x10400, 0x20000],
    [0x41, 0x42, 0xC4, 0xD6, 0x31], [0x20, 0x20, 0xA0, 0x3000], Array(0x80...0xFFFF).filter { $0 & 0xF800 != 0xD800 },
  ]

  func testKernelsFindTheSameWords() throws {
    let tokenizer = Tokenizer(facts: try CharacterFacts())
    var generator = SeededGenerator(21)
    for round in 0..<6000 {
      var bytes = text(Int.random(in: 0...120, using: &generator), &generator)
      if round % 10 == 0, !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      let length = min(bytes.count, BlockScanner.detail)
      XCTAssertTrue(scan_kernel_use("portable") == 1)
      let wanted = found(tokenizer, bytes, length)
      for kernel in ["avx512", "avx2", "sse2", "neon"] where scan_kernel_use(kernel) == 1 {
        XCTAssertEqual(found(tokenizer, bytes, length), wanted, "\(kernel), round \(round)")
      }
    }
  }

  /// Words of an alphabet or two, and blanks.
  private func text(_ characters: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    let few = [alphabets.randomElement(using: &generator)!, alphabets.randomElement(using: &generator)!, [0x20]]
    var text = String.UnicodeScalarView()
    for _ in 0..<characters {
      let alphabet = few[min(2, Int.random(in: 0...10, using: &generator) / 5)]
      text.append(Unicode.Scalar(alphabet.randomElement(using: &generator)!)!)
    }
    return Array(String(text).utf8)
  }

  private func found(_ tokenizer: Tokenizer, _ bytes: [UInt8], _ length: Int) -> [UInt64] {
    var counts = BlockCounts()
    var tokens = [Token](repeating: 0, count: BlockScanner.room)
    // A copy of its own size, so that reading behind it is found.
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(length, 1))
    defer { copy.deallocate() }
    copy.initialize(from: bytes, count: length)
    let count = tokenizer.tokenize(copy, 0, length, limit: length, into: &tokens, &counts)
    let numbers = [
      counts.characters, counts.singles, counts.capitalized, counts.allCapitals, counts.upper, counts.digits,
      counts.nonASCII, counts.particles, counts.longestToken,
    ]
    return tokens[..<count].map { UInt64($0) } + [counts.marks.counts] + numbers.map { UInt64($0) }
  }
}
