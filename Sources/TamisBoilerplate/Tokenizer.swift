import CByteScan
import TamisBase

/// Cuts bytes into tokens and counts what it sees on the way. Its only state is the bitmaps of the piece at hand.
struct Tokenizer {
  let facts: CharacterFacts

  init(facts: CharacterFacts) {
    self.facts = facts
  }

  /// Bitmaps made at a time: as many as what is looked at of a block takes, and few enough to stay on the stack.
  private static let bitmaps = 4
  private static let piece = bitmaps * 64

  /// Writes the tokens of `bytes[start..<end]` to `tokens`, which has room for one a byte, and adds to `counts`.
  /// Reads nothing from `limit` on, which is `end` or behind it. Returns how many tokens there are.
  func tokenize(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, limit: Int, into tokens: UnsafeMutablePointer<Token>,
    _ counts: UnsafeMutablePointer<BlockCounts>
  ) -> Int {
    withUnsafeTemporaryAllocation(of: byte_scan_block.self, capacity: Tokenizer.bitmaps) { scan in
      var walk = TokenWalk(bytes: bytes, end: end, limit: limit, facts: facts, tokens: tokens, counts: counts)
      var from = start
      while from < end {
        let to = min(end, from &+ Tokenizer.piece)
        // Whole blocks of 64 bytes are scanned faster; what they show of the text behind the end is taken away again.
        let whole = (to &- from &+ 63) & ~63
        let blocks = scan.baseAddress.unsafelyUnwrapped
        byte_scan(bytes + from, from &+ whole <= limit ? whole : to &- from, blocks)
        Tokenizer.cut(blocks + (whole &>> 6 &- 1), to: (to &- from &- 1) & 63 &+ 1)
        walk.walk(blocks, from, to)
        from = to
      }
      walk.finish()
      return walk.count
    }
  }
}

extension Tokenizer {
  /// Leaves the bits of the first `count` bytes, 1…64.
  @inline(__always)
  fileprivate static func cut(_ block: UnsafeMutablePointer<byte_scan_block>, to count: Int) {
    let valid: UInt64 = ~0 &>> UInt64(truncatingIfNeeded: 64 &- count)
    block.pointee.non_ascii &= valid
    block.pointee.newline &= valid
    block.pointee.space &= valid
    block.pointee.control &= valid
    block.pointee.upper &= valid
    block.pointee.lower &= valid
    block.pointee.digit &= valid
  }
}

/// The walk over the set bits of the bitmaps. A word may reach over the border of two pieces.
private struct TokenWalk {
  let bytes: UnsafePointer<UInt8>
  let end: Int
  let limit: Int
  let facts: CharacterFacts
  let tokens: UnsafeMutablePointer<Token>
  let counts: UnsafeMutablePointer<BlockCounts>
  var count = 0
  private var open = -1
  private var carry: UInt64 = 0

  init(
    bytes: UnsafePointer<UInt8>, end: Int, limit: Int, facts: CharacterFacts, tokens: UnsafeMutablePointer<Token>,
    counts: UnsafeMutablePointer<BlockCounts>
  ) {
    self.bytes = bytes
    self.end = end
    self.limit = limit
    self.facts = facts
    self.tokens = tokens
    self.counts = counts
  }

  @inline(__always)
  mutating func walk(_ scan: UnsafePointer<byte_scan_block>, _ from: Int, _ to: Int) {
    var base = from
    var place = 0
    var open = open
    var carry = carry
    var short = ShortRuns()
    // Here rather than in memory; the slow path works on the one there.
    var count = count
    while base < to {
      let block = scan + place
      let letters = block.pointee.lower | block.pointee.upper | block.pointee.digit | block.pointee.non_ascii
      tally(block, letters, base, to &- base)
      var turns = letters ^ (letters &<< 1 | carry)
      carry = letters &>> 63
      while turns != 0 {
        let position = base &+ turns.trailingZeroBitCount
        turns &= turns &- 1
        if open >= 0 {
          addRun(open, position, &short, &count)
          open = -1
          continue
        }
        guard turns != 0 else {
          open = position
          break
        }
        // Mostly a word begins and ends within 64 bytes.
        let stop = base &+ turns.trailingZeroBitCount
        turns &= turns &- 1
        addRun(position, stop, &short, &count)
      }
      base = base &+ 64
      place = place &+ 1
    }
    self.open = open
    self.carry = carry
    self.count = count
    short.add(to: counts)
  }

