import CByteScan
import TamisBase

/// The bitmaps of a text, where it is not settled anyway, a chunk of 4 KB at a time at most: text and bitmaps together stay
/// in the first-level cache.
struct ByteChunks: ~Copyable {
  static let chunkBytes = 4096
  /// How much is scanned behind settled text before it is asked again whether the rest is. Where nothing was, the text is
  /// full of what needs a look, and a chunk is.
  private static let shortStretch = 1024
  /// How many chunks are scanned at most without asking. Where each character needs a look, asking costs a tenth.
  private static let mostPassed = 4

  /// What the attention word says of the bytes beyond ASCII.
  enum Attention {
    /// One byte of each character that the sieve lets through; every byte in a chunk that is not well-formed.
    case sieved
    /// Every byte beyond ASCII, and every block is looked at, whatever its words are.
    case all
  }

  private var blocks = GrowableBuffer<text_scan_block>()

  /// Calls `body` with the blocks of 64 bytes that have attention or untidy bits, in order, the offset of their first byte,
  /// and whether their text is known to be well-formed. Returns whether any has untidy bits.
  mutating func forEachBlock(
    of text: Bytes, _ attention: Attention,
    _ body: (_ block: text_scan_block, _ start: Int, _ isWellFormed: Bool) throws(TamisError) -> Void
  ) throws(TamisError) -> Bool {
    guard let base = text.baseAddress else { return false }
    blocks.removeAll()
    let room = try blocks.spare(Self.chunkBytes / 64)
    var state = text_scan_start()
    var untidy: UInt64 = 0
    var place = 0
    var stretch = Self.chunkBytes
    // Each chunk in a row in which nothing is settled makes it less likely of the next: so many are not asked about.
    var failures = 0
    var passed = 0
    while place < text.count {
      if attention == .sieved, passed >= failures {
        let settled = text_settled(base, place, text.count)
        if settled == text.count { break }
        passed = 0
        failures = settled > place ? 0 : min(failures + 1, Self.mostPassed)
        if settled > place {
          // The words of a block depend on the one before it.
          place = settled - 64
          state = text_scan_at(base, place)
          stretch = Self.shortStretch
        }
      } else {
        passed += 1
      }
      let end = min(place + stretch, text.count)
      try forEachBlock(of: base, from: place, to: end, &state, room, attention, body)
      untidy |= state.untidy
      place = end
      stretch = Self.chunkBytes
    }
    return untidy != 0
  }

  /// The same for the blocks of a stretch.
  @inline(__always)
  private func forEachBlock(
    of base: UnsafePointer<UInt8>, from start: Int, to end: Int, _ state: inout text_scan_state,
    _ blocks: UnsafeMutablePointer<text_scan_block>, _ attention: Attention,
    _ body: (_ block: text_scan_block, _ start: Int, _ isWellFormed: Bool) throws(TamisError) -> Void
  ) throws(TamisError) {
    text_scan(base + start, end - start, &state, blocks)
    let count = (end - start + 63) >> 6
    var found = state.attention | state.untidy
    // All blocks before this offset are well-formed.
    var wellFormed = state.ill_formed == 0 ? end : start
    if attention == .all || state.ill_formed != 0 {
      found = ~0
      for block in 0..<count { blocks[block].attention |= blocks[block].non_ascii }
    }
    if state.ill_formed == 0, base[end - 1] >= 0x80 {
      // Whether a character that goes over the end is well-formed is not known yet.
      for place in Self.wholeCharacters(base, start, end)..<end {
        blocks[(place - start) >> 6].attention |= 1 << UInt64(place & 63)
        found = ~0
        wellFormed = min(wellFormed, place & ~63)
      }
    }
    guard found != 0 else { return }
    for block in 0..<count where attention == .all || blocks[block].attention | blocks[block].untidy != 0 {
      let place = start + block << 6
      try body(blocks[block], place, place < wellFormed)
    }
  }

  /// `end`, or where the character starts that goes over it.
  static func wholeCharacters(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
    var lead = end - 1
    while lead > from, end - lead < 4, base[lead] & 0xC0 == 0x80 { lead -= 1 }
    let length = base[lead] >= 0xF0 ? 4 : base[lead] >= 0xE0 ? 3 : base[lead] >= 0xC0 ? 2 : 1
    return lead + length > end ? lead : end
  }
}

/// Walks the marked places of a text, a block's word at a time, where looking at one place may take what follows it.
struct AttentionWalk {
  /// Everything before this offset has been looked at.
  var seen = 0

  /// The next marked place of the block that starts at `start`, or nil; `bits` loses what has been looked at.
  @inline(__always)
  mutating func next(_ bits: inout UInt64, _ start: Int) -> Int? {
    if seen > start { bits = seen - start >= 64 ? 0 : bits & (~0 << UInt64(seen - start)) }
    guard bits != 0 else { return nil }
    return start + bits.trailingZeroBitCount
  }

  /// Where the character starts that a marked byte belongs to, not before what has been looked at.
  @inline(__always)
  func characterStart(_ base: UnsafePointer<UInt8>, _ place: Int) -> Int {
    var start = place
    while start > seen, place - start < 3, base[start] & 0xC0 == 0x80 { start -= 1 }
    // In ill-formed text there may be no lead byte before it.
    return base[start] >= 0xC0 ? start : place
  }
}
