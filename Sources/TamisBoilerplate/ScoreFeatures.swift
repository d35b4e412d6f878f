import TamisBase

/// Writes what a stage sees of the scores of the one before it.
///
/// Every mean is weighted by length, capped, and read from two running sums, so a window costs the same whatever its width.
struct ScoreFeatures {
  let counts: CountsView
  /// The logits of the stage before, in 1/1024.
  let scores: UnsafePointer<Int16>
  /// Room for `counts.count + 1` each: weight so far, and weight times score so far.
  let weightSums: UnsafeMutablePointer<Int>
  let scoreSums: UnsafeMutablePointer<Int>
  let columns: FeatureColumns
  let topics: TopicTable

  private static let greatestWeight = 256
  private static let leastWeight = 16

  func fill() {
    guard counts.count > 0 else { return }
    sum()
    fillMeans()
    fillNearest()
    fillDocument()
    fillTopics()
    fillDistances()
    ScoreSpread(counts, columns[.own]).fill(columns)
  }

  @inline(__always)
  private func isGood(_ place: Int) -> Bool { scores[place] > 1024 && counts.at(place).pointee.length >= 60 }

  private func sum() {
    let own = columns[.own]
    var weights = 0
    var sum = 0
    for place in 0..<counts.count {
      weightSums[place] = weights
      scoreSums[place] = sum
      let length = Int(counts.at(place).pointee.length)
      let weight = min(ScoreFeatures.greatestWeight, max(ScoreFeatures.leastWeight, length))
      weights &+= weight
      sum &+= weight &* Int(scores[place])
      own[place] = max(1, Quantized.score(scores[place]))
    }
    weightSums[counts.count] = weights
    scoreSums[counts.count] = sum
  }

  /// The mean score of the blocks `low..<high` as far as they exist; 0 when none does.
  @inline(__always)
  private func meanScore(_ low: Int, _ high: Int) -> UInt8 {
    let from = max(low, 0)
    let to = min(high, counts.count)
    guard from < to else { return 0 }
    let mean = Float(scoreSums[to] &- scoreSums[from]) / Float(weightSums[to] &- weightSums[from])
    return UInt8(max(1, min(255, 128.5 + mean / 64)))
  }

  private func fillMeans() {
    fillMeans(.mean1, -1, 2)
    fillMeans(.mean2, -2, 3)
    fillMeans(.mean4, -4, 5)
    fillMeans(.mean10, -10, 11)
    fillMeans(.mean20, -20, 21)
    fillMeans(.meanBefore4, -4, 0)
    fillMeans(.meanAfter4, 1, 5)
    fillMeans(.meanBefore12, -12, 0)
    fillMeans(.meanAfter12, 1, 13)
  }

  @inline(__always)
  private func fillMeans(_ feature: NeighbourFeature, _ from: Int, _ to: Int) {
    let column = columns[feature]
    for place in 0..<counts.count { column[place] = meanScore(place &+ from, place &+ to) }
  }

  /// The greatest and the least score among the three blocks on either side; outside the document scores are zero.
  private func fillNearest() {
    let own = columns[.own]
    let most = columns[.mostNear3]
    let least = columns[.leastNear3]
    for place in 0..<counts.count {
      let at = own + place
      most[place] = max(max(max(at[-3], at[-2]), max(at[-1], at[1])), max(at[2], at[3]))
      // Zero, less one, is greater than any score.
      let before = min(min(at[-3] &- 1, at[-2] &- 1), at[-1] &- 1)
      least[place] = min(before, min(min(at[1] &- 1, at[2] &- 1), at[3] &- 1))
    }
  }

  private func fillDocument() {
    var goodLength = 0
    var goodBlocks = 0
    var length = 0
    for place in 0..<counts.count {
      let own = Int(counts.at(place).pointee.length)
      length &+= own
      goodLength &+= scores[place] > 0 ? own : 0
      goodBlocks &+= scores[place] > 0 ? 1 : 0
    }
    columns.fill(columns[.goodBlocks], Quantized.log(goodBlocks))
    columns.fill(columns[.goodShare], Quantized.share(goodLength, length))
    columns.fill(columns[.meanOfDocument], meanScore(0, counts.count))
    let run = longestRun()
    columns.fill(columns[.runShare], Quantized.share(run.length, length))
    fillRun(run)
    fillOwnRuns(run)
    var before = 0
    for place in 0..<counts.count {
      columns[.goodShareBefore][place] = Quantized.part(before, goodLength)
      before &+= scores[place] > 0 ? Int(counts.at(place).pointee.length) : 0
    }
  }

