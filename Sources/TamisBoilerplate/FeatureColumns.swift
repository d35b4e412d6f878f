import TamisBase

/// The features of all blocks at hand, a column each: what is asked of a block's neighbour is the same column, a few bytes
/// further on, and costs nothing.
struct FeatureColumns {
  /// The first block's place in the first column.
  private let base: UnsafeMutablePointer<UInt8>
  /// From one column to the next.
  let stride: Int
  let count: Int

  /// Rows before the first block, and at least as many behind the last full step of a kernel, for neighbours to be asked of.
  private static let margin = 32
  private static let step = 64

  static func stride(_ count: Int) -> Int { (count &+ step &- 1) & ~(step &- 1) &+ 2 &* margin }

  /// Columns for `count` blocks in `storage`. Only those that neighbours are asked of are cleared: outside the document
  /// they are zero.
  init(_ count: Int, in storage: inout GrowableBuffer<UInt8>) throws(TamisError) {
    let stride = FeatureColumns.stride(count)
    storage.removeAll()
    let room = try storage.spare(stride &* FeatureLayout.columns)
    storage.commit(stride &* FeatureLayout.columns)
    self.init(room, count)
    room.update(repeating: 0, count: stride &* FeatureLayout.contextEach)
    let own = room + stride &* (FeatureLayout.context &+ NeighbourFeature.own.rawValue)
    own.update(repeating: 0, count: stride)
  }

  /// The columns that lie at `start`.
  init(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) {
    base = start + FeatureColumns.margin
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

  /// The same value for all blocks.
  @inline(__always)
  func fill(_ column: UnsafeMutablePointer<UInt8>, _ value: UInt8) { column.update(repeating: value, count: count) }

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
    storage.removeAll()
    let room = try storage.spare(FeatureLayout.all)
    for feature in 0..<FeatureLayout.all {
      let place = FeatureLayout.places[feature]
      room[feature] = UnsafePointer(base + (Int(place.column) &* stride &+ Int(place.shift)))
    }
    return UnsafePointer(room)
  }
}
