import TamisBase

/// Takes the features of a candidate, one by one: sums their weights, or writes them down for the training.
protocol FeatureSink {
  /// One feature: which question it answers, and the answer.
  mutating func add(_ template: UInt32, _ value: UInt32)
}

/// What the weights are asked about one candidate.
struct SentenceCandidate {
  let run: StopRun
  let previous: PreviousWord
  let next: NextWord
  /// What the word before the stop is listed as, and the one behind it if it ends in a full stop.
  let abbreviation: UInt32
  let nextAbbreviation: UInt32
  /// Bytes since the start of the sentence, in five steps.
  let distance: UInt32

  /// Every question asked of a candidate. The order and the numbers are the weights' own.
  @inline(__always)
  func forEachFeature<Sink: FeatureSink>(_ sink: inout Sink) {
    let gap: UInt32 = run.isSpaced ? 1 : 0
    let kind = run.kind &* 2 &+ gap
    let nextCoarse = WordShape.coarse(next.shape)
    let shapes = previous.shape &* 32 &+ next.shape
    let joined = previous.hasInnerStops ? 1 as UInt32 : 0
    sink.add(1, kind &* 16 &+ run.closers)
    sink.add(2, (kind &* 16 &+ next.openers) &* 32 &+ next.shape)
    sink.add(3, shapes &* 32 &+ kind)
    sink.add(4, ((previous.shape &* 2 &+ joined) &* 8 &+ previous.border) &* 8 &+ nextCoarse)
    sink.add(5, ((abbreviation &* 8 &+ next.follower) &* 32 &+ next.shape) &* 2 &+ joined)
    sink.add(6, (abbreviation &* 32 &+ previous.shape) &* 16 &+ previous.earlier)
    if run.kind != StopRun.Kind.otherTerminator {
      sink.add(7, previous.tokenHash)
      sink.add(8, previous.tokenHash &* 8 &+ nextCoarse)
      sink.add(9, next.hash &* 8 &+ nextCoarse)
      sink.add(10, (next.hash &* 8 &+ WordShape.coarse(previous.shape)) &* 8 &+ abbreviation)
    }
    sink.add(18, (nextAbbreviation &* 8 &+ abbreviation) &* 8 &+ WordShape.coarse(previous.shape))
    sink.add(11, ((next.shape &* 8 &+ next.follower) &* 8 &+ WordShape.coarse(previous.shape)) &* 32 &+ kind)
    sink.add(12, (previous.earlier &* 32 &+ previous.shape) &* 8 &+ nextCoarse)
    sink.add(13, (distance &* 32 &+ previous.shape) &* 32 &+ kind)
    sink.add(14, (run.closers &* 32 &+ next.shape) &* 32 &+ kind)
    sink.add(15, (next.openers &* 16 &+ run.closers) &* 8 &+ nextCoarse)
    if run.closers != 0 || run.kind != 0 {
      sink.add(16, next.secondHash &* 8 &+ nextCoarse)
      sink.add(17, (next.hash &* 32 &+ run.kind) &* 16 &+ run.closers)
    }
  }
}
