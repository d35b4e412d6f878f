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
}

/// Abbreviations by the hash of their letters, without the last full stop, and the language. Immutable once built.
struct AbbreviationTable: Sendable {
  private struct Slot {
    var key: UInt32 = 0
    var kind: UInt32 = 0
  }

  private let slots: [Slot]
  private let mask: UInt32

  /// The kind of the word with that hash for a language, `none` if the language does not list it.
  @inline(__always)
  func kind(of hash: UInt32, _ language: SentenceLanguage) -> UInt32 {
    let key = AbbreviationTable.key(hash, language)
    return slots.withUnsafeBufferPointer { slots in
      var index = key & mask
      while true {
        let slot = slots[Int(index)]
        if slot.key == key || slot.kind == 0 { return slot.kind }
        index = (index &+ 1) & mask
      }
    }
  }

  @inline(__always)
  private static func key(_ hash: UInt32, _ language: SentenceLanguage) -> UInt32 {
    let mixed = (hash ^ UInt32(language.rawValue) &* 0x9E37_79B1) &* 0x85EB_CA6B
    return mixed ^ mixed &>> 15
  }

  private init(_ entries: [UInt32: AbbreviationKind]) {
    var capacity = 64
    while capacity < entries.count * 4 { capacity *= 2 }
    var slots = [Slot](repeating: Slot(), count: capacity)
    for (key, kind) in entries {
      var index = Int(key) & (capacity - 1)
      while slots[index].kind != 0 { index = (index + 1) & (capacity - 1) }
      slots[index] = Slot(key: key, kind: UInt32(kind.rawValue))
    }
    self.slots = slots
    mask = UInt32(capacity - 1)
  }

  /// The house's lists.
  static let standard = AbbreviationTable(adding: [])

  /// The house's lists and the user's words, which count in every language. A final full stop may be written or not.
  init(adding words: [[UInt8]]) {
    var entries: [UInt32: AbbreviationKind] = [:]
    for list in abbreviationLists { AbbreviationTable.add(list, to: &entries) }
    for word in words {
      let stops = word.reversed().prefix { $0 == 0x2E }.count
      let hash = WordHash(word.dropLast(stops).filter { $0 != 0x20 }).value
      guard word.count > stops else { continue }
      for language in SentenceLanguage.allCases { entries[AbbreviationTable.key(hash, language)] = .user }
    }
    self.init(entries)
  }

  /// Where two lists of a language, or of the unknown one, disagree, the earlier one counts.
  private static func add(_ list: AbbreviationList, to entries: inout [UInt32: AbbreviationKind]) {
    let text = list.words.withUTF8Buffer { Array($0) }
    for var word in text.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
      // A word that is an ordinary one elsewhere counts only when its language is given.
      let isOrdinaryElsewhere = word.first == 0x7E
      if isOrdinaryElsewhere { word.removeFirst() }
      let hash = WordHash(word).value
      var languages: [SentenceLanguage] = isOrdinaryElsewhere ? [list.language] : [list.language, .unknown]
      if list.language == .unknown { languages = SentenceLanguage.allCases }
      for language in languages {
        let key = key(hash, language)
        if entries[key] == nil { entries[key] = list.kind }
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
