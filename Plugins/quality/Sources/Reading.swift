/// One thread's reading of a text: its lines and words, as the signals need them. Used again from text to text.
struct Reading: ~Copyable {
  /// A line between line feeds, without them.
  struct Line: BitwiseCopyable {
    var start: Int
    var end: Int
    /// Code points.
    var characters: Int
    var hash: UInt64
  }

  /// A word: what its characters are, and what it is the same as.
  struct Word: BitwiseCopyable {
    var hash: UInt64
    var bytes: Int32
    var characters: Int32
    /// Whether it is made of symbols only.
    var isSymbol: Bool
    var hasLetter: Bool
    /// One bit for each of Gopher's stop words.
    var stopWord: UInt8
  }

  private(set) var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private(set) var characters = 0
  /// All lines, empty ones too.
  private(set) var lines = Room<Line>()
  private(set) var words = Room<Word>()
  /// What RedPajama calls normalised words: small letters, no ASCII punctuation.
  private(set) var plainWords = Room<Word>()
  /// What RedPajama calls raw words: runs of word characters, and runs of others but white space.
  private(set) var rawWords = RawWords()

  struct RawWords {
    var count = 0
    var withASCIILetter = 0
    var allCapitals = 0
  }

  mutating func read(
    _ text: UnsafeBufferPointer<UInt8>, _ table: Characters, _ wanted: Families, wantsTokens: Bool
  ) throws(OutOfMemory) {
    self.text = text
    lines.removeAll()
    words.removeAll()
    plainWords.removeAll()
    rawWords = RawWords()
    characters = 0
    guard text.count > 0 else { return }
    try readLines()
    if !wanted.isDisjoint(with: [.gopherQuality, .gopherRepetition, .fineWeb]) {
      try Tokenizer(text: text, table: table).split(isFine: wantsTokens) { (start, end) throws(OutOfMemory) in
        try words.append(Self.word(text, start, end, table))
      }
    }
    if wanted.contains(.redPajama) {
      try readPlainWords(table)
      readRawWords(table)
    }
  }

  private mutating func readLines() throws(OutOfMemory) {
    var start = 0
    var count = 0
    var hash: UInt64 = 0
    for (place, byte) in text.enumerated() {
      if byte & 0xC0 != 0x80 { characters += 1 }
      if byte == 0x0A {
        try lines.append(Line(start: start, end: place, characters: count, hash: hash))
        start = place + 1
        count = 0
        hash = 0
      } else {
        if byte & 0xC0 != 0x80 { count += 1 }
        hash = Concatenation.append(byte, to: hash)
      }
    }
    try lines.append(Line(start: start, end: text.count, characters: count, hash: hash))
  }

  @inline(__always)
  private static func word(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ table: Characters
  ) -> Word {
    var hash: UInt64 = 0
    var classes: UInt8 = 0
    var isSymbol = true
    var characters: Int32 = 0
    var place = start
    while place < end {
      let (value, next) = decode(text, place)
      for byte in place..<next { hash = Concatenation.append(text[byte], to: hash) }
      let kind = table[value]
      classes |= kind
      if kind & Characters.symbol == 0 { isSymbol = false }
      characters += 1
      place = next
    }
    return Word(
      hash: hash, bytes: Int32(truncatingIfNeeded: end - start), characters: characters, isSymbol: isSymbol,
      hasLetter: classes & Characters.letter != 0, stopWord: end - start <= 4 ? StopWords.bit(hash) : 0)
  }

  private mutating func readPlainWords(_ table: Characters) throws(OutOfMemory) {
    var hash: UInt64 = 0
    var characters: Int32 = 0
    var place = 0
    while place < text.count {
      let (value, next) = decode(text, place)
      if table[value] & Characters.space != 0 {
        if characters > 0 { try appendPlain(hash, characters) }
        hash = 0
        characters = 0
      } else if !isASCIIPunctuation(value) {
        hash = Concatenation.reduce(
          Concatenation.multiply(hash, Concatenation.base) &+ UInt64(smallLetter(value, table)) &+ 1)
        characters += 1
      }
      place = next
    }
    if characters > 0 { try appendPlain(hash, characters) }
  }

  private mutating func appendPlain(_ hash: UInt64, _ characters: Int32) throws(OutOfMemory) {
    try plainWords.append(
      Word(hash: hash, bytes: characters, characters: characters, isSymbol: false, hasLetter: true, stopWord: 0))
  }

  private mutating func readRawWords(_ table: Characters) {
    // What the run so far is made of: nothing, word characters, or others.
    var run: UInt8 = 0
    var classes: UInt8 = 0
    var hasASCIILetter = false
    var place = 0
    while place <= text.count {
      var kind: UInt8 = 0
      var classesHere: UInt8 = 0
      var (value, next) = (UInt32(0), place + 1)
      if place < text.count {
        (value, next) = decode(text, place)
        classesHere = table[value]
        kind = classesHere & Characters.word != 0 ? 1 : classesHere & Characters.space != 0 ? 0 : 2
      }
      if kind != run {
        if run != 0 {
          rawWords.count += 1
          if hasASCIILetter { rawWords.withASCIILetter += 1 }
          if classes & Characters.upper != 0, classes & Characters.lower == 0 { rawWords.allCapitals += 1 }
        }
        run = kind
        classes = 0
        hasASCIILetter = false
      }
      classes |= classesHere
      if value < 0x80, classesHere & Characters.letter != 0 { hasASCIILetter = true }
      place = next
    }
  }
}

/// Gopher's stop words, by their hashes.
enum StopWords {
  private static let hashes: [UInt64] = ["the", "be", "to", "of", "and", "that", "have", "with"].map {
    $0.utf8.reduce(0) { Concatenation.append($1, to: $0) }
  }

  static func bit(_ hash: UInt64) -> UInt8 {
    hashes.firstIndex(of: hash).map { 1 << UInt8($0) } ?? 0
  }
}

/// The code point at a place of well-formed UTF-8, and where the next one begins.
@inline(__always)
func decode(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> (value: UInt32, next: Int) {
  let base = text.baseAddress.unsafelyUnwrapped
  let first = UInt32(base[place])
  if first < 0x80 { return (first, place &+ 1) }
  let second = UInt32(base[place &+ 1] & 0x3F)
  if first < 0xE0 { return ((first & 0x1F) << 6 | second, place &+ 2) }
  let third = UInt32(base[place &+ 2] & 0x3F)
  if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, place &+ 3) }
  return ((first & 7) << 18 | second << 12 | third << 6 | UInt32(base[place &+ 3] & 0x3F), place &+ 4)
}

@inline(__always)
func isASCIIPunctuation(_ value: UInt32) -> Bool {
  value > 0x20 && value < 0x7F && !(value &- 0x30 < 10 || (value | 0x20) &- 0x61 < 26)
}

/// The small letter of a capital; what has none, or more than one letter for it, stays.
@inline(__always)
func smallLetter(_ value: UInt32, _ table: Characters) -> UInt32 {
  if value < 0x80 { return value &- 0x41 < 26 ? value | 0x20 : value }
  return table[value] & Characters.upper == 0 ? value : rareSmallLetter(value)
}

@inline(never)
private func rareSmallLetter(_ value: UInt32) -> UInt32 {
  guard let mapped = Unicode.Scalar(value)?.properties.lowercaseMapping.unicodeScalars, mapped.count == 1 else {
    return value
  }
  return mapped.first?.value ?? value
}
