import TamisBase

/// The weights of hashed words and pairs of words, an eighth of a logit a step; all zero when there is no table.
struct WordWeights: @unchecked Sendable {
  let weights: UnsafePointer<Int8>
  static let bits: UInt32 = 15
  static let count = 1 << Int(bits)

  @inline(__always)
  static func place(_ token: Token) -> Int {
    Int(((token &>> 2) &* 0x9E37_79B1) &>> (32 &- bits))
  }

  @inline(__always)
  static func place(_ first: Token, _ second: Token) -> Int {
    Int(phraseKey(first, second) &>> (32 &- bits))
  }
}

/// Looks at one block: tokens, counts, edges, cues, word weights.
struct BlockScanner {
  let facts: CharacterFacts
  let index: WordIndex
  let weights: WordWeights
  let tokenizer: Tokenizer

  /// A longer block is judged by this many bytes, three quarters from its start, the rest from its end: an article's
  /// paragraph of 64 KB has shown what it is by then, and a line of 1 GB costs no more than that.
  static let detail = 1 << 16
  /// Tokens a block keeps for the document's topics.
  static let keptTokens = 48
  /// Room for this many tokens is needed.
  static let tokenRoom = detail

  init(facts: CharacterFacts, index: WordIndex, weights: WordWeights) {
    self.facts = facts
    self.index = index
    self.weights = weights
    tokenizer = Tokenizer(facts: facts)
  }

  /// Fills the fresh `counts` from `bytes[span]`; `tokens` gets its tokens.
  func scan(
    _ bytes: UnsafePointer<UInt8>, _ span: ByteSpan, languages: UInt32, into tokens: UnsafeMutablePointer<Token>,
    _ counts: UnsafeMutablePointer<BlockCounts>
  ) {
    let length = span.count
    counts.pointee.bytes = Int32(truncatingIfNeeded: min(length, Int(Int32.max)))
    guard length > 0 else { return }
    if length <= BlockScanner.detail {
      counts.pointee.tokens = Int32(tokenizer.tokenize(bytes, span.start, span.end, into: tokens, counts))
    } else {
      let rest = BlockScanner.detail / 4
      let first = tokenizer.tokenize(bytes, span.start, span.start &+ 3 * rest, into: tokens, counts)
      let second = tokenizer.tokenize(bytes, span.end &- rest, span.end, into: tokens + first, counts)
      counts.pointee.tokens = Int32(first &+ second)
    }
    counts.pointee.length = counts.pointee.characters &+ counts.pointee.singles &* 3 / 2
    findEdges(bytes, span, &counts.pointee)
    weigh(tokens, Int(counts.pointee.tokens), &counts.pointee)
    findCues(tokens, Int(counts.pointee.tokens), languages, &counts.pointee)
  }

  /// The languages whose common words are most frequent in the text: one bit, or none when there are too few.
  func language(of bytes: UnsafePointer<UInt8>, _ spans: UnsafeBufferPointer<ByteSpan>, _ tokens: UnsafeMutablePointer<Token>)
    -> UInt32
  {
    var hits = LanguageHits()
    for span in spans {
      let (count, particles) = withUnsafeTemporaryAllocation(of: BlockCounts.self, capacity: 1) { room in
        let counts = room.baseAddress.unsafelyUnwrapped
        counts.initialize(to: BlockCounts())
        let count = tokenizer.tokenize(bytes, span.start, span.end, into: tokens, counts)
        return (count, counts.pointee.particles)
      }
      var base = 0
      while base < count {
        var bits = index.beginnings(tokens + base, min(64, count &- base))
        while bits != 0 {
          let place = base &+ bits.trailingZeroBitCount
          bits &= bits &- 1
          if let entry = index.find(tokens[place]) { hits.add(entry.pointee.stop) }
        }
        base = base &+ 64
      }
      hits.addKorean(particles)
    }
    return hits.best
  }

  // MARK: edges

  private func findEdges(_ bytes: UnsafePointer<UInt8>, _ span: ByteSpan, _ counts: inout BlockCounts) {
    let scalar = decodeScalar(bytes, span.start, span.end)
    counts.first = edge(facts.table[scalar.value], scalar.value)
    // Scripts without case begin like a sentence and end like one that was left open.
    if counts.first == EdgeClass.caseless { counts.first = EdgeClass.upper }
    var end = span.end
    // Closing quotes and brackets stand outside the sentence they close.
    for _ in 0..<4 where end > span.start {
      let start = scalarStart(before: end, in: bytes, from: span.start)
      let value = decodeScalar(bytes, start, span.end).value
      let found = edge(facts.table[value], value)
      end = start
      switch found {
      case EdgeClass.quote, EdgeClass.bracket: counts.closer = found
      case EdgeClass.none: break
      default:
        counts.last = found == EdgeClass.caseless ? EdgeClass.lower : found == EdgeClass.stop && endsInDots(bytes, start, span) ? EdgeClass.ellipsis : found
        return
      }
    }
    if counts.last == EdgeClass.none { counts.last = counts.closer }
  }

