import TamisBase

/// Where a block's score stands among those of its document. Pages differ in what a score means: between paragraphs of
/// which every word says "article", a teaser of the next one is furniture at a score that would be the best of a shop's page.
///
/// Scores are gathered in 64 steps of a quarter logit, so that nothing is sorted.
struct ScoreSpread {
  private static let steps = 64
  private static let greatestWeight = 1500
  private let counts: CountsView
  private let scores: UnsafePointer<UInt8>

  /// - Parameter scores: on ``Quantized/score(_:)``'s scale.
  init(_ counts: CountsView, _ scores: UnsafePointer<UInt8>) {
    self.counts = counts
    self.scores = scores
  }

  /// How probably a block of each step is article, as far as the stage before knows; kept for the life of the process.
  private nonisolated(unsafe) static let probabilities: UnsafePointer<Float> = {
    let probabilities = UnsafeMutablePointer<Float>.allocate(capacity: steps)
    for step in 0..<steps { probabilities[step] = logistic((Float(step) - 31.5) / 4) }
    return UnsafePointer(probabilities)
  }()

  func fill(_ columns: FeatureColumns) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * ScoreSpread.steps) { room in
      guard let above = room.baseAddress else { return }
      above.initialize(repeating: 0, count: 2 * ScoreSpread.steps)
      let weights = above + ScoreSpread.steps
      for place in 0..<counts.count {
        let length = Int(counts.at(place).pointee.length)
        weights[Int(scores[place] &>> 2)] += Float(min(length, ScoreSpread.greatestWeight) &+ 1)
      }
      fill(columns, spread(weights, above), above)
    }
  }

  /// What all blocks of a document share.
  private struct Document {
    var whole: Float = 0
    /// Scores that 2, 10, 25, 50 and 75 % of the text reach.
    var best2: UInt8 = 0
    var best10: UInt8 = 0
    var best25: UInt8 = 0
    var best50: UInt8 = 0
    var best75: UInt8 = 0
    /// The best F1 that is to be expected if the probabilities hold, and the least score that is kept for it.
    var expected: Float = 0
    var border: UInt8 = 0
    var sure: Float = 0
    var likely: Float = 0
    var open: Float = 0
    var unlikely: Float = 0
  }

  /// Sums `weights` from the best step down into `above`, and reads from them what there is to know.
  private func spread(_ weights: UnsafePointer<Float>, _ above: UnsafeMutablePointer<Float>) -> Document {
    var document = Document()
    var good: Float = 0
    for step in 0..<ScoreSpread.steps {
      document.whole += weights[step]
      good += weights[step] * ScoreSpread.probabilities[step]
    }
    let scale = 1 / document.whole
    var sum: Float = 0
    var kept: Float = 0
    for step in stride(from: ScoreSpread.steps - 1, through: 0, by: -1) where weights[step] > 0 {
      let before = sum * scale
      sum += weights[step]
      let share = sum * scale
      above[step] = share
      let score = UInt8(truncatingIfNeeded: step &* 4)
      if before < 0.02 { document.best2 = score }
      if before < 0.1 { document.best10 = score }
      if before < 0.25 { document.best25 = score }
      if before < 0.5 { document.best50 = score }
      if before < 0.75 { document.best75 = score }
      kept += weights[step] * ScoreSpread.probabilities[step]
      let expected = 2 * kept / (sum + good)
      if expected > document.expected { (document.expected, document.border) = (expected, score) }
      switch step {
      case 42...: document.sure += weights[step] * scale
      case 36...: document.likely += weights[step] * scale
      case 30...: document.open += weights[step] * scale
      case 24...: document.unlikely += weights[step] * scale
      default: break
      }
    }
    return document
  }

  private func fill(_ columns: FeatureColumns, _ document: Document, _ above: UnsafePointer<Float>) {
    columns.fill(columns[.best2], document.best2)
    columns.fill(columns[.best10], document.best10)
    columns.fill(columns[.best25], document.best25)
    columns.fill(columns[.best50], document.best50)
    columns.fill(columns[.best75], document.best75)
    columns.fill(columns[.expected], ScoreSpread.share(document.expected))
    columns.fill(columns[.sureShare], ScoreSpread.share(document.sure))
    columns.fill(columns[.likelyShare], ScoreSpread.share(document.likely))
    columns.fill(columns[.openShare], ScoreSpread.share(document.open))
    columns.fill(columns[.unlikelyShare], ScoreSpread.share(document.unlikely))
    for place in 0..<counts.count {
      let score = Int(scores[place])
      columns[.belowBest2][place] = Quantized.clamped(Int(document.best2) &- score)
      columns[.belowBest25][place] = Quantized.clamped(128 &+ Int(document.best25) &- score)
      columns[.belowBest50][place] = Quantized.clamped(128 &+ Int(document.best50) &- score)
      columns[.aboveBorder][place] = Quantized.clamped(128 &+ score &- Int(document.border))
      columns[.rank][place] = ScoreSpread.share(above[score &>> 2])
    }
  }

  @inline(__always)
  private static func share(_ part: Float) -> UInt8 { UInt8(max(0, min(255, part * 255))) }
}
