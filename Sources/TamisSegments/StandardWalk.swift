import CByteScan
import TamisBase

/// Decides whether a candidate ends a sentence.
protocol SentenceJudge {
  mutating func isBoundary(_ candidate: SentenceCandidate) -> Bool
}

/// The walk of the standard rules: line breaks always end a sentence, and at each run of terminators the judge is
/// asked.
struct StandardWalk {
  let reader: TextReader
  let language: SentenceLanguage
  let abbreviations: AbbreviationTable

  /// Armenian writes its full stop as a colon, Greek its question mark as a semicolon.
  static let extraStops: StopCursor.StaticBytes = (0x3A, 0x3B, 0x3B, 0x3B)

  /// Appends the sentences, trimmed, to `sentences`.
  func run<Judge: SentenceJudge>(
    _ judge: inout Judge, into sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    let nothing = StopTable.Action.nothing
    try StopCursor.with(reader, extra: Self.extraStops, nothing: nothing) { (cursor) throws(TamisError) in
      try walk(&cursor, &judge, &sentences)
    }
  }

  /// How far the walk has come.
  private struct Place {
    var next: stop_place
    /// Stops before that count for nothing.
    var resume: Int
    /// Where the sentence ends that an address ends, if it does.
    var farEnd = 0
    /// The markers of the line, if it is a list.
    var list: ListMarkers?

    @inline(__always) var sentenceStart: Int { Int(next.start) }

    /// Nothing is known of the white space there.
    @inline(__always)
    mutating func begin(at position: Int, isLine: Bool = false) {
      next = stop_place(start: Int64(position), is_inked: 0, is_at_line_start: isLine ? 1 : 0)
    }
  }

  /// List by list: what is common is settled first, in the list itself, then the sentences are written, and what the list
  /// could not settle is looked at by itself. Stop by stop, with a branch on what each of them is, English took a quarter
  /// longer.
  private func walk<Judge: SentenceJudge>(
    _ cursor: inout StopCursor, _ judge: inout Judge, _ sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    let start = stop_place(
      start: Int64(reader.start), is_inked: UInt32(reader.isInk(reader.start)), is_at_line_start: 1)
    var place = Place(next: start, resume: reader.start, list: listMarkers(at: reader.start))
    while cursor.listMore(from: place.resume) {
      cursor.settlePlain(abbreviations, language)
      cursor.open(butFor: StopTable.Action.endsStandard | StopTable.Action.nothing)
      var first = cursor.index(from: 0, atLeast: place.resume)
      while first < cursor.count {
        let settled = settle(&cursor, from: first, &place, &judge)
        try cursor.append(
          first..<settled, ends: StopTable.Action.endsStandard, of: reader, &place.next, to: &sentences)
        guard settled < cursor.count else { break }
        if place.farEnd != 0 {
          try reader.appendTrimmed(place.sentenceStart, place.farEnd, &sentences)
          place.begin(at: place.farEnd)
          (place.resume, place.farEnd) = (place.farEnd, 0)
        } else {
          place.resume = try carefully(cursor.position(of: settled), &place, &judge, &sentences)
        }
        first = cursor.index(from: settled &+ 1, atLeast: place.resume)
      }
    }
    try follow(&place, until: reader.end, &sentences)
    try reader.appendTrimmed(place.sentenceStart, reader.end, &sentences)
  }

  /// Settles the stops from `first` on, in their actions; returns the first one that has to be looked at carefully.
  @inline(never)
  private func settle<Judge: SentenceJudge>(
    _ cursor: inout StopCursor, from first: Int, _ place: inout Place, _ judge: inout Judge
  ) -> Int {
    if place.list != nil { return first }
    let nothing = StopTable.Action.nothing
    // Where the sentence of the stop at `known` begins.
    var known = first
    var sentenceStart = place.sentenceStart
    while true {
      let index = cursor.nextOpen(from: first)
      if index == cursor.count { return index }
      let action = cursor.action(of: index)
      if action & nothing != 0 { continue }
      let position = cursor.position(of: index)
      if action & StopTable.Action.mayBeginList != 0 {
        cursor.settle(index, action | StopTable.Action.endsStandard)
        place.list = listMarkers(at: position &+ 1)
        if place.list != nil { return index &+ 1 }
        continue
      }
      guard position >= cursor.firstPlain && position <= cursor.lastPlain else { return index }
      switch plainStop(position) {
      case .nothing: cursor.settle(index, nothing)
      case .sentenceEnd(let end) where end &- position > 6:
        place.farEnd = end
        return index
      case .sentenceEnd(let end):
        let isSpaced = reader.base[end] == 0x20
        let distance = UInt16(truncatingIfNeeded: end &- position) &+ (isSpaced ? 1 : 0)
        cursor.settle(index, distance | StopTable.Action.endsStandard | (isSpaced ? StopTable.Action.isSpaced : 0))
        cursor.passOver(behind: index, until: end, nothing)
        place.resume = end
      case .passOver(let end):
        cursor.settle(index, nothing)
        cursor.passOver(behind: index, until: end, nothing)
        place.resume = end
      case .unknown:
        guard let closing = reader.isOneStop(position) ? 0 : reader.closingQuote(position) else { return index }
        sentenceStart = cursor.sentenceStart(before: index, from: known) ?? sentenceStart
        known = index
        let run = StopRun(one: reader.base[position], at: position, closing: closing)
        let next = closing == 0 ? reader.nextWord(at: run.next) : reader.nextWord(after: run)
        let ends = endsSentence(run, sentenceStart, next, &judge)
        let distance = UInt16(truncatingIfNeeded: closing &+ 2)
        cursor.settle(index, ends ? distance | StopTable.Action.endsStandard | StopTable.Action.isSpaced : nothing)
      }
    }
  }

