import CByteScan
import TamisBase

/// The tokens of runs of letters, digits and characters beyond ASCII, character by character, and what is counted
/// there: the definition that `word_fold` is held to, and the way of all text that it leaves.
struct ForeignWords {
  private let bytes: UnsafePointer<UInt8>
  private let facts: CharacterFacts
  private let tokens: UnsafeMutablePointer<Token>
  private(set) var count = 0
  private var characters = 0
  private var upper = 0
  private var digits = 0
  private var singles = 0
  private var capitalized = 0
  private var allCapitals = 0
  private var particles = 0
  private var longest = 0
  private var marks: UInt64 = 0

  /// `tokens` has room for one a byte.
  init(bytes: UnsafePointer<UInt8>, facts: CharacterFacts, tokens: UnsafeMutablePointer<Token>) {
    self.bytes = bytes
    self.facts = facts
    self.tokens = tokens
  }

  /// Takes tokens as they are.
  @inline(__always)
  mutating func take(_ words: UnsafePointer<Token>, _ number: Int) {
    for place in 0..<number { tokens[count &+ place] = words[place] }
    count &+= number
  }

  func write(to counts: UnsafeMutablePointer<BlockCounts>) {
    counts.pointee.found.characters &+= UInt32(truncatingIfNeeded: characters)
    counts.pointee.found.singles &+= UInt32(truncatingIfNeeded: singles)
    counts.pointee.found.particles &+= UInt32(truncatingIfNeeded: particles)
    counts.pointee.found.scan.upper &+= UInt32(truncatingIfNeeded: upper)
    counts.pointee.found.scan.digits &+= UInt32(truncatingIfNeeded: digits)
    counts.pointee.found.scan.capitalized &+= UInt32(truncatingIfNeeded: capitalized)
    counts.pointee.found.scan.all_capitals &+= UInt32(truncatingIfNeeded: allCapitals)
    counts.pointee.found.scan.longest = max(counts.pointee.found.scan.longest, UInt32(truncatingIfNeeded: longest))
    counts.pointee.found.scan.marks &+= marks
  }

  mutating func addRun(_ start: Int, _ stop: Int) {
    var word = FoldedWord()
    var position = start
    while position < stop {
      let lead = bytes[position]
      if lead < 0x80 {
        word.add(UInt32(facts.folds[Int(lead)]), facts.table[UInt32(lead)])
        position = position &+ 1
        continue
      }
      if lead >= 0xC2 && lead < 0xE0 && position &+ 1 < stop {
        // Letters of two bytes stay letters of two bytes: one look-up says what they are.
        let trail = bytes[position &+ 1]
        let letter = facts.letters[Int(lead & 0x1F) &<< 6 | Int(trail & 0x3F)]
        if letter != 0 && trail & 0xC0 == 0x80 {
          word.add(letter)
          let isUpper = Int(truncatingIfNeeded: letter &>> 16 & 1)
          upper &+= isUpper
          digits &+= Int(truncatingIfNeeded: letter &>> 17 & 1)
          characters &+= 1
          position = position &+ 2
          continue
        }
      }
      position = position &+ addCharacter(position, stop, &word)
    }
    close(&word)
  }

  /// Adds any character beyond ASCII; returns its length.
  @inline(__always)
  private mutating func addCharacter(_ position: Int, _ stop: Int, _ word: inout FoldedWord) -> Int {
    let scalar = decodeMultibyteScalar(bytes, position, stop)
    let fact = facts.table[scalar.value]
    characters &+= 1
    if fact & CharacterFact.single != 0 {
      close(&word)
      singles &+= 1
      longest = max(longest, 1)
      tokens[count] = FoldedWord.single(facts.fold(scalar.value))
      count &+= 1
    } else if fact & CharacterFact.word != 0 {
      word.add(facts.fold(scalar.value), fact)
      upper &+= fact & CharacterFact.upper != 0 ? 1 : 0
      digits &+= fact & CharacterFact.digit != 0 ? 1 : 0
    } else if fact & CharacterFact.ignorable == 0 {
      close(&word)
      marks &+= MarkCounts.one(scalar.value, fact)
    }
    return scalar.length
  }

