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
  private static let extraStops: StopCursor.StaticBytes = (0x3A, 0x3B, 0x3B, 0x3B)

  /// Appends the sentences, trimmed, to `sentences`.
  func run<Judge: SentenceJudge>(
    _ judge: inout Judge, into sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    try StopCursor.with(reader, extra: Self.extraStops) { (cursor) throws(TamisError) in
      try walk(&cursor, &judge, &sentences)
    }
  }

  private func walk<Judge: SentenceJudge>(
    _ cursor: inout StopCursor, _ judge: inout Judge, _ sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    var sentenceStart = reader.start
    var lineStart = reader.start
    var list = listMarkers(at: reader.start)
    var position = cursor.next(from: reader.start)
    while position < reader.end {
      if list != nil { try follow(&list, until: position, &sentenceStart, &sentences) }
      var resume = position &+ 1
      let stop = reader.base[position]
      let next = reader.byte(at: resume)
      if stop == 0x0A {
        try reader.appendTrimmed(sentenceStart, position, &sentences)
        sentenceStart = resume
        lineStart = resume
        list = listMarkers(at: resume)
        position = cursor.next(from: resume)
        continue
      }
      // Whatever it is, the line feed ends the sentence. And full stops inside numbers, addresses and abbreviations.
      if next == 0x0A && stop < 0x80 && stop != 0x0D || stop == 0x2E && (next &- 0x61 < 26 || next &- 0x30 < 10) {
        position = cursor.next(from: resume)
        continue
      }
      switch plainStop(position, isInList: list != nil) {
      case .nothing: break
      case .sentenceEnd(let end):
        try reader.appendTrimmed(sentenceStart, end, &sentences)
        sentenceStart = reader.byte(at: end) == 0x20 ? end &+ 1 : end
        resume = end
      case .passOver(let end): resume = end
      case .unknown:
        guard let stop = reader.scalar(at: position) else { break }
        resume = stop.end
        if stop.isIn(.paragraph) {
          try reader.appendTrimmed(sentenceStart, position, &sentences)
          sentenceStart = stop.end
          lineStart = stop.end
          list = listMarkers(at: lineStart)
        } else if sentenceStart == lineStart && isArabicHeading(stop) {
          try reader.appendTrimmed(sentenceStart, stop.end, &sentences)
          sentenceStart = stop.end
        } else if isStop(stop) {
          let run = reader.stopRun(stop)
          resume = run.end
          let isMarker = list != nil && position < list!.markerEnd
          if !isMarker, let end = boundary(run, sentenceStart, &judge) {
            try reader.appendTrimmed(sentenceStart, end, &sentences)
            sentenceStart = end == run.end ? run.next : end
          }
        }
      }
      position = cursor.next(from: resume)
    }
    try follow(&list, until: reader.end, &sentenceStart, &sentences)
    try reader.appendTrimmed(sentenceStart, reader.end, &sentences)
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
    _ list: inout ListMarkers?, until position: Int, _ sentenceStart: inout Int,
    _ sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    while let start = list?.nextStart, start <= position {
      try reader.appendTrimmed(sentenceStart, start, &sentences)
      sentenceStart = start
      list?.advance()
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
    let candidate = candidate(run, sentenceStart)
    return ruling(candidate) ?? judge.isBoundary(candidate) ? run.end : nil
  }

  /// What the weights are not asked about: true a boundary, false none.
  @inline(__always)
  private func ruling(_ candidate: SentenceCandidate) -> Bool? {
    let run = candidate.run
    if !run.isSpaced, let ruling = rulingWithoutBlank(candidate) { return ruling }
    if run.kind == StopRun.Kind.fullStop {
      if run.closers == 0 { return rulingOnFullStop(candidate) }
    } else if let ruling = rulingOnOtherRuns(candidate) {
      return ruling
    }
    if candidate.isSpeech { return false }
    // What is closed with its stop inside a sentence: "(He had worked there.) at the local …", '"Fine." she said'.
    let closesInside = StopRun.Closers.straightQuote | StopRun.Closers.curlyQuote | StopRun.Closers.bracket
    return run.closers & closesInside != 0 && candidate.next.openers == 0 && candidate.next.isSmall ? false : nil
  }

  private func rulingWithoutBlank(_ candidate: SentenceCandidate) -> Bool? {
    let next = candidate.next
    // Part of an address or of a word: "Jane.Doe@…", "Jr.'s".
    if next.follower == NextWord.addressFollower || reader.byte(at: candidate.run.next) == 0x27 { return false }
    if next.shape == WordShape.comma && next.openers == 0 { return false }
    // "quality.You should": a blank is missing. Names in addresses were ruled out above, those of hosts go on with a
    // stop.
    if candidate.run.kind == StopRun.Kind.fullStop && candidate.run.closers == 0 && candidate.previous.isLongAndSmall
      && next.isUpper && next.follower == 0 && next.openers == 0
    {
      return true
    }
    // "Tuesday.Mr. Smith": a title begins something.
    let beginsWithTitle = candidate.nextAbbreviation == UInt32(AbbreviationKind.title.rawValue)
    return beginsWithTitle && candidate.previous.length > 3 ? true : nil
  }

  private func rulingOnFullStop(_ candidate: SentenceCandidate) -> Bool? {
    let next = candidate.next
    // "z. B.": the listed abbreviation goes on behind this stop.
    if next.follower == 1 && candidate.previous.length <= 2 && goesOn(candidate) { return false }
    // "at 200 °C. How …": a unit is no initial.
    let stop = candidate.run.start
    if next.isCapitalised && reader.byte(at: stop &- 2) == 0xB0 && reader.byte(at: stop &- 3) == 0xC2 { return true }
    // "1. Introduction", "858. Comprensorio": a number is no sentence, in 142 of 149 places of the evaluation data. But
    // for those who annotate Ukrainian it is.
    if candidate.previous.isNumber && candidate.distance == 0 { return language == .uk && next.isCapitalised }
    // "am 13. August", "im 2. Stock".
    if candidate.previous.isShortNumber && abbreviations.isCounted(next.hash, language) { return false }
    // "N°. 12", "р. № 12": what a number sign belongs to.
    if candidate.previous.shape == WordShape.symbol && next.isNumber { return false }
    if let first = reader.scalar(at: candidate.run.next), first.value == 0x2116 || first.value == 0xA7 { return false }
    // "(b. 1980", "(d. March 1999".
    if candidate.previous.length == 1 && candidate.previous.border == 5 && candidate.previous.shape == WordShape.small {
      return false
    }
    switch AbbreviationKind(rawValue: UInt8(candidate.abbreviation)) {
    case .user, .inner: return false
    // Single letters are as often the end of a sentence ("point r."), unless the script has no capitals.
    case .title:
      if candidate.previous.length > 1 || next.isCaseless { return false }
      // "в г. Москва", but "в 1999 г. Москва".
      let isBehindNumber = candidate.previous.earlier == WordShape.coarse(WordShape.digits)
      return language.isSlavicInCyrillic && next.isCapitalised && !isBehindNumber ? false : nil
    case .number: return next.isNumber ? false : nil
    // "in the U.S. How …", "Briggs & Co. It …"
    case .general:
      if next.isSmall { return false }
      return candidate.isStarter && next.isCapitalised ? true : nil
    // "… at 6 p.m. Mr. Smith", but "At 5 a.m. Mr. Smith …": no sentence is a time alone.
    case .calendar where candidate.previous.hasInnerStops:
      return candidate.nextAbbreviation == UInt32(AbbreviationKind.title.rawValue) ? candidate.distance > 1 : nil
    default: return nil
    }
  }

  private func rulingOnOtherRuns(_ candidate: SentenceCandidate) -> Bool? {
    let run = candidate.run
    let next = candidate.next
    switch run.kind {
    case StopRun.Kind.question, StopRun.Kind.exclamation, StopRun.Kind.mixed:
      // "Why? — she asked."
      if next.openers & NextWord.Openers.dash != 0 && next.isSmall { return false }
      // "She works at Yahoo! in the accounting department."
      if run.kind == StopRun.Kind.exclamation && run.count == 1 && run.closers == 0 && next.isSmall && next.openers == 0
        && candidate.previous.shape == WordShape.capitalised &+ 3 && candidate.distance > 1
      {
        return false
      }
      // "Who? me?"
      let isAsked = run.kind == StopRun.Kind.question && next.follower == NextWord.questionFollower
      return isAsked && run.closers == 0 ? true : nil
    case StopRun.Kind.ellipsis:
      // "[...]" stands for what was left out. Armenian ellipses without a blank are pauses.
      if reader.byte(at: run.start &- 1) == 0x5B && run.closers & StopRun.Closers.bracket != 0 { return false }
      if !run.isSpaced && next.isArmenian { return false }
      return run.isSpaced && run.closers == 0 && next.isUpper ? true : nil
    case StopRun.Kind.longEllipsis: return run.isSpaced && run.closers == 0 && next.isUpper ? true : nil
    case StopRun.Kind.spacedEllipsis:
      // Of stops written apart from the word, three are a pause and a fourth ends the sentence.
      guard reader.byte(at: run.start &- 1) == 0x20 else { return nil }
      return run.count > 3
    // What a colon announces in quotation marks is part of the sentence.
    case StopRun.Kind.colon:
      return next.openers & NextWord.Openers.quote != 0 && !candidate.isColonFullStop ? false : nil
    default: return nil
    }
  }

  /// Whether the word before the stop and the one behind it are an abbreviation together.
  private func goesOn(_ candidate: SentenceCandidate) -> Bool {
    guard candidate.next.openers == 0 else { return false }
    var joined = WordHash(resuming: candidate.previous.tokenHash)
    joined.add(0x2E)
    var position = candidate.run.next
    while let scalar = reader.scalar(at: position), scalar.value != 0x2E {
      joined.add(scalar.value)
      position = scalar.end
      if position &- candidate.run.next > 8 { return false }
    }
    return abbreviations.kind(of: joined.value, language) != 0
  }

  private func candidate(_ run: StopRun, _ sentenceStart: Int) -> SentenceCandidate {
    let previous = reader.previousWord(before: run)
    let next = reader.nextWord(after: run)
    // Armenian is told by its script, and its stops are like nobody else's.
    let language = language == .unknown && next.isArmenian ? SentenceLanguage.hy : language
    var kind = abbreviations.kind(of: previous.tokenHash, language)
    if kind == 0 && previous.hasInnerStops { kind = abbreviations.kind(of: previous.hash, language) }
    let distance = run.start &- sentenceStart
    return SentenceCandidate(
      run: run, previous: previous, next: next, abbreviation: kind,
      nextAbbreviation: next.follower == 1 ? abbreviations.kind(of: next.hash, language) : 0,
      isStarter: abbreviations.isStarter(next.hash, language),
      isSpeech: run.closers & 3 != 0 && abbreviations.isSpeech(next.secondHash, language),
      isColonFullStop: run.kind >= StopRun.Kind.colon && isNativeColon(run.start),
      distance: distance < 4 ? 0 : distance < 10 ? 1 : distance < 24 ? 2 : distance < 60 ? 3 : 4,
      language: language)
  }
}
