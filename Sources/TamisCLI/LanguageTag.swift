import TamisRecords

/// A language as a BCP 47 tag, held without an allocation: a letter, then letters, digits, hyphens and underscores, at
/// most 35 bytes, which is what RFC 5646 asks implementations to take.
struct LanguageTag {
  private static var longest: Int { 35 }

  private var bytes = InlineArray<35, UInt8>(repeating: 0)
  private var count = 0

  /// Nil when it is no tag.
  init?(_ tag: some Collection<UInt8>) {
    guard let first = tag.first, Self.isLetter(first), tag.count <= Self.longest else { return nil }
    for byte in tag {
      guard Self.isLetter(byte) || Self.isOther(byte) else { return nil }
      bytes[count] = byte
      count += 1
    }
  }

  /// A value of JSON as it is written; nil when it is anything but a string that is a tag.
  init?(json value: Bytes) {
    guard value.count >= 2, value[0] == UInt8(ascii: "\"") else { return nil }
    let content = Bytes(rebasing: value[1..<value.count - 1])
    guard JSONString.hasEscapes(content) else {
      self.init(content)
      return
    }
    var decoded = ByteBuffer()
    guard (try? JSONString.decode(content, into: &decoded)) != nil else { return nil }
    self.init(decoded.view)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  private static func isOther(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  /// How long the first subtag is, which is what the sentences depend on.
  private var primaryLength: Int {
    for place in 0..<count where bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "_") {
      return place
    }
    return count
  }

  /// The first subtag in lower case; empty, as for an unknown language, when it has not two or three letters.
  var primary: String {
    var text = ""
    var rest = key
    while rest > 0 {
      text = String(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: rest)))) + text
      rest >>= 8
    }
    return text
  }

  /// ``primary`` as a number: 0 when it is empty.
  var key: UInt32 {
    let length = primaryLength
    guard length == 2 || length == 3 else { return 0 }
    var key: UInt32 = 0
    for place in 0..<length { key = key << 8 | UInt32(bytes[place] | 0x20) }
    return key
  }

  /// Appends the tag as a JSON string.
  func write(into output: inout ByteBuffer) throws(TamisError) {
    try output.append(UInt8(ascii: "\""))
    for place in 0..<count { try output.append(bytes[place]) }
    try output.append(UInt8(ascii: "\""))
  }
}
