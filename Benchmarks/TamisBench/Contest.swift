import Tamis

/// Subjects and rivals that do the same work on the same documents, in turns.
struct Contest {
  /// Which state of the documents.
  let texts: KeyPath<Corpus, Texts> & Sendable
  let contestants: [any Contestant]

  /// All of them. `threads` is how many the batch uses, 0 for all processors.
  static func all(threads: Int) throws(TamisError) -> [Contest] {
    let memcpy = Memcpy()
    return [
      Contest(
        texts: \.clean,
        contestants: [
          memcpy, try ICURival.validate(), try TextCheck.validate(), try TextCheck.check(), try TextCheck.wholeRoom(),
        ]),
      Contest(
        texts: \.clean,
        contestants: [
          memcpy, try ICURival.normalize(), try TextCheck.normalize(),
          try Normalize("normalize-copy", "Normalise to NFC text that is in NFC, into a buffer of the caller's"),
        ]),
      Contest(
        texts: \.decomposed,
        contestants: [
          memcpy, try ICURival.normalize(), try Normalize("normalize-nfd", "Normalise to NFC text that is in NFD"),
        ]),
      Contest(
        texts: \.clean,
        contestants: [
          memcpy, try ICURival.sentencesUTF16(), try ICURival.sentencesUText(),
          try SplitSentences("sentences-uax29", "Split clean text into sentences by UAX #29", .uax29),
          try SplitSentences("sentences", "Split clean text into sentences by the default rules", .standard),
        ]),
      Contest(texts: \.clean, contestants: [memcpy, FindBlocks(), try JudgeBlocks()]),
      Contest(
        texts: \.raw,
        contestants: [
          memcpy, try ICURival.normalizeAndSplit(), try CleanReusing(), try CleanBatch(threads: threads),
        ]),
    ]
  }

  /// Without the subjects that are not asked for; nil when none is left.
  func only(_ names: [String]) -> Contest? {
    let wanted = contestants.filter { names.isEmpty || $0.role != .tamis || names.contains($0.name) }
    guard wanted.contains(where: { $0.role == .tamis }) else { return nil }
    return Contest(texts: texts, contestants: wanted)
  }
}

extension Contest {
  /// Lets all contestants go through the documents in turns until `seconds` are over, three rounds at least, after one
  /// that is not counted and warms the caches and workspaces.
  ///
  /// A slow spell of the machine hits neighbours in a round alike, so ratios are taken within rounds.
  func run(_ corpus: Corpus, seconds: Double) throws(TamisError) -> [Row] {
    let texts = corpus[keyPath: self.texts]
    _ = try round(texts)
    var rounds: [[Double]] = []
    let clock = ContinuousClock()
    let start = clock.now
    while rounds.count < 3 || clock.now - start < .seconds(seconds) { rounds.append(try round(texts)) }
    return contestants.indices.map { row(of: $0, rounds, texts, corpus) }
  }

  /// The seconds that each took.
  private func round(_ texts: Texts) throws(TamisError) -> [Double] {
    var times: [Double] = []
    for contestant in contestants { times.append(try timed(contestant, texts)) }
    return times
  }

  private func row(of place: Int, _ rounds: [[Double]], _ texts: Texts, _ corpus: Corpus) -> Row {
    let contestant = contestants[place]
    var ratios: [Row.Ratio] = []
    for (other, rival) in contestants.enumerated() where contestant.role == .tamis && rival.role != .tamis {
      ratios.append(Row.Ratio(rival: rival.name, role: rival.role, value: median(rounds.map { $0[other] / $0[place] })))
    }
    return Row(
      corpus: corpus.name, name: contestant.name, title: contestant.title, role: contestant.role,
      bytes: texts.byteCount, documents: texts.count, rounds: rounds.count,
      seconds: median(rounds.map { $0[place] }), ratios: ratios)
  }
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return 0 }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// What one contestant did in one contest.
struct Row {
  /// How many times as fast as a rival: the median over the rounds.
  struct Ratio {
    let rival: String
    let role: Role
    let value: Double
  }

  let corpus: String
  let name: String
  let title: String
  let role: Role
  let bytes: Int
  let documents: Int
  let rounds: Int
  /// The median over the rounds.
  let seconds: Double
  let ratios: [Ratio]

  /// Millions of bytes a second.
  var speed: Double { Double(bytes) / seconds / 1e6 }

  /// Beside the fastest of the rivals of a kind.
  func ratio(to role: Role) -> Double? {
    ratios.filter { $0.role == role }.map(\.value).min()
  }
}
