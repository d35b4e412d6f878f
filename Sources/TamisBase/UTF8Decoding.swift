/// One step of reading UTF-8: a scalar value, or an ill-formed stretch that stands for one U+FFFD.
@frozen
public struct DecodedScalar: BitwiseCopyable {
  /// The scalar value; U+FFFD when ill-formed.
  public var value: UInt32
  /// Bytes it takes, 1…4.
  public var length: Int
  public var isWellFormed: Bool

  @inlinable
  init(_ value: UInt32, _ length: Int, wellFormed: Bool = true) {
    self.value = value
    self.length = length
    isWellFormed = wellFormed
  }
}

/// Reads the scalar at `position` of any bytes at all.
///
/// Ill-formed input yields U+FFFD for each maximal subpart of an ill-formed subsequence (Unicode 15.0, section 3.9,
/// "U+FFFD Substitution of Maximal Subparts", table 3-7 for the well-formed sequences).
/// - Precondition: `0 <= position < end`, and `end` bytes are readable.
@inlinable
@inline(__always)
public func decodeScalar(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> DecodedScalar {
  let lead = bytes[position]
  if lead < 0x80 { return DecodedScalar(UInt32(lead), 1) }
  return decodeMultibyteScalar(bytes, position, end)
}

@inlinable
@inline(__always)
public func decodeMultibyteScalar(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> DecodedScalar {
  let lead = bytes[position]
  let available = end &- position
  guard lead >= 0xC2, lead <= 0xF4, available >= 2 else { return DecodedScalar(0xFFFD, 1, wellFormed: false) }
  let second = bytes[position &+ 1]
  if lead < 0xE0 {
    guard second & 0xC0 == 0x80 else { return DecodedScalar(0xFFFD, 1, wellFormed: false) }
    return DecodedScalar(UInt32(lead & 0x1F) << 6 | UInt32(second & 0x3F), 2)
  }
  var lowest: UInt8 = 0x80
  var highest: UInt8 = 0xBF
  switch lead {
  case 0xE0: lowest = 0xA0
  case 0xED: highest = 0x9F
  case 0xF0: lowest = 0x90
  case 0xF4: highest = 0x8F
  default: break
  }
  guard second >= lowest, second <= highest else { return DecodedScalar(0xFFFD, 1, wellFormed: false) }
  guard available >= 3, bytes[position &+ 2] & 0xC0 == 0x80 else { return DecodedScalar(0xFFFD, 2, wellFormed: false) }
  let third = UInt32(bytes[position &+ 2] & 0x3F)
  if lead < 0xF0 {
    return DecodedScalar(UInt32(lead & 0x0F) << 12 | UInt32(second & 0x3F) << 6 | third, 3)
  }
  guard available >= 4, bytes[position &+ 3] & 0xC0 == 0x80 else { return DecodedScalar(0xFFFD, 3, wellFormed: false) }
  let high = UInt32(lead & 0x07) << 18 | UInt32(second & 0x3F) << 12
  return DecodedScalar(high | third << 6 | UInt32(bytes[position &+ 3] & 0x3F), 4)
}

/// Writes `scalar` as UTF-8 to `output`, which has room for four bytes; returns how many it took.
@inlinable
public func encodeScalar(_ scalar: UInt32, to output: UnsafeMutablePointer<UInt8>) -> Int {
  if scalar < 0x80 {
    output[0] = UInt8(truncatingIfNeeded: scalar)
    return 1
  }
  if scalar < 0x800 {
    output[0] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
    output[1] = 0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F)
    return 2
  }
  if scalar < 0x10000 {
    output[0] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
    output[1] = 0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F)
    output[2] = 0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F)
    return 3
  }
  output[0] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18 & 0x07)
  output[1] = 0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F)
  output[2] = 0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F)
  output[3] = 0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F)
  return 4
}

/// Where the scalar that ends at `position` starts, in well-formed UTF-8; `start` if there is none.
@inlinable
@inline(__always)
public func scalarStart(before position: Int, in bytes: UnsafePointer<UInt8>, from start: Int) -> Int {
  var p = position &- 1
  while p > start && bytes[p] & 0xC0 == 0x80 { p &-= 1 }
  return max(p, start)
}
