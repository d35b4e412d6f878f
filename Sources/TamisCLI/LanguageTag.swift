import TamisRecords

/// A language as a BCP 47 tag, held without an allocation: subtags of letters and digits, divided by hyphens
/// or underscores, in at most 35 bytes, which is what RFC 5646 asks implementations to take.
struct LanguageTag {
  private static var longest: Int { 35 }

  private var bytes = InlineArray<35, UInt8>(repeating: 0)
  private var count = 0

  /// Nil when it is no tag.
  init?(_ tag: some Collection<UInt8>) {
    guard let first = tag.first, Self.isLetter(first), tag.count <= Self.longest else { return nil }
    var isOpen = false
    for byte in tag {
      let divides = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      guard divides ? isOpen : Self.isLetter(byte) || Self.isDigit(byte) else { return nil }
      isOpen = !divides
      bytes[count] = byte
      count += 1
    }
    guard isOpen else { return nil }
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

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// What the sentences depend on; 0 as for an unknown language.
  var number: Int { SentenceSplitter.languageNumber(tag: bytesInUse) }

  var description: String { String(decoding: bytesInUse, as: UTF8.self) }

  private var bytesInUse: some Collection<UInt8> { bytes.indices.prefix(count).lazy.map { bytes[$0] } }

  /// Appends the tag as a JSON string.
  func write(into output: inout ByteBuffer) throws(TamisError) {
    try output.append(UInt8(ascii: "\""))
    for byte in bytesInUse { try output.append(byte) }
    try output.append(UInt8(ascii: "\""))
  }
}
