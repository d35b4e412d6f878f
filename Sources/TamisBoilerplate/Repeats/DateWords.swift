import TamisBase

/// The names of months and days and the like: the single words under `date` in the lexicon, kept for the life of the
/// process.
struct DateWords: @unchecked Sendable {
  /// Hashes at places that they give, zero where there is none; at most half full.
  private let hashes: UnsafePointer<UInt64>
  private static let capacity = 1 << 12
  private static let mask = capacity - 1
  private static let longest = 40

  init(_ facts: CharacterFacts) throws(TamisError) {
    var storage = GrowableBuffer<UInt64>()
    try storage.append(repeating: 0, count: Self.capacity)
    let cells = storage.elements
    try Self.forEachWord(facts) { word, count in
      var place = Int(truncatingIfNeeded: Self.hash(word, count)) & Self.mask
      for _ in 0..<Self.capacity / 2 {
        if cells[place] == 0 { cells[place] = Self.hash(word, count) }
        if cells[place] == Self.hash(word, count) { return }
        place = (place + 1) & Self.mask
      }
    }
    hashes = storage.relinquish()
  }

  /// Whether a word, folded, is one of them.
  func contain(_ word: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count >= 3, count <= Self.longest else { return false }
    let hash = Self.hash(word, count)
    var place = Int(truncatingIfNeeded: hash) & Self.mask
    while hashes[place] != 0 {
      if hashes[place] == hash { return true }
      place = (place &+ 1) & Self.mask
    }
    return false
  }

  private static func hash(_ word: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    SipHash.hash(word, count, key: 0) | 1
  }

  /// Calls `body` for each phrase of one word of three bytes and more; the lexicon is lower case already, and what
  /// else folding does is done here.
  private static func forEachWord(_ facts: CharacterFacts, _ body: (UnsafePointer<UInt8>, Int) -> Void)
    throws(TamisError)
  {
    try LexiconText.forEachLine { (_, kind, rest) throws(TamisError) in
      guard kind.elementsEqual("date".utf8) else { return }
      try LexiconText.forEachPhrase(rest) { (phrase) throws(TamisError) in
        if !phrase.contains(0x20) && phrase.count <= longest { withFolded(phrase, facts, body) }
      }
    }
  }

  private static func withFolded(_ word: Bytes, _ facts: CharacterFacts, _ body: (UnsafePointer<UInt8>, Int) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * longest + 8) { folded in
      guard let base = word.baseAddress, let out = folded.baseAddress else { return }
      var place = 0
      var count = 0
      while place < word.count {
        let scalar = decodeScalar(base, place, word.count)
        place += scalar.length
        count = RepeatKeys.append(facts.fold(scalar.value), to: out, at: count)
      }
      if count >= 3 { body(UnsafePointer(out), count) }
    }
  }
}