  @inline(__always)
  private func begin(_ place: inout Place, lineAt position: Int) {
    place.begin(at: position, isLine: true)
    place.list = listMarkers(at: position)
  }

  /// Decides about the stop at `position` by all that is known; returns where to look for the next one.
  @inline(never)
  private func carefully<Judge: SentenceJudge>(
    _ position: Int, _ place: inout Place, _ judge: inout Judge, _ sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) -> Int {
    if place.list != nil { try follow(&place, until: position, &sentences) }
    let resume = position &+ 1
    // What ends the text ends its last sentence, whatever it is.
    if resume == reader.end { return resume }
    let byte = reader.base[position]
    let next = reader.byte(at: resume)
    if byte == 0x0A {
      try reader.appendTrimmed(place.sentenceStart, position, &sentences)
      begin(&place, lineAt: resume)
      return resume
    }
    // Whatever it is, the line feed ends the sentence. And full stops inside numbers, addresses and abbreviations.
    if next == 0x0A && byte < 0x80 && byte != 0x0D || byte == 0x2E && (next &- 0x61 < 26 || next &- 0x30 < 10) {
      return resume
    }
    if byte == 0x2E && next == 0x2D && isJoinedInitial(position, place.sentenceStart) { return resume }
    guard let stop = reader.scalar(at: position) else { return resume }
    if stop.isIn(.paragraph) {
      try reader.appendTrimmed(place.sentenceStart, position, &sentences)
      begin(&place, lineAt: stop.end)
    } else if place.next.is_at_line_start != 0 && isArabicHeading(stop) {
      try reader.appendTrimmed(place.sentenceStart, stop.end, &sentences)
      place.begin(at: stop.end)
    } else if isStop(stop) {
      let run = reader.stopRun(stop)
      let isMarker = place.list != nil && position < place.list!.markerEnd
      if !isMarker, let end = boundary(run, place.sentenceStart, &judge) {
        try reader.appendTrimmed(place.sentenceStart, end, &sentences)
        place.begin(at: end == run.end ? run.next : end)
      }
      return run.end
    }
    return stop.end
  }

  /// "J.-C.", "M.-L.", as French joins initials: a capital by itself, and one behind the hyphen. Weighed like any other stop they
  /// took a tenth of the time of French articles.
  private func isJoinedInitial(_ position: Int, _ sentenceStart: Int) -> Bool {
    guard position &- 1 >= sentenceStart, reader.byte(at: position &- 1) &- 0x41 < 26,
      reader.byte(at: position &+ 2) &- 0x41 < 26
    else { return false }
    if position &- 1 == sentenceStart { return true }
    let before = reader.byte(at: position &- 2)
    return before == 0x20 || before == 0x28 || before == 0x2D
  }

  /// In a line that begins with "1." or the like: its markers. German capitalises what follows an ordinal ("2. Mai").
  @inline(__always)
  private func listMarkers(at lineStart: Int) -> ListMarkers? {
    let first = reader.byte(at: lineStart)
    guard first &- 0x30 < 10 || first == 0x61 || first == 0x2A || first == 0x2D || first == 0xE2 else { return nil }
    return ListMarkers(reader, at: lineStart, allowsStops: language != .de)
  }

  /// Ends the sentence before each marker that begins at `position` or before it.
  private func follow(
    _ place: inout Place, until position: Int, _ sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    while let start = place.list?.nextStart, start <= position {
      try reader.appendTrimmed(place.sentenceStart, start, &sentences)
      place.begin(at: start)
      place.list?.advance()
    }
  }

