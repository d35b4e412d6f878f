import TamisBase

/// Appends the sentence boundaries of `text[range]`, taken as a text of its own, by the rules SB1 to SB998 of UAX #29
/// (Unicode 15.0): byte offsets, the start of the range first, its end last, white space not trimmed; nothing if empty.
///
/// The rules break only after a ParaSep (SB4) and after a terminator with what closes it (SB11), so only those places are
/// looked at. Linear: what SB8 looks ahead over holds no terminator, so two terminators never look at the same stretch.
package func findUAX29Boundaries(
  in text: Bytes, range: ByteSpan, into boundaries: inout GrowableBuffer<Int>
) throws(TamisError) {
  guard let base = text.baseAddress, range.start >= 0, range.start < range.end, range.end <= text.count else { return }
  let table = try SegmentFacts.table.get()
  let reader = TextReader(base: base, start: range.start, end: range.end, table: table)
  try boundaries.append(range.start)
  try forEachUAX29Break(reader) { (position) throws(TamisError) in try boundaries.append(position) }
  try boundaries.append(range.end)
}

/// Calls `body` with each boundary inside the reader's stretch, ascending.
@inline(__always)
func forEachUAX29Break(_ reader: TextReader, _ body: (Int) throws(TamisError) -> Void) throws(TamisError) {
  var failure: TamisError?
  withUnsafeTemporaryAllocation(of: UInt64.self, capacity: StopCursor.wordsAtOnce) { words in
    var cursor = StopCursor(
      reader.base, reader.start, reader.end, extra: StopCursor.noExtra, words: words.baseAddress!)
    var position = cursor.next(from: reader.start)
    while position < reader.end {
      let (found, resume) = reader.uax29Break(at: position)
      if found > 0 && found < reader.end {
        do throws(TamisError) { try body(found) } catch {
          failure = error
          return
        }
      }
      position = cursor.next(from: resume)
    }
  }
  if let failure { throw failure }
}

extension TextReader {
  /// The boundary that the stop at `position` makes, or 0 if it makes none, and where to look for the next stop.
  @inline(__always)
  fileprivate func uax29Break(at position: Int) -> (found: Int, resume: Int) {
    if let plain = plainUAX29Break(position) { return plain }
    guard let stop = scalar(at: position) else { return (0, end) }
    switch stop.sentenceClass {
    case SentenceClass.aTerm: return (breakAfterTerminator(stop, isATerm: true), stop.end)
    case SentenceClass.sTerm: return (breakAfterTerminator(stop, isATerm: false), stop.end)
    case SentenceClass.cr where byte(at: stop.end) == 0x0A: return (stop.end &+ 1, stop.end &+ 1)  // SB3
    case SentenceClass.cr, SentenceClass.lf, SentenceClass.sep: return (stop.end, stop.end)  // SB4
    default: return (0, stop.end)
    }
  }

  /// The commonest stops, in ASCII, told from three bytes: one terminator, a blank, a letter. With them the walk is half as
  /// fast again on English.
  @inline(__always)
  private func plainUAX29Break(_ position: Int) -> (found: Int, resume: Int)? {
    guard end &- position >= 3 else { return nil }
    let stop = base[position]
    let next = base[position &+ 2]
    guard stop == 0x2E || stop == 0x21 || stop == 0x3F, base[position &+ 1] == 0x20 else { return nil }
    if next &- 0x41 < 26 { return (position &+ 2, position &+ 2) }  // SB11
    guard next &- 0x61 < 26 else { return nil }
    return (stop == 0x2E ? 0 : position &+ 2, position &+ 2)  // SB8, SB11
  }

  /// SB6 to SB11 for one terminator.
  @inline(__always)
  private func breakAfterTerminator(_ stop: Scalar, isATerm: Bool) -> Int {
    var p = afterIgnored(stop.end)
    if isATerm, let next = scalar(at: p) {
      if next.sentenceClass == SentenceClass.numeric { return 0 }  // SB6
      if next.sentenceClass == SentenceClass.upper && hasCasedLetter(before: stop.start) { return 0 }  // SB7
    }
    p = afterRun(of: SentenceClass.close, from: p)  // SB9
    p = afterRun(of: SentenceClass.sp, from: p)  // SB9, SB10
    guard let next = scalar(at: p) else { return 0 }
    switch next.sentenceClass {
    case SentenceClass.sContinue, SentenceClass.aTerm, SentenceClass.sTerm: return 0  // SB8a
    case SentenceClass.sep, SentenceClass.cr, SentenceClass.lf: return 0  // SB9, SB10; the ParaSep breaks after itself
    default: return isATerm && lowerLetterFollows(p) ? 0 : p  // SB8, SB11
    }
  }

  /// Where the Extend and Format that belong to the scalar before `position` end (SB5).
  @inline(__always)
  private func afterIgnored(_ position: Int) -> Int {
    var p = position
    while let next = scalar(at: p), next.isIn(.ignored) { p = next.end }
    return p
  }

  @inline(__always)
  private func afterRun(of sentenceClass: UInt16, from position: Int) -> Int {
    var p = position
    while let next = scalar(at: p), next.sentenceClass == sentenceClass { p = afterIgnored(next.end) }
    return p
  }

  /// SB7's left side: Upper or Lower before `position`, Extend and Format skipped.
  @inline(__always)
  private func hasCasedLetter(before position: Int) -> Bool {
    var p = position
    while let previous = scalar(before: p) {
      if !previous.isIn(.ignored) { return previous.isIn(.cased) }
      p = previous.start
    }
    return false
  }

  /// SB8's right side: `( ¬(OLetter | Upper | Lower | ParaSep | SATerm) )* Lower`.
  @inline(__always)
  private func lowerLetterFollows(_ position: Int) -> Bool {
    let stops = ClassSet.letter.union(.paragraph).union(.terminator)
    var p = position
    while let next = scalar(at: p) {
      if next.isIn(stops) { return next.sentenceClass == SentenceClass.lower }
      p = next.end
    }
    return false
  }
}
