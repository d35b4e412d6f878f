import TamisBase

/// What every analyzer stands on, whatever its model.
struct Ground: Sendable {
  let facts: CharacterFacts
  let index: WordIndex
  let repeatKeys: RepeatKeys

  static let shared: Result<Ground, TamisError> = make()

  private static func make() -> Result<Ground, TamisError> {
    do throws(TamisError) {
      let facts = try CharacterFacts()
      return .success(
        Ground(facts: facts, index: try WordIndex(facts: facts), repeatKeys: try RepeatKeys(facts)))
    } catch {
      return .failure(error)
    }
  }
}

/// From bytes to scores, without the judgement on top. The trainer uses it step by step.
package struct BlockAnalyzer: Sendable {
  let facts: CharacterFacts
  let index: WordIndex
  let model: Model
  let scanner: BlockScanner
  let explainer: Explainer

  /// The analyzer with a model, whose memory outlives it.
  static func with(_ model: Model) throws(TamisError) -> BlockAnalyzer {
    let ground = try Ground.shared.get()
    return BlockAnalyzer(facts: ground.facts, index: ground.index, model: model)
  }

  /// The analyzer without a model, with word weights of its own, `WordWeights.count` of them, which stay where they are.
  package static func untrained(wordWeights: UnsafePointer<Int8>?) throws(TamisError) -> BlockAnalyzer {
    let ground = try Ground.shared.get()
    let model = Model.untrained()
    let words = wordWeights.map { WordWeights(weights: $0) } ?? model.words
    return BlockAnalyzer(facts: ground.facts, index: ground.index, model: model, words: words)
  }

  private init(facts: CharacterFacts, index: WordIndex, model: Model, words: WordWeights? = nil) {
    self.facts = facts
    self.index = index
    self.model = model
    explainer = Explainer(model: model)
    scanner = BlockScanner(facts: facts, index: index, weights: words ?? model.words)
  }

  /// Fills the first stage's part of `workspace.rows`.
  package func analyze(_ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ workspace: inout JudgeWorkspace)
    throws(TamisError)
  {
    guard blocks.count > 0 else { return }
    let scratch = try room(for: blocks, &workspace)
    // An empty text has no address, but its blocks are empty too, so nothing is read.
    let bytes = text.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    let languages = sampledLanguage(bytes, blocks, scratch)
    workspace.counts.removeAll()
    workspace.kept.removeAll()
    workspace.keys.removeAll()
    let all = try workspace.counts.spare(blocks.count)
    for (place, span) in blocks.enumerated() {
      let counts = all + place
      counts.initialize(to: BlockCounts())
      scanner.scan(bytes, span, languages: languages, into: scratch, counts)
      let kept = min(Int(counts.pointee.tokens), BlockScanner.keptTokens)
      counts.pointee.firstToken = Int32(truncatingIfNeeded: workspace.kept.count)
      counts.pointee.keptTokens = Int32(kept)
      try workspace.kept.append(scratch, count: kept)
      counts.pointee.firstKey = Int32(truncatingIfNeeded: workspace.keys.count)
      counts.pointee.keys = Int32(try TopicTable.appendKeys(scratch, kept, to: &workspace.keys))
    }
    workspace.counts.commit(blocks.count)
    try RepeatCounter.count(workspace.counts.elements, &workspace.repeats)
    let profile = try DocumentProfile(CountsView(workspace.counts.view), languages: languages, &workspace.weightSums)
    try fillFirstRows(profile, &workspace)
  }

  private func room(for blocks: UnsafeBufferPointer<ByteSpan>, _ workspace: inout JudgeWorkspace)
    throws(TamisError) -> UnsafeMutablePointer<Token>
  {
    var longest = 0
    for span in blocks { longest = max(longest, span.count) }
    workspace.tokens.removeAll()
    return try workspace.tokens.spare(max(64, min(longest, BlockScanner.tokenRoom)))
  }

  private func fillFirstRows(_ profile: DocumentProfile, _ workspace: inout JudgeWorkspace) throws(TamisError) {
    let count = workspace.counts.count
    workspace.rows.removeAll()
    _ = try workspace.rows.spare(count * FeatureLayout.stride)
    workspace.rows.commit(count * FeatureLayout.stride)
    let counts = CountsView(workspace.counts.view)
    let topics = try emptyTopics(&workspace)
    for place in 0..<count where counts.at(place).pointee.isProse { topics.add(counts.at(place)) }
    let rows = workspace.rows.elements.baseAddress.unsafelyUnwrapped
    FeatureRows(counts: counts, profile: profile, topics: topics, rows: rows).fill()
  }

  private func emptyTopics(_ workspace: inout JudgeWorkspace) throws(TamisError) -> TopicTable {
    // An address even for no keys at all.
    let keys = UnsafePointer(try workspace.keys.spare(1) - workspace.keys.count)
    return try TopicTable(tokens: workspace.kept.count, keys: keys, storage: &workspace.topics)
  }

  private static let samples = 8
  private static let sampleLength = 160

  /// The language of the longest block of each eighth of the document, by its first bytes.
  private func sampledLanguage(
    _ bytes: UnsafePointer<UInt8>, _ blocks: UnsafeBufferPointer<ByteSpan>, _ tokens: UnsafeMutablePointer<Token>
  ) -> UInt32 {
    withUnsafeTemporaryAllocation(of: ByteSpan.self, capacity: BlockAnalyzer.samples) { samples in
      let count = min(BlockAnalyzer.samples, blocks.count)
      for sample in 0..<count {
        var longest = ByteSpan(0, 0)
        for span in blocks[sample * blocks.count / count..<(sample + 1) * blocks.count / count]
        where span.count > longest.count { longest = span }
        // Room for tokens is as long as the longest block, or 64.
        let length = min(longest.count, BlockAnalyzer.sampleLength)
        (samples.baseAddress.unsafelyUnwrapped + sample).initialize(to: ByteSpan(longest.start, longest.start + length))
      }
      return scanner.language(of: bytes, UnsafeBufferPointer(rebasing: samples[..<count]), tokens)
    }
  }

  /// Scores the rows of the first stage, completes them, and scores them again, with what other documents say of the blocks.
  func finish(
    _ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ evidence: RepeatEvidence?,
    _ workspace: inout JudgeWorkspace
  ) throws(TamisError) {
    let count = workspace.counts.count
    guard count > 0 else { return }
    workspace.firstScores.removeAll()
    let firstScores = try workspace.firstScores.spare(count)
    workspace.firstScores.commit(count)
    let columns = try columnRoom(&workspace)
    let rows = workspace.rows.elements.baseAddress.unsafelyUnwrapped
    model.score(rows, count, by: model.first, features: FeatureLayout.firstStage, columns: columns, into: firstScores)
    try fillSecondRows(&workspace)
    workspace.secondScores.removeAll()
    let secondScores = try workspace.secondScores.spare(count)
    workspace.secondScores.commit(count)
    model.score(rows, count, by: model.second, features: FeatureLayout.all, columns: columns, into: secondScores)
    try addEvidence(text, blocks, evidence, &workspace)
    SequenceRules(
      counts: CountsView(workspace.counts.view), rows: rows, scores: secondScores, changes: workspace.changes.view
    ).apply()
  }

  /// Adds to the scores what other documents say, and keeps it in `workspace.changes`, one a block or none.
  ///
  /// Not before the second stage: there each shared block would speak against its neighbours too, which cost more of the
  /// articles (0.7 % instead of 0.2 %, where the gain in F1 was 4.7 instead of 4.4).
  private func addEvidence(
    _ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ evidence: RepeatEvidence?,
    _ workspace: inout JudgeWorkspace
  ) throws(TamisError) {
    workspace.changes.removeAll()
    guard let evidence, let base = text.baseAddress else { return }
    workspace.canonical.removeAll()
    workspace.shared.removeAll()
    let changes = try workspace.changes.spare(blocks.count)
    let scores = workspace.secondScores.elements.baseAddress.unsafelyUnwrapped
    evidence.fill(
      base, blocks, CountsView(workspace.counts.view), UnsafePointer(scores),
      found: try workspace.shared.spare(blocks.count), scratch: try workspace.canonical.spare(RepeatKeys.room),
      into: changes)
    workspace.changes.commit(blocks.count)
    for place in 0..<blocks.count { scores[place] = max(scores[place], -16384) &+ changes[place] }
  }

  private func columnRoom(_ workspace: inout JudgeWorkspace) throws(TamisError) -> UnsafeMutablePointer<UInt8> {
    workspace.columns.removeAll()
    return try workspace.columns.spare(FeatureLayout.all * 32)
  }

  /// Completes the rows from `workspace.firstScores`, one a block.
  package func fillSecondRows(_ workspace: inout JudgeWorkspace) throws(TamisError) {
    let count = workspace.counts.count
    guard count > 0, workspace.firstScores.count == count else { return }
    workspace.weightSums.removeAll()
    workspace.scoreSums.removeAll()
    let topics = try emptyTopics(&workspace)
    NeighbourRows(
      counts: CountsView(workspace.counts.view), scores: workspace.firstScores.view.baseAddress.unsafelyUnwrapped,
      weightSums: try workspace.weightSums.spare(count + 1), scoreSums: try workspace.scoreSums.spare(count + 1),
      rows: workspace.rows.elements.baseAddress.unsafelyUnwrapped, topics: topics
    ).fill()
  }
}

// MARK: for the trainer

extension BlockAnalyzer {
  /// The places in the word table of a block's words and pairs, as far as its tokens are kept.
  package func wordPlaces(_ block: Int, _ workspace: borrowing JudgeWorkspace) -> [UInt16] {
    let counts = workspace.counts[block]
    var places: [UInt16] = []
    var previous: Token = 0
    for place in Int(counts.firstToken)..<Int(counts.firstToken + counts.keptTokens) {
      let token = workspace.kept[place]
      places.append(UInt16(WordWeights.place(token)))
      places.append(UInt16(WordWeights.place(previous, token)))
      previous = token
    }
    return places
  }

  package static var explainingPlaces: [Int] { Explainer.places }
}