  mutating func finish() {
    if open >= 0 { addLongRun(open, end) }
  }

  @inline(__always)
  private func tally(_ block: UnsafePointer<byte_scan_block>, _ letters: UInt64, _ base: Int, _ remaining: Int) {
    let valid: UInt64 = remaining >= 64 ? ~0 : 1 &<< UInt64(truncatingIfNeeded: remaining) &- 1
    let scan = block.pointee
    if scan.upper != 0 { counts.pointee.upper &+= Int32(truncatingIfNeeded: scan.upper.nonzeroBitCount) }
    if scan.digit != 0 { counts.pointee.digits &+= Int32(truncatingIfNeeded: scan.digit.nonzeroBitCount) }
    var ascii = min(remaining, 64)
    if scan.non_ascii != 0 {
      let beyond = scan.non_ascii.nonzeroBitCount
      ascii = ascii &- beyond
      counts.pointee.nonASCII &+= Int32(truncatingIfNeeded: beyond)
    }
    counts.pointee.characters &+= Int32(truncatingIfNeeded: ascii)
    var marks = counts.pointee.marks.counts
    var others = valid & ~(letters | scan.space | scan.control | scan.newline)
    while others != 0 {
      let position = base &+ others.trailingZeroBitCount
      others &= others &- 1
      let byte = bytes[position]
      marks &+= facts.marks[Int(byte & 0x7F)]
      if byte == 0x2F && position &+ 1 < end && bytes[position &+ 1] == 0x2F { marks &+= MarkCounts.address }
    }
    counts.pointee.marks.counts = marks
  }

  /// Letters, digits and anything not ASCII: mostly one short ASCII word, hashed by eight bytes a step.
  @inline(__always)
  private mutating func addRun(_ start: Int, _ stop: Int, _ short: inout ShortRuns, _ count: inout Int) {
    let length = stop &- start
    guard length <= 16, start &+ 16 <= limit else {
      self.count = count
      addLongRun(start, stop)
      count = self.count
      return
    }
    let first = load(start, min(length, 8))
    let rest = load(start &+ 8, max(length &- 8, 0))
    guard (first | rest) & 0x8080_8080_8080_8080 == 0 else {
      self.count = count
      addForeignRun(start, stop)
      count = self.count
      return
    }
    var hash = WordHash(length: length)
    hash.add(first | 0x2020_2020_2020_2020)
    var longer = hash
    longer.add(rest | 0x2020_2020_2020_2020)
    // Both are made and one is taken: a branch on the length of words is a branch on chance.
    hash = length > 8 ? longer : hash
    short.add(first, length)
    tokens[count] = hash.token(letters: length, isSingle: false)
    count &+= 1
  }

  /// What the short ASCII words give to the counts, gathered without a branch: capitals come as they please.
  private struct ShortRuns {
    private var longest = 0
    private var capitalized = 0
    private var allCapitals = 0

    @inline(__always)
    mutating func add(_ word: UInt64, _ length: Int) {
      // The lower letters' bit of each byte; absent bytes are zero, as are those of capitals, digits have it.
      let isCapital = Int(truncatingIfNeeded: (word &>> 6) & ~(word &>> 5) & 1)
      longest = max(longest, length)
      capitalized &+= isCapital
      allCapitals &+= word & 0x2020_2020_2020_2020 == 0 && length >= 2 ? isCapital : 0
    }

    @inline(__always)
    func add(to counts: UnsafeMutablePointer<BlockCounts>) {
      counts.pointee.longestToken = max(counts.pointee.longestToken, Int32(truncatingIfNeeded: longest))
      counts.pointee.capitalized &+= Int32(truncatingIfNeeded: capitalized)
      counts.pointee.allCapitals &+= Int32(truncatingIfNeeded: allCapitals)
    }
  }

