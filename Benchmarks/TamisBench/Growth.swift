import Tamis

/// Time per byte by the length of the document.
struct Growth {
  /// One subject at one length.
  struct Point {
    let name: String
    let title: String
    let bytes: Int
    let nanosecondsPerByte: Double
    /// Beside documents of 64 KiB: the median over the rounds.
    let relative: Double
  }

  let corpus: Corpus
  let sizes: [Int]
  private let texts: [Texts]
  private let seconds: Double

  static let standardSize = 64 << 10
  /// So many bytes are gone through at each length, or one document.
  private static let most = 256 << 20

  init(_ corpus: Corpus, longest: Int, seconds: Double) throws(TamisError) {
    self.corpus = corpus
    self.seconds = seconds
    var sizes = [1 << 10]
    while let last = sizes.last, last * 4 <= longest { sizes.append(last * 4) }
    self.sizes = sizes
    // The same text for all lengths, and as much of it, so that caches and what a measurement costs to begin with are no
    // different: of 4 MB in short documents and 1 GB in one, the long one looked faster by a tenth.
    let whole = try corpus.longDocument(longest)
    let total = min(longest, Self.most)
    var texts: [Texts] = []
    for size in sizes { texts.append(try Corpus.documents(of: size, total: total, cutFrom: whole)) }
    self.texts = texts
  }

  static func subjects(_ only: [String]) throws(TamisError) -> [any Contestant] {
    let all: [any Contestant] = [
      Memcpy(), try TextCheck.check(), try TextCheck.normalize(),
      try SplitSentences("sentences-uax29", "Split clean text into sentences by UAX #29", .uax29),
      try SplitSentences("sentences", "Split clean text into sentences by the default rules", .standard),
      try JudgeBlocks(), try CleanReusing(),
    ]
    return all.filter { only.isEmpty || $0.role != .tamis || only.contains($0.name) }
  }

  /// One subject over all lengths in turns, so that a slow spell of the machine hits neighbours alike.
  func run(_ subject: any Contestant) throws(TamisError) -> [Point] {
    for text in texts { _ = try timed(subject, text) }
    var rounds: [[Double]] = []
    let clock = ContinuousClock()
    let start = clock.now
    while rounds.count < 3 || clock.now - start < .seconds(seconds) { rounds.append(try round(subject)) }
    let standard = sizes.firstIndex(of: Self.standardSize) ?? sizes.count - 1
    return sizes.indices.map { place in
      Point(
        name: subject.name, title: subject.title, bytes: sizes[place],
        nanosecondsPerByte: median(rounds.map { $0[place] }),
        relative: median(rounds.map { $0[place] / $0[standard] }))
    }
  }

  /// Nanoseconds per byte at each length.
  private func round(_ subject: any Contestant) throws(TamisError) -> [Double] {
    var times: [Double] = []
    for text in texts { times.append(try timed(subject, text) * 1e9 / Double(text.byteCount)) }
    return times
  }
}
