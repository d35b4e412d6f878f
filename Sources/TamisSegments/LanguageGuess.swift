import CByteScan
import TamisBase

/// Tells the language of a text from its function words, those of the lists that sentences like to begin with: enough to
/// choose abbreviations and weights by, no more.
enum LanguageGuess {
  static let bytesLookedAt = 1024
  /// Those that list words have the lowest numbers.
  static var languages: Int { 32 }
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

  /// Adds to `hits`, for each language, the words of a stretch that it lists.
  static func count(_ reader: TextReader, _ hits: UnsafeMutablePointer<Int32>) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: LanguageHits.most) { numbers in
      var count = WordCount(reader: reader, words: FunctionWords.shared, numbers: numbers.baseAddress!, sums: hits)
      count.run()
    }
  }

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

/// How many of some words each language lists, a byte each.
private struct LanguageHits {
  /// Of so many words.
  static var most: Int { 255 }
  private var lanes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  init() {}

  /// Those of a word that some languages list, a bit each.
  init(of languages: UInt32) {
    func spread(_ bits: UInt32) -> UInt64 { (0..<8).reduce(0) { $0 | UInt64(bits >> UInt32($1) & 1) << UInt64($1 * 8) } }
    lanes = (spread(languages), spread(languages >> 8), spread(languages >> 16), spread(languages >> 24))
  }

  @inline(__always)
  mutating func add(_ other: LanguageHits) {
    lanes.0 &+= other.lanes.0
    lanes.1 &+= other.lanes.1
    lanes.2 &+= other.lanes.2
    lanes.3 &+= other.lanes.3
  }

  func add(to sums: UnsafeMutablePointer<Int32>) {
    for place in 0..<8 {
      let shift = UInt64(place &* 8)
      sums[place] &+= Int32(truncatingIfNeeded: lanes.0 &>> shift & 0xFF)
      sums[place &+ 8] &+= Int32(truncatingIfNeeded: lanes.1 &>> shift & 0xFF)
      sums[place &+ 16] &+= Int32(truncatingIfNeeded: lanes.2 &>> shift & 0xFF)
      sums[place &+ 24] &+= Int32(truncatingIfNeeded: lanes.3 &>> shift & 0xFF)
    }
  }
}

/// Which word it is, by a number: that of its letters, small ones for capitals.
private struct WordNumber {
  private var ascii: UInt64 = 0
  private var all: UInt64 = 0
  private var length: UInt64 = 0
  private var isASCII = true

  /// Adds a small letter, or one that has no capitals.
  @inline(__always)
  mutating func add(_ letter: UInt32) {
    ascii |= UInt64(letter) &<< (length &* 8)
    length &+= 1
    // Five letters fill it, and more go round.
    all = (all &<< 11 | all &>> 53) ^ UInt64(letter)
    isASCII = isASCII && letter < 0x80
  }

  @inline(__always)
  var value: UInt32 {
    isASCII ? WordNumber.value(ascii) : UInt32(truncatingIfNeeded: (all &* 0xD6E8_FEB8_6659_FD93) &>> 32)
  }

  /// Of up to eight letters of ASCII, the first one lowest.
  @inline(__always)
  static func value(_ ascii: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (ascii &* 0x9E37_79B9_7F4A_7C15) &>> 32)
  }
}

/// The listed words. Built at first use and never freed.
private struct FunctionWords: @unchecked Sendable {
  static let shared = FunctionWords()

  private let slots: UnsafeMutablePointer<Slot>
  /// For each set of languages that list a word; the first one is empty.
  private let hits: UnsafeMutablePointer<LanguageHits>
  /// The small one of each letter, the digits as they are, 0 for anything else.
  let letters: UnsafeMutablePointer<UInt16>
  static var letterCount: UInt32 { 0x600 }
  /// No listed word has more letters.
  static var longestWord: Int { 8 }

  private struct Slot {
    var number: UInt32 = 0
    /// Which of the hits; 0 in a slot that is free.
    var hits: UInt32 = 0
  }

  /// Slots in each half of the table. A word has one place in either, so two looks tell, and none of them by a branch.
  private static var half: Int { 1 << 10 }
  @inline(__always)
  private static func first(_ number: UInt32) -> Int { Int(number &>> 22) }
  @inline(__always)
  private static func second(_ number: UInt32) -> Int { half | Int(number & 0x3FF) }

  @inline(__always)
  func hits(of number: UInt32) -> LanguageHits {
    let one = slots[FunctionWords.first(number)]
    let other = slots[FunctionWords.second(number)]
    return hits[
      Int(one.hits & FunctionWords.ones(one.number, number) | other.hits & FunctionWords.ones(other.number, number))]
  }

