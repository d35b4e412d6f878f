import CByteScan
import TamisBase

/// Cuts bytes into tokens and counts what it sees on the way.
///
/// `word_plain` does text of ASCII and of characters of two bytes, `word_fold` what it declines. Where both do so, `word_scan`
/// does the words of ASCII and the counts of all that is ASCII, and ``ForeignWords`` the runs with other characters, which
/// that leaves to the caller.
struct Tokenizer {
  let facts: CharacterFacts

  /// What is tokenized at a time, in bytes, has at most this many.
  static let mostBytes = word_scan_most_bytes

  private static let margin = word_scan_margin

  /// Places that tokenizing `bytes` bytes takes: for the tokens themselves, one a byte, and, behind them, for the words of
  /// ASCII while the others are put between them, and for the runs that hold these, three numbers of 16 bits each.
  static func room(_ bytes: Int) -> Int { 3 &* bytes &+ 2 &* margin &+ 4 }

  /// Writes the tokens of `bytes[start..<end]` to `tokens`, which has ``room(_:)``, and adds to `counts`.
  /// Reads nothing from `limit` on, which is `end` or behind it. Returns how many tokens there are.
  func tokenize(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, limit: Int, into tokens: UnsafeMutablePointer<Token>,
    _ counts: UnsafeMutablePointer<BlockCounts>
  ) -> Int {
    let length = min(end &- start, Tokenizer.mostBytes)
    guard length > 0 else { return 0 }
    let all = text_ends_parts(head: length, start: length, tail: 0)
    let count = tokenize(plain: bytes + start, all, readable: limit &- start, into: tokens, counts)
    return count >= 0 ? count : tokenize(other: bytes + start, length, readable: limit &- start, into: tokens, counts)
  }

  /// Tokenizes `parts` of `text` where `word_plain` does so; -1 where it does not.
  @inline(__always)
  func tokenize(
    plain text: UnsafePointer<UInt8>, _ parts: text_ends_parts, readable: Int, into tokens: UnsafeMutablePointer<Token>,
    _ counts: UnsafeMutablePointer<BlockCounts>
  ) -> Int {
    var parts = parts
    return Int(word_plain(text, &parts, readable, facts.kinds, facts.characters, tokens, &counts.pointee.found))
  }

  /// Tokenizes what `word_plain` has declined.
  func tokenize(
    other text: UnsafePointer<UInt8>, _ length: Int, readable: Int, into tokens: UnsafeMutablePointer<Token>,
    _ counts: UnsafeMutablePointer<BlockCounts>
  ) -> Int {
    let count = word_fold(text, length, facts.kinds, facts.characters, tokens, &counts.pointee.found)
    if count >= 0 { return Int(count) }
    let words = tokens + length + Tokenizer.margin
    let runs = UnsafeMutableRawPointer(words + length / 2 + Tokenizer.margin + 1).assumingMemoryBound(to: word_scan_run.self)
    let sizes = word_scan(
      text, length, readable, facts.kinds, tokens, runs, &counts.pointee.found.scan)
    guard sizes.runs > 0 else { return Int(sizes.words) }
    words.update(from: tokens, count: Int(sizes.words))
    var foreign = ForeignWords(bytes: text, facts: facts, tokens: tokens)
    var taken = 0
    for place in 0..<Int(sizes.runs) {
      let run = runs[place]
      foreign.take(words + taken, Int(run.words) &- taken)
      taken = Int(run.words)
      foreign.addRun(Int(run.start), Int(run.end))
    }
    foreign.take(words + taken, Int(sizes.words) &- taken)
    foreign.write(to: counts)
    return foreign.count
  }
}