  private func endsInDots(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ span: ByteSpan) -> Bool {
    place &- 2 >= span.start && bytes[place] == 0x2E && bytes[place &- 1] == 0x2E
  }

  private func edge(_ fact: UInt16, _ scalar: UInt32) -> UInt8 {
    if fact & CharacterFact.question != 0 { return EdgeClass.question }
    if fact & CharacterFact.exclamation != 0 { return EdgeClass.exclamation }
    if fact & CharacterFact.terminator != 0 { return EdgeClass.stop }
    if fact & CharacterFact.ellipsis != 0 { return EdgeClass.ellipsis }
    if fact & CharacterFact.digit != 0 { return EdgeClass.digit }
    if fact & CharacterFact.quote != 0 { return EdgeClass.quote }
    if fact & CharacterFact.upper != 0 { return EdgeClass.upper }
    if fact & CharacterFact.word != 0 {
      let isCased = facts.fold(scalar) == scalar && scalar < 0x590 || scalar >= 0x1E00 && scalar < 0x2000
      return isCased && fact & CharacterFact.single == 0 ? EdgeClass.lower : EdgeClass.caseless
    }
    if fact & CharacterFact.comma != 0 { return EdgeClass.comma }
    if fact & CharacterFact.colon != 0 { return EdgeClass.colon }
    if fact & CharacterFact.dash != 0 { return EdgeClass.dash }
    if fact & CharacterFact.bracket != 0 { return EdgeClass.bracket }
    return fact & CharacterFact.symbol != 0 ? EdgeClass.symbol : EdgeClass.none
  }

  // MARK: words

  private func weigh(_ tokens: UnsafePointer<Token>, _ count: Int, _ counts: inout BlockCounts) {
    var hash: UInt64 = 0x243F_6A88
    var shape: UInt64 = 0x85A3_08D3
    var sum: Int32 = 0
    var least: Int32 = 0
    var most: Int32 = 0
    var previous: Token = 0
    for place in 0..<count {
      let token = tokens[place]
      hash = mixed(hash, UInt64(token))
      let single = Int32(weights.weights[WordWeights.place(token)])
      let pair = Int32(weights.weights[WordWeights.place(previous, token)])
      sum &+= single &+ pair
      least = min(least, min(single, pair))
      most = max(most, max(single, pair))
      if place == 2 { counts.wordHead = sum }
      previous = token
    }
    if count < 3 { counts.wordHead = sum }
    for place in 0..<min(count, 12) where counts.digits == 0 || tokens[place] & TokenBits.content != 0 {
      shape = mixed(shape, UInt64(tokens[place]))
    }
    counts.hash = UInt32(truncatingIfNeeded: hash &>> 16)
    counts.shape = UInt32(truncatingIfNeeded: shape &>> 16)
    counts.wordSum = sum
    counts.wordLeast = least
    counts.wordMost = most
  }

  private func findCues(_ tokens: UnsafePointer<Token>, _ count: Int, _ languages: UInt32, _ counts: inout BlockCounts) {
    let cueLanguages = languages == 0 ? ~0 : languages | WordIndex.english
    var stops: Int32 = 0
    var covered = 0
    var base = 0
    while base < count {
      var bits = index.beginnings(tokens + base, min(64, count &- base))
      while bits != 0 {
        let place = base &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        guard let entry = index.find(tokens[place]) else { continue }
        stops &+= entry.pointee.stop & languages != 0 ? 1 : 0
        guard place >= covered, mayBeCue(tokens, place, count, entry, cueLanguages) else { continue }
        let (cue, length) = longestCue(tokens, place, count, entry, cueLanguages)
        guard cue != 0 else { continue }
        // "by", "di", "par": a byline begins with them, and every sentence holds them.
        if length == 1 && place > 0 && entry.pointee.stop & cueLanguages != 0 { continue }
        covered = place &+ length
        note(cue, length, place, covered == count, &counts)
      }
      base = base &+ 64
    }
    counts.stops = languages == LanguageHits.korean ? stops &+ counts.particles : stops
  }