  /// All bits if the numbers are the same, none otherwise. Asked, it would be a branch on chance.
  @inline(__always)
  private static func ones(_ one: UInt32, _ other: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: (UInt64(one ^ other) &- 1) &>> 32)
  }

  private init() {
    letters = .allocate(capacity: Int(Self.letterCount))
    letters.initialize(repeating: 0, count: Int(Self.letterCount))
    if case .success(let table) = SegmentFacts.table {
      for letter in 0..<Self.letterCount {
        let facts = SegmentFacts(bits: table[letter])
        let isCapital = facts.sentenceClass == SentenceClass.upper
        if facts.isIn(.letterOrDigit) { letters[Int(letter)] = UInt16(isCapital ? WordHash.folded(letter) : letter) }
      }
    }
    slots = .allocate(capacity: 2 * Self.half)
    slots.initialize(repeating: Slot(), count: 2 * Self.half)
    let words = Self.languagesOfWords()
    var sets: [UInt32: UInt32] = [0: 0]
    for languages in words.values where sets[languages] == nil { sets[languages] = UInt32(sets.count) }
    hits = .allocate(capacity: sets.count)
    for (languages, place) in sets { (hits + Int(place)).initialize(to: LanguageHits(of: languages)) }
    for (number, languages) in words { add(Slot(number: number, hits: sets[languages] ?? 0)) }
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

  private static func number(of word: [UInt8]) -> UInt32 {
    var number = WordNumber()
    word.withUnsafeBufferPointer { word in
      var place = 0
      while place < word.count {
        let scalar = decodeScalar(word.baseAddress!, place, word.count)
        number.add(WordHash.folded(scalar.value))
        place += scalar.length
      }
    }
    return number.value
  }

  /// Adds a word: what stands in its place moves to its other one, and so on. A test asks for all of them.
  private func add(_ word: Slot) {
    var word = word
    var place = Self.first(word.number)
    for _ in 0..<100 {
      swap(&word, &slots[place])
      if word.hits == 0 { return }
      place = place < Self.half ? Self.second(word.number) : Self.first(word.number)
    }
  }
}

/// Goes through the words of a stretch, as ``TextReader/word(at:)`` cuts it, and counts for each language those that it lists.
///
/// What has no bytes beyond ASCII is found by bits, and looked up by eight bytes at once, as no listed word is longer. Letter by
/// letter, all of it took eleven microseconds a kilobyte, twice what the sentences of an article of seven take.
private struct WordCount {
  let reader: TextReader
  let words: FunctionWords
  /// The words at hand; room for ``LanguageHits/most``.
  let numbers: UnsafeMutablePointer<UInt32>
  var count = 0
  let sums: UnsafeMutablePointer<Int32>

  /// What the bits of a block need of those before it: a run is what lies between bytes that are no letters, no digits and not
  /// beyond ASCII.
  private struct Carry {
    var inside: UInt64 = 0
    /// Whether the run that goes on has bytes beyond ASCII.
    var isWide = false
  }

  private static var blocksAtOnce: Int { 4 }

  mutating func run() {
    withUnsafeTemporaryAllocation(of: byte_scan_block.self, capacity: WordCount.blocksAtOnce) { blocks in
      var carry = Carry()
      var from = reader.start
      while from < reader.end {
        let length = min(reader.end &- from, WordCount.blocksAtOnce &* 64)
        byte_scan(reader.base + from, length, blocks.baseAddress!)
        for place in 0..<(length &+ 63) &>> 6 { take(blocks[place], at: from &+ place &* 64, &carry) }
        from &+= length
      }
      // A last run that fills its block ends behind it.
      if carry.inside &>> 63 != 0 { take(byte_scan_block(), at: reader.end, &carry) }
    }
    flush()
  }

  @inline(__always)
  private mutating func take(_ block: byte_scan_block, at base: Int, _ carry: inout Carry) {
    let inside = block.lower | block.upper | block.digit | block.non_ascii
    let ends = ~inside & (inside &<< 1 | carry.inside &>> 63)
    // Adding carries a byte beyond ASCII over the end of its run.
    let (sum, isOver) = inside.addingReportingOverflow(block.non_ascii)
    let (carried, isFar) = sum.addingReportingOverflow(carry.isWide ? 1 : 0)
    takeShort(ends & ~carried, inside, carry.inside, base)
    if ends & carried != 0 { takeWide(ends & carried, inside, carry.inside, base) }
    carry = Carry(inside: inside, isWide: isOver || isFar)
  }

  /// The last words of the runs of letters and digits of ASCII that end at the bits of `ends`, if they are short.
  @inline(never)
  private mutating func takeShort(_ ends: UInt64, _ inside: UInt64, _ before: UInt64, _ base: Int) {
    // Half of 64 bytes end words at most.
    if count > LanguageHits.most - 32 { flush() }
    let numbers = numbers
    var count = count
    var ends = ends
    while ends != 0 {
      let bit = ends.trailingZeroBitCount
      ends &= ends &- 1
      numbers[count] = number(until: base &+ bit, length(inside, before, bit), &count)
    }
    self.count = count
  }

  /// The words of the runs that end at the bits of `ends` and have bytes beyond ASCII.
  @inline(never)
  private mutating func takeWide(_ ends: UInt64, _ inside: UInt64, _ before: UInt64, _ base: Int) {
    var ends = ends
    while ends != 0 {
      let bit = ends.trailingZeroBitCount
      let end = base &+ bit
      let start = start(until: end, length(inside, before, bit))
      ends &= ends &- 1
      if mayBeListed(start, end) { takeAny(start, end) }
    }
  }

