import TamisBase

/// A hash of a short word, the same for its capitals and small letters, by which word lists are kept.
struct WordHash {
  var value: UInt32 = 0x811C_9DC5

  @inline(__always)
  mutating func add(_ scalar: UInt32) {
    value = (value ^ WordHash.folded(scalar)) &* 0x0100_0193
    value ^= value &>> 15
  }

  /// The same where it is known what the scalar is: all that is folded are capitals.
  @inline(__always)
  mutating func add(_ scalar: UInt32, _ facts: SegmentFacts) {
    let isCapital = facts.sentenceClass == SentenceClass.upper
    value = (value ^ (isCapital ? WordHash.folded(scalar) : scalar)) &* 0x0100_0193
    value ^= value &>> 15
  }

  /// Small letters for the capitals of ASCII, Latin-1, Latin Extended-A, Greek, Cyrillic and Armenian, by arithmetic:
  /// the scripts whose abbreviations are listed. Anything else is left as it is.
  @inline(__always)
  static func folded(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }
    return foldedBeyondASCII(scalar)
  }

  private static func foldedBeyondASCII(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0xC0...0xDE where scalar != 0xD7: scalar + 0x20
    case 0x130: 0x69
    case 0x100...0x137, 0x14A...0x177: scalar | 1
    case 0x139...0x148, 0x179...0x17E: scalar + (scalar & 1)
    case 0x391...0x3A9: scalar + 0x20
    case 0x400...0x40F: scalar + 0x50
    case 0x410...0x42F: scalar + 0x20
    case 0x460...0x481, 0x48A...0x4BF, 0x4D0...0x52F: scalar | 1
    case 0x531...0x556: scalar + 0x30
    default: scalar
    }
  }

  init() {}

  /// The hash of `count` bytes of ASCII.
  @inline(__always)
  init(ascii bytes: UnsafePointer<UInt8>, _ count: Int) {
    for place in 0..<count { add(UInt32(bytes[place])) }
  }

  /// Goes on where an earlier hash ended.
  init(resuming value: UInt32) {
    self.value = value
  }

  init(_ word: some Sequence<UInt8>) {
    var text = UTF8.CodeUnits(word)[...]
    while let (scalar, rest) = WordHash.first(of: text) {
      add(scalar)
      text = rest
    }
  }

  private static func first(of bytes: ArraySlice<UInt8>) -> (UInt32, ArraySlice<UInt8>)? {
    guard !bytes.isEmpty else { return nil }
    return bytes.withUnsafeBufferPointer { buffer in
      let decoded = decodeScalar(buffer.baseAddress!, 0, buffer.count)
      return (decoded.value, bytes.dropFirst(decoded.length))
    }
  }
}

extension UTF8 {
  typealias CodeUnits = [UInt8]
}
