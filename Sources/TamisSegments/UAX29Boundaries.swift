import CByteScan
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
  let table = try SegmentFacts.table()
  let reader = TextReader(base: base, start: range.start, end: range.end, table: table)
  try boundaries.append(range.start)
  try reader.walkUAX29(
    settled: { (cursor, stops) throws(TamisError) in
      for index in stops where cursor.action(of: index) & StopTable.Action.endsUAX29 != 0 {
        try boundaries.append(cursor.next(behind: index))
      }
    }, other: { (stop) throws(TamisError) in try boundaries.append(stop.found) })
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

  @inline(__always)
  init(found: Int, end: Int, resume: Int) {
    self.found = found
    self.end = end
    self.resume = resume
  }

  @inline(__always)
  init(_ resume: Int, found: Int = 0) { self.init(found: found, end: found, resume: resume) }
}

extension TextReader {
  /// Calls `settled` with lists of stops and which of them are settled, with `endsUAX29` those behind which a boundary stands,
  /// and between them `other` with the boundaries that cannot be told so; all of them inside the stretch, ascending.
  @inline(__always)
  func walkUAX29(
    settled: (borrowing StopCursor, Range<Int>) throws(TamisError) -> Void,
    other: (UAX29Break) throws(TamisError) -> Void
  ) throws(TamisError) {
    try StopCursor.with(
      self, extra: StopCursor.noExtra, nothing: StopTable.Action.nothingUAX29
    ) { (cursor) throws(TamisError) in
      var resume = start
      while cursor.listMore(from: resume) {
        cursor.open(butFor: StopTable.Action.endsUAX29)
        var first = cursor.index(from: 0, atLeast: resume)
        while first < cursor.count {
          let (index, stop) = settleUAX29(&cursor, from: first)
          try settled(cursor, first..<index)
          resume = stop.resume
          if index == cursor.count { break }
          if stop.found > 0 && stop.found < end { try other(stop) }
          first = cursor.index(from: index &+ 1, atLeast: resume)
        }
      }
    }
  }

  /// Settles the stops from `first` on; returns the first one that cannot be, what it makes of the text, and where to go on.
  @inline(never)
  private func settleUAX29(_ cursor: inout StopCursor, from first: Int) -> (index: Int, stop: UAX29Break) {
    let ends = StopTable.Action.endsUAX29
    let nothing = StopTable.Action.nothingUAX29
    var resume = 0
    while true {
      let index = cursor.nextOpen(from: first)
      if index == cursor.count { return (index, UAX29Break(resume)) }
      if cursor.action(of: index) & nothing != 0 { continue }
      let position = cursor.position(of: index)
      let stop = uax29Break(at: position)
      var action = nothing
      if stop.found > 0 && stop.found < end {
        let distance = stop.found &- position
        guard distance <= Int(StopTable.Action.distance), position &- start > 3, end &- position > 12 else {
          return (index, stop)
        }
        let isSpaced = base[stop.found &- 1] == 0x20
        let inkEnd = stop.found &- (isSpaced ? 1 : 0)
        guard stop_may_end_blank(base + inkEnd) | stop_may_begin_blank(base + stop.found) == 0 else { return (index, stop) }
        action = ends | UInt16(truncatingIfNeeded: distance) | (isSpaced ? StopTable.Action.isSpaced : 0)
      }
      cursor.settle(index, action)
      resume = stop.resume
      cursor.passOver(behind: index, until: resume, nothing)
    }
  }

  /// The boundary that the stop at `position` makes, or 0 if it makes none; where the sentence before it ends, white
  /// space aside, as far as the plain cases know; and where to look for the next stop.
  @inline(__always)
  private func uax29Break(at position: Int) -> UAX29Break {
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
        return UAX29Break(found: letter.start, end: position &+ 1, resume: letter.end)  // SB11
      case SentenceClass.close where isQuote(position &+ 2) && byte(at: letter.end) &- 0x41 < 26:
        return UAX29Break(found: letter.start, end: position &+ 1, resume: letter.end)  // SB11
      default: return nil
      }
    }
    if isQuote(position &+ 1) {
      let quoteEnd = position &+ (next == 0x22 ? 2 : 4)
      guard byte(at: quoteEnd) == 0x20, byte(at: quoteEnd &+ 1) &- 0x41 < 26 else { return nil }
      return UAX29Break(found: quoteEnd &+ 1, end: quoteEnd, resume: quoteEnd &+ 2)  // SB9, SB11
    }
    if next == 0x0A { return UAX29Break(position &+ 1) }  // SB9, SB10; the line feed breaks after itself
    if stop == 0x2E && (next &- 0x61 < 26 || next &- 0x30 < 10 || next == 0x2C) {
      return UAX29Break(position &+ 1)  // SB6, SB8, SB8a
    }
    return nil
  }

  /// " “ or ”.
  @inline(__always)
  private func isQuote(_ position: Int) -> Bool {
    let first = byte(at: position)
    if first == 0x22 { return true }
    return first == 0xE2 && byte(at: position &+ 1) == 0x80 && byte(at: position &+ 2) & 0xFE == 0x9C
  }

  /// The full stops of the scripts without case, before a letter of theirs. Nothing is to be skipped before a letter.
  @inline(__always)
  private func plainUAX29BreakBeyondASCII(_ position: Int) -> UAX29Break? {
    guard let stop = scalar(at: position), stop.sentenceClass == SentenceClass.sTerm else { return nil }
    let isSpaced = byte(at: stop.end) == 0x20
    guard let next = scalar(at: isSpaced ? stop.end &+ 1 : stop.end) else { return nil }
    guard next.sentenceClass == SentenceClass.oLetter else { return nil }
    return UAX29Break(found: next.start, end: stop.end, resume: next.start)  // SB11
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
