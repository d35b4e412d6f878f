import CByteScan
import TamisBase

/// What the blocks of a document are measured against.
struct DocumentProfile: BitwiseCopyable {
  var blocks = 0
  var length = 0
  /// The length such that half of the text stands in blocks no longer.
  var medianLength = 0
  /// Mean length of the prose blocks; the median when there is none.
  var typicalLength = 0
  var shortBlocks = 0
  var proseLength = 0
  /// Stop words and tokens of the prose.
  var stops = 0
  var tokens = 0
  /// Words of the prose that speak to the reader.
  var address = 0
  /// Tokens of all blocks, those under cues, and blocks that another one equals.
  var allTokens = 0
  var cueTokens = 0
  var repeats = 0
  /// ``Quantized/log(_:)`` of the two lengths.
  var medianScale = 0
  var typicalScale = 0
  /// What a block's share of common words, and of words that speak to the reader, is multiplied by: the document's own
  /// prose has 100 and 64.
  var stopScale: Float = 255
  var addressScale: Float = 0

  static let shortLength: Int32 = 40

  /// `histogram` is scratch.
  init(
    _ counts: CountsView, _ histogram: inout GrowableBuffer<Int>
  ) throws(TamisError) {
    blocks = counts.count
    histogram.removeAll()
    try histogram.append(repeating: 0, count: DocumentProfile.histogramRoom)
    let lengths = histogram.elements.baseAddress.unsafelyUnwrapped
    var prose = 0
    for place in 0..<counts.count {
      let block = counts.at(place)
      let length = Int(block.pointee.length)
      self.length &+= length
      DocumentProfile.note(length, in: lengths)
      shortBlocks &+= block.pointee.length < DocumentProfile.shortLength ? 1 : 0
      allTokens &+= Int(block.pointee.tokens)
      cueTokens &+= Int(block.pointee.cueTokens)
      repeats &+= block.pointee.copies > 1 ? 1 : 0
      // All bits of what counts of prose alone.
      let isProse = block.pointee.isProse ? -1 : 0
      prose &-= isProse
      proseLength &+= length & isProse
      stops &+= Int(block.pointee.stops) & isProse
      tokens &+= Int(block.pointee.tokens) & isProse
      address &+= Int(block.pointee.address) & isProse
    }
    findMedian(lengths)
    typicalLength = prose > 0 ? proseLength / prose : medianLength
    medianScale = Int(Quantized.log(medianLength))
    typicalScale = Int(Quantized.log(typicalLength))
    if stops > 0 { stopScale = 100 * Float(tokens) / Float(stops) }
    // One word in fifty is taken as there, so that the first in a document does not stand out beyond measure.
    addressScale = 64 / (Float(address) / Float(max(tokens, 1)) + 0.02)
  }

  /// The length of each step of ``Quantized/log(_:)``, and behind them a bit for each step that has any blocks: a document
  /// has few of them.
  private static let steps = 256
  private static let histogramRoom = steps + steps / 64

  @inline(__always)
  private static func note(_ length: Int, in histogram: UnsafeMutablePointer<Int>) {
    let step = Int(Quantized.log(length))
    histogram[step] &+= length
    histogram[steps &+ step &>> 6] |= 1 &<< (step & 63)
  }

  /// The scale of ``Quantized/log(_:)`` read backwards, near enough.
  private mutating func findMedian(_ histogram: UnsafePointer<Int>) {
    var below = 0
    for word in 0..<DocumentProfile.steps / 64 {
      var used = UInt(bitPattern: histogram[DocumentProfile.steps &+ word])
      while used != 0 {
        let step = 64 &* word &+ used.trailingZeroBitCount
        used &= used &- 1
        below &+= histogram[step]
        guard below &* 2 >= length else { continue }
        let exponent = step / 16
        medianLength = (1 &<< exponent) &+ (step & 15) &* (1 &<< exponent) / 16 &- 1
        return
      }
    }
  }
}

