import TamisBase

/// A run of terminators with what closes it, and where the text goes on: everything between two neighbouring sentences.
struct StopRun: Equatable {
  /// The kind of the run, by which the weights tell stops apart.
  enum Kind {
    static let fullStop: UInt32 = 0
    static let question: UInt32 = 1
    static let exclamation: UInt32 = 2
    static let mixed: UInt32 = 3
    static let twoStops: UInt32 = 4
    static let ellipsis: UInt32 = 5
    static let longEllipsis: UInt32 = 6
    static let spacedEllipsis: UInt32 = 7
    static let otherTerminator: UInt32 = 8
    static let colon: UInt32 = 9
    static let semicolon: UInt32 = 10
  }

  /// What closes the run: bits.
  enum Closers {
    static let straightQuote: UInt32 = 1
    static let curlyQuote: UInt32 = 2
    static let bracket: UInt32 = 4
    static let citation: UInt32 = 8
    static let quotes = straightQuote | curlyQuote
  }

  /// The first byte of the first terminator.
  var start: Int
  /// Behind the last terminator and all closers: where a sentence would end.
  var end: Int
  /// The first byte of what follows the white space; the end of the stretch if nothing does.
  var next: Int
  var kind: UInt32 = 0
  /// The number of terminators.
  var count = 0
  var closers: UInt32 = 0
  /// White space stands between `end` and `next`.
  var isSpaced = false
  /// A line break or the end of the stretch follows, which ends the sentence in any case.
  var isAtLineEnd = false
  /// Behind the first of the terminators, when an ellipsis written with spaces follows a full stop; else 0.
  var endOfFirst = 0

  init(start: Int, end: Int, next: Int) {
    self.start = start
    self.end = end
    self.next = next
  }

  /// One stop, `closing` bytes of a quotation mark behind it and a blank before a word: see ``TextReader/isOneStop(_:)``.
  @inline(__always)
  init(one stop: UInt8, at position: Int, closing: Int = 0) {
    self.init(start: position, end: position &+ 1 &+ closing, next: position &+ 2 &+ closing)
    count = 1
    closers = closing == 0 ? 0 : closing == 1 ? Closers.straightQuote : Closers.curlyQuote
    isSpaced = true
    switch stop {
    case 0x21: kind = Kind.exclamation
    case 0x3F: kind = Kind.question
    case 0x3A: kind = Kind.colon
    case 0x3B: kind = Kind.semicolon
    default: kind = Kind.fullStop
    }
  }
}

extension TextReader {
  /// Whether one full stop, question or exclamation mark, a blank and a letter or digit stand at `position`; or a colon or
  /// semicolon and a capital, of ASCII like what stands before them.
  @inline(__always)
  func isOneStop(_ position: Int) -> Bool {
    guard byte(at: position &+ 1) == 0x20 else { return false }
    switch byte(at: position) {
    case 0x2E, 0x21, 0x3F: return isWordStart(position &+ 2)
    case 0x3A, 0x3B: return byte(at: position &- 1) < 0x80 && byte(at: position &+ 2) &- 0x41 < 26
    default: return false
    }
  }

  /// How many bytes a closing quotation mark has behind the full stop, question or exclamation mark at `position`, if a blank and a
  /// letter of ASCII stand behind it.
  @inline(__always)
  func closingQuote(_ position: Int) -> Int? {
    switch byte(at: position) {
    case 0x2E, 0x21, 0x3F: break
    default: return nil
    }
    let isCurly = byte(at: position &+ 1) == 0xE2 && byte(at: position &+ 2) == 0x80 && byte(at: position &+ 3) == 0x9D
    guard isCurly || byte(at: position &+ 1) == 0x22 else { return nil }
    let length = isCurly ? 3 : 1
    let next = position &+ length &+ 2
    return byte(at: next &- 1) == 0x20 && (byte(at: next) | 0x20) &- 0x61 < 26 ? length : nil
  }

