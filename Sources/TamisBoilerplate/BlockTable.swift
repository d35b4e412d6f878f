import TamisBase

/// What is known of blocks that are judged together: all of a page's, or its core's.
struct BlockTable: ~Copyable {
  var counts = GrowableBuffer<BlockCounts>()
  /// See ``CueFinder``.
  var cues = GrowableBuffer<UInt32>()
  /// See ``TopicCells``.
  var topics = GrowableBuffer<UInt32>()
  /// See ``FeatureColumns``.
  var columns = GrowableBuffer<UInt8>()
  var addresses = GrowableBuffer<UnsafePointer<UInt8>?>()
  /// What the last stage made of each block: logits in 1/1024.
  var scores = GrowableBuffer<Int16>()
  /// Scratch of ``RepeatCounter`` and of ``DocumentProfile``.
  var repeats = GrowableBuffer<UInt64>()
  var histogram = GrowableBuffer<Int>()

  var count: Int { counts.count }

  /// The columns that there are.
  var features: FeatureColumns { FeatureColumns(columns.elements.baseAddress.unsafelyUnwrapped, counts.count) }

  /// Fills the first stage's part of the columns, of at least one block, whose counts and cues there are.
  mutating func describe() throws(TamisError) {
    try RepeatCounter.count(counts.elements, &repeats)
    let view = CountsView(counts.view)
    let profile = try DocumentProfile(view, &histogram)
    let columns = try FeatureColumns(counts.count, in: &columns)
    BlockFeatures(counts: view, cues: cues.view, profile: profile, columns: columns).fill()
  }

  /// Room for new scores in the place of those that there are, and for what kernels read behind the last.
  mutating func newScores() throws(TamisError) -> UnsafeMutablePointer<Int16> {
    scores.removeAll()
    let room = try scores.spare(count &+ 16)
    scores.commit(count)
    return room
  }

  /// Of at least one block.
  mutating func scoreFeatures() throws(TamisError) -> ScoreFeatures {
    ScoreFeatures(
      scores: scores.view.baseAddress.unsafelyUnwrapped, columns: features, topics: try TopicCells(counts.count, &topics))
  }

  /// Becomes a table of the blocks of `page` in `range`, not yet described, whose tokens are `tokens`.
  mutating func take(_ range: Range<Int>, of page: borrowing BlockTable, _ tokens: UnsafePointer<Token>) throws(TamisError) {
    counts.removeAll()
    try counts.append(UnsafeBufferPointer(rebasing: page.counts.view[range]))
    cues.removeAll()
    let (from, to) = (CueFinder.start(range.lowerBound, 0), CueFinder.start(range.upperBound, 0))
    for cue in page.cues.view where cue >= from && cue < to { try cues.append(cue &- from) }
    let topics = try TopicCells(counts.count, &topics)
    for place in 0..<counts.count {
      let block = counts.elements.baseAddress.unsafelyUnwrapped + place
      topics.note(place, tokens + Int(block.pointee.firstToken), Int(block.pointee.tokens))
    }
  }
}
