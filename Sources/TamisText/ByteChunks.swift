import CByteScan
import TamisBase

/// The bitmaps of a text, a chunk of 4 KB at a time: text and bitmaps together stay in the first-level cache.
struct ByteChunks: ~Copyable {
  static let chunkBytes = 4096

  /// What the attention word says of the bytes beyond ASCII.
  enum Attention {
    /// One byte of each character that the sieve lets through. The text is well-formed.
    case sieved
    /// The same in chunks that are well-formed, every byte beyond ASCII in those that are not.
    case sievedIfWellFormed
    /// Every byte beyond ASCII.
    case all
  }

  private var blocks = GrowableBuffer<text_scan_block>()

  /// Calls `body` with each block of 64 bytes, in order, and the offset of its first byte.
  mutating func forEachBlock(
    of text: Bytes, _ attention: Attention,
    _ body: (_ block: text_scan_block, _ start: Int) throws(TamisError) -> Void
  ) throws(TamisError) {
    guard let base = text.baseAddress else { return }
    blocks.removeAll()
    let room = try blocks.spare(Self.chunkBytes / 64)
    var checked = 0
    var chunk = 0
    while chunk < text.count {
      let length = min(Self.chunkBytes, text.count - chunk)
      Self.scan(base, chunk, length, room)
      switch attention {
      case .sieved: break
      case .all: Self.addAll(room, (length + 63) >> 6)
      case .sievedIfWellFormed:
        let whole = chunk + length == text.count ? text.count : Self.wholeCharacters(base, checked, chunk + length)
        if utf8_is_valid(base + checked, whole - checked) == 0 { Self.addAll(room, (length + 63) >> 6) }
        // A character that goes over the end of the chunk is checked with the next one, and looked at here.
        for place in whole..<chunk + length { room[(place - chunk) >> 6].attention |= 1 << UInt64(place & 63) }
        checked = whole
      }
      for block in 0..<(length + 63) >> 6 { try body(room[block], chunk + block << 6) }
      chunk += length
    }
  }

  private static func scan(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ length: Int, _ room: UnsafeMutablePointer<text_scan_block>
  ) {
    if start > 0 {
      text_scan(base + start, length, base + start - 3, room)
    } else {
      var none: (UInt8, UInt8, UInt8) = (0, 0, 0)
      withUnsafeBytes(of: &none) { text_scan(base, length, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), room) }
    }
  }

  private static func addAll(_ blocks: UnsafeMutablePointer<text_scan_block>, _ count: Int) {
    for block in 0..<count { blocks[block].attention |= blocks[block].non_ascii }
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

/// Finds, from bitmaps alone, the ASCII places where spaces or line breaks are not as tidy text has them.
struct SpaceScan {
  /// Whether the byte before the block is a space, a newline, the second newline of two.
  private var afterSpace: UInt64 = 0
  // The start of the text counts as the second line feed of two: spaces and line feeds there are untidy.
  private var afterNewline: UInt64 = 1
  private var afterTwoNewlines: UInt64 = 1

  init() {}

  /// A bit at every byte that shows an untidy run: the second blank of two, a blank after a line feed, a line feed after a
  /// blank, a third line feed.
  @inline(__always)
  mutating func untidy(_ block: text_scan_block) -> UInt64 {
    let spacesBefore = block.space << 1 | afterSpace
    let newlinesBefore = block.newline << 1 | afterNewline
    let pairs = block.newline & newlinesBefore
    let pairsBefore = pairs << 1 | afterTwoNewlines
    afterSpace = block.space >> 63
    afterNewline = block.newline >> 63
    afterTwoNewlines = pairs >> 63
    return block.space & (spacesBefore | newlinesBefore) | block.newline & (spacesBefore | pairsBefore)
  }
}
