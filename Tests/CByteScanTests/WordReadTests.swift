import CByteScan
import TestSupport
import XCTest

/// What is read of words is what the header says, and the same by all kernels.
final class WordReadTests: XCTestCase {
  private let kernels = ["avx512", "portable"]
  private var generator = SeededGenerator(3)
  private var weights: [Int8] = []
  private var wordSet: [UInt32] = []
  private var pairSet: [UInt32] = []
  private let first: UInt32 = 77 << 8

  override func setUp() {
    weights = (0..<word_read_weights).map { _ in Int8.random(in: -128...127, using: &generator) }
    wordSet = (0..<word_read_places / 16).map { _ in few() }
    pairSet = (0..<word_read_places / 32).map { _ in few() }
  }

  override func tearDown() {
    scan_kernel_use(nil)
  }

  private func few() -> UInt32 {
    UInt32.random(in: 0...UInt32.max, using: &generator) & UInt32.random(in: 0...UInt32.max, using: &generator)
  }

  func testAllKernelsReadWhatTheDefinitionReads() {
    for count in 0...250 {
      let words = (0..<count).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }
      var shapes: [[UInt32]] = []
      for kernel in kernels where scan_kernel_use(kernel) == 1 {
        let (sums, starts) = read(words, onlyContent: count % 2 == 0)
        let wanted = naive(words)
        XCTAssertEqual([sums.sum, sums.head, sums.least, sums.most, Int32(sums.stops)], wanted.sums, "\(kernel), \(count)")
        XCTAssertEqual(starts, wanted.starts, "\(kernel), \(count)")
        shapes.append([sums.hash, sums.shape])
        let unweighed = read(words, onlyContent: count % 2 == 0, isWeighed: false)
        XCTAssertEqual(
          [unweighed.sums.sum, unweighed.sums.head, unweighed.sums.least, unweighed.sums.most, Int32(unweighed.sums.stops)],
          [0, 0, 0, 0, wanted.sums[4]], "\(kernel), \(count)")
        XCTAssertEqual(unweighed.starts, wanted.starts, "\(kernel), \(count)")
        shapes.append([unweighed.sums.hash, unweighed.sums.shape])
      }
      XCTAssertTrue(shapes.allSatisfy { $0 == shapes[0] })
    }
  }

  /// The sums have 64 bits: the greatest seed is followed by 2^32, not by 0.
  func testHashesAreThoseOfTheDefinition() {
    for count in 0...70 {
      let words = (0..<count).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }
      for seed in [0, 7, UInt32.max - 6, UInt32.max] {
        let shaping = words.prefix(Int(word_read_shape))
        for kernel in kernels where scan_kernel_use(kernel) == 1 {
          let all = read(words, onlyContent: false, seed: seed).sums
          XCTAssertEqual(all.hash, hash(words, seed), "\(kernel), \(count) words, seed \(seed)")
          XCTAssertEqual(all.shape, hash(Array(shaping), keys[1]), "\(kernel), \(count) words")
          let some = read(words, onlyContent: true, seed: seed).sums
          XCTAssertEqual(some.hash, all.hash, "\(kernel), \(count) words")
          XCTAssertEqual(some.shape, hash(shaping.filter { $0 & 1 != 0 }, keys[1]), "\(kernel), \(count) words")
        }
      }
    }
  }

  /// A block of which nothing counts has the shape of one without words.
  func testShapeOfNothing() {
    for kernel in kernels where scan_kernel_use(kernel) == 1 {
      let none = read([], onlyContent: true).sums.shape
      for count in 1...20 {
        XCTAssertEqual(read([UInt32](repeating: 8, count: count), onlyContent: true).sums.shape, none, kernel)
      }
    }
  }

  func testHashesTellWordsAndTheirOrderApart() {
    let words = (0..<40).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) | 1 }
    for kernel in kernels where scan_kernel_use(kernel) == 1 {
      let sums = read(words, onlyContent: false).sums
      for place in 0..<39 {
        var other = words
        other.swapAt(place, place + 1)
        XCTAssertNotEqual(read(other, onlyContent: false).sums.hash, sums.hash)
        XCTAssertEqual(read(other, onlyContent: false).sums.shape == sums.shape, place >= Int(word_read_shape))
        other = words
        other[place] ^= 4
        XCTAssertNotEqual(read(other, onlyContent: false).sums.hash, sums.hash)
        // What is no content does not count, unless all does.
        other[place] &= ~3
        let without = words[..<place] + words[(place + 1)...]
        if place < 11 {
          XCTAssertEqual(
            read(Array(other[..<12]), onlyContent: true).sums.shape, read(Array(without[..<11]), onlyContent: true).sums.shape)
        }
      }
      XCTAssertNotEqual(read(words, onlyContent: false, seed: 1).sums.hash, sums.hash)
    }
  }

  private func read(
    _ words: [UInt32], onlyContent: Bool, seed: UInt32 = 7, isWeighed: Bool = true
  ) -> (sums: word_read_sums, starts: [UInt32]) {
    var sums = word_read_sums()
    var found = 0
    // A number behind the room that is asked for tells whether more is written.
    var starts = [UInt32](repeating: 7, count: words.count + Int(word_read_margin) + 1)
    weights.withUnsafeBufferPointer { weights in
      wordSet.withUnsafeBufferPointer { wordSet in
        pairSet.withUnsafeBufferPointer { pairSet in
          var tables = word_read_tables(
            weights: isWeighed ? weights.baseAddress : nil, words: wordSet.baseAddress, pairs: pairSet.baseAddress)
          found = word_read(words, words.count, &tables, onlyContent ? 1 : 0, seed, first, &starts, &sums)
        }
      }
    }
    XCTAssertEqual(starts.last, 7)
    return (sums, Array(starts[..<found]))
  }

  private func naive(_ words: [UInt32]) -> (sums: [Int32], starts: [UInt32]) {
    var starts: [UInt32] = []
    var values: [Int32] = []
    var stops: Int32 = 0
    for (place, word) in words.enumerated() {
      values.append(Int32(weights[Int(((word >> 2) &* 0x9E37_79B1) >> 14)]))
      values.append(Int32(weights[Int(key(place > 0 ? words[place - 1] : 0, word) >> 14)]))
      let at = Int(word >> 2 & 0x7FFF)
      stops += Int32(wordSet[at / 16] >> UInt32(at % 16 * 2) & 1)
      let pair = Int(key(word, place + 1 < words.count ? words[place + 1] : 0) >> 2 & 0x7FFF)
      let alone = wordSet[at / 16] >> UInt32(at % 16 * 2 + 1) & 1
      let joined = pairSet[pair / 32] >> UInt32(pair % 32) & 1
      if alone + joined > 0 { starts.append(first + UInt32(place) + alone << 30 + joined << 31) }
    }
    let sum = values.reduce(0, +)
    return ([sum, values.prefix(6).reduce(0, +), min(0, values.min() ?? 0), max(0, values.max() ?? 0), stops], starts)
  }

  private func key(_ first: UInt32, _ second: UInt32) -> UInt32 {
    UInt32(mix((UInt64(first) << 32 | UInt64(second)) ^ 0x51ED_270B_9F1C_6A35) >> 32)
  }

  private func mix(_ number: UInt64) -> UInt64 {
    let product = number &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 29
  }

  /// What pi has behind the point.
  private let keys: [UInt32] = [
    0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344, 0xA409_3822, 0x299F_31D0, 0x082E_FA98, 0xEC4E_6C89,
    0x4528_21E6, 0x38D0_1377, 0xBE54_66CF, 0x34E9_0C6C, 0xC0AC_29B7, 0xC97C_50DD, 0x3F84_D5B5, 0xB547_0917,
  ]

  private func hash(_ words: [UInt32], _ seed: UInt32) -> UInt32 {
    let sixteens = max(1, (words.count + 15) / 16)
    let all = words + [UInt32](repeating: 0, count: 16 * sixteens - words.count)
    var sum: UInt64 = 0
    for pair in 0..<8 {
      var own = UInt64(seed) + UInt64(pair)
      for first in stride(from: 0, to: all.count, by: 16) {
        let neighbours = [2 * pair, 2 * pair + 1].map { UInt64(all[first + $0] &+ keys[$0]) }
        own = (own << 23 | own >> 41) &+ neighbours[0] * neighbours[1]
      }
      sum &+= own
    }
    return UInt32(truncatingIfNeeded: mix(sum &+ UInt64(words.count)) >> 16)
  }
}
