import CByteScan
import TamisBase

/// The bitmaps of a text, a chunk of 4 KB at a time: text and bitmaps together stay in the first-level cache.
struct ByteChunks: ~Copyable {
  static let chunkBytes = 4096
  private static let chunkBlocks = chunkBytes / 64

  private var blocks = GrowableBuffer<byte_scan_block>()

  /// Calls `body` with each block of 64 bytes, in order, and the offset of its first byte.
  mutating func forEachBlock(
    of text: Bytes, _ body: (_ block: byte_scan_block, _ start: Int) throws(TamisError) -> Void
  ) throws(TamisError) {
    guard let base = text.baseAddress else { return }
    blocks.removeAll()
    let room = try blocks.spare(Self.chunkBlocks)
    var chunk = 0
    while chunk < text.count {
      let length = min(Self.chunkBytes, text.count - chunk)
      byte_scan(base + chunk, length, room)
      for block in 0..<(length + 63) >> 6 {
        try body(room[block], chunk + block << 6)
      }
      chunk += length
    }
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
  mutating func untidy(_ block: byte_scan_block) -> UInt64 {
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
