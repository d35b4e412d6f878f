import TamisBase

extension Bytes {
  /// The little-endian number at a place; its bytes are inside.
  @inline(__always)
  func number<Number: FixedWidthInteger & BitwiseCopyable>(_ at: Int, as type: Number.Type) -> Number {
    Number(littleEndian: UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: at, as: type))
  }

  /// A checksum over the whole, whose length is a multiple of 8; the eight bytes at `field` count as zero. Every step is
  /// reversible, so one changed word changes the result.
  func checksum(without field: Int) -> UInt64 {
    var state = UInt64(count)
    for at in stride(from: 0, to: count &- 7, by: 8) {
      state = mixed(state, at == field ? 0 : number(at, as: UInt64.self))
    }
    return state
  }
}
