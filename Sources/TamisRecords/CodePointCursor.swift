/// Translates byte offsets into code points, going forward through a text.
///
/// Ill-formed text counts as a decoder that replaces each maximal ill-formed subpart by one U+FFFD would count it,
/// which is what Python's `bytes.decode("utf-8", errors="replace")` does.
package struct CodePointCursor {
  private let bytes: Bytes
  private let isWellFormed: Bool
  private var position = 0
  private var count = 0

  /// - Parameter isWellFormed: whether `bytes` are known to be UTF-8, which makes counting fast.
  package init(_ bytes: Bytes, isWellFormed: Bool) {
    self.bytes = bytes
    self.isWellFormed = isWellFormed
  }

  /// Code points before the byte `offset`. Cheap when offsets come in order; one that lies back starts again.
  package mutating func codePoints(before offset: Int) -> Int {
    let target = min(max(offset, 0), bytes.count)
    if target < position {
      position = 0
      count = 0
    }
    guard let base = bytes.baseAddress else { return 0 }
    if isWellFormed {
      count += Self.countScalars(base, position, target)
      position = target
    } else {
      while position < target {
        position += decodeScalar(base, position, bytes.count).length
        count += 1
      }
    }
    return count
  }

  private static func countScalars(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var count = 0
    for position in start..<max(start, end) { count &+= base[position] & 0xC0 == 0x80 ? 0 : 1 }
    return count
  }
}
