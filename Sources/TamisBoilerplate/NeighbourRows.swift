import TamisBase

/// Writes what the second stage sees of the first stage's scores.
///
/// Every mean is weighted by length, capped, and read from two running sums, so a window costs the same whatever its width.
struct NeighbourRows {
  let counts: CountsView
  /// The first stage's logits, in 1/1024.
  let scores: UnsafePointer<Int16>
  /// Room for `counts.count + 1` each: weight so far, and weight times score so far.
  let weightSums: UnsafeMutablePointer<Int>
  let scoreSums: UnsafeMutablePointer<Int>
  let rows: UnsafeMutablePointer<UInt8>
  let topics: TopicTable

  private static let greatestWeight = 256
  private static let leastWeight = 16

  func fill() {
    let count = counts.count
    guard count > 0 else { return }
    sum()
    let run = longestRun()
    addTopics()
    var goodBytes = 0
    var goodBlocks = 0
    var bytes = 0
    for place in 0..<count {
      let length = Int(counts.at(place).pointee.length)
      bytes &+= length
      goodBytes &+= scores[place] > 0 ? length : 0
      goodBlocks &+= scores[place] > 0 ? 1 : 0
    }
    let goodBlocksScale = Quantized.log(goodBlocks)
    let goodShare = Quantized.share(goodBytes, bytes)
    let runShare = Quantized.share(run.bytes, bytes)
    let whole = meanScore(0, count)
    for place in 0..<count {
      let row = Row(rows + (place &* FeatureLayout.stride &+ FeatureLayout.second))
      fillScores(row, place)
      fillMeans(row, place)
      fillRun(row, place, run)
      row[.runShare] = runShare
      row[.goodBlocks] = goodBlocksScale
      row[.goodShare] = goodShare
      row[.meanOfDocument] = whole
      let found = topics.share(counts.at(place), isIn: isGood(place))
      row[.topicShare] = found.share
      row[.topicWeight] = found.weight
    }
    fillDistances(goodBytes)
  }

  struct Row {
    let base: UnsafeMutablePointer<UInt8>
    @inline(__always) init(_ base: UnsafeMutablePointer<UInt8>) { self.base = base }
    @inline(__always) subscript(_ feature: NeighbourFeature) -> UInt8 {
      get { base[feature.rawValue] }
      nonmutating set { base[feature.rawValue] = newValue }
    }
  }

  @inline(__always)
  private func isGood(_ place: Int) -> Bool { scores[place] > 1024 && counts.at(place).pointee.length >= 60 }

  private func addTopics() {
    for place in 0..<counts.count where isGood(place) {
      topics.add(counts.at(place))
    }
  }

  private func sum() {
    weightSums[0] = 0
    scoreSums[0] = 0
    for place in 0..<counts.count {
      let weight = min(NeighbourRows.greatestWeight, max(NeighbourRows.leastWeight, Int(counts.at(place).pointee.length)))
      weightSums[place &+ 1] = weightSums[place] &+ weight
      scoreSums[place &+ 1] = scoreSums[place] &+ weight &* Int(scores[place])
    }
  }

  /// The mean score of the blocks `low..<high` as far as they exist; 0 when none does.
  @inline(__always)
  private func meanScore(_ low: Int, _ high: Int) -> UInt8 {
    let from = max(low, 0)
    let to = min(high, counts.count)
    guard from < to else { return 0 }
    let mean = (scoreSums[to] &- scoreSums[from]) / (weightSums[to] &- weightSums[from])
    return max(1, Quantized.score(Int16(truncatingIfNeeded: mean)))
  }

  @inline(__always)
  private func score(_ place: Int) -> UInt8 {
    place >= 0 && place < counts.count ? max(1, Quantized.score(scores[place])) : 0
  }

  private func fillScores(_ row: Row, _ place: Int) {
    row[.own] = score(place)
    let befores = row.base + NeighbourFeature.before1.rawValue
    let afters = row.base + NeighbourFeature.after1.rawValue
    for step in 0..<6 {
      befores[step] = score(place &- 1 &- step)
      afters[step] = score(place &+ 1 &+ step)
    }
    var most: UInt8 = 0
    var least: UInt8 = 255
    for step in 0..<3 {
      let before = befores[step]
      let after = afters[step]
      most = max(most, max(before, after))
      if before > 0 { least = min(least, before) }
      if after > 0 { least = min(least, after) }
    }
    row[.mostNear3] = most
    row[.leastNear3] = least
  }