  @inline(never)
  private mutating func addLongRun(_ start: Int, _ stop: Int) {
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

  /// `count` bytes, 0…8, the rest zero.
  @inline(__always)
  private func load(_ position: Int, _ count: Int) -> UInt64 {
    if position &+ 8 <= limit {
      let word = UnsafeRawPointer(bytes + position).loadUnaligned(as: UInt64.self)
      // Shifting by 64 is shifting by nothing: twice by half.
      let half = UInt64(truncatingIfNeeded: 32 &- 4 &* count)
      return UInt64(littleEndian: word) & ((~0 &>> half) &>> half)
    }
    var word: UInt64 = 0
    for place in 0..<count { word |= UInt64(bytes[position &+ place]) &<< UInt64(truncatingIfNeeded: 8 &* place) }
    return word
  }

  private func hasNonASCII(_ start: Int, _ stop: Int) -> Bool {
    for position in start..<stop where bytes[position] >= 0x80 { return true }
    return false
  }

  private func noteASCIICase(_ firstBytes: UInt64, _ length: Int) {
    let isCapital: Int32 = firstBytes & 0x60 == 0x40 ? 1 : 0
    let present: UInt64 = ~0 &>> UInt64(truncatingIfNeeded: 64 &- 8 &* min(length, 8))
    let areAll: Int32 = firstBytes & 0x2020_2020_2020_2020 & present == 0 ? 1 : 0
    counts.pointee.capitalized &+= isCapital
    counts.pointee.allCapitals &+= isCapital & areAll & (length >= 2 ? 1 : 0)
  }

  @inline(__always)
  private mutating func add(_ token: Token, _ length: Int) {
    tokens[count] = token
    count &+= 1
    let bounded = Int32(truncatingIfNeeded: min(length, 0xFFFF))
    counts.pointee.longestToken = max(counts.pointee.longestToken, bounded)
  }

  /// The same for letters beyond ASCII, character by character.
  private mutating func addForeignRun(_ start: Int, _ stop: Int) {
    var word = FoldedWord()
    var position = start
    while position < stop {
      if word.length == 0 {
        // Curly quotes and dashes stand between words that are ASCII.
        let length = shortWord(position, stop)
        if length > 0 {
          addShort(load(position, length), length)
          position = position &+ length
          continue
        }
      }
      let scalar = decodeScalar(bytes, position, stop)
      let fact = facts.table[scalar.value]
      if scalar.value >= 0x80 { counts.pointee.characters &+= 1 }
      position = position &+ scalar.length
      if fact & CharacterFact.single != 0 {
        close(&word)
        word.add(facts.fold(scalar.value), fact)
        counts.pointee.singles &+= 1
        add(word.token(isSingle: true), 1)
        word = FoldedWord()
      } else if fact & CharacterFact.word != 0 {
        word.add(facts.fold(scalar.value), fact)
        if scalar.value >= 0x80 { noteForeign(fact) }
      } else if fact & CharacterFact.ignorable == 0 {
        close(&word)
        if scalar.value != 0x2019 && scalar.value != 0x2018 { counts.pointee.marks.counts &+= MarkCounts.one(fact) }
      }
    }
    close(&word)
  }

  /// The length of the ASCII word at `position`, if it has at most eight bytes and does not go on beyond ASCII, else 0.
  @inline(__always)
  private func shortWord(_ position: Int, _ stop: Int) -> Int {
    guard position &+ 8 <= limit else { return 0 }
    let high = load(position, min(8, stop &- position)) & 0x8080_8080_8080_8080
    let length = high == 0 ? stop &- position : high.trailingZeroBitCount &>> 3
    guard length > 0, length <= 8 else { return 0 }
    guard position &+ length < stop else { return length }
    let next = facts.table[decodeScalar(bytes, position &+ length, stop).value]
    return next & (CharacterFact.word | CharacterFact.single | CharacterFact.ignorable) == 0 ? length : 0
  }

  @inline(__always)
  private mutating func addShort(_ word: UInt64, _ length: Int) {
    var hash = WordHash(length: length)
    hash.add(word | 0x2020_2020_2020_2020)
    noteASCIICase(word, length)
    add(hash.token(letters: length, isSingle: false), length)
  }

  @inline(__always)
  private func noteForeign(_ fact: UInt16) {
    counts.pointee.upper &+= fact & CharacterFact.upper != 0 ? 1 : 0
    counts.pointee.digits &+= fact & CharacterFact.digit != 0 ? 1 : 0
  }

  private mutating func close(_ word: inout FoldedWord) {
    guard word.length > 0 else { return }
    if word.isCapitalized { counts.pointee.capitalized &+= 1 }
    if word.uppers == word.characters && word.characters >= 2 { counts.pointee.allCapitals &+= 1 }
    if word.endsInParticle { counts.pointee.particles &+= 1 }
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
