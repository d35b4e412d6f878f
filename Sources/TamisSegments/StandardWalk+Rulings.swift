import TamisBase

/// What needs no learning once a candidate has been read.
extension StandardWalk {
  /// What the weights are not asked about: true a boundary, false none.
  @inline(__always)
  func ruling(_ candidate: SentenceCandidate) -> Bool? {
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

  /// On one full stop that nothing closes.
  func rulingOnFullStop(_ candidate: SentenceCandidate) -> Bool? {
    let next = candidate.next
    // "z. B.": the listed abbreviation goes on behind this stop.
    if next.follower == 1 && candidate.previous.length <= 2 && goesOn(candidate) { return false }
    // "at 200 °C. How …": a unit is no initial.
    let stop = candidate.run.start
    if next.isCapitalised && reader.byte(at: stop &- 2) == 0xB0 && reader.byte(at: stop &- 3) == 0xC2 { return true }
    // "1. Introduction", "858. Comprensorio": a number is no sentence, in 142 of 149 places of the evaluation data. But
    // for those who annotate Ukrainian it is.
    if candidate.previous.isNumber && candidate.distance == 0 { return language == .uk && next.isCapitalised }
    // "… went home. 12. Cars went by.": what begins with a number and its stop.
    if next.follower == 1 && next.isShortNumber && candidate.previous.isLongAndSmall && candidate.abbreviation == 0
      && beginsNumbered(candidate.run.next)
    {
      return true
    }
    // "am 13. August", "im 2. Stock".
    if candidate.previous.isShortNumber && abbreviations.isCounted(next.hash, language) { return false }
    // "N°. 12", "р. № 12": what a number sign belongs to.
    if candidate.previous.shape == WordShape.symbol && next.isNumber { return false }
    if isNumberSign(candidate.run.next) { return false }
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

  /// One digit or two, their full stop, a blank and a capital.
  private func beginsNumbered(_ position: Int) -> Bool {
    let stop = reader.byte(at: position &+ 1) == 0x2E ? position &+ 1 : position &+ 2
    guard reader.byte(at: stop) == 0x2E, reader.byte(at: stop &+ 1) == 0x20 else { return false }
    return reader.sentenceClass(at: stop &+ 2) == SentenceClass.upper
  }

  /// № or §.
  @inline(__always)
  private func isNumberSign(_ position: Int) -> Bool {
    let lead = reader.byte(at: position)
    guard lead == 0xE2 || lead == 0xC2, let sign = reader.scalar(at: position) else { return false }
    return sign.value == 0x2116 || sign.value == 0xA7
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
}
