import CByteScan
import TestSupport
import XCTest

/// Columns of features are the same whatever the kernel; that they are the right ones, ``ColumnTwinTests`` sees.
final class ColumnTests: XCTestCase {
  private let fast = ["avx512", "avx2", "sse2", "neon"]

  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testAllKernelsFillTheSameFeatures() {
    forEachSize { count, generator in
      let counted = Counted(count, &generator)
      XCTAssertTrue(scan_kernel_use("portable") == 1)
      let wanted = counted.features()
      for kernel in fast where scan_kernel_use(kernel) == 1 {
        XCTAssertEqual(counted.features(), wanted, "\(kernel), \(count) blocks")
      }
    }
  }

  func testAllKernelsFillTheSameOfScores() {
    forEachSize { count, generator in
      let lengths = Counted(count, &generator).lengths
      let scores = (0..<count).map { _ in Int16.random(in: -6000...6000, using: &generator) }
      let cells = (0..<count * Int(topic_words)).map { _ in UInt16.random(in: 0..<2048, using: &generator) }
      let sizes = (0..<count).map { _ in UInt8.random(in: 0...32, using: &generator) }
      XCTAssertTrue(scan_kernel_use("portable") == 1)
      let wanted = ofScores(scores, lengths, cells, sizes)
      for kernel in fast where scan_kernel_use(kernel) == 1 {
        XCTAssertEqual(ofScores(scores, lengths, cells, sizes), wanted, "\(kernel), \(count) blocks")
      }
    }
  }

  /// What explains a score is the same with and without all the other columns.
  func testAllKernelsFillWhatExplains() {
    forEachSize { count, generator in
      let lengths = Counted(count, &generator).lengths
      for least in [Int16(-6000), -6000, 1, -6000] {
        let scores = (0..<count).map { _ in Int16.random(in: least...(least > 0 ? 6000 : -least / 4), using: &generator) }
        XCTAssertTrue(scan_kernel_use("portable") == 1)
        let columns = Columns(count)
        var all = score_columns()
        columns.point(&all)
        let probabilities = [Float](repeating: 0.5, count: Int(score_fill_steps))
        score_fill(scores, lengths, count, probabilities, &all, columns.numbers(Int(score_fill_scratch)))
        let wanted = [all.mean_2!, all.mean_10!, all.run_distance!].map { column in (0..<count).map { column[$0] } }
        for kernel in fast + ["portable"] where scan_kernel_use(kernel) == 1 {
          let few = Columns(count)
          var near = score_near()
          few.point(&near)
          score_near_fill(scores, lengths, count, &near, few.numbers(Int(score_fill_scratch)))
          XCTAssertEqual(few.values, wanted, "\(kernel), \(count) blocks")
        }
      }
    }
  }

  func testScoresWithinAreFound() {
    forEachSize { count, generator in
      let scores = (0..<count).map { _ in Int16.random(in: -3000...3000, using: &generator) } + [7, 7]
      for _ in 0..<20 {
        let least = Int16.random(in: -3000...3000, using: &generator), most = least + Int16.random(in: 0...100, using: &generator)
        let wanted = scores.dropLast(2).contains { (least...most).contains($0) }
        XCTAssertEqual(score_within(scores, count, least, most) != 0, wanted, "\(count) blocks")
      }
      XCTAssertEqual(score_within(scores, count, .min, .max) != 0, count > 0)
    }
  }

  func testAllKernelsFindTheSameTopics() {
    var generator = SeededGenerator(3)
    for round in 0..<2000 {
      let words = (0..<round % 70).map { _ in
        UInt32.random(in: 0...UInt32.max, using: &generator) & ~3 | [0, 1, 2][Int.random(in: 0..<3, using: &generator)]
      }
      XCTAssertTrue(scan_kernel_use("portable") == 1)
      let wanted = topics(words, 11 + UInt32(round % 6))
      XCTAssertLessThanOrEqual(wanted.count, Int(topic_words))
      for kernel in fast where scan_kernel_use(kernel) == 1 {
        XCTAssertEqual(topics(words, 11 + UInt32(round % 6)), wanted, kernel)
      }
    }
  }

  func testAllKernelsWeighColumnsAlike() {
    forEachSize { count, generator in
      let stride = count + 64
      let columns = (0..<7 * stride).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let weights = (0..<7).map { _ in Int32.random(in: -1 << 30...1 << 30, using: &generator) }
      let wanted = weights.enumerated().reduce(Int64(0)) { sum, weight in
        let column = columns[weight.offset * stride..<weight.offset * stride + count]
        return sum + Int64(weight.element) * column.reduce(0) { $0 + Int64($1) }
      }
      for kernel in fast + ["portable"] where scan_kernel_use(kernel) == 1 {
        XCTAssertEqual(column_weigh(columns, stride, count, weights, 7), wanted, "\(kernel), \(count) blocks")
      }
    }
  }

  /// Around the sizes of vectors, and blocks of all kinds.
  private func forEachSize(_ body: (Int, inout SeededGenerator) -> Void) {
    var generator = SeededGenerator(9)
    for count in Array(1...40) + [63, 64, 65, 127, 128, 129, 500] {
      for _ in 0..<4 { body(count, &generator) }
    }
  }

  private func topics(_ words: [UInt32], _ bits: UInt32) -> [UInt16] {
    var cells = [UInt16](repeating: 0, count: Int(topic_words))
    let count = topic_cells(words, words.count, bits, &cells)
    return Array(cells[..<count])
  }

