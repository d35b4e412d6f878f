import CByteScan
import TamisBase

/// Looks at one block: its tokens, counts and edges, and then, when the document's language is known, at what its words say.
struct BlockScanner {
  let facts: CharacterFacts
  let index: WordIndex
  let weights: WordWeights
  let tokenizer: Tokenizer

  /// A longer block is looked at in its first 160 and last 80 bytes; one whose letters do not take two bytes each in 120
  /// and 72, if it is longer than that: how a paragraph begins and ends tells whether it is one, and a line of 1 GB costs
  /// what a line of 248 bytes costs. Nothing that is counted can go beyond a byte.
  static let detail = Int(text_ends_wide_whole)
  /// Places for the tokens of a block, and for what finding them takes.
  static let room = Tokenizer.room(detail) + detail

  init(facts: CharacterFacts, index: WordIndex, weights: WordWeights) {
    self.facts = facts
    self.index = index
    self.weights = weights
    tokenizer = Tokenizer(facts: facts)
  }

  /// Fills the fresh `counts` from `bytes[span]` but for what the words say; nothing is read from `limit` on. `tokens` has
  /// ``room``.
  func look(
    _ bytes: UnsafePointer<UInt8>, _ span: ByteSpan, limit: Int, into tokens: UnsafeMutablePointer<Token>,
    _ counts: UnsafeMutablePointer<BlockCounts>
  ) {
    defer { counts.pointee.setFlags() }
    let length = span.count
    guard length > 0 else { return }
    let parts = ends(bytes + span.start, length)
    if parts.tail == 0 {
      counts.pointee.tokens = Int32(tokenizer.tokenize(bytes, span.start, span.end, limit: limit, into: tokens, counts))
      counts.pointee.length = counts.pointee.characters &+ counts.pointee.singles &* 3 / 2
    } else {
      tokenizeEnds(bytes + span.start, parts, limit &- span.start, tokens, counts)
      let seen = parts.head &+ parts.tail
      let measured = Int(counts.pointee.characters &+ counts.pointee.singles &* 3 / 2)
      counts.pointee.length = Int32(truncatingIfNeeded: measured &* min(length, 1 << 30) / seen)
    }
    findEdges(bytes, span, &counts.pointee)
  }

  /// What is looked at of the `length` bytes at `start`.
  @inline(__always)
  private func ends(_ start: UnsafePointer<UInt8>, _ length: Int) -> text_ends_parts {
    guard length > Int(text_ends_least) else { return text_ends_parts(head: length, start: length, tail: 0) }
    return text_ends_find(start, length)
  }

  /// Tokenizes both ends of the text at `start`, in one call, which takes a fifth less than two.
  @inline(__always)
  private func tokenizeEnds(
    _ start: UnsafePointer<UInt8>, _ parts: text_ends_parts, _ readable: Int, _ tokens: UnsafeMutablePointer<Token>,
    _ counts: UnsafeMutablePointer<BlockCounts>
  ) {
    var count = tokenizer.tokenize(plain: start, parts, readable: readable, into: tokens, counts)
    if count < 0 { count = tokenizeJoined(start, parts, tokens, counts) }
    counts.pointee.tokens = Int32(count)
    // The space between them is none of the text's.
    counts.pointee.found.scan.characters &-= 1
  }

