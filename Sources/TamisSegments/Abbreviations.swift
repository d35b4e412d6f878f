import CByteScan
import TamisBase

/// What a full stop after a listed abbreviation means.
enum AbbreviationKind: UInt8 {
  case none = 0
  /// Stands before a name or an object: never ends a sentence ("Dr", "St", "vs").
  case title = 1
  /// Stands before a number ("No", "Fig"); otherwise an ordinary word.
  case number = 2
  /// Inside a sentence, and now and then at its end ("Inc", "etc", "a.m").
  case general = 3
  /// Inside a sentence only, before anything ("e.g", "z.B").
  case inner = 4
  /// A month or a weekday cut short ("Jan", "Mon").
  case calendar = 5
  /// Given by the user.
  case user = 6
  // Not abbreviations, but words of the lists: those that sentences like to begin with, those behind quotations, and
  // the capitalised ones that ordinal numbers stand before.
  case starter = 7
  case speech = 8
  case counted = 9
}

/// Abbreviations by the hash of their letters, without the last full stop, and the language. Immutable once built.
struct AbbreviationTable: Sendable {
  private let words: KindSlots
  /// Those of ASCII that have seven bytes at most, by these bytes.
  private let shorts: KindSlots
  /// For each language a Bloom filter of the listed words by their last eight bytes: see ``mayList(_:_:)``.
  private let tails: [UInt64]

  /// Whether a word of small letters may be listed for a language: false is certain. `tail` is the word, or its last eight
  /// bytes, as the upper bytes of a little-endian integer.
  @inline(__always)
  func mayList(_ tail: UInt64, _ language: SentenceLanguage) -> Bool {
    withFilter(language) { stop_may_list($0, tail) != 0 }
  }

  /// The filter of a language, as `stop_settle` asks it. Of the unknown language, which has the words of all, one bit in ten is
  /// set, so one word in a hundred is asked for in vain.
  @inline(__always)
  func withFilter<R>(_ language: SentenceLanguage, _ body: (UnsafePointer<UInt64>) -> R) -> R {
    tails.withUnsafeBufferPointer { body($0.baseAddress! + Int(language.rawValue) &* Int(stop_filter_words)) }
  }

  /// What `stop_settle_asked` asks of a language.
  @inline(__always)
  func withWords<R>(_ language: SentenceLanguage, _ body: (UnsafePointer<stop_words>) -> R) -> R {
    withFilter(language) { filter in
      shorts.withKinds { kinds in
        var words = stop_words(filter: filter, kinds: kinds, salt: AbbreviationTable.salt(language))
        return body(&words)
      }
    }
  }