  private func ofScores(_ scores: [Int16], _ lengths: [Int32], _ cells: [UInt16], _ sizes: [UInt8]) -> [[UInt8]] {
    let columns = Columns(scores.count)
    let probabilities = (0..<Int(score_fill_steps)).map { Float($0) / 64 }
    var targets = score_columns()
    columns.point(&targets)
    score_fill(scores, lengths, scores.count, probabilities, &targets, columns.numbers(Int(score_fill_scratch)))
    let table = columns.kept([UInt32](repeating: 1, count: 1 << 11))
    let (shares, weights) = (columns.next(), columns.next())
    let good = columns.kept([UInt8](repeating: 2, count: scores.count))
    let (cells, sizes, lengths) = (columns.kept(cells), columns.kept(sizes), columns.kept(lengths))
    // What is good in the second stage is mostly what was in the first.
    let before = scores.enumerated().map { $0.offset % 7 == 0 ? 0 : $0.element }
    for stage in [before, scores, scores] {
      var blocks = topic_blocks(
        count: scores.count, cells: cells, sizes: sizes, scores: columns.kept(stage), lengths: lengths, good: good,
        table: table, bits: 11)
      topic_fill(&blocks, shares, weights)
    }
    return columns.values
  }
}

/// Columns as `feature_fill` wants them, handed out one by one.
final class Columns {
  private let count: Int
  private let stride: Int
  private var columns: [UnsafeMutablePointer<UInt8>] = []
  private var others: [UnsafeMutableRawPointer] = []

  init(_ count: Int) {
    self.count = count
    let step = Int(feature_fill_step)
    stride = (count + step - 1) / step * step + 2 * Int(feature_fill_margin)
  }

  deinit {
    for column in columns { (column - Int(feature_fill_margin)).deallocate() }
    for other in others { other.deallocate() }
  }

  func next(_ values: [UInt8] = []) -> UnsafeMutablePointer<UInt8> {
    let column = UnsafeMutablePointer<UInt8>.allocate(capacity: stride)
    column.initialize(repeating: 0, count: stride)
    columns.append(column + Int(feature_fill_margin))
    for (place, value) in values.enumerated() { columns[columns.count - 1][place] = value }
    return columns[columns.count - 1]
  }

  /// A column for each pointer that a struct is made of.
  func point<Pointers>(_ pointers: inout Pointers) {
    withUnsafeMutableBytes(of: &pointers) { raw in
      for place in Swift.stride(from: 0, to: raw.count, by: MemoryLayout<UnsafeRawPointer>.size) {
        raw.storeBytes(of: next(), toByteOffset: place, as: UnsafeMutablePointer<UInt8>.self)
      }
    }
  }

  /// Columns of 32-bit numbers.
  func numbers<Number: BitwiseCopyable>(_ columns: Int, _ values: [Number] = []) -> UnsafeMutablePointer<Number> {
    let size = 4 * stride * columns
    let room = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    room.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    others.append(room)
    let numbers = room.assumingMemoryBound(to: Number.self)
    for (place, value) in values.enumerated() { numbers[place] = value }
    return numbers
  }

  /// A copy that stays where it is as long as the columns do.
  func kept<Number: BitwiseCopyable>(_ array: [Number]) -> UnsafeMutablePointer<Number> {
    let copy = UnsafeMutablePointer<Number>.allocate(capacity: max(1, array.count))
    copy.initialize(from: array, count: array.count)
    others.append(UnsafeMutableRawPointer(copy))
    return copy
  }

  var values: [[UInt8]] { columns.map { column in (0..<count).map { column[$0] } } }
}

/// What blocks may be counted.
private struct Counted {
  let lengths: [Int32]
  private let wordSums: [Int32]
  private let bytes: [[UInt8]]
  private let shapes: [[UInt8]]

  init(_ count: Int, _ generator: inout SeededGenerator) {
    lengths = (0..<count).map { _ in Int32(1) << Int32.random(in: 0...30, using: &generator) &- 1 }
    wordSums = (0..<count).map { _ in Int32.random(in: -30_000...30_000, using: &generator) }
    bytes = (0..<7).map { _ in (0..<count).map { _ in UInt8.random(in: 0...248, using: &generator) } }
    shapes = (0..<24).map { _ in (0..<count).map { _ in UInt8.random(in: 0...248, using: &generator) } }
  }

  func features() -> [[UInt8]] {
    let columns = Columns(lengths.count)
    let inputs = bytes.map { columns.next($0) }
    let offsets = lengths.indices.map { Float($0 * 100) }
    var counts = feature_counts(
      count: lengths.count, lengths: columns.numbers(1, lengths), word_sums: columns.numbers(1, wordSums),
      offsets: columns.numbers(1, offsets), characters: inputs[0], tokens: inputs[1], cue_tokens: inputs[2],
      address: inputs[3], plea: inputs[4], stops: inputs[5], flags: inputs[6],
      scratch: columns.numbers(Int(feature_fill_scratch)))
    var document = feature_document(
      length: 100 * Float(lengths.count), stop_scale: 203, address_scale: 1900, median_scale: 101, typical_scale: 77,
      prose_length: 5000)
    let targets = shapes.map { columns.next($0) }
    var shaped = feature_shapes()
    withUnsafeMutableBytes(of: &shaped) { raw in
      for (place, target) in targets.prefix(raw.count / 8).enumerated() {
        raw.storeBytes(of: target, toByteOffset: 8 * place, as: UnsafeMutablePointer<UInt8>.self)
      }
    }
    feature_fill_shapes(&counts, &document, &shaped)
    var around = feature_surroundings()
    columns.point(&around)
    around.word_score = UnsafePointer(shaped.word_score)
    feature_fill_surroundings(&counts, &document, &around)
    return columns.values
  }
}