  /// Reads the run that begins at the terminator `first`. Linear in the run's length, and the caller goes on behind it.
  func stopRun(_ first: Scalar) -> StopRun {
    var run = StopRun(start: first.start, end: first.end, next: first.end)
    let isSpaced = byte(at: first.end) == 0x20 && isWordStart(first.end &+ 1)
    if first.value < 0x40 && (isSpaced || isWordByte(first.end)) {
      // The commonest: one terminator, a blank or none, a word.
      run.next = isSpaced ? first.end &+ 1 : first.end
      run.isSpaced = isSpaced
      run.count = 1
      var counts = TerminatorCounts()
      counts.add(first.value)
      run.kind = counts.kind
      return run
    }
    var counts = TerminatorCounts()
    counts.add(first.value)
    var p = first.end
    var spacedStops = 0
    while let scalar = scalar(at: p) {
      if isTerminator(scalar) {
        counts.add(scalar.value)
        p = scalar.end
      } else if let closer = closerBits(scalar) {
        run.closers |= closer
        p = scalar.end
      } else if scalar.isIn(.ignored) {
        p = scalar.end
      } else if scalar.value == 0x20, let stop = spacedTerminator(scalar.end) {
        if spacedStops == 0 && counts.total == 1 && run.closers == 0 { run.endOfFirst = p }
        spacedStops += 1
        counts.add(stop.value)
        p = stop.end
      } else if scalar.value == 0x20, let end = smileyEnd(at: scalar.end) {
        p = end
      } else if let end = citation(at: p) {
        run.closers |= StopRun.Closers.citation
        p = end
      } else if let closer = spacedCloser(at: p) {
        run.closers |= StopRun.Closers.curlyQuote
        p = closer
      } else {
        break
      }
    }
    run.end = p
    run.kind = spacedStops > 1 ? StopRun.Kind.spacedEllipsis : counts.kind
    run.count = counts.total
    if spacedStops != 3 { run.endOfFirst = 0 }
    skipBlanks(&run)
    return run
  }

