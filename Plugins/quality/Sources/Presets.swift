/// What is computed.
struct Families: OptionSet {
  let rawValue: Int
  static let gopherQuality = Families(rawValue: 1)
  static let gopherRepetition = Families(rawValue: 2)
  static let c4 = Families(rawValue: 4)
  static let fineWeb = Families(rawValue: 8)
  static let redPajama = Families(rawValue: 16)
}

/// A filter by its published thresholds; the case's raw value is its name. Each says why a text does not pass, or nil.
enum Preset: String, CaseIterable {
  case gopherQuality = "gopher-quality"
  case gopherRepetition = "gopher-repetition"
  case c4Paper = "c4-paper"
  case c4TFDS = "c4-tfds"
  case fineWebQuality = "fineweb-quality"
  case redPajama2 = "redpajama-2"

  var families: Families {
    switch self {
    case .gopherQuality: .gopherQuality
    case .gopherRepetition: .gopherRepetition
    case .c4Paper, .c4TFDS: .c4
    case .fineWebQuality: .fineWeb
    case .redPajama2: .redPajama
    }
  }

  func complaint(_ signals: Signals) -> StaticString? {
    switch self {
    case .gopherQuality: Self.complaint(signals.gopherQuality)
    case .gopherRepetition: Self.complaint(signals.gopherRepetition)
    case .c4Paper: Self.complaint(
      signals.c4Paper, "c4-paper: lorem ipsum", "c4-paper: curly bracket", "c4-paper: too few sentences")
    case .c4TFDS: Self.complaint(
      signals.c4TFDS, "c4-tfds: lorem ipsum", "c4-tfds: curly bracket", "c4-tfds: too few sentences")
    case .fineWebQuality: Self.complaint(signals.fineWeb)
    case .redPajama2: Self.complaint(signals.redPajama)
    }
  }

  private static func complaint(_ signals: Signals.GopherQuality) -> StaticString? {
    if signals.words < 50 { return "gopher-quality: fewer than 50 words" }
    if signals.words > 100_000 { return "gopher-quality: more than 100000 words" }
    if signals.meanWordLength < 3 { return "gopher-quality: words are short" }
    if signals.meanWordLength > 10 { return "gopher-quality: words are long" }
    if signals.hashRatio > 0.1 { return "gopher-quality: number signs" }
    if signals.ellipsisRatio > 0.1 { return "gopher-quality: ellipses" }
    if signals.bulletLines > 0.9 { return "gopher-quality: lines begin with bullets" }
    if signals.ellipsisLines > 0.3 { return "gopher-quality: lines end with ellipses" }
    if signals.lettersWords < 0.8 { return "gopher-quality: words without letters" }
    if signals.stopWords < 2 { return "gopher-quality: fewer than 2 stop words" }
    return nil
  }

  private static func complaint(_ signals: Signals.GopherRepetition) -> StaticString? {
    if signals.paragraphFraction > 0.3 { return "gopher-repetition: duplicate paragraphs" }
    if signals.paragraphCharacters > 0.2 { return "gopher-repetition: characters in duplicate paragraphs" }
    if signals.lineFraction > 0.3 { return "gopher-repetition: duplicate lines" }
    if signals.lineCharacters > 0.2 { return "gopher-repetition: characters in duplicate lines" }
    for (n, most) in [(2, 0.2), (3, 0.18), (4, 0.16)] where signals.top[n - 2] > most { return topReasons[n - 2] }
    for (n, most) in [(5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.10)]
    where signals.repeated[n - 5] > most {
      return repeatedReasons[n - 5]
    }
    return nil
  }

  private static let topReasons: [StaticString] = [
    "gopher-repetition: top 2-gram", "gopher-repetition: top 3-gram", "gopher-repetition: top 4-gram",
  ]
  private static let repeatedReasons: [StaticString] = [
    "gopher-repetition: duplicate 5-grams", "gopher-repetition: duplicate 6-grams",
    "gopher-repetition: duplicate 7-grams", "gopher-repetition: duplicate 8-grams",
    "gopher-repetition: duplicate 9-grams", "gopher-repetition: duplicate 10-grams",
  ]

  private static func complaint(
    _ outcome: C4.Outcome, _ loremIpsum: StaticString, _ curlyBracket: StaticString, _ tooFew: StaticString
  ) -> StaticString? {
    switch outcome.verdict {
    case .kept: nil
    case .loremIpsum: loremIpsum
    case .curlyBracket: curlyBracket
    case .tooFewSentences: tooFew
    }
  }

  private static func complaint(_ signals: Signals.FineWeb) -> StaticString? {
    if signals.isEmpty { return "fineweb-quality: empty" }
    if signals.lineEnds < 0.12 { return "fineweb-quality: lines without an end mark" }
    if signals.shortLines > 0.67 { return "fineweb-quality: short lines" }
    if signals.duplicateCharacters > 0.01 { return "fineweb-quality: characters in duplicate lines" }
    if signals.lineFeeds > 0.3 { return "fineweb-quality: line feeds per word" }
    return nil
  }

  private static func complaint(_ signals: Signals.RedPajama) -> StaticString? {
    if signals.words < 50 { return "redpajama-2: fewer than 50 words" }
    if signals.words > 100_000 { return "redpajama-2: more than 100000 words" }
    if signals.meanWordLength < 3 { return "redpajama-2: words are short" }
    if signals.meanWordLength > 10 { return "redpajama-2: words are long" }
    if signals.symbolRatio > 0.1 { return "redpajama-2: symbols" }
    if signals.bulletLines > 0.9 { return "redpajama-2: lines begin with bullets" }
    if signals.top[0] > 0.2 { return "redpajama-2: top 2-gram" }
    return nil
  }
}
