import TamisBase

/// What one stage of the text room makes of its input: the bytes, and where they came from.
struct StageOutput: ~Copyable {
  var bytes = ByteBuffer()
  var map = SourceMap()
  /// The input up to here has been copied or replaced.
  private(set) var consumed = 0
  /// How long the result will be, by and large. So much is asked for at once when the first edit comes: to grow by halves
  /// up to a gigabyte copies twice as much as that, and touches memory that is given back.
  var expected = 0
  /// Where, in `bytes`, soft hyphens were taken out at the end of a line.
  private(set) var brokenWords = GrowableBuffer<UInt32>()

  mutating func removeAll() {
    bytes.removeAll()
    map.removeAll()
    consumed = 0
    brokenWords.removeAll()
  }

  /// True when the stage has changed nothing, so that its input is its result.
  var isUntouched: Bool { map.isIdentity }

  /// Copies the input up to `span` as it is, and puts `replacement` in the place of `span`.
  mutating func replace(
    _ span: ByteSpan, of input: UnsafePointer<UInt8>, with replacement: UnsafePointer<UInt8>?, count: Int
  ) throws(TamisError) {
    if consumed == 0 { try bytes.reserve(expected) }
    try bytes.append(input + consumed, count: span.start - consumed)
    let start = bytes.count
    if let replacement { try bytes.append(replacement, count: count) }
    try map.record(source: span, cleaned: ByteSpan(start, bytes.count))
    consumed = span.end
  }

  /// The gap between two edits that is copied without asking how long it is. In Japanese in NFD an edit comes every 37 bytes.
  private static let nearby = 64

  /// The same with one character, quickly: a call of memcpy for the few bytes between two edits, and a branch on each
  /// length, took more than half of the time of text in which every letter changes. `end` is that of the input.
  @inline(__always)
  mutating func replace(
    _ span: ByteSpan, of input: UnsafePointer<UInt8>, _ end: Int, with scalar: UInt32
  ) throws(TamisError) {
    if consumed == 0 { try bytes.reserve(expected) }
    let gap = span.start &- consumed
    let room = try bytes.spare(gap &+ Self.nearby)
    if gap <= Self.nearby, end &- consumed >= Self.nearby {
      // As words, not as a vector: only CByteScan holds SIMD.
      let from = UnsafeRawPointer(input + consumed)
      let to = UnsafeMutableRawPointer(room)
      for offset in stride(from: 0, to: Self.nearby, by: 8) {
        to.storeBytes(of: from.loadUnaligned(fromByteOffset: offset, as: UInt64.self), toByteOffset: offset, as: UInt64.self)
      }
    } else {
      room.update(from: input + consumed, count: gap)
    }
    let length = encodeScalar(scalar, to: room + gap)
    bytes.commit(gap + length)
    try map.record(source: span, cleaned: ByteSpan(bytes.count - length, bytes.count))
    consumed = span.end
  }

  /// The same for a span right behind the last edit or one byte further on, and a character of three bytes.
  @inline(__always)
  mutating func replaceNear(
    _ span: ByteSpan, of input: UnsafePointer<UInt8>, withThreeBytes scalar: UInt32
  ) throws(TamisError) {
    let room = try bytes.spare(8)
    let gap = span.start &- consumed
    room.pointee = input[consumed]
    let word = 0x80_80E0 | scalar &>> 12 | (scalar &>> 6 & 0x3F) &<< 8 | (scalar & 0x3F) &<< 16
    UnsafeMutableRawPointer(room + gap).storeBytes(of: word.littleEndian, as: UInt32.self)
    bytes.commit(gap &+ 3)
    try map.recordNear(gap: UInt32(truncatingIfNeeded: gap), source: UInt32(truncatingIfNeeded: span.count), cleaned: 3)
    consumed = span.end
  }

  mutating func remove(_ span: ByteSpan, of input: UnsafePointer<UInt8>) throws(TamisError) {
    try replace(span, of: input, with: nil, count: 0)
  }

  /// Notes that a soft hyphen was removed last, in front of a line end.
  mutating func noteBrokenWord() throws(TamisError) {
    try brokenWords.append(UInt32(truncatingIfNeeded: bytes.count))
  }

  /// Copies what is left of the input, unless nothing was changed.
  mutating func finish(_ input: UnsafePointer<UInt8>, _ end: Int) throws(TamisError) {
    guard !isUntouched else { return }
    try bytes.append(input + consumed, count: end - consumed)
    consumed = end
  }
}
