#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import CByteScan
import TamisBase
import TamisICU

/// The facts about characters that the judge asks for, as bits of a ``CodePointTable``.
enum CharacterFact {
  static let word: UInt16 = 1 << 0
  static let upper: UInt16 = 1 << 1
  /// A character that is a token of its own, because its script divides no words.
  static let single: UInt16 = 1 << 2
  static let terminator: UInt16 = 1 << 3
  static let comma: UInt16 = 1 << 4
  static let quote: UInt16 = 1 << 5
  static let symbol: UInt16 = 1 << 6
  static let digit: UInt16 = 1 << 7
  static let colon: UInt16 = 1 << 8
  static let ellipsis: UInt16 = 1 << 9
  static let dash: UInt16 = 1 << 10
  /// Leaves a word unbroken and adds nothing to it: joiners, marks of direction.
  static let ignorable: UInt16 = 1 << 11
  static let bracket: UInt16 = 1 << 12
  static let hangul: UInt16 = 1 << 13
  static let question: UInt16 = 1 << 14
  static let exclamation: UInt16 = 1 << 15
}

/// Tables about characters, made once and kept for the life of the process.
struct CharacterFacts: @unchecked Sendable {
  let table: CodePointTable
  /// The folded form of each code point below ``foldLimit``.
  let folds: UnsafePointer<UInt16>
  /// The kinds of mark that an ASCII character is, or one of general punctuation, a bit each in the order of
  /// ``MarkCounts``: what `word_scan` wants.
  let kinds: UnsafePointer<UInt8>
  /// For each code point of two bytes that is a letter or digit in a word and is folded to another such: what it adds to a
  /// ``FoldedWord``, in 16 bits, then a bit for a capital, one for a digit, and the highest; 0 for all others.
  let letters: UnsafePointer<UInt32>
  /// What `word_fold` knows of each character of the Basic Multilingual Plane.
  let characters: UnsafePointer<UInt32>
  /// ``edge(_:)`` of the characters of ASCII.
  let edges: UnsafePointer<UInt8>
  static let foldLimit: UInt32 = 0x2000

  init() throws(TamisError) {
    let (charactersCount, lettersCount, edgesCount) = (1 << 16, 0x800, 0x80)
    let (foldsCount, kindsCount) = (Int(CharacterFacts.foldLimit), Int(word_scan_kinds))
    var builder = try CodePointTableBuilder()
    try CharacterFacts.addCategories(to: &builder)
    try CharacterFacts.addScripts(to: &builder)
    for (scalar, fact) in CharacterFacts.marks { try builder.set(scalar, scalar, fact) }
    // In one piece, those of the largest numbers first.
    let memory = try TableMemory(bytes: 4 * (charactersCount + lettersCount) + 2 * foldsCount + kindsCount + edgesCount)
    // Nothing fails behind it that would have to give its memory back.
    table = try builder.build()
    let characters = memory.start.assumingMemoryBound(to: UInt32.self)
    let letters = characters + charactersCount
    let folds = UnsafeMutableRawPointer(letters + lettersCount).assumingMemoryBound(to: UInt16.self)
    let kinds = UnsafeMutableRawPointer(folds + foldsCount).assumingMemoryBound(to: UInt8.self)
    let edges = kinds + kindsCount
    memory.keep()
    CharacterFacts.fillKinds(kinds, table)
    for scalar in 0..<CharacterFacts.foldLimit {
      folds[Int(scalar)] = UInt16(truncatingIfNeeded: CharacterFacts.folded(scalar))
    }
    CharacterFacts.fillLetters(letters, table, folds)
    CharacterFacts.fillCharacters(characters, table, folds)
    self.characters = UnsafePointer(characters)
    self.letters = UnsafePointer(letters)
    self.folds = UnsafePointer(folds)
    self.kinds = UnsafePointer(kinds)
    self.edges = UnsafePointer(edges)
    for scalar in 0..<edgesCount { edges[scalar] = edge(UInt32(scalar)) }
  }

  /// Gives the memory back, where something that was to stand beside the tables could not be made.
  func deallocate() {
    table.deallocate()
    free(UnsafeMutableRawPointer(mutating: characters))
  }

  private static func fillKinds(_ kinds: UnsafeMutablePointer<UInt8>, _ table: CodePointTable) {
    for scalar in 0..<128 { kinds[scalar] = CharacterFacts.kinds(MarkCounts.one(table[UInt32(scalar)])) }
    kinds[0x40] |= UInt8(word_scan_address)
    let inWords = CharacterFact.word | CharacterFact.single | CharacterFact.ignorable
    for place in 0..<64 {
      let scalar = UInt32(0x2000 + place)
      let isMark = table[scalar] & inWords == 0
      let kind = isMark ? CharacterFacts.kinds(MarkCounts.one(scalar, table[scalar])) : UInt8(word_scan_no_mark)
      kinds[Int(word_scan_general) + place] = kind
    }
  }