  private func fillMeans(_ row: Row, _ place: Int) {
    row[.mean1] = meanScore(place &- 1, place &+ 2)
    row[.mean2] = meanScore(place &- 2, place &+ 3)
    row[.mean4] = meanScore(place &- 4, place &+ 5)
    row[.mean10] = meanScore(place &- 10, place &+ 11)
    row[.mean20] = meanScore(place &- 20, place &+ 21)
    row[.meanBefore4] = meanScore(place &- 4, place)
    row[.meanAfter4] = meanScore(place &+ 1, place &+ 5)
    row[.meanBefore12] = meanScore(place &- 12, place)
    row[.meanAfter12] = meanScore(place &+ 1, place &+ 13)
    row[.contrast] = Quantized.clamped(128 &+ (Int(row[.meanBefore4]) &- Int(row[.meanAfter4])) / 2)
  }

  /// A run of good blocks, with its length in bytes.
  struct Run {
    var start = 0
    var end = 0
    var bytes = 0
  }

  /// The run of good blocks with the most text; up to two lesser blocks in between do not end it.
  private func longestRun() -> Run {
    var best = Run()
    var current = Run()
    var gap = 3
    for place in 0..<counts.count {
      if scores[place] > 0 {
        if gap > 2 { current = Run(start: place, end: place, bytes: 0) }
        gap = 0
        current.bytes &+= Int(counts.at(place).pointee.length)
        current.end = place &+ 1
        if current.bytes > best.bytes { best = current }
      } else {
        gap &+= 1
      }
    }
    return best
  }

  private func fillRun(_ row: Row, _ place: Int, _ run: Run) {
    let inside = place >= run.start && place < run.end
    row[.inRun] = run.bytes == 0 ? 0 : inside ? 2 : place < run.start ? 1 : 3
    row[.runPlace] = inside ? max(1, Quantized.share(place &- run.start, run.end &- run.start)) : 0
    let distance = place < run.start ? run.start &- place : place &+ 1 &- run.end
    row[.runDistance] = inside || run.bytes == 0 ? 0 : Quantized.log(distance)
  }

  private func fillDistances(_ goodBytes: Int) {
    var since = Distance()
    for place in 0..<counts.count {
      let row = Row(rows + (place &* FeatureLayout.stride &+ FeatureLayout.second))
      row[.sinceGood] = since.blocksScale
      row[.bytesSinceGood] = since.bytesScale
      row[.goodShareBefore] = Quantized.share(since.goodBytes, goodBytes)
      row[.goodBytesBefore] = Quantized.log(since.goodBytes / 16)
      since.step(scores[place] > 512, scores[place] > 0, Int(counts.at(place).pointee.length))
    }
    var until = Distance()
    for place in stride(from: counts.count - 1, through: 0, by: -1) {
      let row = Row(rows + (place &* FeatureLayout.stride &+ FeatureLayout.second))
      row[.untilGood] = until.blocksScale
      row[.bytesUntilGood] = until.bytesScale
      row[.goodShareAfter] = Quantized.share(until.goodBytes, goodBytes)
      row[.goodBytesAfter] = Quantized.log(until.goodBytes / 16)
      until.step(scores[place] > 512, scores[place] > 0, Int(counts.at(place).pointee.length))
    }
  }

  /// How far back the last surely good block stands.
  private struct Distance {
    private var blocks = 0
    private var bytes = 0
    private var seen = false
    var goodBytes = 0

    var blocksScale: UInt8 { seen ? Quantized.log(blocks) : 255 }
    var bytesScale: UInt8 { seen ? Quantized.log(bytes) : 255 }

    mutating func step(_ isSure: Bool, _ isGood: Bool, _ length: Int) {
      if isGood { goodBytes &+= length }
      seen = seen || isSure
      blocks = isSure ? 0 : blocks &+ 1
      bytes = isSure ? 0 : bytes &+ length
    }
  }
}
