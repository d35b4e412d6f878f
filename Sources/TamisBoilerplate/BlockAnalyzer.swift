import CByteScan
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

  /// The analyzer with the model in `bytes`, which outlive it.
  static func with(_ bytes: Bytes) throws(TamisError) -> BlockAnalyzer {
    let ground = try Ground.shared.get()
    return BlockAnalyzer(facts: ground.facts, index: ground.index, model: try Model(bytes))
  }

  /// The analyzer without a model, with word weights of its own, `WordWeights.count` of them, which stay where they are, for
  /// documents in the languages `taught`: see ``WordWeights``.
  package static func untrained(wordWeights: UnsafePointer<Int8>?, taught: UInt32 = 0) throws(TamisError) -> BlockAnalyzer {
    let ground = try Ground.shared.get()
    let model = Model.untrained()
    let words = wordWeights.map { WordWeights(weights: $0, taught: taught) } ?? model.words
    return BlockAnalyzer(facts: ground.facts, index: ground.index, model: model, words: words)
  }

  private init(facts: CharacterFacts, index: WordIndex, model: Model, words: WordWeights? = nil) {
    self.facts = facts
    self.index = index
    self.model = model
    explainer = Explainer(model: model)
    scanner = BlockScanner(facts: facts, index: index, weights: words ?? model.words)
  }

  /// Looks at the blocks and fills the first stage's part of the columns.
  package func analyze(_ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ workspace: inout JudgeWorkspace)
    throws(TamisError)
  {
    guard blocks.count > 0 else { return }
    // An empty text has no address, but its blocks are empty too, so nothing is read.
    let bytes = text.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    let counts = try look(bytes, text.count, blocks, &workspace)
    let tokens = workspace.tokens.elements.baseAddress ?? UnsafeMutablePointer(bitPattern: 4).unsafelyUnwrapped
    let words = index.words(of: language(counts, tokens))
    workspace.language = words.own
    let topics = try TopicCells(counts.count, &workspace.topics)
    workspace.cues.removeAll()
    for place in 0..<counts.count {
      let block = counts.baseAddress.unsafelyUnwrapped + place
      let own = tokens + Int(block.pointee.firstToken)
      let room = try workspace.cues.spare(Int(block.pointee.tokens) &+ Int(word_read_margin))
      workspace.cues.commit(scanner.read(own, words, block, place, starts: room))
      topics.note(place, own, Int(block.pointee.tokens))
    }
    findCues(tokens, words, &workspace)
    try RepeatCounter.count(counts, &workspace.repeats)
    let view = CountsView(workspace.counts.view)
    let profile = try DocumentProfile(view, &workspace.histogram)
    let columns = try FeatureColumns(counts.count, in: &workspace.columns)
    BlockFeatures(counts: view, cues: workspace.cues.view, profile: profile, columns: columns).fill()
  }

  /// Fills `workspace.counts` and `workspace.tokens`.
  private func look(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ blocks: UnsafeBufferPointer<ByteSpan>,
    _ workspace: inout JudgeWorkspace
  ) throws(TamisError) -> UnsafeMutableBufferPointer<BlockCounts> {
    workspace.counts.removeAll()
    workspace.tokens.removeAll()
    let all = try workspace.counts.spare(blocks.count)
    for place in 0..<blocks.count {
      let counts = all + place
      counts.initialize(to: BlockCounts())
      counts.pointee.firstToken = Int32(truncatingIfNeeded: workspace.tokens.count)
      scanner.look(bytes, blocks[place], limit: length, into: try workspace.tokens.spare(BlockScanner.room), counts)
      workspace.tokens.commit(Int(counts.pointee.tokens))
    }
    workspace.counts.commit(blocks.count)
    return workspace.counts.elements
  }

  /// Puts the cues that there are in the place of the words that may begin one.
  private func findCues(_ tokens: UnsafePointer<Token>, _ words: LanguageWords, _ workspace: inout JudgeWorkspace) {
    guard let starts = workspace.cues.elements.baseAddress, let counts = workspace.counts.elements.baseAddress else { return }
    let finder = CueFinder(index: index, words: words, tokens: tokens, counts: counts)
    workspace.cues.truncate(to: finder.find(starts, workspace.cues.count))
  }

  private static let samples = 6

  /// The language of the longest block of each sixth of the document; of every other sixth, where these leave no doubt.
  private func language(_ counts: UnsafeMutableBufferPointer<BlockCounts>, _ tokens: UnsafePointer<Token>) -> UInt32 {
    var hits = LanguageHits()
    let base = UnsafePointer(counts.baseAddress.unsafelyUnwrapped)
    let samples = min(BlockAnalyzer.samples, counts.count)
    for turn in 0..<2 where turn == 0 || !hits.isClear {
      for sample in stride(from: 1 &- turn, to: samples, by: 2) {
        var longest = sample &* counts.count / samples
        for place in longest..<(sample &+ 1) &* counts.count / samples
        where base[place].tokens > base[longest].tokens { longest = place }
        scanner.addLanguages(tokens + Int(base[longest].firstToken), base + longest, to: &hits)
      }
    }
    return hits.best
  }

  /// The columns that ``analyze(_:_:_:)`` filled.
  func columns(_ workspace: borrowing JudgeWorkspace) -> FeatureColumns {
    FeatureColumns(workspace.columns.elements.baseAddress.unsafelyUnwrapped, workspace.counts.count)
  }

  /// Scores the blocks stage by stage, each of which sees what the one before it made of the blocks around, and adds what
  /// other documents say of them.
  func finish(
    _ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ evidence: RepeatEvidence?,
    _ workspace: inout JudgeWorkspace
  ) throws(TamisError) {
    let count = workspace.counts.count
    guard count > 0 else { return }
    let columns = columns(workspace)
    let addresses = try columns.addresses(&workspace.addresses)
    workspace.scores.removeAll()
    // With room for what kernels read behind the last.
    let scores = try workspace.scores.spare(count &+ 16)
    workspace.scores.commit(count)
    model.score(columns, addresses, by: model.first, into: scores)
    if areSure(scores, count) {
      try scoreFeatures(&workspace).fillExplaining()
    } else {
      try fillNeighbours(&workspace)
      model.score(columns, addresses, by: model.second, into: scores)
      if !areSure(scores, count) {
        try fillNeighbours(&workspace)
        model.score(columns, addresses, by: model.third, isBounded: true, into: scores)
      }
    }
    let oddness = model.page.oddness(columns, language: workspace.language)
    model.calibrate(scores, count, raise: model.page.raise(oddness: oddness))
    try addEvidence(text, blocks, evidence, oddness: oddness, &workspace)
    SequenceRules(
      counts: CountsView(workspace.counts.view), columns: columns, scores: scores, changes: workspace.changes.view
    ).apply()
  }

  /// Between which scores a further stage may have something to add, in 1/1024 of a logit.
  ///
  /// It rarely gives up what the stage before keeps. So no row of the evaluation falls by 0.1, at one half, and of the made-up
  /// articles three in five need the first stage alone in English, a third in Chinese and German; with half of a logit below
  /// zero as well, task 2 falls by 0.05 and a line of an example is lost.
  private static let unsure: ClosedRange<Int16> = -768...511

  /// A document of which nothing at all would be kept is another matter: there the stages have something to find.
  private func areSure(_ scores: UnsafePointer<Int16>, _ count: Int) -> Bool {
    score_within(scores, count, BlockAnalyzer.unsure.lowerBound, BlockAnalyzer.unsure.upperBound) == 0
      && score_within(scores, count, 0, .max) != 0
  }

  /// Adds to the scores what other documents say, and keeps it in `workspace.changes`, one a block or none.
  ///
  /// Not before the last stage: there each shared block would speak against its neighbours too, which cost more of the
  /// articles (0.7 % instead of 0.2 %, where the gain in F1 was 4.7 instead of 4.4).
  private func addEvidence(
    _ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ evidence: RepeatEvidence?, oddness: Float?,
    _ workspace: inout JudgeWorkspace
  ) throws(TamisError) {
    workspace.changes.removeAll()
    workspace.articleEnd = blocks.count
    guard let evidence, let base = text.baseAddress else { return }
    workspace.canonical.removeAll()
    workspace.shared.removeAll()
    let changes = try workspace.changes.spare(blocks.count)
    let scores = workspace.scores.elements.baseAddress.unsafelyUnwrapped
    evidence.fill(
      base, blocks, CountsView(workspace.counts.view), UnsafePointer(scores),
      trust: model.page.trustInRepeats(oddness: oddness), found: try workspace.shared.spare(blocks.count),
      scratch: try workspace.canonical.spare(RepeatKeys.room), into: changes)
    workspace.changes.commit(blocks.count)
    for place in 0..<blocks.count { scores[place] = Score.sum(scores[place], changes[place]) }
    guard oddness ?? -.infinity <= SharedDividers.greatestOddness else { return }
    workspace.articleEnd = SharedDividers(
      counts: CountsView(workspace.counts.view), changes: workspace.changes.view, scores: scores
    ).doubtWhatFollows()
  }

  /// Fills the columns that speak of `workspace.scores`, one a block.
  package func fillNeighbours(_ workspace: inout JudgeWorkspace) throws(TamisError) {
    let count = workspace.counts.count
    guard count > 0, workspace.scores.count == count else { return }
    try scoreFeatures(&workspace).fill()
  }

  /// Of at least one block.
  private func scoreFeatures(_ workspace: inout JudgeWorkspace) throws(TamisError) -> ScoreFeatures {
    ScoreFeatures(
      scores: workspace.scores.view.baseAddress.unsafelyUnwrapped, columns: columns(workspace),
      topics: try TopicCells(workspace.counts.count, &workspace.topics))
  }

  /// How probable it is of each block that it is article text; stays until the next document is looked at.
  func probabilities(_ workspace: borrowing JudgeWorkspace) -> UnsafePointer<Float> {
    // The features are made: what they were made of is no longer wanted.
    let probabilities = columns(workspace).offsets
    logistic_fill(workspace.scores.view.baseAddress, workspace.counts.count, probabilities)
    return UnsafePointer(probabilities)
  }

  /// Why each block was judged so.
  func explain(_ workspace: borrowing JudgeWorkspace, _ verdicts: UnsafeMutableBufferPointer<Verdict>) {
    guard !verdicts.isEmpty else { return }
    explainer.explain(columns(workspace), verdicts)
  }
}

// MARK: for the trainer

extension BlockAnalyzer {
  /// A block's features: the first stage's, or all.
  package func row(_ block: Int, _ width: Int, _ workspace: borrowing JudgeWorkspace) -> [UInt8] {
    let columns = columns(workspace)
    return (0..<width).map { columns.value($0, block) }
  }

  /// The places in the word table of a block's words and pairs.
  package func wordPlaces(_ block: Int, _ workspace: borrowing JudgeWorkspace) -> [UInt32] {
    let counts = workspace.counts[block]
    var places: [UInt32] = []
    var previous: Token = 0
    for place in 0..<Int(counts.tokens) {
      let token = workspace.tokens[Int(counts.firstToken) + place]
      places.append(UInt32(WordWeights.place(token)))
      places.append(UInt32(WordWeights.place(ofKey: phraseKey(previous, token))))
      previous = token
    }
    return places
  }

  /// The bit of the language that the document at hand was found to be in: see ``WordWeights/taught``.
  package func language(_ workspace: borrowing JudgeWorkspace) -> UInt32 { workspace.language }

  package static var explainingPlaces: [Int] { Explainer.places }
}