  /// Whether the word is a cue, or begins a phrase and the next word may go on with it.
  @inline(__always)
  private func mayBeCue(
    _ tokens: UnsafePointer<Token>, _ place: Int, _ count: Int, _ entry: UnsafePointer<WordEntry>, _ languages: UInt32
  ) -> Bool {
    let next = place &+ 1 < count ? tokens[place &+ 1] : 0
    let begins: UInt32 = entry.pointee.hasLonger ? 1 : 0
    let goesOn = index.mayBePhrase(phraseKey(tokens[place], next)) & begins
    let stop: UInt32 = place > 0 ? entry.pointee.stop : 0
    let isCue: UInt32 = entry.pointee.cueLanguages & languages != 0 ? 1 : 0
    let isStop: UInt32 = stop & languages != 0 ? 1 : 0
    // One branch for all of it: words come as they please.
    return goesOn | isCue & ~isStop != 0
  }

  @inline(__always)
  private func note(_ cue: UInt8, _ length: Int, _ place: Int, _ isLast: Bool, _ counts: inout BlockCounts) {
    let covered = Int32(truncatingIfNeeded: length)
    counts.cues.add(cue &- 1, covered)
    guard cue > Cue.ask.rawValue &+ 1 else { return }
    counts.cueTokens &+= covered
    counts.cueHits &+= 1
    if place == 0 { counts.firstCue = cue }
    if isLast { counts.lastCue = cue }
  }

  /// The longest phrase of the lexicon that begins at `place`.
  private func longestCue(
    _ tokens: UnsafePointer<Token>, _ place: Int, _ count: Int, _ entry: UnsafePointer<WordEntry>, _ languages: UInt32
  ) -> (cue: UInt8, length: Int) {
    var best: (cue: UInt8, length: Int) = (0, 0)
    var current = entry
    var key = tokens[place]
    var length = 1
    while true {
      if current.pointee.cue != 0 && current.pointee.cueLanguages & languages != 0 { best = (current.pointee.cue, length) }
      guard current.pointee.hasLonger, place &+ length < count else { return best }
      key = phraseKey(key, tokens[place &+ length])
      guard index.mayBePhrase(key) != 0, let next = index.find(key) else { return best }
      current = next
      length &+= 1
    }
  }
}

/// How many common words of each language a sample holds.
struct LanguageHits {
  static let korean: UInt32 = 1 << 15
  private var hits: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)

  /// Four languages to a word of 16 bits each; a sample is far shorter than 65,535 words.
  @inline(__always)
  mutating func add(_ languages: UInt32) {
    guard languages != 0 else { return }
    withUnsafeMutableBytes(of: &hits) { raw in
      let counts = raw.assumingMemoryBound(to: UInt16.self)
      var rest = languages
      while rest != 0 {
        counts[rest.trailingZeroBitCount] &+= 1
        rest &= rest &- 1
      }
    }
  }

  mutating func addKorean(_ particles: Int32) {
    for _ in 0..<min(particles, 1024) { add(LanguageHits.korean) }
  }

  var best: UInt32 {
    withUnsafeBytes(of: hits) { raw in
      let counts = raw.assumingMemoryBound(to: UInt16.self)
      var best = 0
      for language in 1..<32 where counts[language] > counts[best] { best = language }
      return counts[best] >= 4 ? 1 << UInt32(best) : 0
    }
  }
}

/// Tokens covered by each cue in a block, none above 255: a byte each, the first in the lowest.
struct CueCounts: BitwiseCopyable {
  private var counts: (UInt64, UInt64, UInt64) = (0, 0, 0)

  @inline(__always)
  mutating func add(_ cue: UInt8, _ tokens: Int32) {
    let place = min(Int(cue), 23)
    let before = Int32(self[place])
    let added = UInt64(truncatingIfNeeded: min(255, before &+ tokens) &- before) &<< UInt64(place & 7 &* 8)
    switch place &>> 3 {
    case 0: counts.0 &+= added
    case 1: counts.1 &+= added
    default: counts.2 &+= added
    }
  }

  @inline(__always)
  subscript(_ cue: Int) -> UInt8 {
    let word = cue < 8 ? counts.0 : cue < 16 ? counts.1 : counts.2
    return UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: cue & 7 &* 8))
  }

  /// Calls `body` for each cue that covers any, in ascending order.
  @inline(__always)
  func forEach(_ body: (_ cue: Int, _ tokens: UInt8) -> Void) {
    CueCounts.forEach(counts.0, 0, body)
    CueCounts.forEach(counts.1, 8, body)
    CueCounts.forEach(counts.2, 16, body)
  }

  @inline(__always)
  private static func forEach(_ word: UInt64, _ first: Int, _ body: (_ cue: Int, _ tokens: UInt8) -> Void) {
    var rest = word
    while rest != 0 {
      let place = rest.trailingZeroBitCount & ~7
      body(first &+ place &>> 3, UInt8(truncatingIfNeeded: rest &>> UInt64(place)))
      rest &= ~(0xFF &<< UInt64(place))
    }
  }
}
