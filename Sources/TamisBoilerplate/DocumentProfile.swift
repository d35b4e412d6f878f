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
  var languages: UInt32 = 0

  static let shortLength: Int32 = 40

  /// `histogram` is scratch.
  init(
    _ counts: CountsView, languages: UInt32, _ histogram: inout GrowableBuffer<Int>
  ) throws(TamisError) {
    self.languages = languages
    blocks = counts.count
    histogram.removeAll()
    try histogram.append(repeating: 0, count: 256)
    var prose = 0
    for place in 0..<counts.count {
      let block = counts.at(place)
      let length = Int(block.pointee.length)
      self.length &+= length
      histogram.elements[Int(Quantized.log(length))] &+= length
      if block.pointee.length < DocumentProfile.shortLength { shortBlocks &+= 1 }
      guard block.pointee.isProse else { continue }
      prose &+= 1
      proseLength &+= length
      stops &+= Int(block.pointee.stops)
      tokens &+= Int(block.pointee.tokens)
      address &+= Int(block.pointee.address)
    }
    findMedian(histogram.elements)
    typicalLength = prose > 0 ? proseLength / prose : medianLength
  }

  /// The scale of ``Quantized/log(_:)`` read backwards, near enough.
  private mutating func findMedian(_ histogram: UnsafeMutableBufferPointer<Int>) {
    var below = 0
    for step in 0..<256 {
      below &+= histogram[step]
      guard below &* 2 >= length else { continue }
      let exponent = step / 16
      medianLength = (1 &<< exponent) &+ (step & 15) &* (1 &<< exponent) / 16 &- 1
      return
    }
  }
}

/// Counts equal blocks: a table of hashes whose size is bounded, so that a document of ten million lines costs no more.
struct RepeatCounter {
  private static let bits = 15
  private static let probes = 8

  /// Sets `copies` and `shapeCopies` of the blocks. `table` is scratch.
  static func count(_ counts: UnsafeMutableBufferPointer<BlockCounts>, _ table: inout GrowableBuffer<UInt64>)
    throws(TamisError)
  {
    var size = 64
    while size < counts.count &* 2 && size < 1 << bits &* 2 { size &*= 2 }
    table.removeAll()
    try table.append(repeating: 0, count: size)
    countExact(counts, table.elements)
    table.removeAll()
    try table.append(repeating: 0, count: size)
    countShapes(counts, table.elements)
  }

  private static func countExact(
    _ counts: UnsafeMutableBufferPointer<BlockCounts>, _ cells: UnsafeMutableBufferPointer<UInt64>
  ) {
    for place in 0..<counts.count where counts[place].tokens > 0 { bump(counts[place].hash, cells) }
    for place in 0..<counts.count { counts[place].copies = copies(counts[place].hash, cells) }
  }

  private static func countShapes(
    _ counts: UnsafeMutableBufferPointer<BlockCounts>, _ cells: UnsafeMutableBufferPointer<UInt64>
  ) {
    for place in 0..<counts.count where counts[place].tokens > 0 { bump(counts[place].shape, cells) }
    for place in 0..<counts.count { counts[place].shapeCopies = copies(counts[place].shape, cells) }
  }

  @inline(__always)
  private static func bump(_ hash: UInt32, _ cells: UnsafeMutableBufferPointer<UInt64>) {
    if let cell = find(hash, cells) { cells[cell] &+= 1 }
  }

  @inline(__always)
  private static func copies(_ hash: UInt32, _ cells: UnsafeMutableBufferPointer<UInt64>) -> Int32 {
    guard let cell = find(hash, cells) else { return 1 }
    return max(1, Int32(truncatingIfNeeded: cells[cell] & 0x7FFF_FFFF))
  }

  /// The cell of a hash, claimed if it is free; none when its neighbourhood is full, as an adversary may arrange: then
  /// the block counts as unrepeated.
  @inline(__always)
  private static func find(_ hash: UInt32, _ cells: UnsafeMutableBufferPointer<UInt64>) -> Int? {
    let mask = cells.count &- 1
    var place = Int((hash &* 0x9E37_79B1) &>> 7) & mask
    let tag = UInt64(hash | 1) &<< 32
    for _ in 0..<probes {
      if cells[place] == 0 { cells[place] = tag }
      if cells[place] & ~0xFFFF_FFFF == tag { return place }
      place = (place &+ 1) & mask
    }
    return nil
  }
}

/// The words that the document keeps coming back to.
struct TopicTable {
  private let keys: UnsafePointer<UInt32>
  private let cells: UnsafeMutablePointer<UInt8>
  private let shift: UInt32
  private let scale: UnsafePointer<UInt8>

  /// ``Quantized/log(_:)`` of what a cell may hold; kept for the life of the process.
  private nonisolated(unsafe) static let logs: UnsafePointer<UInt8> = {
    let logs = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for number in 0..<256 { logs[number] = Quantized.log(number) }
    return UnsafePointer(logs)
  }()

  /// `storage` is scratch that must outlive the table; `keys` are all blocks', by ``appendKeys(_:_:to:)``.
  init(tokens: Int, keys: UnsafePointer<UInt32>, storage: inout GrowableBuffer<UInt8>) throws(TamisError) {
    var bits: UInt32 = 12
    while bits < 16 && 1 &<< Int(bits) < tokens &* 2 { bits &+= 1 }
    storage.removeAll()
    try storage.append(repeating: 0, count: 1 &<< Int(bits))
    cells = storage.elements.baseAddress.unsafelyUnwrapped
    shift = 32 &- bits
    self.keys = keys
    scale = TopicTable.logs
  }

  /// Appends the hashes of what may be a topic: content words, and pairs of characters that stand alone.
  static func appendKeys(_ tokens: UnsafePointer<Token>, _ count: Int, to keys: inout GrowableBuffer<UInt32>)
    throws(TamisError) -> Int
  {
    let target = try keys.spare(count)
    var used = 0
    for place in 0..<count {
      let token = tokens[place]
      if token & TokenBits.single != 0 {
        guard place &+ 1 < count, tokens[place &+ 1] & TokenBits.single != 0 else { continue }
        target[used] = phraseKey(token, tokens[place &+ 1])
        used &+= 1
      } else {
        target[used] = (token &>> 2) &* 0x85EB_CA77
        used &+= Int(token & TokenBits.content)
      }
    }
    keys.commit(used)
    return used
  }

  func add(_ block: Counts) {
    let keys = keys + Int(block.pointee.firstKey)
    for place in 0..<Int(block.pointee.keys) {
      let cell = cells + Int(keys[place] &>> shift)
      cell.pointee &+= cell.pointee < 255 ? 1 : 0
    }
  }

  /// The share of the block's content words that the rest of the table's blocks hold too, and how often, on a logarithmic
  /// scale. `isIn` says whether the block itself was added.
  func share(_ block: Counts, isIn: Bool) -> (share: UInt8, weight: UInt8) {
    let keys = keys + Int(block.pointee.firstKey)
    let words = Int(block.pointee.keys)
    let own: UInt8 = isIn ? 1 : 0
    var known = 0
    var weight = 0
    for place in 0..<words {
      let cell = cells[Int(keys[place] &>> shift)]
      let others = cell &- min(cell, own)
      known &+= others > 0 ? 1 : 0
      weight &+= Int(scale[Int(others)])
    }
    return (Quantized.share(known, words), words > 0 ? Quantized.clamped(weight &* 2 / words) : 0)
  }
}
