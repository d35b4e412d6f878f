import TamisBase

/// Decides whether a candidate ends a sentence.
protocol SentenceJudge {
  mutating func isBoundary(_ candidate: SentenceCandidate) -> Bool
}

/// The walk of the standard rules: line breaks always end a sentence, and at each run of terminators the judge is asked.
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
    var failure: TamisError?
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: StopCursor.wordsAtOnce) { words in
      var cursor = StopCursor(
        reader.base, reader.start, reader.end, extra: Self.extraStops, words: words.baseAddress!)
      do throws(TamisError) { try walk(&cursor, &judge, &sentences) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func walk<Judge: SentenceJudge>(
    _ cursor: inout StopCursor, _ judge: inout Judge, _ sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    var sentenceStart = reader.start
    var position = cursor.next(from: reader.start)
    while position < reader.end, let stop = reader.scalar(at: position) {
      var resume = stop.end
      if stop.isIn(.paragraph) {
        try reader.appendTrimmed(sentenceStart, position, &sentences)
        sentenceStart = stop.end
      } else if isStop(stop) {
        let run = reader.stopRun(stop)
        resume = run.end
        if let end = boundary(run, sentenceStart, &judge) {
          try reader.appendTrimmed(sentenceStart, end, &sentences)
          sentenceStart = end
        }
      }
      position = cursor.next(from: resume)
    }
    try reader.appendTrimmed(sentenceStart, reader.end, &sentences)
  }

  /// Whether a set bit is a terminator here; most that are not are full stops inside numbers and addresses.
  @inline(__always)
  private func isStop(_ stop: TextReader.Scalar) -> Bool {
    let following = reader.byte(at: stop.end)
    if stop.value == 0x2E {
      return !(following &- 0x61 < 26 || following &- 0x30 < 10)
    }
    if reader.isTerminator(stop) { return true }
    guard stop.value == 0x3A || stop.value == 0x3B, let letter = reader.scalar(before: stop.start) else { return false }
    switch letter.value {
    case 0x531...0x58A: return stop.value == 0x3A
    case 0x370...0x3FF, 0x1F00...0x1FFF: return stop.value == 0x3B
    default: return false
    }
  }

  /// Where the sentence that began at `sentenceStart` ends, if the run ends it.
  @inline(__always)
  private func boundary<Judge: SentenceJudge>(
    _ run: StopRun, _ sentenceStart: Int, _ judge: inout Judge
  ) -> Int? {
    if run.isAtLineEnd { return nil }
    if run.endOfFirst > 0, let next = reader.scalar(at: run.next), next.sentenceClass == SentenceClass.upper {
      return run.endOfFirst
    }
    let candidate = candidate(run, sentenceStart)
    if isRuledOut(candidate) { return nil }
    return judge.isBoundary(candidate) ? run.end : nil
  }

  /// What is no boundary whatever the weights say.
  @inline(__always)
  private func isRuledOut(_ candidate: SentenceCandidate) -> Bool {
    let run = candidate.run
    let next = candidate.next
    if !run.isSpaced {
      // Part of an address or of a word: "Jane.Doe@…", "Jr.'s".
      if next.follower == NextWord.addressFollower || reader.byte(at: run.next) == 0x27 { return true }
      if next.shape == WordShape.comma && next.openers == 0 { return true }
    }
    // "z. B.": the listed abbreviation goes on behind this stop.
    if next.follower == 1 && candidate.previous.length <= 2 && goesOn(candidate) { return true }
    if run.kind == StopRun.Kind.fullStop && run.closers == 0 {
      if candidate.abbreviation == UInt32(AbbreviationKind.user.rawValue) { return true }
      if candidate.abbreviation == UInt32(AbbreviationKind.title.rawValue) && candidate.previous.length > 1 { return true }
    }
    // What is closed with its stop inside a sentence: "(He had worked there.) at the local …", '"Fine." she said'.
    let closesInside = StopRun.Closers.straightQuote | StopRun.Closers.curlyQuote | StopRun.Closers.bracket
    return run.closers & closesInside != 0 && next.openers == 0 && next.shape >= WordShape.small
      && next.shape < WordShape.capitalised
  }

  /// Whether the word before the stop and the one behind it are an abbreviation together.
  private func goesOn(_ candidate: SentenceCandidate) -> Bool {
    guard candidate.next.openers == 0, candidate.run.kind == StopRun.Kind.fullStop, candidate.run.closers == 0 else {
      return false
    }
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
    var kind = abbreviations.kind(of: previous.tokenHash, language)
    if kind == 0 && previous.hasInnerStops { kind = abbreviations.kind(of: previous.hash, language) }
    let next = reader.nextWord(after: run)
    let distance = run.start &- sentenceStart
    return SentenceCandidate(
      run: run, previous: previous, next: next, abbreviation: kind,
      nextAbbreviation: next.follower == 1 ? abbreviations.kind(of: next.hash, language) : 0,
      distance: distance < 4 ? 0 : distance < 10 ? 1 : distance < 24 ? 2 : distance < 60 ? 3 : 4)
  }
}
