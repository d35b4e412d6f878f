import CByteScan
import TamisBase

/// What every analyzer stands on, whatever its model.
struct Ground: Sendable {
  let facts: CharacterFacts
  let index: WordIndex
  let repeatKeys: RepeatKeys

  static func shared() throws(TamisError) -> Ground { try place.get(room: 5 << 20, make) }

  private static let place = MadeOnce()

  private static func make() throws(TamisError) -> Ground {
    makeSmallTables()
    let facts = try CharacterFacts()
    var index: WordIndex?
    do throws(TamisError) {
      let made = try WordIndex(facts: facts)
      index = made
      return Ground(facts: facts, index: made, repeatKeys: try RepeatKeys(facts))
    } catch {
      index?.deallocate()
      facts.deallocate()
      throw error
    }
  }

  /// Tables of a kilobyte or two that cannot fail, made now that it is certain that there is memory: when they are asked for
  /// first, a document may have taken it.
  private static func makeSmallTables() {
    _ = FeatureLayout.digest
    _ = FeatureLayout.places
    _ = FeatureColumns.narrowOffsets
    _ = Quantized.inverses
    _ = BlockFeatures.ramp
    _ = ScoreFeatures.probabilities
    Explainer.prepare()
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
    let ground = try Ground.shared()
    let model = try Model(bytes)
    do throws(TamisError) {
      return try BlockAnalyzer(facts: ground.facts, index: ground.index, model: model)
    } catch {
      model.deallocate()
      throw error
    }
  }

  /// The analyzer without a model, with word weights of its own, `WordWeights.count` of them, which stay where they are, for
  /// documents in the languages `taught`: see ``WordWeights``.
  package static func untrained(wordWeights: UnsafePointer<Int8>?, taught: UInt32 = 0) throws(TamisError) -> BlockAnalyzer {
    let ground = try Ground.shared()
    let model = try Model.untrained()
    let words = wordWeights.map { WordWeights(weights: $0, taught: taught) } ?? model.words
    return try BlockAnalyzer(facts: ground.facts, index: ground.index, model: model, words: words)
  }

  private init(facts: CharacterFacts, index: WordIndex, model: Model, words: WordWeights? = nil) throws(TamisError) {
    self.facts = facts
    self.index = index
    self.model = model
    explainer = try Explainer(model: model)
    scanner = BlockScanner(facts: facts, index: index, weights: words ?? model.words)
  }

  /// Looks at the blocks and fills the first stage's part of the columns of `workspace.page`.
  package func analyze(_ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ workspace: inout JudgeWorkspace)
    throws(TamisError)
  {
    guard blocks.count > 0 else { return }
    // An empty text has no address, but its blocks are empty too, so nothing is read.
    let bytes = text.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    let counts = try look(bytes, text.count, blocks, &workspace)
    let tokens = workspace.tokenBase
    let words = index.words(of: language(counts, tokens))
    workspace.language = words.own
    let topics = try TopicCells(counts.count, &workspace.page.topics)
    workspace.page.cues.removeAll()
    for place in 0..<counts.count {
      let block = counts.baseAddress.unsafelyUnwrapped + place
      let own = tokens + Int(block.pointee.firstToken)
      let room = try workspace.page.cues.spare(Int(block.pointee.tokens) &+ Int(word_read_margin))
      workspace.page.cues.commit(scanner.read(own, words, block, place, starts: room))
      topics.note(place, own, Int(block.pointee.tokens))
    }
    findCues(tokens, words, &workspace.page)
    try workspace.page.describe()
  }

  /// Fills `workspace.page.counts` and `workspace.tokens`.
  private func look(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ blocks: UnsafeBufferPointer<ByteSpan>,
    _ workspace: inout JudgeWorkspace
  ) throws(TamisError) -> UnsafeMutableBufferPointer<BlockCounts> {
    workspace.page.counts.removeAll()
    workspace.tokens.removeAll()
    let all = try workspace.page.counts.spare(blocks.count)
    for place in 0..<blocks.count {
      let counts = all + place
      counts.initialize(to: BlockCounts())
      counts.pointee.firstToken = Int32(truncatingIfNeeded: workspace.tokens.count)
      scanner.look(bytes, blocks[place], limit: length, into: try workspace.tokens.spare(BlockScanner.room), counts)
      workspace.tokens.commit(Int(counts.pointee.tokens))
    }
    workspace.page.counts.commit(blocks.count)
    return workspace.page.counts.elements
  }

