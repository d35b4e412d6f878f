#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import CByteScan
import TamisBase

/// What is known of a word, or of a phrase's beginning.
struct WordEntry: BitwiseCopyable {
  /// The token, or the ``phraseKey(_:_:)`` of the tokens so far; zero is an empty place.
  var key: UInt32 = 0
  /// The languages whose commonest words hold it, a bit each.
  var stop: UInt32 = 0
  /// The languages in which it is a cue.
  var cueLanguages: UInt32 = 0
  /// The ``Cue``'s raw value plus one; zero when it is none.
  var cue: UInt8 = 0
  var hasLonger: Bool = false
  /// Whether other languages have it as another cue, each in an entry of the same key behind this one: "mi" is Wednesday in German
  /// and we in Hungarian. These have nothing but their cue.
  var hasOthers: Bool = false
}

/// The words of a document's language: two sets of 12 KB in all, so that they stay in the first-level cache. A word may seem
/// to be in one by chance, about one in a hundred: where it matters the lexicon is asked.
struct LanguageWords {
  let bits: UInt32
  /// The same, and the highest bit for a document in no known language.
  var own: UInt32 { bits == 0 ? 1 << UInt32(LanguageWords.unknown) : bits }
  /// The languages whose cues count: the document's and English.
  let cueBits: UInt32
  /// See `word_read_tables`.
  private let words: UnsafePointer<UInt32>
  private let pairs: UnsafePointer<UInt32>

  enum Kind {
    /// Its common words; words that are cues by themselves; first pairs of words of longer ones.
    case stops, cues, pairs
  }

  static let languages = 32
  /// The place of the sets for a document in no known language: no common words, the cues of all languages.
  static let unknown = 31
  private static let places = UInt32(word_read_places)
  /// Numbers that the sets of a language take: two bits a word, then one a pair.
  static let setLength = Int(places) / 32 * 3

  init(_ sets: UnsafePointer<UInt32>, _ bits: UInt32) {
    self.bits = bits
    cueBits = bits == 0 ? ~0 : bits | WordIndex.english
    let language = bits == 0 ? LanguageWords.unknown : bits.trailingZeroBitCount
    words = sets + min(language, LanguageWords.unknown) &* LanguageWords.setLength
    pairs = words + Int(LanguageWords.places) / 16
  }

  @inline(__always)
  func tables(_ weights: WordWeights) -> word_read_tables {
    word_read_tables(weights: weights.taught & own != 0 ? weights.weights : nil, words: words, pairs: pairs)
  }

  /// Where a word or a pair's key has its bit among the numbers of a language's sets.
  static func place(_ kind: Kind, _ hash: UInt32) -> (number: Int, bit: UInt32) {
    let at =
      switch kind {
      case .stops: word_read_word_bit(hash)
      case .cues: word_read_word_bit(hash) + 1
      case .pairs: 2 * places + word_read_pair_bit(hash)
      }
    return (Int(at / 32), at % 32)
  }
}

/// The lexicon as a hash table. Immutable, shared by all judges, kept for the life of the process.
struct WordIndex: @unchecked Sendable {
  private let entries: UnsafePointer<WordEntry>
  private let mask: UInt32
  /// The common words by themselves, because finding a document's language asks for many.
  let common: UnsafePointer<language_word>
  /// One bit for each key of a phrase of two words and more, at a place given by 17 of its bits: 16 KB that stay in the
  /// first-level cache. Most words that begin a phrase are not followed by it.
  private let phraseFilter: UnsafePointer<UInt64>
  /// For each language, by the number of its bit, the sets of ``LanguageWords``.
  private let sets: UnsafePointer<UInt32>
  static let filterBits: UInt32 = 17
  static let english: UInt32 = 1

  init(facts: CharacterFacts) throws(TamisError) {
    let filterCount = 1 << (Int(WordIndex.filterBits) - 6)
    let commonCount = Int(language_count_words)
    let setsCount = LanguageWords.languages * LanguageWords.setLength
    // In one piece, what has the largest parts first.
    let memory = try TableMemory(
      bytes: filterCount * MemoryLayout<UInt64>.stride + WordIndexBuilder.capacity * MemoryLayout<WordEntry>.stride
        + commonCount * MemoryLayout<language_word>.stride + setsCount * MemoryLayout<UInt32>.stride)
    let phraseFilter = memory.start.assumingMemoryBound(to: UInt64.self)
    let entries = UnsafeMutableRawPointer(phraseFilter + filterCount).assumingMemoryBound(to: WordEntry.self)
    let common = UnsafeMutableRawPointer(entries + WordIndexBuilder.capacity).assumingMemoryBound(to: language_word.self)
    let sets = UnsafeMutableRawPointer(common + commonCount).assumingMemoryBound(to: UInt32.self)
    let tokens = try TableMemory(bytes: Tokenizer.room(Tokenizer.mostBytes) * MemoryLayout<Token>.stride)
    var builder = WordIndexBuilder(
      facts: facts, entries: entries, sets: sets, common: common, phraseFilter: phraseFilter,
      tokens: tokens.start.assumingMemoryBound(to: Token.self))
    try builder.read()
    self.entries = UnsafePointer(builder.entries)
    mask = builder.mask
    self.common = UnsafePointer(builder.common)
    self.phraseFilter = UnsafePointer(builder.phraseFilter)
    self.sets = UnsafePointer(builder.sets)
    memory.keep()
  }

