#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// JSON strings, in and out. `content` is what stands between the quotes.
package enum JSONString {
  /// Length in bytes of the escape that begins with the backslash at `position`; nil when there is no such escape.
  static func escapeLength(_ bytes: Bytes, _ position: Int, _ end: Int) -> Int? {
    guard position + 1 < end else { return nil }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      return hexadecimal(bytes, position + 2, end) == nil ? nil : 6
    default: return nil
    }
  }

  /// Whether decoding would change anything.
  package static func hasEscapes(_ content: Bytes) -> Bool {
    guard let base = content.baseAddress, !content.isEmpty else { return false }
    return memchr(base, 0x5C, content.count) != nil
  }

  /// Appends the string that `content` stands for, as UTF-8. Surrogates that are not a pair become U+FFFD, each one.
  /// - Throws: ``JSONDecodingError/badEscape(_:)`` with the place of the backslash in `content`.
  package static func decode(_ content: Bytes, into output: inout ByteBuffer) throws(JSONDecodingError) {
    guard let base = content.baseAddress else { return }
    let out: UnsafeMutablePointer<UInt8>
    // Every escape is longer than what it stands for.
    do { out = try output.spare(content.count) } catch { throw .outOfMemory }
    var written = 0
    var position = 0
    while position < content.count {
      let run = plainRun(base + position, content.count - position)
      memcpy(out + written, base + position, run)
      written += run
      position += run
      while position < content.count, content[position] == 0x5C {
        guard let length = escapeLength(content, position, content.count) else { throw .badEscape(position) }
        if length == 2 {
          out[written] = meaning(content[position + 1])
          written += 1
          position += 2
        } else {
          written += encodeScalar(scalar(content, &position), to: out + written)
        }
      }
    }
    output.commit(written)
  }

  /// How many of `count` bytes stand before the first backslash.
  private static func plainRun(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
    guard let backslash = memchr(bytes, 0x5C, count) else { return count }
    return UnsafeRawPointer(backslash) - UnsafeRawPointer(bytes)
  }

  /// The scalar of the `\u` escape at `position`, which is moved behind it, and behind the second half of a pair.
  private static func scalar(_ content: Bytes, _ position: inout Int) -> UInt32 {
    let unit = hexadecimal(content, position + 2, content.count) ?? 0xFFFD
    position += 6
    guard unit & 0xF800 == 0xD800 else { return unit }
    guard unit < 0xDC00, position + 1 < content.count, content[position] == 0x5C,
      content[position + 1] == UInt8(ascii: "u"),
      let low = hexadecimal(content, position + 2, content.count), low & 0xFC00 == 0xDC00
    else { return 0xFFFD }
    position += 6
    return 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
  }

  private static func meaning(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
  }

  /// Four hexadecimal digits.
  private static func hexadecimal(_ bytes: Bytes, _ position: Int, _ end: Int) -> UInt32? {
    guard position + 4 <= end else { return nil }
    var value: UInt32 = 0
    for place in position..<position + 4 {
      switch bytes[place] {
      case let digit where digit >= 0x30 && digit <= 0x39: value = value << 4 | UInt32(digit &- 0x30)
      case let letter where letter | 0x20 >= 0x61 && letter | 0x20 <= 0x66:
        value = value << 4 | UInt32((letter | 0x20) &- 0x61 &+ 10)
      default: return nil
      }
    }
    return value
  }

  /// Appends `text`, which is UTF-8, as a JSON string with its quotes. Only `"`, `\` and control characters are
  /// escaped.
  package static func append(_ text: Bytes, to output: inout ByteBuffer) throws(TamisError) {
    try output.reserve(text.count + 2)
    try output.append(UInt8(ascii: "\""))
    if let base = text.baseAddress {
      var position = 0
      while true {
        let next = nextSpecial(base, position, text.count)
        try output.append(base + position, count: next - position)
        if next == text.count { break }
        try appendEscape(base[next], to: &output)
        position = next + 1
      }
    }
    try output.append(UInt8(ascii: "\""))
  }

  /// The first byte from `position` that needs an escape, or `end`. Eight bytes at a time: text has a quote every few
  /// hundred bytes, and what lies between is copied in one piece.
  private static func nextSpecial(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var p = position
    while p &+ 8 <= end {
      let word = UInt64(littleEndian: UnsafeRawPointer(base + p).loadUnaligned(as: UInt64.self))
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      // A borrow can mark a byte wrongly only above one that is marked rightly, and the lowest mark is what is used.
      let found =
        ((word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & highs
      if found != 0 { return p &+ found.trailingZeroBitCount >> 3 }
      p &+= 8
    }
    while p < end && base[p] >= 0x20 && base[p] != 0x22 && base[p] != 0x5C { p &+= 1 }
    return p
  }

  private static func appendEscape(_ byte: UInt8, to output: inout ByteBuffer) throws(TamisError) {
    switch byte {
    case 0x22: try output.append("\\\"")
    case 0x5C: try output.append("\\\\")
    case 0x08: try output.append("\\b")
    case 0x09: try output.append("\\t")
    case 0x0A: try output.append("\\n")
    case 0x0C: try output.append("\\f")
    case 0x0D: try output.append("\\r")
    default:
      try output.append("\\u00")
      try output.append(hexadecimalDigit(byte >> 4))
      try output.append(hexadecimalDigit(byte & 15))
    }
  }

  private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x61 + value - 10
  }
}

package enum JSONDecodingError: Error, Equatable, Sendable {
  case badEscape(Int)
  case outOfMemory
}
