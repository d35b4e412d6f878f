/// Questions asked of eight bytes at once, the first one lowest. An answer has the upper bit of each byte of which it is true.
enum EightBytes {
  static var all: UInt64 { 0x8080_8080_8080_8080 }

  @inline(__always)
  static func load(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self).littleEndian
  }

  @inline(__always)
  static func smallLetters(_ word: UInt64) -> UInt64 {
    let seven = word & ~all
    return (seven &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(seven &+ 0x0505_0505_0505_0505) & ~word & all
  }

  @inline(__always)
  static func equal(_ word: UInt64, _ byte: UInt64) -> UInt64 {
    let other = word ^ byte &* 0x0101_0101_0101_0101
    return ~((other & ~all) &+ ~all | other) & all
  }

  /// How many of the last bytes, those before the word's end, are in an answer: 0 to 8.
  @inline(__always)
  static func countLast(_ answer: UInt64) -> Int { (~answer & all).leadingZeroBitCount &>> 3 }

  /// How many of the first bytes are in an answer: 0 to 8.
  @inline(__always)
  static func countFirst(_ answer: UInt64) -> Int { (~answer & all).trailingZeroBitCount &>> 3 }
}