  private func tokenizeJoined(
    _ start: UnsafePointer<UInt8>, _ parts: text_ends_parts, _ tokens: UnsafeMutablePointer<Token>,
    _ counts: UnsafeMutablePointer<BlockCounts>
  ) -> Int {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(text_ends_room)) { room in
      let ends = UnsafePointer(room.baseAddress.unsafelyUnwrapped)
      let count = text_ends_join(start, parts, room.baseAddress)
      return tokenizer.tokenize(other: ends, count, readable: count, into: tokens, counts)
    }
  }

  /// Adds what the words say but for the cues. The places of words that may begin one, ``CueFinder/start(_:_:)`` of block
  /// `place`, go to `starts`, which has room for as many as there are tokens and `word_read_margin`; returns how many.
  func read(
    _ tokens: UnsafePointer<Token>, _ words: LanguageWords, _ counts: UnsafeMutablePointer<BlockCounts>, _ place: Int,
    starts: UnsafeMutablePointer<UInt32>
  ) -> Int {
    var sums = word_read_sums()
    var tables = words.tables(weights)
    // Blocks of which the middle was not looked at are equal only at the same length.
    let length = UInt32(truncatingIfNeeded: counts.pointee.length)
    let found = word_read(
      tokens, Int(counts.pointee.tokens), &tables, counts.pointee.digits > 0 ? 1 : 0, length, CueFinder.start(place, 0),
      starts, &sums)
    counts.pointee.hash = sums.hash
    counts.pointee.shape = sums.shape
    counts.pointee.wordSum = sums.sum
    counts.pointee.wordHead = sums.head
    counts.pointee.wordLeast = sums.least
    counts.pointee.wordMost = sums.most
    let stops = Int32(truncatingIfNeeded: sums.stops)
    counts.pointee.stops = words.bits == LanguageHits.korean ? stops &+ counts.pointee.particles : stops
    return found
  }

  private static let sampledTokens = 24

  /// Adds the common words among a block's first tokens to the languages' hits.
  func addLanguages(_ tokens: UnsafePointer<Token>, _ counts: UnsafePointer<BlockCounts>, to hits: inout LanguageHits) {
    hits.add(tokens, min(BlockScanner.sampledTokens, Int(counts.pointee.tokens)), index.common)
    hits.addKorean(counts.pointee.particles)
  }

  // MARK: edges

  private func findEdges(_ bytes: UnsafePointer<UInt8>, _ span: ByteSpan, _ counts: inout BlockCounts) {
    counts.first = edge(bytes, span.start, span.end)
    // Scripts without case begin like a sentence and end like one that was left open.
    if counts.first == EdgeClass.caseless { counts.first = EdgeClass.upper }
    var end = span.end
    // Closing quotes and brackets stand outside the sentence they close.
    for _ in 0..<4 where end > span.start {
      let start = scalarStart(before: end, in: bytes, from: span.start)
      let found = edge(bytes, start, span.end)
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

  /// The class of the character at `place`.
  @inline(__always)
  private func edge(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> UInt8 {
    bytes[place] < 0x80 ? facts.edges[Int(bytes[place])] : facts.edge(decodeMultibyteScalar(bytes, place, end).value)
  }

  private func endsInDots(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ span: ByteSpan) -> Bool {
    place &- 2 >= span.start && bytes[place] == 0x2E && bytes[place &- 1] == 0x2E
  }
}

/// How many common words of each language a sample holds.
struct LanguageHits {
  static let korean: UInt32 = 1 << 15
  /// A byte a language, the first in the lowest: a sample has fewer words than 255.
  private var hits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  private var particles = 0

  mutating func add(_ tokens: UnsafePointer<Token>, _ count: Int, _ common: UnsafePointer<language_word>) {
    withUnsafeMutableBytes(of: &hits) { language_count(tokens, count, common, $0.baseAddress) }
  }

  mutating func addKorean(_ particles: Int32) { self.particles &+= Int(min(particles, 256)) }

  /// The bit of the language with the most hits; none where they are few.
  var best: UInt32 {
    let first = self.first
    return first.count >= 4 ? 1 << UInt32(first.language) : 0
  }

  /// Whether other samples would hardly say otherwise.
  var isClear: Bool {
    let first = self.first
    return first.count >= 12 && first.count >= 2 &* first.next
  }

  /// The language with the most hits, how many it has, and how many the one behind it.
  private var first: (language: Int, count: Int, next: Int) {
    withUnsafeBytes(of: hits) { counts in
      var first = (language: 0, count: 0, next: 0)
      for language in 0..<Int(language_count_languages) {
        let isKorean = 1 &<< language == Int(LanguageHits.korean)
        let count = Int(counts[language]) &+ (isKorean ? particles : 0)
        first = count > first.count ? (language, count, first.count) : (first.language, first.count, max(first.next, count))
      }
      return first
    }
  }
}