  /// Whether a set bit is a terminator here; most that are not are full stops inside numbers and addresses.
  @inline(__always)
  private func isStop(_ stop: TextReader.Scalar) -> Bool {
    let following = reader.byte(at: stop.end)
    if stop.value == 0x2E {
      if following &- 0x61 < 26 || following &- 0x30 < 10 { return false }
      if following < 0x80 { return true }
    }
    if reader.isTerminator(stop) {
      guard stop.sentenceClass == SentenceClass.aTerm, let next = reader.scalar(at: stop.end) else { return true }
      return next.sentenceClass != SentenceClass.numeric
    }
    return isColonStop(stop)
  }

  /// Whether a colon or semicolon may end a sentence: before a capital or a quotation, and where it is a full stop.
  private func isColonStop(_ stop: TextReader.Scalar) -> Bool {
    guard stop.value == 0x3A || stop.value == 0x3B else { return false }
    if isNativeColon(stop.start) { return true }
    guard reader.byte(at: stop.end) == 0x20, let next = reader.scalar(at: stop.end &+ 1) else { return false }
    return next.sentenceClass == SentenceClass.upper || next.sentenceClass == SentenceClass.close
  }

  /// Arabic has no capitals to tell what a colon announces, but what stands before the first one of a line is a
  /// heading.
  private func isArabicHeading(_ stop: TextReader.Scalar) -> Bool {
    guard stop.value == 0x3A, reader.byte(at: stop.end) == 0x20,
      let next = reader.scalar(at: stop.end &+ 1), let last = reader.scalar(before: stop.start)
    else { return false }
    return last.value &- 0x620 < 0x2B && next.value &- 0x620 < 0x2B && language != .ur && language != .fa
  }

  /// Armenian writes its full stop as a colon, Greek its question mark as a semicolon.
  private func isNativeColon(_ position: Int) -> Bool {
    guard let letter = reader.scalar(before: position) else { return false }
    switch letter.value {
    case 0x531...0x58A: return reader.byte(at: position) == 0x3A
    case 0x370...0x3FF, 0x1F00...0x1FFF: return reader.byte(at: position) == 0x3B
    default: return false
    }
  }

  /// Where the sentence that began at `sentenceStart` ends, if the run ends it.
  @inline(__always)
  private func boundary<Judge: SentenceJudge>(
    _ run: StopRun, _ sentenceStart: Int, _ judge: inout Judge
  ) -> Int? {
    if run.isAtLineEnd { return nil }
    if run.endOfFirst > 0, reader.byte(at: run.start &- 1) != 0x20,
      reader.sentenceClass(at: run.next) == SentenceClass.upper
    {
      return run.endOfFirst
    }
    let candidate = candidate(run, sentenceStart, reader.nextWord(after: run))
    return ruling(candidate) ?? judge.isBoundary(candidate) ? run.end : nil
  }

  /// Whether a sentence ends at one stop, a quotation mark perhaps, a blank and a word: the commonest of what is weighed, which
  /// need not be read as a run.
  @inline(never)
  private func endsSentence<Judge: SentenceJudge>(
    _ run: StopRun, _ sentenceStart: Int, _ next: NextWord, _ judge: inout Judge
  ) -> Bool {
    let candidate = candidate(run, sentenceStart, next)
    return ruling(candidate) ?? judge.isBoundary(candidate)
  }

  @inline(never)
  private func candidate(_ run: StopRun, _ sentenceStart: Int, _ next: NextWord) -> SentenceCandidate {
    let previous = reader.previousWord(before: run)
    // Armenian is told by its script, and its stops are like nobody else's.
    let language = language == .unknown && next.isArmenian ? SentenceLanguage.hy : language
    var kind = abbreviations.kind(of: previous.tokenHash, language)
    if kind == 0 && previous.hasInnerStops { kind = abbreviations.kind(of: previous.hash, language) }
    let distance = run.start &- sentenceStart
    return SentenceCandidate(
      run: run, previous: previous, next: next, abbreviation: kind,
      nextAbbreviation: next.follower == 1 ? abbreviations.kind(of: next.hash, language) : 0,
      isStarter: abbreviations.isStarter(next.hash, language),
      isSpeech: run.closers & StopRun.Closers.quotes != 0 && abbreviations.isSpeech(next.secondHash, language),
      isColonFullStop: run.kind >= StopRun.Kind.colon && isNativeColon(run.start),
      distance: SentenceCandidate.step(distance),
      language: language)
  }
}
