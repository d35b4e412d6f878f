import CByteScan
import TamisBase

/// Judges the blocks of a document: article or boilerplate, with a score, a kind and reasons. Immutable; any number of
/// threads may share one, each with its own ``JudgeWorkspace``.
public struct BlockJudge: Sendable {
  /// The least score, 0…1, of a block that is kept.
  public let threshold: Float
  /// The least logit in 1/1024 that is kept; above all of them, if none is.
  private let border: Int
  package let analyzer: BlockAnalyzer
  /// What the analyzer points into.
  private let model: BoilerplateModel
  private let repeats: Repeats?

  /// - Parameters:
  ///   - threshold: the least score, 0…1, of a block that is kept.
  ///   - model: nil for the one that is compiled in.
  ///   - repeats: what the documents of a corpus share; it can no longer change.
  /// - Throws: ``TamisError/invalidArgument(_:)`` for a threshold that is no number or outside 0…1, and what reading the
  ///   tables may throw.
  public init(
    threshold: Float = 0.5, model: BoilerplateModel? = nil, repeats: Repeats? = nil
  ) throws(TamisError) {
    guard threshold >= 0, threshold <= 1 else { throw .invalidArgument("threshold: not within 0…1") }
    self.threshold = threshold
    border = Int(logistic_least(threshold))
    self.model = if let model { model } else { try BoilerplateModel.shipped() }
    analyzer = self.model.analyzer
    self.repeats = repeats
    repeats?.seal()
  }

  /// Judges all blocks of a document.
  /// - Parameters:
  ///   - text: well-formed normalised UTF-8; other bytes are judged too, without any promise.
  ///   - blocks: ascending, non-overlapping spans of `text` in bytes, one line each.
  ///   - host: where the document comes from, as it was when ``Repeats/add(_:blocks:host:workspace:)`` got its like.
  ///   - workspace: this thread's scratch.
  ///   - verdicts: gets one verdict a block, appended.
  /// - Throws: ``TamisError/outOfMemory``; ``TamisError/invalidArgument(_:)`` for a span outside the text.
  public func judge(
    _ text: Bytes, blocks: UnsafeBufferPointer<ByteSpan>, host: Bytes = Bytes(start: nil, count: 0),
    workspace: inout JudgeWorkspace, into verdicts: inout GrowableBuffer<Verdict>
  ) throws(TamisError) {
    for span in blocks {
      guard span.start >= 0, span.start <= span.end, span.end <= text.count else {
        throw .invalidArgument("blocks: a span is outside the text")
      }
    }
    try verdicts.reserve(blocks.count)
    let evidence = repeats.flatMap { RepeatEvidence($0, host: host) }
    // Of equal size: a last piece of one block would be judged as a document of one.
    let pieces = (blocks.count + JudgeWorkspace.segment - 1) / JudgeWorkspace.segment
    var from = 0
    for piece in 0..<pieces {
      let to = from + (blocks.count - from) / (pieces - piece)
      let segment = UnsafeBufferPointer(rebasing: blocks[from..<to])
      try analyzer.analyze(text, segment, &workspace)
      try analyzer.finish(text, segment, evidence, &workspace)
      try appendVerdicts(text, segment, isFirst: from == 0, &workspace, &verdicts)
      from = to
    }
  }

  private func appendVerdicts(
    _ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, isFirst: Bool, _ workspace: inout JudgeWorkspace,
    _ verdicts: inout GrowableBuffer<Verdict>
  ) throws(TamisError) {
    let count = blocks.count
    let base = verdicts.count
    let room = try verdicts.spare(count)
    let scores = analyzer.probabilities(workspace)
    for place in 0..<count {
      let isKept = scores[place] >= threshold
      let verdict = Verdict(score: scores[place], kind: .paragraph, isKept: isKept, reasons: Reasons())
      (room + place).initialize(to: verdict)
    }
    verdicts.commit(count)
    let appended = UnsafeMutableBufferPointer(rebasing: verdicts.elements[base...])
    let changes = workspace.changes.view
    KindFinder(
      text: text, blocks: blocks, counts: CountsView(workspace.page.counts.view), columns: workspace.page.features, verdicts: appended,
      changes: changes
    ).find(isFirst: isFirst)
    analyzer.explain(workspace, appended)
    for place in 0..<changes.count where !room[place].isKept {
      if RepeatEvidence.isShared(place, changes) {
        room[place].reasons.putFirst(Reason.inManyDocuments.rawValue)
      } else if place >= workspace.articleEnd && SharedDividers.decided(workspace.page.scores[place], border: border) {
        room[place].reasons.putFirst(Reason.behindSharedBlock.rawValue)
      }
    }
  }
}
