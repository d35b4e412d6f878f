import CByteScan
import TamisBase

/// The features of all blocks at hand, a column each: what is asked of a block's neighbour is the same column, a few bytes
/// further on, and costs nothing.
///
/// Behind the features lie what they are made of, ``CountColumn`` and columns of 32-bit numbers.
struct FeatureColumns {
  /// The first block's place in the first column.
  private let base: UnsafeMutablePointer<UInt8>
  /// From one column to the next.
  let stride: Int
  let count: Int

  /// Rows before the first block, and at least as many behind the last full step of a kernel, for neighbours to be asked of.
  static let margin = Int(feature_fill_margin)
  private static let step = Int(feature_fill_step)
  /// Of the first block's value in every column: a vector that lies across two lines of the cache is loaded twice, and
  /// trees load little else.
  private static let alignment = 64
  private static let bytes = FeatureLayout.columns + CountColumn.allCases.count
  /// Lengths, sums of words' weights, offsets, and what filling needs.
  private static let numbers = 3 + Int(max(feature_fill_scratch, score_fill_scratch))

  static func stride(_ count: Int) -> Int { (count &+ step &- 1) & ~(step &- 1) &+ 2 &* margin }

  /// Columns for `count` blocks in `storage`. Only those that neighbours are asked of are cleared: outside the document
  /// they are zero.
  init(_ count: Int, in storage: inout GrowableBuffer<UInt8>) throws(TamisError) {
    let stride = FeatureColumns.stride(count)
    storage.removeAll()
    let size = stride &* (FeatureColumns.bytes &+ 4 &* FeatureColumns.numbers) &+ FeatureColumns.margin &+ FeatureColumns.alignment
    let room = try storage.spare(size)
    storage.commit(size)
    self.init(room, count)
    let start = base - FeatureColumns.margin
    start.update(repeating: 0, count: stride &* FeatureLayout.contextEach)
    let own = start + stride &* (FeatureLayout.context &+ NeighbourFeature.own.rawValue)
    own.update(repeating: 0, count: stride)
  }

  /// The columns that lie in the storage at `start`.
  init(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) {
    let first = UInt(bitPattern: start + FeatureColumns.margin)
    base = start + FeatureColumns.margin + Int(bitPattern: (0 &- first) & UInt(FeatureColumns.alignment - 1))
    stride = FeatureColumns.stride(count)
    self.count = count
  }

  @inline(__always)
  func column(_ column: Int) -> UnsafeMutablePointer<UInt8> { base + column &* stride }

  @inline(__always)
  subscript(_ feature: Feature) -> UnsafeMutablePointer<UInt8> { column(feature.rawValue) }

  @inline(__always)
  subscript(_ feature: NeighbourFeature) -> UnsafeMutablePointer<UInt8> {
    column(FeatureLayout.context &+ feature.rawValue)
  }

  @inline(__always)
  subscript(_ counted: CountColumn) -> UnsafeMutablePointer<UInt8> {
    column(FeatureLayout.columns &+ counted.rawValue)
  }

  /// A column of 32-bit numbers; a stride is a multiple of 64 bytes.
  @inline(__always)
  private func numbers(_ place: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(base + (FeatureColumns.bytes &+ 4 &* place) &* stride) + 4 &* FeatureColumns.margin
  }

  @inline(__always) var lengths: UnsafeMutablePointer<Int32> { numbers(0).assumingMemoryBound(to: Int32.self) }
  @inline(__always) var wordSums: UnsafeMutablePointer<Int32> { numbers(1).assumingMemoryBound(to: Int32.self) }
  @inline(__always) var offsets: UnsafeMutablePointer<Float> { numbers(2).assumingMemoryBound(to: Float.self) }
  /// For `feature_fill` and `score_fill`, which count its margins themselves.
  @inline(__always) var scratch: UnsafeMutablePointer<Int32> {
    numbers(3).assumingMemoryBound(to: Int32.self) - FeatureColumns.margin
  }

  /// The same value for all blocks.
  @inline(__always)
  func fill(_ column: UnsafeMutablePointer<UInt8>, _ value: UInt8) { column.update(repeating: value, count: count) }

  /// What ``narrowOffsets`` count from, if there are so few blocks that the columns lie as these say.
  var narrowBase: UnsafePointer<UInt8>? {
    count <= Int(tree_score_narrow) ? UnsafePointer(base - FeatureColumns.margin) : nil
  }

  /// How far each feature's column is from ``narrowBase``; kept for the life of the process.
  nonisolated(unsafe) static let narrowOffsets: UnsafePointer<UInt16> = {
    let offsets = UnsafeMutablePointer<UInt16>.allocate(capacity: FeatureLayout.all)
    for feature in 0..<FeatureLayout.all {
      let (column, shift) = FeatureLayout.place(feature)
      (offsets + feature).initialize(to: UInt16(margin + column * stride(Int(tree_score_narrow)) + shift))
    }
    return UnsafePointer(offsets)
  }()

  /// A bit for each of the 64 blocks from `start` on, those that there are: whether their byte in `column` has `flag`.
  @inline(__always)
  func bits(_ column: CountColumn, _ flag: Int, from start: Int) -> UInt64 {
    column_bits(self[column] + start, min(64, count &- start), UInt8(truncatingIfNeeded: flag))
  }

  /// A bit for each of these of which something holds.
  @inline(__always)
  func bits(from start: Int, where holds: (_ place: Int) -> Bool) -> UInt64 {
    var bits: UInt64 = 0
    for place in start..<min(start &+ 64, count) { bits |= (holds(place) ? 1 : 0) &<< UInt64(place &- start) }
    return bits
  }

  /// A bit for each of these.
  @inline(__always)
  func places(from start: Int) -> UInt64 { UInt64.max &>> UInt64(max(0, 64 &- (count &- start))) }

  /// A feature by the number that trees know it by.
  @inline(__always)
  func value(_ feature: Int, _ block: Int) -> UInt8 {
    let place = FeatureLayout.place(feature)
    return column(place.column)[block &+ place.shift]
  }

  /// Where each feature's column begins, by the numbers that trees know.
  func addresses(_ storage: inout GrowableBuffer<UnsafePointer<UInt8>?>) throws(TamisError)
    -> UnsafePointer<UnsafePointer<UInt8>?>
  {
    // Most documents have as many blocks, to the next 64, as the one before: then all stand where they stood.
    let last = FeatureLayout.all - 1
    if storage.count == FeatureLayout.all, storage[0] == address(0), storage[last] == address(last) {
      return UnsafePointer(storage.elements.baseAddress.unsafelyUnwrapped)
    }
    storage.removeAll()
    let room = try storage.spare(FeatureLayout.all)
    for feature in 0..<FeatureLayout.all { room[feature] = address(feature) }
    storage.commit(FeatureLayout.all)
    return UnsafePointer(room)
  }

  @inline(__always)
  private func address(_ feature: Int) -> UnsafePointer<UInt8> {
    let place = FeatureLayout.places[feature]
    return UnsafePointer(base + (Int(place.column) &* stride &+ Int(place.shift)))
  }
}

/// What features are made of: counts of a block, a byte each.
enum CountColumn: Int, CaseIterable {
  case characters, tokens, cueTokens, address, plea, stops, flags
  /// See `block_signs.h`.
  case signs, heaviestCue
}