  /// Gives the memory back, where something that was to stand beside the table could not be made.
  func deallocate() {
    free(UnsafeMutableRawPointer(mutating: phraseFilter))
  }

  /// What to ask of the words of a document in the language `bits`: one bit, or none when it is not known.
  func words(of bits: UInt32) -> LanguageWords { LanguageWords(sets, bits) }

  @inline(__always)
  static func filterPlace(_ key: UInt32) -> (word: Int, bit: UInt64) {
    let place = key &>> 2 & (1 &<< filterBits &- 1)
    return (Int(place &>> 6), 1 &<< UInt64(place & 63))
  }

  private static let filterWord: UInt32 = 1 << (filterBits - 6) - 1

  @inline(__always)
  func mayBePhrase(_ key: UInt32) -> UInt32 {
    let at = key &>> 2
    return UInt32(truncatingIfNeeded: phraseFilter[Int(at &>> 6 & WordIndex.filterWord)] &>> UInt64(at & 63) & 1)
  }

  /// The cue that `entry`, the first of its key, is in a language, else in English; its raw value plus one, zero if it is none.
  @inline(__always)
  func cue(_ entry: UnsafePointer<WordEntry>, in words: LanguageWords) -> UInt8 {
    if entry.pointee.hasOthers { return cue(ofAll: entry.pointee.key, in: words) }
    return entry.pointee.cueLanguages & words.cueBits != 0 ? entry.pointee.cue : 0
  }

  @inline(never)
  private func cue(ofAll key: UInt32, in words: LanguageWords) -> UInt8 {
    var place = WordIndex.firstPlace(key) & mask
    var cue: UInt8 = 0
    while entries[Int(place)].key != 0 {
      let entry = entries + Int(place)
      if entry.pointee.key == key {
        if entry.pointee.cueLanguages & words.bits != 0 { return entry.pointee.cue }
        if cue == 0 && entry.pointee.cueLanguages & words.cueBits != 0 { cue = entry.pointee.cue }
      }
      place = (place &+ 1) & mask
    }
    return cue
  }

  @inline(__always)
  static func firstPlace(_ key: UInt32) -> UInt32 { (key &* 0x9E37_79B1) &>> 8 }

  /// The first entry of a key. Linear probing ends at an empty place; the table is at most half full.
  @inline(__always)
  func find(_ key: UInt32) -> UnsafePointer<WordEntry>? {
    var place = WordIndex.firstPlace(key) & mask
    while entries[Int(place)].key != 0 {
      if entries[Int(place)].key == key { return entries + Int(place) }
      place = (place &+ 1) & mask
    }
    return nil
  }
}

/// Fills the table from the lexicon's text.
private struct WordIndexBuilder {
  static let capacity = 1 << 17
  let entries: UnsafeMutablePointer<WordEntry>
  let sets: UnsafeMutablePointer<UInt32>
  let common: UnsafeMutablePointer<language_word>
  let phraseFilter: UnsafeMutablePointer<UInt64>
  let mask = UInt32(capacity - 1)
  private var used = 0
  private var language: UInt32 = 0
  private var tokenizer: Tokenizer
  private let tokens: UnsafeMutablePointer<Token>

  /// A builder in the memory of a ``WordIndex``, all zero, with room for the tokens of a phrase.
  init(
    facts: CharacterFacts, entries: UnsafeMutablePointer<WordEntry>, sets: UnsafeMutablePointer<UInt32>,
    common: UnsafeMutablePointer<language_word>, phraseFilter: UnsafeMutablePointer<UInt64>,
    tokens: UnsafeMutablePointer<Token>
  ) {
    self.entries = entries
    self.sets = sets
    self.common = common
    self.phraseFilter = phraseFilter
    self.tokens = tokens
    tokenizer = Tokenizer(facts: facts)
  }

  mutating func read() throws(TamisError) {
    try LexiconText.forEachLine { (language, kind, rest) throws(TamisError) in
      self.language = 1 << UInt32(language)
      if spells(kind, "stop") { try addStops(rest) }
      for cue in Cue.allCases where spells(kind, cue.name) {
        try LexiconText.forEachPhrase(rest) { (phrase) throws(TamisError) in try addPhrase(phrase, cue) }
      }
    }
  }

