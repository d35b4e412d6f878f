import CByteScan
import TamisBase

/// Cuts bytes into tokens and counts what it sees on the way. Its only state is the bitmaps of the piece at hand.
struct Tokenizer {
  let facts: CharacterFacts

  init(facts: CharacterFacts) {
    self.facts = facts
  }

  /// Bitmaps made at a time: a temporary allocation of a kilobyte stays on the stack, a larger one goes to the heap.
  private static let bitmaps = 16
  private static let piece = bitmaps * 64

  /// Writes the tokens of `bytes[start..<end]` to `tokens`, which has room for one a byte, and adds to `counts`.
  /// Reads nothing outside the range. Returns how many tokens there are.
  func tokenize(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, into tokens: UnsafeMutablePointer<Token>,
    _ counts: inout BlockCounts
  ) -> Int {
    withUnsafeTemporaryAllocation(of: byte_scan_block.self, capacity: Tokenizer.bitmaps) { scan in
      var walk = TokenWalk(bytes: bytes, end: end, facts: facts, tokens: tokens, counts: counts)
      var from = start
      while from < end {
        let to = min(end, from &+ Tokenizer.piece)
        byte_scan(bytes + from, to &- from, scan.baseAddress)
        walk.walk(scan.baseAddress.unsafelyUnwrapped, from, to)
        from = to
      }
      walk.finish()
      counts = walk.counts
      return walk.count
    }
  }
}

/// The walk over the set bits of the bitmaps. A word may reach over the border of two pieces.
private struct TokenWalk {
  let bytes: UnsafePointer<UInt8>
  let end: Int
  let facts: CharacterFacts
  let tokens: UnsafeMutablePointer<Token>
  var counts: BlockCounts
  var count = 0
  private var open = -1
  private var carry: UInt64 = 0

  init(
    bytes: UnsafePointer<UInt8>, end: Int, facts: CharacterFacts, tokens: UnsafeMutablePointer<Token>, counts: BlockCounts
  ) {
    self.bytes = bytes
    self.end = end
    self.facts = facts
    self.tokens = tokens
    self.counts = counts
  }

  mutating func walk(_ scan: UnsafePointer<byte_scan_block>, _ from: Int, _ to: Int) {
    var base = from
    var place = 0
    while base < to {
      let block = scan[place]
      let letters = block.lower | block.upper | block.digit | block.non_ascii
      count(block, letters, base, to &- base)
      var turns = letters ^ (letters &<< 1 | carry)
      carry = letters &>> 63
      while turns != 0 {
        let position = base &+ turns.trailingZeroBitCount
        turns &= turns &- 1
        if open < 0 {
          open = position
        } else {
          addRun(open, position)
          open = -1
        }
      }
      base = base &+ 64
      place = place &+ 1
    }
  }

  mutating func finish() {
    if open >= 0 { addRun(open, end) }
  }

  private mutating func count(_ block: byte_scan_block, _ letters: UInt64, _ base: Int, _ remaining: Int) {
    let valid: UInt64 = remaining >= 64 ? ~0 : 1 &<< UInt64(truncatingIfNeeded: remaining) &- 1
    counts.upper &+= Int32(truncatingIfNeeded: block.upper.nonzeroBitCount)
    counts.digits &+= Int32(truncatingIfNeeded: block.digit.nonzeroBitCount)
    counts.characters &+= Int32(truncatingIfNeeded: (valid & ~block.non_ascii).nonzeroBitCount)
    counts.nonASCII &+= Int32(truncatingIfNeeded: block.non_ascii.nonzeroBitCount)
    var others = valid & ~(letters | block.space | block.control | block.newline)
    while others != 0 {
      let position = base &+ others.trailingZeroBitCount
      others &= others &- 1
      mark(facts.ascii[Int(bytes[position] & 0x7F)])
      if bytes[position] == 0x40 { counts.addresses &+= 1 }
      if bytes[position] == 0x2F && position &+ 1 < end && bytes[position &+ 1] == 0x2F { counts.addresses &+= 1 }
    }
  }

  @inline(__always)
  private mutating func mark(_ fact: UInt16) {
    counts.terminators &+= fact & CharacterFact.terminator != 0 ? 1 : 0
    counts.commas &+= fact & CharacterFact.comma != 0 ? 1 : 0
    counts.colons &+= fact & CharacterFact.colon != 0 ? 1 : 0
    counts.symbols &+= fact & CharacterFact.symbol != 0 ? 1 : 0
    counts.quotes &+= fact & CharacterFact.quote != 0 ? 1 : 0
    counts.dashes &+= fact & CharacterFact.dash != 0 ? 1 : 0
    counts.brackets &+= fact & CharacterFact.bracket != 0 ? 1 : 0
  }

  /// Letters, digits and anything not ASCII: mostly one ASCII word, hashed by eight bytes a step.
  private mutating func addRun(_ start: Int, _ stop: Int) {
    let length = stop &- start
    var hash = WordHash(length: min(length, WordHash.limit))
    var position = start
    var high: UInt64 = 0
    var firstBytes: UInt64 = 0
    let hashed = min(stop, start &+ WordHash.limit)
    while position < hashed {
      let word = load(position, min(8, hashed &- position))
      high |= word
      if position == start { firstBytes = word }
      hash.add(word | 0x2020_2020_2020_2020)
      position = position &+ 8
    }
    if high & 0x8080_8080_8080_8080 != 0 || length > WordHash.limit && hasNonASCII(hashed, stop) {
      addForeignRun(start, stop)
      return
    }
    noteASCIICase(firstBytes, length)
    add(hash.token(letters: length, isSingle: false), length)
  }