  /// How many bytes of the 64 before bit `end` of a block are of the run that ends there.
  @inline(__always)
  private func length(_ inside: UInt64, _ before: UInt64, _ end: Int) -> Int {
    // Shifting by 64 is shifting by nothing: first by one.
    let window = (inside &<< 1) &<< UInt64(63 &- end) | before &>> UInt64(end)
    return (~window).leadingZeroBitCount
  }

  /// The last word of a run of letters and digits of ASCII, which is kept if it is short.
  @inline(__always)
  private func number(until end: Int, _ runLength: Int, _ count: inout Int) -> UInt32 {
    let length = runLength > TextReader.longestWord ? lastLength(end, runLength) : runLength
    let last = end &- reader.start < 8 ? firstBytes(until: end) : EightBytes.load(reader.base + end - 8)
    let letters = (last | 0x2020_2020_2020_2020) &>> UInt64(truncatingIfNeeded: 64 &- 8 &* length)
    // Written in any case: how long words are cannot be guessed.
    count &+= UInt(bitPattern: length &- 1) < UInt(FunctionWords.longestWord) ? 1 : 0
    return WordNumber.value(letters)
  }

  /// The bytes up to `end`, less than eight, the last one highest.
  @inline(never)
  private func firstBytes(until end: Int) -> UInt64 {
    var bytes: UInt64 = 0
    for place in reader.start..<end { bytes = bytes &>> 8 | UInt64(reader.base[place]) &<< 56 }
    return bytes
  }

  /// The length of what is left of a run when words of the greatest length have been cut off it.
  @inline(never)
  private func lastLength(_ end: Int, _ length: Int) -> Int {
    (end &- start(until: end, length)) % TextReader.longestWord
  }

  /// Where a run begins of which the last `length` bytes are known, or the last 64.
  private func start(until end: Int, _ length: Int) -> Int {
    var start = end &- length
    guard length == 64 else { return start }
    while start > reader.start && WordCount.isInside(reader.base[start &- 1]) { start &-= 1 }
    return start
  }

  private static func isInside(_ byte: UInt8) -> Bool { byte >= 0x80 || byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 }

  /// Whether a run with bytes beyond ASCII has letters of which listed words are made: those of ASCII, and of two bytes.
  @inline(__always)
  private func mayBeListed(_ start: Int, _ end: Int) -> Bool {
    var p = start
    while p < end {
      guard reader.end &- p >= 8 else { return true }
      let bytes = EightBytes.load(reader.base + p)
      let found =
        EightBytes.smallLetters(bytes | 0x2020_2020_2020_2020)
        | EightBytes.equal(bytes & 0xE0E0_E0E0_E0E0_E0E0, 0xC0)
      let here = min(end &- p, 8)
      if found &<< UInt64(64 &- 8 &* here) != 0 { return true }
      p &+= here
    }
    return false
  }

  /// The words of a run, letter by letter.
  @inline(__always)
  private mutating func takeAny(_ start: Int, _ end: Int) {
    var p = start
    while p < end {
      var number = WordNumber()
      var left = TextReader.longestWord
      var letters = 0
      // Those of listed words are in the table; a mark or a letter that is not makes it another word.
      var mayBeListed = true
      while left > 0 {
        let (small, border) = listedLetter(at: p, end)
        if small != 0 {
          number.add(small)
          p = border
          left &-= 1
          letters &+= 1
          continue
        }
        guard let letter = reader.letter(at: p), letter.facts.isIn(.wordPart) else { break }
        p = letter.border
        left &-= 1
        if letter.facts.sentenceClass == SentenceClass.format { continue }
        mayBeListed = false
        if letter.facts.isIn(.letterOrDigit) { letters &+= 1 }
        if TextReader.isAlone(letter) { break }
      }
      if letters == 0 {
        // A blank, a mark: no word.
        p = reader.scalar(at: p)?.end ?? end
      } else if mayBeListed && letters <= FunctionWords.longestWord {
        take(number.value)
      }
    }
  }

  /// The small one of the letter at `position` and where it ends; 0 if it is none of those that listed words have.
  @inline(__always)
  private func listedLetter(at position: Int, _ end: Int) -> (small: UInt32, border: Int) {
    guard position < end else { return (0, position) }
    let first = reader.base[position]
    if first < 0x80 { return (UInt32(words.letters[Int(first)]), position &+ 1) }
    guard first &- 0xC2 < 0x16, end &- position >= 2, reader.base[position &+ 1] & 0xC0 == 0x80 else { return (0, position) }
    return (
      UInt32(words.letters[Int(first & 0x1F) &<< 6 | Int(reader.base[position &+ 1] & 0x3F)]), position &+ 2
    )
  }

  @inline(__always)
  private mutating func take(_ number: UInt32) {
    if count == LanguageHits.most { flush() }
    numbers[count] = number
    count &+= 1
  }

  /// Counts the words at hand.
  @inline(never)
  private mutating func flush() {
    var hits = LanguageHits()
    for place in 0..<count { hits.add(words.hits(of: numbers[place])) }
    hits.add(to: sums)
    count = 0
  }
}