/// Counts equal blocks: each with each where there are few, else by a table of hashes, twice as many as there are blocks, of which
/// few are asked.
struct RepeatCounter {
  private static let probes = 32
  private static let few = Int(equal_count_most)

  /// Sets `copies` and `shapeCopies` of the blocks. `scratch` is that.
  static func count(_ counts: UnsafeMutableBufferPointer<BlockCounts>, _ scratch: inout GrowableBuffer<UInt64>)
    throws(TamisError)
  {
    scratch.removeAll()
    if counts.count <= few { try countFew(counts, &scratch) } else { try countMany(counts, &scratch) }
  }

  private static func countFew(
    _ counts: UnsafeMutableBufferPointer<BlockCounts>, _ scratch: inout GrowableBuffer<UInt64>
  ) throws(TamisError) {
    let hashes = UnsafeMutableRawPointer(try scratch.spare(5 * few / 2)).assumingMemoryBound(to: UInt32.self)
    let (shapes, weights, copies, shapeCopies) = (hashes + few, hashes + 2 * few, hashes + 3 * few, hashes + 4 * few)
    for place in 0..<counts.count {
      hashes[place] = counts[place].hash
      shapes[place] = counts[place].shape
      weights[place] = counts[place].tokens > 0 ? 1 : 0
    }
    equal_count(hashes, weights, counts.count, copies)
    equal_count(shapes, weights, counts.count, shapeCopies)
    for place in 0..<counts.count {
      counts[place].copies = Int32(truncatingIfNeeded: max(1, copies[place]))
      counts[place].shapeCopies = Int32(truncatingIfNeeded: max(1, shapeCopies[place]))
    }
  }

  /// Both hashes are looked up side by side: a look-up waits for the one before it in the same table.
  private static func countMany(
    _ counts: UnsafeMutableBufferPointer<BlockCounts>, _ tables: inout GrowableBuffer<UInt64>
  ) throws(TamisError) {
    var size = 4 * few
    while size < counts.count &* 2 { size &*= 2 }
    try tables.append(repeating: 0, count: 2 &* size)
    let blocks = UnsafeMutableBufferPointer(rebasing: tables.elements[..<size])
    let shapes = UnsafeMutableBufferPointer(rebasing: tables.elements[size...])
    for place in 0..<counts.count {
      let hasWords = counts[place].tokens > 0
      counts[place].copies = note(counts[place].hash, hasWords, blocks)
      counts[place].shapeCopies = note(counts[place].shape, hasWords, shapes)
    }
    for place in 0..<counts.count {
      counts[place].copies = copies(counts[place].copies, blocks)
      counts[place].shapeCopies = copies(counts[place].shapeCopies, shapes)
    }
  }

  /// The number of a hash's cell, or -1. Only blocks with words count.
  @inline(__always)
  private static func note(_ hash: UInt32, _ hasWords: Bool, _ cells: UnsafeMutableBufferPointer<UInt64>) -> Int32 {
    guard let cell = find(hash, cells) else { return -1 }
    cells[cell] &+= hasWords ? 1 : 0
    return Int32(truncatingIfNeeded: cell)
  }

  @inline(__always)
  private static func copies(_ cell: Int32, _ cells: UnsafeMutableBufferPointer<UInt64>) -> Int32 {
    cell < 0 ? 1 : max(1, Int32(truncatingIfNeeded: cells[Int(cell)] & 0x7FFF_FFFF))
  }

  /// The cell of a hash, claimed if it is free; none when its neighbourhood is full, as an adversary may arrange: then
  /// the block counts as unrepeated.
  @inline(__always)
  private static func find(_ hash: UInt32, _ cells: UnsafeMutableBufferPointer<UInt64>) -> Int? {
    let mask = cells.count &- 1
    var place = Int((hash &* 0x9E37_79B1) &>> 7) & mask
    let tag = UInt64(hash) &<< 32 | 1 &<< 31
    for _ in 0..<probes {
      if cells[place] == 0 { cells[place] = tag }
      if cells[place] & ~0x7FFF_FFFF == tag { return place }
      place = (place &+ 1) & mask
    }
    return nil
  }
}