  /// A letter or digit of ASCII, or a hyphen.
  @inline(__always)
  private func isWordByte(_ position: Int) -> Bool {
    let byte = byte(at: position)
    return (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D
  }

  @inline(__always)
  private func isWordStart(_ position: Int) -> Bool {
    let byte = byte(at: position)
    if byte < 0x80 { return (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }
    return ClassSet.letter.contains(sentenceClass(at: position))
  }

  private func skipBlanks(_ run: inout StopRun) {
    var p = run.end
    while let scalar = scalar(at: p) {
      if scalar.isIn(.paragraph) {
        run.isAtLineEnd = true
        break
      }
      guard scalar.sentenceClass == SentenceClass.sp else { break }
      run.isSpaced = true
      p = scalar.end
    }
    run.next = p
    if p >= end { run.isAtLineEnd = true }
  }

  @inline(__always)
  func isTerminator(_ scalar: Scalar) -> Bool {
    scalar.isIn(.terminator) || scalar.value == 0x2026
  }

  /// What a character right behind a terminator closes; nil if it closes nothing there.
  @inline(__always)
  private func closerBits(_ scalar: Scalar) -> UInt32? {
    guard scalar.sentenceClass == SentenceClass.close else { return nil }
    switch scalar.facts.category {
    case GeneralCategory.closePunctuation: return StopRun.Closers.bracket
    case GeneralCategory.finalPunctuation: return StopRun.Closers.curlyQuote
    case GeneralCategory.initialPunctuation:
      // “ ‘ « close in German, Danish or Swedish; before a letter they open what follows.
      return letterFollows(scalar.end) ? nil : StopRun.Closers.curlyQuote
    case GeneralCategory.otherPunctuation:
      // An apostrophe before a letter is part of a word ("Jr.'s").
      return scalar.value == 0x27 && letterFollows(scalar.end) ? nil : StopRun.Closers.straightQuote
    default: return nil
    }
  }

  @inline(__always)
  private func letterFollows(_ position: Int) -> Bool {
    guard let scalar = scalar(at: position) else { return false }
    return scalar.isIn(.letter) || scalar.sentenceClass == SentenceClass.numeric
  }

  /// A terminator that a single blank divides from the run, and that does not begin what follows (". . ." and " !").
  private func spacedTerminator(_ position: Int) -> Scalar? {
    guard let stop = scalar(at: position), isTerminator(stop), stop.value != 0x2026 else { return nil }
    guard let next = scalar(at: stop.end) else { return stop }
    if next.isIn(.blank) || closerBits(next) != nil { return stop }
    return nil
  }

  /// A closing guillemet or quote behind a single blank, itself before a blank or the end.
  private func spacedCloser(at position: Int) -> Int? {
    guard let blank = scalar(at: position), blank.sentenceClass == SentenceClass.sp else { return nil }
    guard let closer = scalar(at: blank.end), closer.sentenceClass == SentenceClass.close else { return nil }
    // Two apostrophes stand for one closing quote in old typesetting.
    if closer.value == 0x27 && byte(at: closer.end) == 0x27 {
      let behind = scalar(at: closer.end &+ 1)
      return behind == nil || behind!.isIn(.blank) || behind!.value == 0x2C ? closer.end &+ 1 : nil
    }
    guard closer.facts.category == GeneralCategory.finalPunctuation else { return nil }
    guard let next = scalar(at: closer.end) else { return closer.end }
    return next.isIn(.blank) || isTerminator(next) ? closer.end : nil
  }

  /// Behind a mark in square brackets that belongs to the sentence before it: "[12]", " [citation needed]", " [...]".
  private func citation(at position: Int) -> Int? {
    var p = position
    if byte(at: p) == 0x20 { p &+= 1 }
    guard byte(at: p) == 0x5B else { return nil }
    p &+= 1
    let first = p
    // Digits, or the full stops of an omission, or small letters with blanks between.
    while p &- first < 32, isCitationByte(byte(at: p)) { p &+= 1 }
    guard p > first, byte(at: p) == 0x5D else { return nil }
    return p &+ 1
  }

  @inline(__always)
  private func isCitationByte(_ byte: UInt8) -> Bool {
    if byte &- 0x30 < 10 || byte &- 0x61 < 26 || byte == 0x20 || byte == 0x2E { return true }
    return byte == 0xE2 || byte == 0x80 || byte == 0xA6
  }
}

/// ICU's numbers of the general categories asked for (`UCharCategory`).
enum GeneralCategory {
  static let nonspacingMark: UInt16 = 6
  static let decimalNumber: UInt16 = 9
  static let dash: UInt16 = 19
  static let openPunctuation: UInt16 = 20
  static let closePunctuation: UInt16 = 21
  static let connectorPunctuation: UInt16 = 22
  static let otherPunctuation: UInt16 = 23
  static let mathSymbol: UInt16 = 24
  static let currencySymbol: UInt16 = 25
  static let modifierSymbol: UInt16 = 26
  static let otherSymbol: UInt16 = 27
  static let initialPunctuation: UInt16 = 28
  static let finalPunctuation: UInt16 = 29
}

/// What a run of terminators is made of.
private struct TerminatorCounts {
  var total = 0
  private var stops = 0
  private var questions = 0
  private var exclamations = 0
  private var ellipses = 0
  private var isColon = false
  private var isSemicolon = false

  @inline(__always)
  mutating func add(_ value: UInt32) {
    total &+= 1
    switch value {
    case 0x2E: stops &+= 1
    case 0x3F: questions &+= 1
    case 0x21: exclamations &+= 1
    case 0x2026: ellipses &+= 1
    case 0x3A: isColon = true
    case 0x3B: isSemicolon = true
    default: break
    }
  }

  var kind: UInt32 {
    if isColon { return StopRun.Kind.colon }
    if isSemicolon { return StopRun.Kind.semicolon }
    if questions > 0 || exclamations > 0 {
      if questions > 0 && exclamations > 0 || stops &+ ellipses > 0 { return StopRun.Kind.mixed }
      return questions > 0 ? StopRun.Kind.question : StopRun.Kind.exclamation
    }
    if ellipses > 0 { return stops > 1 ? StopRun.Kind.longEllipsis : StopRun.Kind.ellipsis }
    switch stops {
    case 0: return StopRun.Kind.otherTerminator
    case 1: return StopRun.Kind.fullStop
    case 2: return StopRun.Kind.twoStops
    case 3: return StopRun.Kind.ellipsis
    default: return StopRun.Kind.longEllipsis
    }
  }
}
