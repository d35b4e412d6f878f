import CByteScan
import TamisBase

/// The length in bytes of the longest well-formed UTF-8 that `text` begins with (Unicode 15.0, section 3.9, table 3-7).
public func wellFormedPrefix(of text: Bytes) -> Int {
  guard let base = text.baseAddress else { return 0 }
  var checked = 0
  while checked < text.count {
    let end = min(checked + ByteChunks.chunkBytes, text.count)
    let whole = end == text.count ? end : ByteChunks.wholeCharacters(base, checked, end)
    guard utf8_is_valid(base + checked, whole - checked) != 0 else {
      return firstIllFormed(base, checked, text.count)
    }
    checked = whole
  }
  return checked
}

private func firstIllFormed(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
  var position = start
  while position < end {
    let scalar = decodeScalar(base, position, end)
    guard scalar.isWellFormed else { return position }
    position += scalar.length
  }
  return position
}
