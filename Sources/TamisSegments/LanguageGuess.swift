import CByteScan
import TamisBase

/// Tells the language of a text from its function words, those of the lists that sentences like to begin with: enough
/// to choose abbreviations and weights by, no more.
enum LanguageGuess {
  static let bytesLookedAt = 1024
  /// Those that list words have the lowest numbers.
  static var languages: Int { Int(listed_words_lists) }
  /// Fewer hits tell nothing, nor do those of a language that leads by less than an eighth.
  private static let fewestHits: Int32 = 3

  /// The language of a stretch, or the unknown one.
  static func language(of reader: TextReader) -> SentenceLanguage {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: languages) { hits in
      hits.initialize(repeating: 0)
      count(reader, hits.baseAddress!)
      return leader(UnsafePointer(hits.baseAddress!))
    }
  }

  /// Adds to `hits`, for each language, the words of a stretch that it lists; by the definition of that for the tests.
  static func count(_ reader: TextReader, _ hits: UnsafeMutablePointer<Int32>, byDefinition: Bool = false) {
    // A splitter has made sure of them.
    guard var tables = try? FunctionWords.shared().tables else { return }
    tables.index = reader.table.index
    tables.values = reader.table.values
    let scan = byDefinition ? listed_words_portable : listed_words
    scan(reader.base + reader.start, reader.end - reader.start, &tables, hits)
  }

  /// Makes what ``count(_:_:byDefinition:)`` needs, which cannot fail any more.
  static func prepare() throws(TamisError) { _ = try FunctionWords.shared() }

  private static func leader(_ hits: UnsafePointer<Int32>) -> SentenceLanguage {
    var best = 0
    var second: Int32 = 0
    for language in 1..<languages where hits[language] > 0 {
      if hits[language] > hits[best] {
        second = hits[best]
        best = language
      } else {
        second = max(second, hits[language])
      }
    }
    guard hits[best] >= fewestHits, hits[best] &* 8 >= second &* 9 else { return .unknown }
    return SentenceLanguage(rawValue: UInt8(best)) ?? .unknown
  }
}

/// The listed words as ``listed_words`` looks them up. Built at first use and never freed.
private struct FunctionWords: @unchecked Sendable {
  @inline(never)
  static func shared() throws(TamisError) -> FunctionWords {
    try place.get(room: 1 << 19) { () throws(TamisError) in try FunctionWords() }
  }

  private static let place = MadeOnce()
  /// Without the facts about characters.
  let tables: listed_tables

  private init() throws(TamisError) {
    let words = FunctionWords.languagesOfWords()
    var sets: [UInt32: UInt32] = [0: 0]
    for languages in words.values where sets[languages] == nil { sets[languages] = UInt32(sets.count) }
    let facts = try SegmentFacts.table()
    let slotCount = 2 * Int(listed_words_half)
    // In one piece, what has the largest parts first.
    let memory = try TableMemory(
      bytes: sets.count * MemoryLayout<listed_set>.stride + slotCount * MemoryLayout<listed_word>.stride
        + Int(listed_words_letters) * MemoryLayout<UInt16>.stride)
    let lanes = memory.start.assumingMemoryBound(to: listed_set.self)
    let slots = UnsafeMutableRawPointer(lanes + sets.count).assumingMemoryBound(to: listed_word.self)
    let small = UnsafeMutableRawPointer(slots + slotCount).assumingMemoryBound(to: UInt16.self)
    memory.keep()
    FunctionWords.fillSmallLetters(small, facts)
    for (languages, place) in sets { lanes[Int(place)] = FunctionWords.lanes(languages) }
    for (number, languages) in words {
      FunctionWords.add(listed_word(number: number, set: sets[languages] ?? 0), slots)
    }
    tables = listed_tables(
      slots: slots, sets: lanes, small: small, index: nil, values: nil,
      parts: ClassSet.wordPart.bits, letters: ClassSet.letterOrDigit.bits, unheard: 1 << SentenceClass.format,
      ideograph: SegmentFacts.ideographic)
  }

  /// A byte for each language, 1 for those of a set of bits.
  private static func lanes(_ languages: UInt32) -> listed_set {
    func spread(_ bits: UInt32) -> UInt64 {
      (0..<8).reduce(0) { $0 | UInt64(bits >> UInt32($1) & 1) << UInt64($1 * 8) }
    }
    return listed_set(
      lanes: (spread(languages), spread(languages >> 8), spread(languages >> 16), spread(languages >> 24)))
  }

  private static func fillSmallLetters(_ small: UnsafeMutablePointer<UInt16>, _ table: CodePointTable) {
    for letter in 0..<UInt32(listed_words_letters) {
      let facts = SegmentFacts(bits: table[letter])
      let isCapital = facts.sentenceClass == SentenceClass.upper
      if facts.isIn(.letterOrDigit) { small[Int(letter)] = UInt16(isCapital ? WordHash.folded(letter) : letter) }
    }
  }

  /// For the number of each listed word, the languages that list it, a bit each.
  private static func languagesOfWords() -> [UInt32: UInt32] {
    var words: [UInt32: UInt32] = [:]
    for list in abbreviationLists where list.kind == .starter {
      let text = list.words.withUTF8Buffer { Array($0) }
      for word in text.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
        words[number(of: Array(word)), default: 0] |= 1 << UInt32(list.language.rawValue)
      }
    }
    return words
  }

  /// Of a word in small letters.
  private static func number(of word: [UInt8]) -> UInt32 {
    var halves: (UInt64, UInt64) = (0, 0)
    for (place, byte) in word.prefix(16).enumerated() {
      let bits = UInt64(byte) << UInt64(8 * (place % 8))
      if place < 8 { halves.0 |= bits } else { halves.1 |= bits }
    }
    return listed_number(halves.0, halves.1)
  }

  /// Adds a word: what stands in its place moves to its other one, and so on. A test asks for all of them.
  private static func add(_ word: listed_word, _ slots: UnsafeMutablePointer<listed_word>) {
    var word = word
    var place = listed_first(word.number)
    for _ in 0..<100 {
      swap(&word, &slots[place])
      if word.set == 0 { return }
      place = place < Int(listed_words_half) ? listed_second(word.number) : listed_first(word.number)
    }
  }
}
