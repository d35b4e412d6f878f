import CByteScan
import TamisBase

// From features to scores.
extension BlockAnalyzer {
  /// Scores the blocks, looks at the core of a page that leaves doubt once more, and adds what other documents say of them.
  func finish(
    _ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ evidence: RepeatEvidence?,
    _ workspace: inout JudgeWorkspace
  ) throws(TamisError) {
    workspace.asked = 0..<0
    guard workspace.page.count > 0 else { return }
    let lastAsked = try score(&workspace.page)
    // Only what rules and reasons read; a further stage's columns have it.
    if lastAsked == 0 { try workspace.page.scoreFeatures().fillExplaining() }
    let oddness = model.page.oddness(workspace.page.features, language: workspace.language)
    let lowering = model.lowering(workspace.page.features, language: workspace.language)
    let raise = model.page.raise(oddness: oddness) - lowering
    calibrate(&workspace.page, raise: raise)
    try askRepeats(text, blocks, evidence, oddness: oddness, &workspace)
    if lastAsked == Model.lastStage { try lookAtCore(raise: raise, &workspace) }
    addRepeats(oddness: oddness, &workspace)
    SequenceRules(
      counts: CountsView(workspace.page.counts.view), columns: workspace.page.features,
      scores: workspace.page.scores.elements.baseAddress.unsafelyUnwrapped, changes: workspace.changes.view, isBare: lowering > 0
    ).apply()
  }

  /// Scores the blocks of a table stage by stage, each of which sees what the one before it made of the blocks around.
  /// - Returns: the last stage that was asked: one that is sure ends it.
  func score(_ table: inout BlockTable) throws(TamisError) -> Int {
    let columns = table.features
    let addresses = try columns.addresses(&table.addresses)
    let scores = try table.newScores()
    var stage = 0
    while true {
      model.score(columns, addresses, stage: stage, into: scores)
      if stage == Model.lastStage || areSure(scores, table.count) { return stage }
      try table.scoreFeatures().fill()
      stage &+= 1
    }
  }

  private func calibrate(_ table: inout BlockTable, raise: Float) {
    model.calibrate(table.scores.elements.baseAddress.unsafelyUnwrapped, table.count, raise: raise)
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

  /// Judges the core of a page, if it has one, as a document of its own, and mixes both scores for each of its blocks.
  ///
  /// What kind of page it is, the whole page has told (0.03 of task 1) where words were taught, as `raise`; elsewhere the core does.
  func lookAtCore(raise: Float, _ workspace: inout JudgeWorkspace) throws(TamisError) {
    guard let core = PageCore.find(workspace.page.scores.view, workspace.changes.view) else {
      workspace.asked = 0..<workspace.page.count
      return lift(&workspace.page, by: model.raise(core: workspace.page.features, language: workspace.language))
    }
    workspace.asked = core
    try workspace.core.take(core, of: workspace.page, workspace.tokenBase)
    try workspace.core.describe()
    _ = try score(&workspace.core)
    let more = model.raise(core: workspace.core.features, language: workspace.language)
    calibrate(&workspace.core, raise: raise + more)
    lift(&workspace.page, by: more)
    let (scores, own) = (workspace.page.scores.elements, workspace.core.scores.view)
    let weight = PageCore.weight(of: core.count)
    for place in core {
      let (score, second) = (Int32(scores[place]), Int32(own[place &- core.lowerBound]))
      scores[place] = Int16(truncatingIfNeeded: score &+ ((second &- score) &* weight) >> 8)
    }
  }

  private func lift(_ table: inout BlockTable, by logits: Float) {
    guard logits > 0 else { return }
    let (scores, added) = (table.scores.elements, Int32(logits * 1024))
    for place in 0..<table.count { scores[place] = Int16(truncatingIfNeeded: min(32_000, Int32(scores[place]) &+ added)) }
  }

  /// Fills `workspace.changes`, one a block or none, with what other documents say.
  private func askRepeats(
    _ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ evidence: RepeatEvidence?, oddness: Float?,
    _ workspace: inout JudgeWorkspace
  ) throws(TamisError) {
    workspace.changes.removeAll()
    guard let evidence, let base = text.baseAddress else { return }
    workspace.canonical.removeAll()
    workspace.shared.removeAll()
    let changes = try workspace.changes.spare(blocks.count)
    evidence.fill(
      base, blocks, CountsView(workspace.page.counts.view), workspace.page.scores.view.baseAddress.unsafelyUnwrapped,
      trust: model.page.trustInRepeats(oddness: oddness), found: try workspace.shared.spare(blocks.count),
      scratch: try workspace.canonical.spare(RepeatKeys.room), into: changes)
    workspace.changes.commit(blocks.count)
  }

  /// Adds to the scores what other documents say.
  ///
  /// Not before the last stage: there each shared block would speak against its neighbours too, which cost more of the
  /// articles (0.7 % instead of 0.2 %, where the gain in F1 was 4.7 instead of 4.4).
  private func addRepeats(oddness: Float?, _ workspace: inout JudgeWorkspace) {
    let (scores, changes) = (workspace.page.scores.elements, workspace.changes.view)
    workspace.articleEnd = scores.count
    guard !changes.isEmpty else { return }
    for place in 0..<changes.count { scores[place] = Score.sum(scores[place], changes[place]) }
    guard oddness ?? -.infinity <= SharedDividers.greatestOddness else { return }
    workspace.articleEnd = SharedDividers(
      counts: CountsView(workspace.page.counts.view), changes: changes, scores: scores.baseAddress.unsafelyUnwrapped
    ).doubtWhatFollows()
  }
}