  private static func tail(of word: some BidirectionalCollection<UInt8>) -> UInt64 {
    var tail: UInt64 = 0
    var shift: UInt64 = 64
    for byte in word.reversed().prefix(8) {
      shift -= 8
      tail |= UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte) << shift
    }
    return tail
  }

  /// The kind of the word with that hash for a language, `none` if the language does not list it.
  @inline(__always)
  func kind(of hash: UInt32, _ language: SentenceLanguage) -> UInt32 {
    words.kind(of: AbbreviationTable.key(hash, language))
  }

  /// The kind of a word of one to seven small letters and stops of ASCII: `tail` is what ``mayList(_:_:)`` was asked
  /// about. One multiplication again: letter by letter, English took two to three hundredths longer.
  @inline(__always)
  func kind(ofShort tail: UInt64, _ language: SentenceLanguage) -> UInt32 {
    shorts.kind(of: AbbreviationTable.key(short: tail, language))
  }

  @inline(__always)
  private static func key(_ hash: UInt32, _ language: SentenceLanguage) -> UInt32 {
    let mixed = (hash ^ UInt32(language.rawValue) &* 0x9E37_79B1) &* 0x85EB_CA6B
    return mixed ^ mixed &>> 15
  }

  @inline(__always)
  private static func key(short tail: UInt64, _ language: SentenceLanguage) -> UInt32 {
    stop_key(tail, salt(language))
  }

  @inline(__always)
  private static func salt(_ language: SentenceLanguage) -> UInt64 {
    UInt64(language.rawValue) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Whether sentences of the language like to begin with the word.
  @inline(__always)
  func isStarter(_ hash: UInt32, _ language: SentenceLanguage) -> Bool {
    kind(of: hash ^ AbbreviationTable.starterSalt, language) == UInt32(AbbreviationKind.starter.rawValue)
  }

  /// Whether the word says that somebody said something.
  @inline(__always)
  func isSpeech(_ hash: UInt32, _ language: SentenceLanguage) -> Bool {
    kind(of: hash ^ AbbreviationTable.speechSalt, language) == UInt32(AbbreviationKind.speech.rawValue)
  }

  /// Whether ordinal numbers stand before the word.
  @inline(__always)
  func isCounted(_ hash: UInt32, _ language: SentenceLanguage) -> Bool {
    kind(of: hash ^ AbbreviationTable.countedSalt, language) == UInt32(AbbreviationKind.counted.rawValue)
  }

  /// A word may be an abbreviation and begin sentences, so these are kept under other hashes.
  private static let starterSalt: UInt32 = 0x5BD1_E995
  private static let speechSalt: UInt32 = 0xC2B2_AE35
  private static let countedSalt: UInt32 = 0x27D4_EB2F

  /// What the hashes of a kind are salted with.
  private static func salt(_ kind: AbbreviationKind) -> UInt32 {
    switch kind {
    case .starter: starterSalt
    case .speech: speechSalt
    case .counted: countedSalt
    default: 0
    }
  }

  /// The house's lists.
  @inline(never)
  static func standard() throws(TamisError) -> AbbreviationTable {
    try place.get(room: bytes) { () throws(TamisError) in try AbbreviationTable(adding: []) }
  }

  private static let place = MadeOnce()

  /// What making the table takes with none of the user's words, and for each of these.
  private static let bytes = 1 << 21
  private static let bytesPerWord = 1 << 12

  /// The house's lists and the user's words, which count in every language. A final full stop may be written or not.
  init(adding words: [[UInt8]]) throws(TamisError) {
    // It is made of Swift's arrays and dictionaries, which cannot fail.
    try ensureRoom(AbbreviationTable.bytes + AbbreviationTable.bytesPerWord * words.count)
    var entries = Entries()
    for list in abbreviationLists { entries.add(list) }
    for word in words.map(AbbreviationTable.folded) {
      let stops = word.reversed().prefix { $0 == 0x2E }.count
      guard word.count > stops else { continue }
      entries.addUser(word.dropLast(stops))
    }
    self.words = KindSlots(entries.words, spread: 2)
    shorts = KindSlots(entries.shorts, spread: 16)
    tails = entries.tails
  }

  /// In small letters, by which the words of a text are looked up.
  private static func folded(_ word: [UInt8]) -> [UInt8] {
    var folded: [UInt8] = []
    word.withUnsafeBufferPointer { bytes in
      var place = 0
      while place < bytes.count {
        let scalar = decodeScalar(bytes.baseAddress!, place, bytes.count)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { small in
          let length = encodeScalar(WordHash.folded(scalar.value), to: small.baseAddress!)
          folded += small[0..<length]
        }
        place += scalar.length
      }
    }
    return folded
  }

  /// What the table is made of.
  private struct Entries {
    var words: [UInt32: AbbreviationKind] = [:]
    var shorts: [UInt32: AbbreviationKind] = [:]
    var tails = [UInt64](repeating: 0, count: SentenceLanguage.allCases.count * Int(stop_filter_words))

    /// Where two lists of a language, or of the unknown one, disagree, the earlier one counts.
    mutating func add(_ list: AbbreviationList) {
      let text = list.words.withUTF8Buffer { Array($0) }
      let salt = AbbreviationTable.salt(list.kind)
      for var word in text.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
        // A word that is an ordinary one elsewhere counts only when its language is given.
        let isOrdinaryElsewhere = word.first == 0x7E
        if isOrdinaryElsewhere { word.removeFirst() }
        var languages: [SentenceLanguage] = isOrdinaryElsewhere ? [list.language] : [list.language, .unknown]
        if list.language == .unknown { languages = SentenceLanguage.allCases }
        for language in languages {
          let key = AbbreviationTable.key(WordHash(word).value ^ salt, language)
          if words[key] == nil { words[key] = list.kind }
          guard salt == 0 else { continue }
          addTail(word, language)
          if let key = AbbreviationTable.shortKey(word, language), shorts[key] == nil { shorts[key] = list.kind }
        }
      }
    }

    /// Blanks do not count, but the filter is asked about words as they are written.
    mutating func addUser(_ word: ArraySlice<UInt8>) {
      let joined = word.filter { $0 != 0x20 }
      for language in SentenceLanguage.allCases {
        words[AbbreviationTable.key(WordHash(joined).value, language)] = .user
        addTail(word, language)
        if let key = AbbreviationTable.shortKey(joined, language) { shorts[key] = .user }
      }
    }

    private mutating func addTail(_ word: ArraySlice<UInt8>, _ language: SentenceLanguage) {
      let tail = AbbreviationTable.tail(of: word)
      tails[Int(language.rawValue) * Int(stop_filter_words) + stop_filter_word(tail)] |= stop_filter_bits(tail)
    }
  }

  private static func shortKey(_ word: some BidirectionalCollection<UInt8>, _ language: SentenceLanguage) -> UInt32? {
    guard word.count < 8, word.allSatisfy({ $0 < 0x80 }) else { return nil }
    return key(short: tail(of: word), language)
  }
}

