import CBoilerplateData
import TamisBase

/// The lexicon's text, which is compiled in with a byte for each character that a language's alphabet has: a line
/// `@ru абв…` names the language and the characters that 0x80, 0x81, … stand for in the lines behind it. A line `@zh` has
/// none, and what follows is UTF-8, because Chinese, Japanese and Korean have more characters than a byte. A line's phrases are
/// sorted, and before each stands how many characters it begins with that the one before it has too, as 0x0B, 0x0C, … (front coding).
struct LexiconText: ~Copyable {
  private var alphabet = GrowableBuffer<UInt32>()
  private var line = GrowableBuffer<UInt8>()

  private init() {}

  /// Calls `body` for each line of each language, the first of which is 0, with its kind and what stands behind the
  /// colon.
  static func forEachLine(_ body: (_ language: Int, _ kind: Bytes, _ rest: Bytes) throws(TamisError) -> Void)
    throws(TamisError)
  {
    // A C array is a tuple to Swift unless it is taken by address.
    let start = UnsafeRawPointer(boilerplate_lexicon_text()).assumingMemoryBound(to: UInt8.self)
    let text = Bytes(start: start, count: Int(boilerplate_lexicon_length))
    var lexicon = LexiconText()
    var language = -1
    var begin = 0
    for end in 0..<text.count where text[end] == 0x0A {
      let line = Bytes(rebasing: text[begin..<end])
      begin = end + 1
      if line.first == 0x40 {
        language += 1
        try lexicon.readAlphabet(line)
      } else if let colon = line.firstIndex(of: 0x3A) {
        try lexicon.expand(Bytes(rebasing: line[(colon + 1)...]))
        try body(language, Bytes(rebasing: line[..<colon]), lexicon.line.view)
      }
    }
  }

  /// Calls `body` for each phrase of a line, as it stands between two semicolons.
  static func forEachPhrase(_ rest: Bytes, _ body: (Bytes) throws(TamisError) -> Void) throws(TamisError) {
    var start = 0
    for end in 0...rest.count where end == rest.count || rest[end] == 0x3B {
      if end > start { try body(Bytes(rebasing: rest[start..<end])) }
      start = end + 1
    }
  }

  private mutating func readAlphabet(_ line: Bytes) throws(TamisError) {
    alphabet.removeAll()
    guard let base = line.baseAddress, let blank = line.firstIndex(of: 0x20) else { return }
    var place = blank + 1
    while place < line.count {
      let scalar = decodeScalar(base, place, line.count)
      try alphabet.append(scalar.value)
      place += scalar.length
    }
  }

  private mutating func expand(_ packed: Bytes) throws(TamisError) {
    line.removeAll()
    var phrase = 0
    for byte in packed {
      let letter = Int(byte) - 0x80
      if letter >= 0 && letter < alphabet.count {
        line.commit(encodeScalar(alphabet[letter], to: try line.spare(4)))
      } else if byte >= LexiconText.shared && byte < 0x20 {
        if !line.isEmpty { try line.append(0x3B) }
        let before = phrase
        phrase = line.count
        try repeatCharacters(Int(byte - LexiconText.shared), from: before)
      } else {
        try line.append(byte)
      }
    }
  }

  /// Says that a phrase has none in common with the one before it.
  private static let shared: UInt8 = 0x0B

  /// Appends the first `count` characters of what stands from `place` on, and of which there are more.
  private mutating func repeatCharacters(_ count: Int, from place: Int) throws(TamisError) {
    var place = place
    for _ in 0..<count {
      repeat {
        try line.append(line[place])
        place += 1
      } while line[place] & 0xC0 == 0x80
    }
  }
}
