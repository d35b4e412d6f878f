import CByteScan
import TamisBase

/// Finds sentences. Immutable once made: one splitter serves any number of threads.
public struct SentenceSplitter: Sendable {
  private let rules: SentenceRules
  private var language: SentenceLanguage
  private let table: CodePointTable
  private let abbreviations: AbbreviationTable
  private let weights: SentenceWeights

  /// - Parameters:
  ///   - rules: which boundaries are wanted.
  ///   - language: a BCP 47 tag, of which the first subtag counts ("en", "pt-BR"). Empty, or a language that the rules
  /// know     nothing special about: what holds in all languages decides. Ignored by ``SentenceRules/uax29``.
  ///   - abbreviations: words of the user's own that do not end a sentence by their full stop ("approx", "z. Hd."), in
  ///     UTF-8, any case, with or without the last full stop. Ignored by ``SentenceRules/uax29``.
  /// - Throws: ``TamisError/icu(code:)`` when ICU cannot load its data; ``TamisError/outOfMemory``.
  public init(
    rules: SentenceRules = .standard, language: String = "", abbreviations: [String] = []
  ) throws(TamisError) {
    let words = abbreviations.map { Array($0.utf8) }
    try self.init(rules: rules, language: language, abbreviations: words, weights: try SentenceWeights.standard())
  }

  /// The same number for tags that lead to the same sentences, from 0 for an unknown language to a few dozen.
  package static func languageNumber(tag: some Sequence<UInt8>) -> Int { Int(SentenceLanguage(tag: tag).rawValue) }

  /// The same splitter for a text in another language. Costs nothing worth mentioning and allocates nothing.
  public func speaking(_ tag: Bytes) -> SentenceSplitter {
    var other = self
    other.language = SentenceLanguage(tag: tag)
    return other
  }

  /// The same splitter for the language that the function words of `text` tell; this one itself if a language was
  /// given, or if they tell none. Looks at the first kilobyte, which takes one to three microseconds by language, and
  /// allocates nothing.
  public func guessing(_ text: Bytes) -> SentenceSplitter {
    guard language == .unknown, rules == .standard, let base = text.baseAddress else { return self }
    var other = self
    other.language = LanguageGuess.language(
      of: TextReader(base: base, start: 0, end: min(text.count, LanguageGuess.bytesLookedAt), table: table))
    return other
  }

  /// What the rules for plain stops say about the stop at `position` of a text: for the tests.
  package func plainStop(_ text: Bytes, at position: Int) -> PlainStop {
    guard let base = text.baseAddress else { return .unknown }
    let margin = StandardWalk.plainMargin
    guard position >= margin, position <= text.count - margin else { return .unknown }
    return walk(TextReader(base: base, start: 0, end: text.count, table: table)).plainStop(position)
  }

  /// Whether `stop_settle` has a sentence end at the stop at `position` of a text, one byte behind it: for the tests.
  package func isSettled(_ text: Bytes, at position: Int) throws(TamisError) -> Bool {
    let margin = StandardWalk.plainMargin
    guard let base = text.baseAddress, position >= margin, position <= text.count - margin else { return false }
    let bytes = base + position
    let action = try StopTable.shared().action(bytes)
    return abbreviations.withFilter(language) { stop_settles(bytes, $0, action) != 0 }
  }

  /// The number of the kind that a word is listed as, without its full stop, 0 if it is not listed: for the tests.
  package func listing(of word: [UInt8]) -> UInt32 { abbreviations.kind(of: WordHash(word).value, language) }
  package func isSpeech(_ word: [UInt8]) -> Bool { abbreviations.isSpeech(WordHash(word).value, language) }

  init(
    rules: SentenceRules, language: String, abbreviations: [[UInt8]], weights: SentenceWeights
  ) throws(TamisError) {
    self.rules = rules
    self.language = SentenceLanguage(tag: language.utf8)
    self.weights = weights
    table = try SegmentFacts.table()
    if rules == .standard { try LanguageGuess.prepare() }
    self.abbreviations =
      if abbreviations.isEmpty { try AbbreviationTable.standard() } else { try AbbreviationTable(adding: abbreviations) }
  }

  /// The same with other weights, which must stay where they are: for the training.
  package init(language: String, trainingWeights: UnsafePointer<Int8>) throws(TamisError) {
    try self.init(
      rules: .standard, language: language, abbreviations: [], weights: SentenceWeights(values: trainingWeights))
  }

  /// Appends the sentences of `text[range]`, taken as a text of its own: spans of `text` in bytes, trimmed of white
  /// space, ascending, none empty. Line breaks (UAX #29's ParaSep) end a sentence. Any bytes at all: ill-formed UTF-8
  /// counts as U+FFFD, and no span cuts a scalar. Time and memory are linear in the length of the range.
  /// - Throws: ``TamisError/outOfMemory``; ``TamisError/invalidArgument(_:)`` if `range` is not inside `text`.
  public func split(
    _ text: Bytes, in range: ByteSpan, into sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    guard let reader = try reader(text, range) else { return }
    if rules == .uax29 { return try splitUAX29(reader, &sentences) }
    if reader.isOneSentence { return try reader.appendTrimmed(reader.start, reader.end, &sentences) }
    var judge = WeighingJudge(weights: weights)
    try walk(reader).run(&judge, into: &sentences)
  }

  /// Walks as ``split(_:in:into:)`` does under the standard rules, with somebody else's judgement: for the training.
  package func walk(
    _ text: Bytes, in range: ByteSpan, isGold: @escaping (_ end: Int, _ next: Int) -> Bool,
    record: @escaping (_ isBoundary: Bool, _ end: Int, _ indices: [Int]) -> Void,
    into sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    guard let reader = try reader(text, range) else { return }
    var judge = RecordingJudge(isGold: isGold, record: record)
    try walk(reader).run(&judge, into: &sentences)
  }

  private func reader(_ text: Bytes, _ range: ByteSpan) throws(TamisError) -> TextReader? {
    guard range.start >= 0, range.start <= range.end, range.end <= text.count else {
      throw .invalidArgument("the range of a split lies outside its text")
    }
    guard let base = text.baseAddress, !range.isEmpty else { return nil }
    return TextReader(base: base, start: range.start, end: range.end, table: table)
  }

  private func walk(_ reader: TextReader) -> StandardWalk {
    StandardWalk(reader: reader, language: language, abbreviations: abbreviations)
  }

  private func splitUAX29(_ reader: TextReader, _ sentences: inout GrowableBuffer<ByteSpan>) throws(TamisError) {
    var place = stop_place(
      start: Int64(reader.start), is_inked: UInt32(reader.isInk(reader.start)), is_at_line_start: 1)
    try reader.walkUAX29(
      settled: { (cursor, stops) throws(TamisError) in
        try cursor.append(stops, ends: StopTable.Action.endsUAX29, of: reader, &place, to: &sentences)
      },
      other: { (stop) throws(TamisError) in
        try reader.appendTrimmed(Int(place.start), stop.end, &sentences)
        place = stop_place(start: Int64(stop.found), is_inked: 0, is_at_line_start: 0)
      })
    try reader.appendTrimmed(Int(place.start), reader.end, &sentences)
  }
}