  /// Puts the cues that there are in the place of the words that may begin one.
  private func findCues(_ tokens: UnsafePointer<Token>, _ words: LanguageWords, _ page: inout BlockTable) {
    guard let starts = page.cues.elements.baseAddress, let counts = page.counts.elements.baseAddress else { return }
    let finder = CueFinder(index: index, words: words, tokens: tokens, counts: counts)
    page.cues.truncate(to: finder.find(starts, page.cues.count))
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

  /// How probable it is of each block that it is article text; stays until the next document is looked at.
  func probabilities(_ workspace: borrowing JudgeWorkspace) -> UnsafePointer<Float> {
    // The features are made: what they were made of is no longer wanted.
    let probabilities = workspace.page.features.offsets
    logistic_fill(workspace.page.scores.view.baseAddress, workspace.page.count, probabilities)
    return UnsafePointer(probabilities)
  }

  /// Why each block was judged so.
  func explain(_ workspace: borrowing JudgeWorkspace, _ verdicts: UnsafeMutableBufferPointer<Verdict>) {
    guard !verdicts.isEmpty else { return }
    explainer.explain(workspace.page.features, verdicts)
  }
}

// MARK: for the trainer

extension BlockAnalyzer {
  /// A block's features: the first stage's, or all.
  package func row(_ block: Int, _ width: Int, _ workspace: borrowing JudgeWorkspace) -> [UInt8] {
    let columns = workspace.page.features
    return (0..<width).map { columns.value($0, block) }
  }

  /// The first stage's features of the blocks of which ``Model/raise(core:language:)`` was asked when the document was judged.
  package func coreRows(_ workspace: borrowing JudgeWorkspace) -> [UInt8] {
    guard !workspace.asked.isEmpty else { return [] }
    let columns = workspace.asked.count == workspace.page.count ? workspace.page.features : workspace.core.features
    return rows(columns)
  }

  /// The same of a document that was looked at last, if it is one of which ``Model/lowering(_:language:)`` is asked.
  package func bareRows(_ workspace: borrowing JudgeWorkspace) -> [UInt8] {
    guard workspace.page.count > 0, Model.mayBeBare(workspace.page.features) else { return [] }
    return rows(workspace.page.features)
  }

  private func rows(_ columns: FeatureColumns) -> [UInt8] {
    (0..<columns.count).flatMap { block in (0..<FeatureLayout.firstStage).map { columns.value($0, block) } }
  }

  /// Fills the columns that speak of `scores`, a logit in 1/1024 for each block that was looked at last.
  package func fillNeighbours(_ scores: UnsafePointer<Int16>, _ workspace: inout JudgeWorkspace) throws(TamisError) {
    guard workspace.page.count > 0 else { return }
    try workspace.page.newScores().update(from: scores, count: workspace.page.count)
    try workspace.page.scoreFeatures().fill()
  }

  /// The places in the word table of a block's words and pairs.
  package func wordPlaces(_ block: Int, _ workspace: borrowing JudgeWorkspace) -> [UInt32] {
    let counts = workspace.page.counts[block]
    var places: [UInt32] = []
    var previous: Token = 0
    for place in 0..<Int(counts.tokens) {
      let token = workspace.tokens[Int(counts.firstToken) + place]
      places.append(word_read_place(token))
      places.append(word_read_pair_place(phraseKey(previous, token)))
      previous = token
    }
    return places
  }

  /// The bit of the language that the document at hand was found to be in: see ``WordWeights/taught``.
  package func language(_ workspace: borrowing JudgeWorkspace) -> UInt32 { workspace.language }

  package static var explainingPlaces: [Int] { Explainer.places }
}
