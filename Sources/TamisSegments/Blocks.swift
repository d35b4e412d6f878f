import CByteScan
import TamisBase

/// Appends the blocks of `text` to `blocks`: the maximal runs between line feeds, trimmed of the white space of
/// ``isBlank(_:)`` at both ends, those that are empty left out. Ascending spans of `text`, in bytes.
/// - Throws: ``TamisError/outOfMemory``.
public func findBlocks(in text: Bytes, into blocks: inout GrowableBuffer<ByteSpan>) throws(TamisError) {
  guard let base = text.baseAddress else { return }
  var lineStart = 0
  var scanned = 0
  while scanned < text.count {
    let length = min(text.count - scanned, LineEnds.bytesAtOnce)
    try LineEnds.find(base + scanned, length) { (offset) throws(TamisError) in
      try appendBlock(base, lineStart, scanned + offset, &blocks)
      lineStart = scanned + offset + 1
    }
    scanned += length
  }
  try appendBlock(base, lineStart, text.count, &blocks)
}

@inline(__always)
private func appendBlock(
  _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ blocks: inout GrowableBuffer<ByteSpan>
) throws(TamisError) {
  var low = start
  var high = end
  while low < high && isBlank(base[low]) { low &+= 1 }
  while high > low && isBlank(base[high &- 1]) { high &-= 1 }
  if low < high { try blocks.append(ByteSpan(low, high)) }
}

/// The blanks that the text room leaves at the ends of a line when it was told to leave them: tab, VT, FF, CR, space.
@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte &- 9 <= 4
}

/// Line feeds found by bitmap, 4 KB at a time, so that the words stay in the first-level cache and on the stack.
private enum LineEnds {
  static let bytesAtOnce = 4096

  @inline(__always)
  static func find(
    _ base: UnsafePointer<UInt8>, _ length: Int, _ body: (Int) throws(TamisError) -> Void
  ) throws(TamisError) {
    var failure: TamisError?
    withUnsafeTemporaryAllocation(of: byte_scan_block.self, capacity: bytesAtOnce / 64) { words in
      byte_scan(base, length, words.baseAddress!)
      for block in 0..<(length + 63) / 64 where failure == nil {
        var bits = words[block].newline
        while bits != 0 {
          do throws(TamisError) { try body(block &* 64 &+ bits.trailingZeroBitCount) } catch {
            failure = error
            break
          }
          bits &= bits &- 1
        }
      }
    }
    if let failure { throw failure }
  }
}