/// Kinds by keys. Open addressing by the upper bits of the key; a slot has its lower 28 bits and the kind, 0 is free.
/// Four bytes and not eight: look-ups wait for little but the cache.
private struct KindSlots: Sendable {
  private let slots: [UInt32]
  private let shift: UInt32
  /// So many slots from its own on a key may be.
  private let reach: UInt32

  /// - Parameter spread: so many slots there are for each key at least.
  init(_ entries: [UInt32: AbbreviationKind], spread: Int) {
    var capacity = 64
    while capacity < entries.count * spread { capacity *= 2 }
    let shift = UInt32(capacity.leadingZeroBitCount - 31)
    var slots = [UInt32](repeating: 0, count: capacity + entries.count + 2)
    var farthest = 0
    for (key, kind) in entries {
      let first = Int(key >> shift)
      var index = first
      while slots[index] != 0 { index += 1 }
      slots[index] = key << 4 | UInt32(kind.rawValue)
      farthest = max(farthest, index - first)
    }
    reach = UInt32(farthest / 2 * 2 + 2)
    self.slots = slots
    self.shift = shift
  }

  @inline(__always)
  func withKinds<R>(_ body: (stop_kinds) -> R) -> R {
    slots.withUnsafeBufferPointer { body(stop_kinds(slots: $0.baseAddress!, shift: shift, reach: reach)) }
  }

  @inline(__always)
  func kind(of key: UInt32) -> UInt32 {
    slots.withUnsafeBufferPointer { slots in
      var index = Int(key &>> shift)
      while true {
        let slot = slots[index]
        if slot ^ key &<< 4 < 16 { return slot & 15 }
        if slot == 0 { return 0 }
        index &+= 1
      }
    }
  }
}

/// One line of the lists: what a kind means in a language (`unknown` = in all).
struct AbbreviationList {
  let language: SentenceLanguage
  let kind: AbbreviationKind
  let words: StaticString

  init(_ language: SentenceLanguage, _ kind: AbbreviationKind, _ words: StaticString) {
    self.language = language
    self.kind = kind
    self.words = words
  }
}