  /// `count` bytes, 1…8, the rest zero.
  @inline(__always)
  private func load(_ position: Int, _ count: Int) -> UInt64 {
    if position &+ 8 <= end {
      let word = UnsafeRawPointer(bytes + position).loadUnaligned(as: UInt64.self)
      return UInt64(littleEndian: word) & (~0 &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count))
    }
    var word: UInt64 = 0
    for place in 0..<count { word |= UInt64(bytes[position &+ place]) &<< UInt64(truncatingIfNeeded: 8 &* place) }
    return word
  }

  private func hasNonASCII(_ start: Int, _ stop: Int) -> Bool {
    for position in start..<stop where bytes[position] >= 0x80 { return true }
    return false
  }

  @inline(__always)
  private mutating func noteASCIICase(_ firstBytes: UInt64, _ length: Int) {
    let first = UInt8(truncatingIfNeeded: firstBytes)
    guard first & 0x60 == 0x40 else { return }
    counts.capitalized &+= 1
    let present: UInt64 = ~0 &>> UInt64(truncatingIfNeeded: 64 &- 8 &* min(length, 8))
    if length >= 2 && firstBytes & 0x2020_2020_2020_2020 & present == 0 { counts.allCapitals &+= 1 }
  }

  @inline(__always)
  private mutating func add(_ token: Token, _ length: Int) {
    tokens[count] = token
    count &+= 1
    let bounded = Int32(truncatingIfNeeded: min(length, 0xFFFF))
    if bounded > counts.longestToken { counts.longestToken = bounded }
  }

  /// The same for letters beyond ASCII, character by character.
  private mutating func addForeignRun(_ start: Int, _ stop: Int) {
    var word = FoldedWord()
    var position = start
    while position < stop {
      let scalar = decodeScalar(bytes, position, stop)
      let fact = facts.table[scalar.value]
      if scalar.value >= 0x80 { counts.characters &+= 1 }
      position = position &+ scalar.length
      if fact & CharacterFact.single != 0 {
        close(&word)
        word.add(facts.fold(scalar.value), fact)
        counts.singles &+= 1
        add(word.token(isSingle: true), 1)
        word = FoldedWord()
      } else if fact & CharacterFact.word != 0 {
        word.add(facts.fold(scalar.value), fact)
        if scalar.value >= 0x80 { noteForeign(fact) }
      } else if fact & CharacterFact.ignorable == 0 {
        close(&word)
        mark(scalar.value == 0x2019 || scalar.value == 0x2018 ? 0 : fact)
      }
    }
    close(&word)
  }

  @inline(__always)
  private mutating func noteForeign(_ fact: UInt16) {
    counts.upper &+= fact & CharacterFact.upper != 0 ? 1 : 0
    counts.digits &+= fact & CharacterFact.digit != 0 ? 1 : 0
  }

  private mutating func close(_ word: inout FoldedWord) {
    guard word.length > 0 else { return }
    if word.isCapitalized { counts.capitalized &+= 1 }
    if word.uppers == word.characters && word.characters >= 2 { counts.allCapitals &+= 1 }
    if word.endsInParticle { counts.particles &+= 1 }
    add(word.token(isSingle: false), word.characters)
    word = FoldedWord()
  }
}

/// A word under way, folded: ASCII letters as one byte, others as three of their code point.
private struct FoldedWord {
  // Absent bytes are spaces, as setting the case bit of an ASCII word makes them.
  private var bytes: (UInt64, UInt64, UInt64) = (0x2020_2020_2020_2020, 0x2020_2020_2020_2020, 0x2020_2020_2020_2020)
  var length = 0
  var characters = 0
  var uppers = 0
  var isCapitalized = false
  private var last: UInt32 = 0
  private var isHangul = false

  @inline(__always)
  mutating func add(_ folded: UInt32, _ fact: UInt16) {
    if fact & CharacterFact.upper != 0 {
      if characters == 0 { isCapitalized = true }
      uppers &+= 1
    }
    characters &+= 1
    last = folded
    isHangul = fact & CharacterFact.hangul != 0
    if folded < 0x80 {
      push(UInt8(truncatingIfNeeded: folded))
      return
    }
    push(UInt8(truncatingIfNeeded: folded) | 0x80)
    push(UInt8(truncatingIfNeeded: folded &>> 7) | 0x80)
    if folded >= 0x4000 { push(UInt8(truncatingIfNeeded: folded &>> 14) | 0x80) }
  }

  @inline(__always)
  private mutating func push(_ byte: UInt8) {
    let shifted = UInt64(byte ^ 0x20) &<< UInt64(truncatingIfNeeded: length & 7 &* 8)
    if length < 8 {
      bytes.0 ^= shifted
    } else if length < 16 {
      bytes.1 ^= shifted
    } else if length < 24 {
      bytes.2 ^= shifted
    }
    length = min(length &+ 1, 0xFFFF)
  }

  @inline(__always)
  func token(isSingle: Bool) -> Token {
    var hash = WordHash(length: min(length, WordHash.limit))
    hash.add(bytes.0)
    if length > 8 { hash.add(bytes.1) }
    if length > 16 { hash.add(bytes.2) }
    return hash.token(letters: characters, isSingle: isSingle)
  }

  /// Korean writes its commonest words as the ends of others: topic, subject, object, of, at, with, also, only.
  var endsInParticle: Bool {
    guard isHangul, characters >= 2 else { return false }
    switch last {
    case 0xC740, 0xB294, 0xC774, 0xAC00, 0xC744, 0xB97C, 0xC758, 0xC5D0, 0xB85C, 0xC640, 0xACFC, 0xB3C4, 0xACE0, 0xB2E4, 0xC11C,
      0xB9CC: return true
    default: return false
    }
  }
}