  private static func fillLetters(
    _ letters: UnsafeMutablePointer<UInt32>, _ table: CodePointTable, _ folds: UnsafeMutablePointer<UInt16>
  ) {
    for scalar in 0..<0x800 {
      let fact = table[UInt32(scalar)]
      let isLetter = fact & (CharacterFact.word | CharacterFact.single | CharacterFact.hangul) == CharacterFact.word
      let (bytes, count) = FoldedWord.bytes(of: UInt32(folds[scalar]))
      guard isLetter, count == 2 else { continue }
      letters[scalar] = UInt32(truncatingIfNeeded: bytes) | 1 << 31
      if fact & CharacterFact.upper != 0 { letters[scalar] |= 1 << 16 }
      if fact & CharacterFact.digit != 0 { letters[scalar] |= 1 << 17 }
    }
  }

  private static func fillCharacters(
    _ characters: UnsafeMutablePointer<UInt32>, _ table: CodePointTable, _ folds: UnsafeMutablePointer<UInt16>
  ) {
    for scalar in 0..<UInt32(1 << 16) {
      let folded = scalar < foldLimit ? UInt32(folds[Int(scalar)]) : scalar
      characters[Int(scalar)] = folded | character(scalar, folded, table[scalar])
    }
  }

  private static func character(_ scalar: UInt32, _ folded: UInt32, _ fact: UInt16) -> UInt32 {
    if fact & CharacterFact.single != 0 { return UInt32(word_fold_single) }
    if fact & CharacterFact.word != 0 {
      var known = UInt32(word_fold_letter)
      if fact & CharacterFact.upper != 0 { known |= UInt32(word_fold_upper) }
      if fact & CharacterFact.digit != 0 { known |= UInt32(word_fold_digit) }
      if fact & CharacterFact.hangul != 0 && FoldedWord.isParticle(folded) { known |= UInt32(word_fold_particle) }
      return known
    }
    if fact & CharacterFact.ignorable != 0 { return UInt32(word_fold_ignorable) }
    return UInt32(kinds(MarkCounts.one(scalar, fact))) << 24
  }

  /// A bit a kind.
  private static func kinds(_ mark: UInt64) -> UInt8 {
    var kinds: UInt8 = 0
    for kind in 0..<8 where mark &>> UInt64(8 * kind) & 1 != 0 { kinds |= 1 << UInt8(kind) }
    return kinds
  }

  @inline(__always)
  func fold(_ scalar: UInt32) -> UInt32 {
    scalar < CharacterFacts.foldLimit ? UInt32(folds[Int(scalar)]) : scalar
  }

  /// The ``EdgeClass`` of a character.
  func edge(_ scalar: UInt32) -> UInt8 {
    let fact = table[scalar]
    if fact & CharacterFact.question != 0 { return EdgeClass.question }
    if fact & CharacterFact.exclamation != 0 { return EdgeClass.exclamation }
    if fact & CharacterFact.terminator != 0 { return EdgeClass.stop }
    if fact & CharacterFact.ellipsis != 0 { return EdgeClass.ellipsis }
    if fact & CharacterFact.digit != 0 { return EdgeClass.digit }
    if fact & CharacterFact.quote != 0 { return EdgeClass.quote }
    if fact & CharacterFact.upper != 0 { return EdgeClass.upper }
    if fact & CharacterFact.word != 0 {
      // Latin, Greek, Cyrillic and Armenian; what is folded to another letter, as ά is, may be small all the same.
      let isCased = scalar < 0x590 || scalar >= 0x1E00 && scalar < 0x2000
      return isCased && fact & CharacterFact.single == 0 ? EdgeClass.lower : EdgeClass.caseless
    }
    if fact & CharacterFact.comma != 0 { return EdgeClass.comma }
    if fact & CharacterFact.colon != 0 { return EdgeClass.colon }
    if fact & CharacterFact.dash != 0 { return EdgeClass.dash }
    if fact & CharacterFact.bracket != 0 { return EdgeClass.bracket }
    return fact & CharacterFact.symbol != 0 ? EdgeClass.symbol : EdgeClass.none
  }

  private static func addCategories(to builder: inout CodePointTableBuilder) throws(TamisError) {
    try CharacterProperty.generalCategory.forEachRange { (first, last, category) throws(TamisError) in
      let fact = fact(ofCategory: category)
      if fact != 0 { try builder.set(first, last, fact) }
    }
  }

  /// By ICU's `UCharCategory`.
  private static func fact(ofCategory category: UInt32) -> UInt16 {
    switch category {
    case 1, 3: CharacterFact.word | CharacterFact.upper
    case 2, 4, 5, 6, 7, 8, 10: CharacterFact.word
    case 9: CharacterFact.word | CharacterFact.digit
    case 16: CharacterFact.ignorable
    case 19: CharacterFact.dash
    case 20, 21: CharacterFact.bracket
    case 28, 29: CharacterFact.quote
    case 24, 25, 27: CharacterFact.symbol
    default: 0
    }
  }

