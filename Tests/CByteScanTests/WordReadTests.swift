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
    let product = ((UInt64(first) << 32 | UInt64(second)) ^ 0x51ED_270B_9F1C_6A35) &* 0x9E37_79B9_7F4A_7C15
    return UInt32(truncatingIfNeeded: (product ^ product >> 29) >> 32)
  }
}
