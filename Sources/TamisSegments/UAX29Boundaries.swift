import TamisBase

/// Appends the sentence boundaries of `text[range]`, taken as a text of its own, by the rules SB1 to SB998 of UAX #29
/// (Unicode 15.0): byte offsets, the start of the range first, its end last, white space not trimmed; nothing if empty.
///
/// The rules break only after a ParaSep (SB4) and after a terminator with what closes it (SB11), so only those places
/// are looked at. Linear: what SB8 looks ahead over holds no terminator, so two terminators never look at the same
/// stretch.
package func findUAX29Boundaries(
  in text: Bytes, range: ByteSpan, into boundaries: inout GrowableBuffer<Int>
) throws(TamisError) {
  guard let base = text.baseAddress, range.start >= 0, range.start < range.end, range.end <= text.count else { return }
  let table = try SegmentFacts.table.get()
  let reader = TextReader(base: base, start: range.start, end: range.end, table: table)
  try boundaries.append(range.start)
  try forEachUAX29Break(reader) { (stop) throws(TamisError) in try boundaries.append(stop.found) }
  try boundaries.append(range.end)
}

/// What a stop makes of the text around it.
struct UAX29Break {
  /// The boundary, or 0 for none.
  let found: Int
  /// The boundary, or somewhere before it with nothing but white space between.
  let end: Int
  /// Where to look for the next stop.
  let resume: Int
  /// 1 if for certain no white space stands before `end`, else 0; and behind `found`.
  let isInked: UInt8
  let beginsInked: UInt8

  @inline(__always)
  init(found: Int, end: Int, resume: Int, isInked: UInt8 = 0, beginsInked: UInt8 = 0) {
    self.found = found
    self.end = end
    self.resume = resume
    self.isInked = isInked
    self.beginsInked = beginsInked
  }

  @inline(__always)
  init(_ resume: Int, found: Int = 0) { self.init(found: found, end: found, resume: resume) }
}

/// Calls `body` with each boundary inside the reader's stretch, ascending.
@inline(__always)
func forEachUAX29Break(
  _ reader: TextReader, _ body: (UAX29Break) throws(TamisError) -> Void
) throws(TamisError) {
  let table = StopTable.shared
  try StopCursor.with(
    reader, extra: StopCursor.noExtra, nothing: StopTable.Action.nothingUAX29
  ) { (cursor) throws(TamisError) in
    var position = cursor.next(from: reader.start)
    while position < reader.end {
      let action = cursor.action
      if action & StopTable.Action.endsUAX29 != 0 {
        let found = position &+ Int(action & StopTable.Action.distance)
        let end = found &- Int((action & StopTable.Action.isSpaced) &>> 3)
        // A stop and the letter behind it are no white space, and what stands beside a line feed is looked at.
        let isStop: UInt8 = action & StopTable.Action.lineFeed == 0 ? 1 : 0
        try body(
          UAX29Break(
            found: found, end: end, resume: found, isInked: isStop | table.endsWithInk(reader.base + end),
            beginsInked: isStop | table.beginsWithInk(reader.base + found)))
        position = cursor.next(from: found)
      } else {
        let stop = reader.uax29Break(at: position)
        if stop.found > 0 && stop.found < reader.end { try body(stop) }
        position = cursor.next(from: stop.resume)
      }
    }
  }
}

extension TextReader {
  /// The boundary that the stop at `position` makes, or 0 if it makes none; where the sentence before it ends, white
  /// space aside, as far as the plain cases know; and where to look for the next stop.
  @inline(__always)
  fileprivate func uax29Break(at position: Int) -> UAX29Break {
    if base[position] < 0x80 {
      if base[position] == 0x0A { return UAX29Break(found: position &+ 1, end: position, resume: position &+ 1) }
      if let plain = plainUAX29Break(position) { return plain }
    } else if let plain = plainUAX29BreakBeyondASCII(position) {
      return plain
    }
    return fullUAX29Break(position)
  }

  /// The whole of the rules.
  @inline(never)
  private func fullUAX29Break(_ position: Int) -> UAX29Break {
    guard let stop = scalar(at: position) else { return UAX29Break(end) }
    switch stop.sentenceClass {
    case SentenceClass.aTerm: return UAX29Break(stop.end, found: breakAfterTerminator(stop, isATerm: true))
    case SentenceClass.sTerm: return UAX29Break(stop.end, found: breakAfterTerminator(stop, isATerm: false))
    case SentenceClass.cr where byte(at: stop.end) == 0x0A:
      return UAX29Break(stop.end &+ 1, found: stop.end &+ 1)  // SB3
    case SentenceClass.cr, SentenceClass.lf, SentenceClass.sep: return UAX29Break(stop.end, found: stop.end)  // SB4
    default: return UAX29Break(stop.end)
    }
  }

  /// The commonest stops of ASCII: one terminator before a letter, with a blank between or none, or before a line feed.
  @inline(__always)
  private func plainUAX29Break(_ position: Int) -> UAX29Break? {
    guard end &- position >= 3 else { return nil }
    let stop = base[position]
    guard stop == 0x2E || stop == 0x21 || stop == 0x3F else { return nil }
    let next = base[position &+ 1]
    if next == 0x20 {
      guard let letter = scalar(at: position &+ 2) else { return nil }
      switch letter.sentenceClass {
      case SentenceClass.lower where stop == 0x2E: return UAX29Break(letter.end)  // SB8
      case SentenceClass.numeric where stop == 0x2E: return nil
      case SentenceClass.upper, SentenceClass.lower, SentenceClass.oLetter, SentenceClass.numeric:
        return UAX29Break(found: letter.start, end: position &+ 1, resume: letter.end, isInked: 1, beginsInked: 1)  // SB11
      default: return nil
      }
    }
    if next == 0x0A { return UAX29Break(position &+ 1) }  // SB9, SB10; the line feed breaks after itself
    if stop == 0x2E && (next &- 0x61 < 26 || next &- 0x30 < 10 || next == 0x2C) {
      return UAX29Break(position &+ 1)  // SB6, SB8, SB8a
    }
    return nil
  }

  /// The full stops of the scripts without case, before a letter of theirs. Nothing is to be skipped before a letter.
  @inline(__always)
  private func plainUAX29BreakBeyondASCII(_ position: Int) -> UAX29Break? {
    guard let stop = scalar(at: position), stop.sentenceClass == SentenceClass.sTerm else { return nil }
    let isSpaced = byte(at: stop.end) == 0x20
    guard let next = scalar(at: isSpaced ? stop.end &+ 1 : stop.end) else { return nil }
    guard next.sentenceClass == SentenceClass.oLetter else { return nil }
    return UAX29Break(found: next.start, end: stop.end, resume: next.start, isInked: 1, beginsInked: 1)  // SB11
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