  /// By ICU's `UScriptCode`: Han, Hiragana, Katakana, Khmer, Lao, Myanmar, Thai, Tibetan stand alone.
  private static func addScripts(to builder: inout CodePointTableBuilder) throws(TamisError) {
    try CharacterProperty.script.forEachRange { (first, last, script) throws(TamisError) in
      switch script {
      case 17, 20, 22, 23, 24, 28, 38, 39: try builder.set(first, last, CharacterFact.single)
      case 18: try builder.set(first, last, CharacterFact.hangul)
      default: break
      }
    }
    try builder.set(0x30FC, 0x30FC, CharacterFact.single)
  }

  private static let marks: [(UInt32, UInt16)] = [
    (0x2E, CharacterFact.terminator), (0x21, CharacterFact.terminator | CharacterFact.exclamation),
    (0x3F, CharacterFact.terminator | CharacterFact.question), (0x3002, CharacterFact.terminator),
    (0xFF01, CharacterFact.terminator | CharacterFact.exclamation),
    (0xFF1F, CharacterFact.terminator | CharacterFact.question), (0xFF0E, CharacterFact.terminator),
    (0x0964, CharacterFact.terminator), (0x0965, CharacterFact.terminator),
    (0x061F, CharacterFact.terminator | CharacterFact.question), (0x06D4, CharacterFact.terminator),
    (0x1362, CharacterFact.terminator), (0x17D4, CharacterFact.terminator), (0x104B, CharacterFact.terminator),
    (0x0589, CharacterFact.terminator), (0x2026, CharacterFact.ellipsis), (0x22EF, CharacterFact.ellipsis),
    (0x2C, CharacterFact.comma), (0x3B, CharacterFact.comma), (0x3001, CharacterFact.comma),
    (0xFF0C, CharacterFact.comma), (0xFF1B, CharacterFact.comma), (0x060C, CharacterFact.comma),
    (0x061B, CharacterFact.comma), (0x3A, CharacterFact.colon), (0xFF1A, CharacterFact.colon),
    (0x22, CharacterFact.quote), (0x27, CharacterFact.quote), (0x300C, CharacterFact.quote),
    (0x300D, CharacterFact.quote), (0x300E, CharacterFact.quote), (0x300F, CharacterFact.quote),
    (0x201E, CharacterFact.quote), (0x201A, CharacterFact.quote), (0x60, CharacterFact.quote),
    (0x2A, CharacterFact.symbol), (0x2F, CharacterFact.symbol), (0x5C, CharacterFact.symbol),
    (0x40, CharacterFact.symbol), (0x23, CharacterFact.symbol), (0x26, CharacterFact.symbol),
    (0x25, CharacterFact.symbol), (0x2022, CharacterFact.symbol), (0x2023, CharacterFact.symbol),
    (0x25AA, CharacterFact.symbol), (0xB7, CharacterFact.symbol), (0x30FB, CharacterFact.symbol),
    (0x2027, CharacterFact.symbol), (0x5F, CharacterFact.symbol), (0x5E, CharacterFact.symbol),
  ]

  /// Lower case as far as furniture needs it, by arithmetic over the alphabets' regular layout. Greek loses its accents,
  /// because its capitals are written without them; Turkish keeps one i; Cyrillic ё is е.
  private static func folded(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x41...0x5A: scalar + 32
    case 0xC0...0xDE where scalar != 0xD7: scalar + 32
    case 0x130, 0x131: 0x69
    case 0x139...0x148, 0x179...0x17E: scalar + (scalar & 1)
    case 0x100...0x137, 0x14A...0x177: scalar | 1
    case 0x178: 0xFF
    case 0x1A0, 0x1A2, 0x1A4, 0x218, 0x21A: scalar + 1
    case 0x1AF: 0x1B0
    case 0x386, 0x3AC: 0x3B1
    case 0x388, 0x3AD: 0x3B5
    case 0x389, 0x3AE: 0x3B7
    case 0x38A, 0x3AF, 0x390, 0x3CA, 0x3AA: 0x3B9
    case 0x38C, 0x3CC: 0x3BF
    case 0x38E, 0x3CD, 0x3B0, 0x3CB, 0x3AB: 0x3C5
    case 0x38F, 0x3CE: 0x3C9
    case 0x3C2: 0x3C3
    case 0x391...0x3A9: scalar + 32
    case 0x451, 0x401: 0x435
    case 0x410...0x42F: scalar + 32
    case 0x400...0x40F: scalar + 80
    case 0x490: 0x491
    // Arabic: the alefs are one and alef maksura is yeh, as hasty typing has them. Persian yeh and keheh are the Arabic
    // ones, as old keyboards had them.
    case 0x622, 0x623, 0x625: 0x627
    case 0x649, 0x6CC: 0x64A
    case 0x6A9: 0x643
    case 0x1E00...0x1EFF: scalar | 1
    default: scalar
    }
  }
}
