import TamisBase

extension SentenceWeights {
  /// The weights of the house, decoded at first use and kept for the life of the process.
  ///
  /// One printable character a weight: the distance from `P` in an alphabet that runs from `#` to `~` and leaves out
  /// the backslash, so −45…45. Line breaks do not count. Should the text be short, the rest is zero.
  static func standard() throws(TamisError) -> SentenceWeights { try place.get(room: 1 << 17, decode) }

  private static let place = MadeOnce()

  private static func decode() throws(TamisError) -> SentenceWeights {
    let count = 1 << Int(bits)
    let memory = try TableMemory(bytes: count)
    let values = memory.start.assumingMemoryBound(to: Int8.self)
    memory.keep()
    var filled = 0
    learntSentenceWeights.withUTF8Buffer { text in
      for byte in text where byte >= 0x23 && byte != 0x5C && filled < count {
        let place = byte > 0x5C ? byte &- 1 : byte
        values[filled] = Int8(bitPattern: place &- 0x50)
        filled += 1
      }
    }
    return SentenceWeights(values: values)
  }
}
