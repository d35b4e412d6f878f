#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Sixteen bits of facts about every code point, two loads away.
///
/// A two-stage table: the code point's upper bits choose a block of 128 values, equal blocks being shared. It is filled by
/// ranges, as ICU's property maps give them, which takes about a millisecond; asking ICU for each of the 1.1 million code
/// points took forty. Immutable once built, so any thread may read it.
@frozen
public struct CodePointTable: @unchecked Sendable {
  /// The first stage and the second, for kernels that look up code points themselves.
  public let index: UnsafePointer<UInt16>
  public let values: UnsafePointer<UInt16>

  @usableFromInline
  init(index: UnsafePointer<UInt16>, values: UnsafePointer<UInt16>) {
    self.index = index
    self.values = values
  }

  /// The value for a scalar; values above U+10FFFF, which no decoder here yields, read as U+10FFFF.
  @inlinable
  @inline(__always)
  public subscript(_ scalar: UInt32) -> UInt16 {
    let bounded = Int(min(scalar, 0x10FFFF))
    return values[Int(index[bounded &>> 7]) &<< 7 | bounded & 0x7F]
  }

  /// Gives the memory back, where something that was to stand beside the table could not be made.
  public func deallocate() {
    free(UnsafeMutablePointer(mutating: index))
    free(UnsafeMutablePointer(mutating: values))
  }
}

/// Fills a ``CodePointTable`` by ranges.
public struct CodePointTableBuilder: ~Copyable {
  private static var blockCount: Int { 0x110000 >> 7 }

  /// For each block, the value that all of its code points share, as long as they do.
  private var uniform = GrowableBuffer<UInt16>()
  /// For each block, its place in `blocks` plus one when its code points differ; zero when they are alike.
  private var place = GrowableBuffer<UInt16>()
  private var blocks = GrowableBuffer<UInt16>()

  public init() throws(TamisError) {
    try uniform.append(repeating: 0, count: Self.blockCount)
    try place.append(repeating: 0, count: Self.blockCount)
  }

  /// Sets the bits `value` for the code points `first…last` and leaves those that were set before.
  public mutating func set(_ first: UInt32, _ last: UInt32, _ value: UInt16) throws(TamisError) {
    guard first <= last, last <= 0x10FFFF, value != 0 else { return }
    var low = Int(first)
    let end = Int(last) + 1
    while low < end {
      let block = low >> 7
      let high = min(end, (block + 1) << 7)
      if place[block] == 0 && high - low == 128 {
        uniform[block] |= value
      } else {
        try ownBlock(block)
        let base = Int(place[block] - 1) << 7
        for offset in low & 0x7F..<(high - 1) & 0x7F + 1 { blocks[base + offset] |= value }
      }
      low = high
    }
  }

  /// Calls `body` with ranges of equal values, in ascending order; neighbouring ranges may be equal.
  public func forEachRange(
    _ body: (_ first: UInt32, _ last: UInt32, _ value: UInt16) throws(TamisError) -> Void
  ) throws(TamisError) {
    for block in 0..<Self.blockCount {
      let first = UInt32(block) << 7
      guard place[block] != 0 else {
        try body(first, first + 127, uniform[block])
        continue
      }
      let base = Int(place[block] - 1) << 7
      for offset in 0..<128 { try body(first + UInt32(offset), first + UInt32(offset), blocks[base + offset]) }
    }
  }

  private mutating func ownBlock(_ block: Int) throws(TamisError) {
    guard place[block] == 0 else { return }
    try blocks.append(repeating: uniform[block], count: 128)
    place[block] = UInt16(blocks.count >> 7)
  }

  /// The finished table. Its memory is kept for the life of the process.
  public consuming func build() throws(TamisError) -> CodePointTable {
    var index = GrowableBuffer<UInt16>()
    try index.append(repeating: 0, count: Self.blockCount)
    // Uniform blocks are few in kind; find the earlier one of the same value among those added behind the mixed ones.
    let firstUniform = blocks.count >> 7
    for block in 0..<Self.blockCount {
      if place[block] != 0 {
        index[block] = place[block] - 1
        continue
      }
      var candidate = firstUniform
      while candidate < blocks.count >> 7 && blocks[candidate << 7] != uniform[block] { candidate += 1 }
      if candidate == blocks.count >> 7 { try blocks.append(repeating: uniform[block], count: 128) }
      index[block] = UInt16(candidate)
    }
    return CodePointTable(index: index.relinquish(), values: blocks.relinquish())
  }
}
