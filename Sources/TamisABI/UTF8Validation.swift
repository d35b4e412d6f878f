import Tamis

/// The length of the longest well-formed UTF-8 that `text` begins with.
func wellFormedPrefix(_ text: Bytes) -> Int {
  guard let start = text.baseAddress else { return 0 }
  var position = 0
  while position < text.count {
    if isASCII(start, position, text.count) {
      position += 8
      continue
    }
    let scalar = decodeScalar(start, position, text.count)
    guard scalar.isWellFormed else { return position }
    position += scalar.length
  }
  return position
}

/// Whether eight bytes from `position` are there and all ASCII.
@inline(__always)
private func isASCII(_ start: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Bool {
  guard end - position >= 8 else { return false }
  return UnsafeRawPointer(start + position).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
}