  private func fillTopics() {
    for place in 0..<counts.count where isGood(place) { topics.add(counts.at(place)) }
    for place in 0..<counts.count {
      let found = topics.share(counts.at(place), isIn: isGood(place))
      columns[.topicShare][place] = found.share
      columns[.topicWeight][place] = found.weight
    }
  }

  /// A run of good blocks, with the length of its text.
  private struct Run {
    var start = 0
    var end = 0
    var length = 0
  }

  /// The run of good blocks with the most text; up to two lesser blocks in between do not end it.
  private func longestRun() -> Run {
    var best = Run()
    var current = Run()
    var gap = 3
    for place in 0..<counts.count {
      if scores[place] > 0 {
        if gap > 2 { current = Run(start: place, end: place, length: 0) }
        gap = 0
        current.length &+= Int(counts.at(place).pointee.length)
        current.end = place &+ 1
        if current.length > best.length { best = current }
      } else {
        gap &+= 1
      }
    }
    return best
  }

  private func fillRun(_ run: Run) {
    let scale = 255 / Float(max(1, run.end &- run.start))
    for place in 0..<counts.count {
      let inside = place >= run.start && place < run.end
      columns[.inRun][place] = run.length == 0 ? 0 : inside ? 2 : place < run.start ? 1 : 3
      columns[.runPlace][place] = inside ? UInt8(max(1, Float(place &- run.start) * scale)) : 0
      let distance = place < run.start ? run.start &- place : place &+ 1 &- run.end
      columns[.runDistance][place] = inside || run.length == 0 ? 0 : Quantized.clamped(distance)
    }
  }

  /// How long and how good the run is that a block stands in, beside the longest and the best. Between two runs a block
  /// belongs to the one before it as long as that one is not over.
  private func fillOwnRuns(_ longest: Run) {
    var best: UInt8 = 1
    forEachRun { start, end, length in
      let score = meanScore(start, end)
      if length >= 400 { best = max(best, score) }
      let scale = Quantized.log(length)
      let ratio = Quantized.ratio(length, longest.length)
      for place in start..<end {
        columns[.ownRun][place] = scale
        columns[.ownRunToLongest][place] = length == 0 ? 0 : ratio
        columns[.ownRunScore][place] = length == 0 ? 0 : score
      }
    }
    for place in 0..<counts.count {
      let score = columns[.ownRunScore][place]
      columns[.ownRunToBest][place] = score == 0 ? 0 : Quantized.clamped(128 &+ Int(score) &- Int(best))
    }
  }

  /// Calls `body` for each run of good blocks, up to two lesser ones in between, and for each block outside with no length.
  @inline(__always)
  private func forEachRun(_ body: (_ start: Int, _ end: Int, _ length: Int) -> Void) {
    var place = 0
    while place < counts.count {
      guard scores[place] > 0 else {
        body(place, place &+ 1, 0)
        place &+= 1
        continue
      }
      let start = place
      var end = place
      var length = 0
      while place < counts.count && place &- end <= 2 {
        if scores[place] > 0 {
          length &+= Int(counts.at(place).pointee.length)
          end = place &+ 1
        }
        place &+= 1
      }
      body(start, end, length)
      place = end
    }
  }

  private func fillDistances() {
    var since = Distance()
    for place in 0..<counts.count {
      columns[.sinceGood][place] = since.blocksScale
      columns[.bytesSinceGood][place] = since.lengthScale
      since.step(scores[place] > 512, Int(counts.at(place).pointee.length))
    }
    var until = Distance()
    for place in stride(from: counts.count &- 1, through: 0, by: -1) {
      columns[.untilGood][place] = until.blocksScale
      columns[.bytesUntilGood][place] = until.lengthScale
      until.step(scores[place] > 512, Int(counts.at(place).pointee.length))
    }
  }

  /// How far back the last surely good block stands.
  private struct Distance {
    private var blocks = 0
    private var length = 0
    private var seen = false

    @inline(__always) var blocksScale: UInt8 { seen ? Quantized.clamped(blocks) : 255 }
    @inline(__always) var lengthScale: UInt8 { seen ? Quantized.log(length) : 255 }

    @inline(__always)
    mutating func step(_ isSure: Bool, _ blockLength: Int) {
      seen = seen || isSure
      blocks = isSure ? 0 : blocks &+ 1
      length = isSure ? 0 : length &+ blockLength
    }
  }
}
