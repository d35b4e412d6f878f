import TamisBase

/// The learnt weights, one for each hashed answer. Points to memory that is never freed.
struct SentenceWeights: @unchecked Sendable {
  /// 32 K weights: with 16 K the macro F1 of the cross-validation is 0.1 lower, with 64 K the same.
  static let bits: UInt32 = 15

  /// What a colon or semicolon must bring: treebanks do not agree about them, so only the clear ones count.
  static let colonMargin: Int32 = 16

  let values: UnsafePointer<Int8>

  /// Where the weight of an answer is kept; `language` 0 for what holds in every language.
  @inline(__always)
  static func index(_ template: UInt32, _ value: UInt32, _ language: UInt32) -> Int {
    var hash = (value &+ template &* 0x9E37_79B1) ^ (language &* 0x85EB_CA6B)
    hash = (hash ^ hash &>> 15) &* 0x2C1B_3C6D
    hash = (hash ^ hash &>> 12) &* 0x297A_2D39
    return Int(hash &>> (32 &- bits))
  }
}

/// Sums the weights of a candidate's answers for one language, or those for all.
private struct WeightSum: FeatureSink {
  let weights: SentenceWeights
  var language: UInt32
  var sum: Int32 = 0

  @inline(__always)
  mutating func add(_ template: UInt32, _ value: UInt32) {
    sum &+= Int32(weights.values[SentenceWeights.index(template, value, language)])
  }
}

/// Judges by the learnt weights: a boundary if they come to more than nothing.
struct WeighingJudge: SentenceJudge {
  let weights: SentenceWeights

  @inline(__always)
  private func margin(_ candidate: SentenceCandidate) -> Int32 {
    guard candidate.run.kind >= StopRun.Kind.colon, !candidate.isColonFullStop else { return 0 }
    return candidate.run.kind == StopRun.Kind.colon ? SentenceWeights.colonMargin : 2 &* SentenceWeights.colonMargin
  }

  @inline(__always)
  func isBoundary(_ candidate: SentenceCandidate) -> Bool {
    var sum = WeightSum(weights: weights, language: 0)
    candidate.forEachFeature(&sum)
    if candidate.language != .unknown {
      sum.language = UInt32(candidate.language.rawValue)
      candidate.forEachFeature(&sum)
    }
    return sum.sum > margin(candidate)
  }
}

/// Writes the indices of a candidate's answers down, for the training, and answers as the gold does.
struct RecordingJudge: SentenceJudge {
  let isGold: (_ end: Int, _ next: Int) -> Bool
  let record: (_ isBoundary: Bool, _ end: Int, _ indices: [Int]) -> Void

  mutating func isBoundary(_ candidate: SentenceCandidate) -> Bool {
    var recorder = FeatureRecorder(language: UInt32(candidate.language.rawValue))
    candidate.forEachFeature(&recorder)
    let answer = isGold(candidate.run.end, candidate.run.next)
    record(answer, candidate.run.end, recorder.indices)
    return answer
  }
}

private struct FeatureRecorder: FeatureSink {
  let language: UInt32
  var indices: [Int] = []

  mutating func add(_ template: UInt32, _ value: UInt32) {
    indices.append(SentenceWeights.index(template, value, 0))
    if language != 0 { indices.append(SentenceWeights.index(template, value, language)) }
  }
}