  @inline(__always)
  private mutating func close(_ word: inout FoldedWord) {
    guard word.length > 0 else { return }
    capitalized &+= word.isCapitalized ? 1 : 0
    allCapitals &+= word.uppers == word.characters && word.characters >= 2 ? 1 : 0
    particles &+= word.endsInParticle ? 1 : 0
    tokens[count] = word.token
    count &+= 1
    longest = max(longest, word.characters)
    word = FoldedWord()
  }
}

/// A word under way, folded: ASCII letters as one byte, others as three of their code point, or two where these hold it.
struct FoldedWord {
  private static let spaces: UInt64 = 0x2020_2020_2020_2020
  // Absent bytes are spaces, as setting the case bit of an ASCII word makes them.
  private var first = FoldedWord.spaces
  private var second = FoldedWord.spaces
  private var third = FoldedWord.spaces
  /// The eight bytes under way, and how many are full.
  private var current = FoldedWord.spaces
  private var filled = 0
  private(set) var length = 0
  private(set) var characters = 0
  private(set) var uppers = 0
  private(set) var isCapitalized = false
  private var last: UInt32 = 0

  /// Adds one of ``CharacterFacts/letters``.
  @inline(__always)
  mutating func add(_ letter: UInt32) {
    note(isUpper: letter &>> 16 & 1 != 0)
    last = 0
    push(UInt64(letter & 0xFFFF), 2)
  }

  @inline(__always)
  mutating func add(_ folded: UInt32, _ fact: UInt16) {
    note(isUpper: fact & CharacterFact.upper != 0)
    last = fact & CharacterFact.hangul != 0 ? folded : 0
    let (bytes, count) = FoldedWord.bytes(of: folded)
    push(bytes, count)
  }

  /// The token of a character that stands alone.
  @inline(__always)
  static func single(_ folded: UInt32) -> Token {
    let (bytes, count) = bytes(of: folded)
    var hash = WordHash(length: count)
    hash.add(spaces ^ bytes)
    return hash.token(letters: 1, isSingle: true)
  }

  /// What a folded character adds, spaces taken out.
  @inline(__always)
  static func bytes(of folded: UInt32) -> (bytes: UInt64, count: Int) {
    if folded < 0x80 { return (UInt64(folded ^ 0x20), 1) }
    let low = UInt64(folded & 0x7F | (folded &>> 7 & 0xFF) &<< 8 | 0x8080) ^ 0x2020
    if folded < 0x4000 { return (low, 2) }
    return (low | (UInt64(folded &>> 14 & 0xFF | 0x80) ^ 0x20) &<< 16, 3)
  }

  @inline(__always)
  private mutating func note(isUpper: Bool) {
    if isUpper {
      if characters == 0 { isCapitalized = true }
      uppers &+= 1
    }
    characters &+= 1
  }

  @inline(__always)
  private mutating func push(_ bytes: UInt64, _ count: Int) {
    let used = length & 7
    current ^= bytes &<< UInt64(truncatingIfNeeded: used &* 8)
    length &+= count
    guard used &+ count >= 8 else { return }
    switch filled {
    case 0: first = current
    case 1: second = current
    case 2: third = current
    default: break
    }
    filled &+= 1
    current = FoldedWord.spaces ^ (bytes &>> UInt64(truncatingIfNeeded: 64 &- used &* 8))
  }

  var token: Token {
    @inline(__always) get {
      var hash = WordHash(length: min(length, WordHash.limit))
      hash.add(filled > 0 ? first : current)
      if length > 8 { hash.add(filled > 1 ? second : current) }
      if length > 16 { hash.add(filled > 2 ? third : current) }
      return hash.token(letters: characters, isSingle: false)
    }
  }

  /// Korean writes its commonest words as the ends of others: topic, subject, object, of, at, with, also, only.
  var endsInParticle: Bool { last != 0 && characters >= 2 && FoldedWord.isParticle(last) }

  static func isParticle(_ folded: UInt32) -> Bool {
    switch folded {
    case 0xC740, 0xB294, 0xC774, 0xAC00, 0xC744, 0xB97C, 0xC758, 0xC5D0, 0xB85C, 0xC640, 0xACFC, 0xB3C4, 0xACE0, 0xB2E4, 0xC11C,
      0xB9CC: true
    default: false
    }
  }
}
