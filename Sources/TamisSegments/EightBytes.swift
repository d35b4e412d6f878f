/// Questions asked of eight bytes at once, the first one lowest. An answer has the upper bit of each byte of which it is true.
enum EightBytes {
  static var all: UInt64 { 0x8080_8080_8080_8080 }

  @inline(__always)
  static func load(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self).littleEndian
  }

  /// Those from `first` on, below `end`; both at most 0x80.
  @inline(__always)
  private static func within(_ word: UInt64, _ first: UInt64, _ end: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let seven = word & ~all
    return (seven &+ ones &* (0x80 &- first)) & ~(seven &+ ones &* (0x80 &- end)) & ~word & all
  }

  @inline(__always) static func smallLetters(_ word: UInt64) -> UInt64 { within(word, 0x61, 0x7B) }
  @inline(__always) static func capitals(_ word: UInt64) -> UInt64 { within(word, 0x41, 0x5B) }
  @inline(__always) static func digits(_ word: UInt64) -> UInt64 { within(word, 0x30, 0x3A) }

  @inline(__always)
  static func equal(_ word: UInt64, _ byte: UInt64) -> UInt64 {
    let other = word ^ byte &* 0x0101_0101_0101_0101
    return ~((other & ~all) &+ ~all | other) & all
  }
}