  private func spells(_ bytes: Bytes, _ name: StaticString) -> Bool {
    bytes.count == name.utf8CodeUnitCount && (0..<bytes.count).allSatisfy { bytes[$0] == name.utf8Start[$0] }
  }

  private mutating func addStops(_ words: Bytes) throws(TamisError) {
    let count = tokenize(words)
    for place in 0..<count {
      let entry = try self.place(tokens[place])
      entry.pointee.stop |= language
      try addCommon(tokens[place])
      include(tokens[place], .stops, language.trailingZeroBitCount)
    }
  }

  /// Where all places of a word are taken, one of the words behind them that may stand still further behind makes room,
  /// and so on from the first empty place back (hopscotch hashing).
  private func addCommon(_ token: Token) throws(TamisError) {
    let first = language_place(token)
    let reach = Int(language_count_reach)
    if let known = (first..<first + reach).first(where: { common[$0].word == token }) {
      common[known].languages |= language
      return
    }
    var free = first
    while free < Int(language_count_words), common[free].word != 0 { free += 1 }
    while free >= first + reach {
      let movable = (free - reach + 1..<free).first { language_place(common[$0].word) + reach > free }
      guard free < Int(language_count_words), let movable else {
        throw .invalidArgument("the lexicon has too many common words")
      }
      common[free] = common[movable]
      free = movable
    }
    common[free] = language_word(word: token, languages: language)
  }

  private mutating func addPhrase(_ phrase: Bytes, _ cue: Cue) throws(TamisError) {
    let count = tokenize(phrase)
    // One character of a script without word division is in every other word.
    guard count > 0, count > 1 || tokens[0] & TokenBits.single == 0 else { return }
    includeCue(count == 1 ? tokens[0] : phraseKey(tokens[0], tokens[1]), count == 1 ? .cues : .pairs)
    var key = tokens[0]
    for next in 1..<max(count, 1) {
      try self.place(key).pointee.hasLonger = true
      key = phraseKey(key, tokens[next])
      mark(key)
    }
    try addCue(cue.rawValue + 1, to: try self.place(key))
  }

  /// A language that has the phrase under two kinds counts for the first.
  private mutating func addCue(_ cue: UInt8, to first: UnsafeMutablePointer<WordEntry>) throws(TamisError) {
    var entry = first
    if first.pointee.cue != 0 && first.pointee.cue != cue {
      first.pointee.hasOthers = true
      repeat { entry = entries + (entry + 1 - entries) % Self.capacity }
      while entry.pointee.key != 0 && (entry.pointee.key != first.pointee.key || entry.pointee.cue != cue)
      if entry.pointee.key == 0 { try take(entry, first.pointee.key) }
    }
    entry.pointee.cue = cue
    entry.pointee.cueLanguages |= language
  }

  private mutating func tokenize(_ bytes: Bytes) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var counts = BlockCounts()
    return withUnsafeMutablePointer(to: &counts) { tokenizer.tokenize(base, 0, bytes.count, limit: bytes.count, into: tokens, $0) }
  }

  /// The sets of the language at hand and of no known one; English furniture stands on pages of all languages.
  private func includeCue(_ hash: UInt32, _ kind: LanguageWords.Kind) {
    include(hash, kind, LanguageWords.unknown)
    if language == WordIndex.english {
      for other in 0..<LanguageWords.unknown { include(hash, kind, other) }
    } else {
      include(hash, kind, language.trailingZeroBitCount)
    }
  }

  private func include(_ hash: UInt32, _ kind: LanguageWords.Kind, _ language: Int) {
    let (number, bit) = LanguageWords.place(kind, hash)
    sets[min(language, LanguageWords.unknown) * LanguageWords.setLength + number] |= 1 << bit
  }

  private func mark(_ key: UInt32) {
    let (word, bit) = WordIndex.filterPlace(key)
    phraseFilter[word] |= bit
  }

  private mutating func place(_ key: UInt32) throws(TamisError) -> UnsafeMutablePointer<WordEntry> {
    var place = WordIndex.firstPlace(key) & mask
    while entries[Int(place)].key != 0 {
      if entries[Int(place)].key == key { return entries + Int(place) }
      place = (place &+ 1) & mask
    }
    try take(entries + Int(place), key)
    return entries + Int(place)
  }

  private mutating func take(_ entry: UnsafeMutablePointer<WordEntry>, _ key: UInt32) throws(TamisError) {
    guard used < Self.capacity / 2 else { throw .invalidArgument("the lexicon has too many phrases") }
    used += 1
    entry.pointee.key = key
  }
}
