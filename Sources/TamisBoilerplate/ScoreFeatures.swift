import CByteScan
import TamisBase

/// Writes what a stage sees of the scores of the one before it: means over windows, the runs of good blocks, where a
/// score stands among those of its document, the words that a block shares with the good ones.
///
/// The document's own scale matters, because pages differ in what a score means: between paragraphs of which every word
/// says "article", a teaser of the next one is furniture at a score that would be the best of a shop's page.
struct ScoreFeatures {
  /// The logits of the stage before, in 1/1024.
  let scores: UnsafePointer<Int16>
  let columns: FeatureColumns
  let topics: TopicCells

  func fill() {
    guard columns.count > 0 else { return }
    var targets = self.targets
    score_fill(
      scores, columns.lengths, columns.count, ScoreFeatures.probabilities, &targets, columns.scratch)
    fillTopics()
  }

  /// Only what rules and reasons read, where no further stage will.
  func fillExplaining() {
    guard columns.count > 0 else { return }
    var targets = score_near(
      mean_2: columns[.mean2], mean_10: columns[.mean10], run_distance: columns[.runDistance])
    score_near_fill(scores, columns.lengths, columns.count, &targets, columns.scratch)
    fillTopics()
  }

  private func fillTopics() {
    var blocks = topic_blocks(
      count: columns.count, cells: topics.cells, sizes: topics.sizes, scores: scores, lengths: columns.lengths,
      good: topics.good, table: topics.table, bits: topics.bits)
    topic_fill(&blocks, columns[.topicShare], columns[.topicWeight])
  }

  private static let steps = Int(score_fill_steps)

  /// How probably a block of each step is article, as far as the stage before knows; kept for the life of the process.
  nonisolated(unsafe) static let probabilities: UnsafePointer<Float> = {
    let probabilities = UnsafeMutablePointer<Float>.allocate(capacity: steps)
    // A quarter of a logit each.
    let logits = (0..<steps).map { Int16($0 * 256 - 8064) }
    logistic_fill(logits, steps, probabilities)
    return UnsafePointer(probabilities)
  }()

  private var targets: score_columns {
    score_columns(
      own: columns[.own], mean_1: columns[.mean1], mean_2: columns[.mean2], mean_4: columns[.mean4],
      mean_10: columns[.mean10], mean_20: columns[.mean20], mean_before_4: columns[.meanBefore4],
      mean_after_4: columns[.meanAfter4], mean_before_12: columns[.meanBefore12], mean_after_12: columns[.meanAfter12],
      most_near_3: columns[.mostNear3], least_near_3: columns[.leastNear3],
      good_share_before: columns[.goodShareBefore], good_blocks: columns[.goodBlocks], good_share: columns[.goodShare],
      mean_of_document: columns[.meanOfDocument], since_good: columns[.sinceGood], until_good: columns[.untilGood],
      bytes_since_good: columns[.bytesSinceGood], bytes_until_good: columns[.bytesUntilGood],
      run_place: columns[.runPlace], run_distance: columns[.runDistance], run_share: columns[.runShare],
      in_run: columns[.inRun], own_run: columns[.ownRun], own_run_to_longest: columns[.ownRunToLongest],
      own_run_score: columns[.ownRunScore], own_run_to_best: columns[.ownRunToBest], best_2: columns[.best2],
      best_10: columns[.best10], best_25: columns[.best25], best_50: columns[.best50], best_75: columns[.best75],
      below_best_2: columns[.belowBest2], below_best_25: columns[.belowBest25], below_best_50: columns[.belowBest50],
      rank: columns[.rank], expected: columns[.expected], above_border: columns[.aboveBorder],
      sure_share: columns[.sureShare], likely_share: columns[.likelyShare], open_share: columns[.openShare],
      unlikely_share: columns[.unlikelyShare])
  }
}

/// The words that may be topics of a document: see `topic_fill`.
struct TopicCells {
  /// How often good blocks have each cell.
  let table: UnsafeMutablePointer<UInt32>
  let cells: UnsafeMutablePointer<UInt16>
  let sizes: UnsafeMutablePointer<UInt8>
  /// Which blocks were good when the columns were filled last.
  let good: UnsafeMutablePointer<UInt8>
  let bits: UInt32

  /// The larger the document, the larger the table, up to what stays in a near cache.
  private static func bits(_ count: Int) -> UInt32 {
    var bits = UInt32(topic_least_bits)
    while bits < topic_most_bits && 1 &<< Int(bits) < count &* Int(topic_words) { bits &+= 1 }
    return bits
  }

  /// Room for the topics of `count` blocks in `storage`, which keeps what it holds if it was made for as many.
  init(_ count: Int, _ storage: inout GrowableBuffer<UInt32>) throws(TamisError) {
    bits = TopicCells.bits(count)
    let (size, words) = (1 &<< Int(bits), Int(topic_words))
    storage.removeAll()
    table = try storage.spare(size &+ (count &* words &+ count &+ 1) / 2)
    cells = UnsafeMutableRawPointer(table + size).assumingMemoryBound(to: UInt16.self)
    sizes = UnsafeMutableRawPointer(cells + count &* words).assumingMemoryBound(to: UInt8.self)
    good = sizes + count
  }

  /// Notes the topics of a block.
  @inline(__always)
  func note(_ place: Int, _ tokens: UnsafePointer<Token>, _ count: Int) {
    good[place] = 2
    sizes[place] = UInt8(truncatingIfNeeded: topic_cells(tokens, count, bits, cells + place &* Int(topic_words)))
  }
}
