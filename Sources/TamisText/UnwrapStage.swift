import CByteScan
import TamisBase

/// What becomes of text whose lines a program or a typist broke before a margin.
public enum Unwrapping: UInt8, CaseIterable, Sendable {
  case off = 0
  /// Lines are joined into paragraphs, whatever the text looks like. Done again, it may join what it left.
  case on = 1
  /// The same where the text was plainly wrapped (see ``WrapEvidence``).
  case automatic = 2
}

/// The stage behind the sanitizer: hard-wrapped text, such as mail and plain-text books, becomes paragraphs of one
/// line. `Documentation/HardWrappedText.md` says what it joins and what it leaves.
///
/// A line is joined with the next one when its first word would not have fitted; or, where it would have, in front of
/// a small letter when the line is three quarters full and does not end in a stop, since people wrap unevenly.
/// ``LinePairs`` tells what is never joined. Whatever stands below a line that ended early, such as verse, addresses and
/// headlines, stays below it.
///
/// A blank takes the place of the line feed; nothing does beside Han and kana, and behind a hyphen or dash that stands
/// right behind a word. Whether such a hyphen came with the line end cannot be told without a dictionary, so it stays.
/// A soft hyphen did, and goes.
struct UnwrapStage {
  private let mode: Unwrapping

  struct Workspace: ~Copyable {
    fileprivate var ends = GrowableBuffer<WrapEvidence.LineEnd>()
  }

  /// Limits that are in use: 60 to 80, with room for those who count otherwise. Verse is narrower.
  private static let likelyLimits = 50..<101
  private static let possibleLimits = 20..<256
  /// Of the bytes of a wrapped text at most a fifth is in lines that are longer.
  private static let longestLine = 110
  /// Characters have been counted with marks that take no column.
  private static let mostCodePoints = 140
  /// No text has lines that are shorter than this by and large, in bytes, and was wrapped at 50 columns.
  private static let leastMean = 20

  init(_ policy: TextPolicy) {
    mode = policy.unwrapping
  }

  /// - Parameter brokenWords: where soft hyphens stood at line ends.
  /// - Precondition: `input` is well-formed UTF-8.
  func run(
    _ input: Bytes, _ brokenWords: UnsafeBufferPointer<UInt32>, _ workspace: inout Workspace,
    into output: inout StageOutput, counting edits: inout EditCounts
  ) throws(TamisError) {
    guard mode != .off, let base = input.baseAddress else { return }
    guard mode == .on || mayBeWrapped(base, input.count) else { return }
    let table = try LineFacts.table()
    var reader = TextLineReader(base: base, end: input.count, table: table, measure: .columns)
    var found = try find(reader, &workspace.ends)
    if found.isUneven {
      reader.measure = .codePoints
      let counted = try find(reader, &workspace.ends)
      if counted.pile > found.pile { found = counted } else { reader.measure = .columns }
    }
    guard let limit = found.limit else { return }
    try join(reader, limit, found.hasIndentedFirstLines, brokenWords, into: &output, counting: &edits)
    try output.finish(base, input.count)
  }

  /// Whether it is worth a closer look. Most texts are plainly not wrapped: a fifth of their bytes in long lines
  /// settles it, at the cost of a `memchr` over that fifth.
  private func mayBeWrapped(_ base: UnsafePointer<UInt8>, _ end: Int) -> Bool {
    var lines = 0
    var long = 0
    var start = 0
    while start < end {
      let stop = nextLineFeed(base, start, end)
      let count = stop - start
      if count > Self.longestLine, isLong(base + start, count) {
        long += count
        if long * 5 > end { return false }
      } else if count > 0 {
        lines += 1
      }
      start = stop + 1
    }
    return lines > 3 && end / lines >= Self.leastMean
  }

  private func isLong(_ line: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count > Self.mostCodePoints * 3 { return true }
    if byte_scan_ascii_prefix(line, count) == count { return true }
    var characters = 0
    // Wrapping adds keep the loop one that the compiler makes vectors of.
    for place in 0..<count { characters &+= Int8(bitPattern: line[place]) > -65 ? 1 : 0 }
    return characters > Self.mostCodePoints
  }

  /// What one way of measuring lines shows.
  private struct Finding {
    /// The column at which the text was wrapped; nil if it was not, as far as can be seen.
    var limit: Int?
    var pile: Float
    /// Paragraphs begin with an indented line, by and large.
    var hasIndentedFirstLines = false
    /// The other way of measuring would give other widths.
    var isUneven: Bool
  }

  private func find(
    _ reader: TextLineReader, _ ends: inout GrowableBuffer<WrapEvidence.LineEnd>
  ) throws(TamisError) -> Finding {
    ends.removeAll()
    var isUneven = false
    var outdented = 0
    var pairs = LinePairs(reader)
    while ends.count < WrapEvidence.most, let pair = pairs.next() {
      if pair.isApart { continue }
      if pair.isOutdented { outdented += 1 } else if pair.isBlock { outdented -= 1 }
      try ends.append(WrapEvidence.LineEnd(pair.above, pair.below))
      isUneven = isUneven || pair.above.traits.contains(.isUneven)
    }
    guard !ends.isEmpty else { return Finding(limit: nil, pile: 0, isUneven: false) }
    let evidence = WrapEvidence(ends.view, limits: mode == .on ? Self.possibleLimits : Self.likelyLimits)
    let isWrapped = mode == .on || evidence.isPlain(count: ends.count)
    return Finding(
      limit: isWrapped ? evidence.limit : nil, pile: evidence.pile, hasIndentedFirstLines: outdented > 0,
      isUneven: isUneven)
  }

  private func join(
    _ reader: TextLineReader, _ limit: Int, _ hasIndentedFirstLines: Bool, _ brokenWords: UnsafeBufferPointer<UInt32>,
    into output: inout StageOutput, counting edits: inout EditCounts
  ) throws(TamisError) {
    var pairs = LinePairs(reader)
    var broken = 0
    while let pair = pairs.next() {
      // Two indented lines are two paragraphs then: talk in books is full of them.
      if hasIndentedFirstLines && pair.isBlock { continue }
      guard !pair.isApart, isWrapped(pair.above, pair.below, limit) else { continue }
      guard !reader.isTabular(pair.above), !reader.isTabular(pair.below) else { continue }
      let gap = ByteSpan(pair.above.span.end, pair.below.span.start)
      while broken < brokenWords.count, Int(brokenWords[broken]) < gap.start { broken += 1 }
      let isBroken = broken < brokenWords.count && Int(brokenWords[broken]) == gap.start
      let isDivided = !isBroken && pair.above.isDivided(from: pair.below)
      edits.unwrapped += 1
      var blank = UInt8(ascii: " ")
      try output.replace(gap, of: reader.base, with: &blank, count: isDivided ? 1 : 0)
    }
  }

  /// Whether the line feed between two lines of one paragraph, or of none, was put in to keep to the limit.
  private func isWrapped(_ above: TextLine, _ below: TextLine, _ limit: Int) -> Bool {
    let room = limit - above.width
    // A typist goes over the margin by a letter or two.
    if room < -limit / 16 && !above.traits.contains(.isOneWord) { return false }
    if below.firstWord + (above.isDivided(from: below) ? 1 : 0) > room { return true }
    return room <= limit / 4 && below.traits.contains(.startsLower) && !above.traits.contains(.endsSentence)
  }
}
