import CByteScan
import TamisBase

/// Appends the blocks of `text` to `blocks`: the maximal runs between line feeds, trimmed of the white space of
/// ``isBlank(_:)`` at both ends, those that are empty left out. Ascending spans of `text`, in bytes.
/// - Throws: ``TamisError/outOfMemory``.
public func findBlocks(in text: Bytes, into blocks: inout GrowableBuffer<ByteSpan>) throws(TamisError) {
  guard let base = text.baseAddress else { return }
  var lineStart = 0
  try withUnsafeTemporaryAllocation(of: UInt64.self, capacity: bytesAtOnce / 64) { (feeds) throws(TamisError) in
    for chunk in stride(from: 0, to: text.count, by: bytesAtOnce) {
      var words = line_scan(base + chunk, min(bytesAtOnce, text.count &- chunk), feeds.baseAddress)
      while words != 0 {
        let word = words.trailingZeroBitCount
        words &= words &- 1
        var bits = feeds[word]
        while bits != 0 {
          let lineEnd = chunk &+ 64 &* word &+ bits.trailingZeroBitCount
          bits &= bits &- 1
          try appendBlock(base, lineStart, lineEnd, &blocks)
          lineStart = lineEnd &+ 1
        }
      }
    }
  }
  try appendBlock(base, lineStart, text.count, &blocks)
}

private let bytesAtOnce = Int(line_scan_most_bytes)

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
