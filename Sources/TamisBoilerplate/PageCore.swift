/// What is left of a page without what stands above and below its text.
///
/// A page is measured by all of its blocks: how long they are as a rule, how many speak to the reader, where a block stands. A
/// menu of three hundred lines moves all that, and no two sites have the same one. So where much would go the core is judged once
/// more by itself, and both scores count. All of fifteen models were better by it: see Documentation/Boilerplate.md.
enum PageCore {
  /// Dropped blocks that are looked at above and below. Below, more of them tell where an article ends: with two, pages written for
  /// this project lost 0.9 by it.
  private static let above = 2
  private static let below = 10

  /// The least score of the first block: 70 chances in a hundred. A teaser that is kept far above an article, which is likelier
  /// than one below, would take all between into the core.
  private static let begins: Int16 = 868

  /// What the second look at a core of `count` blocks counts for, in 1/256, the first look having the rest: half where there are
  /// twenty, five sixths where there are a hundred. What is usual in a few blocks is chance.
  static func weight(of count: Int) -> Int32 { Int32(truncatingIfNeeded: (count &<< 8) / (count &+ 20)) }

  /// The blocks from the first that is likely to the last that is kept, by their calibrated `scores` and what other documents say,
  /// `changes`, one a block or none; nil where that is more than two thirds of all, or nothing.
  static func find(_ scores: UnsafeBufferPointer<Int16>, _ changes: UnsafeBufferPointer<Int16>) -> Range<Int>? {
    var (likely, first, last) = (-1, -1, -1)
    for place in 0..<scores.count {
      let score = place < changes.count ? Score.sum(scores[place], changes[place]) : scores[place]
      guard score >= 0 else { continue }
      if first < 0 { first = place }
      if likely < 0 && score >= begins { likely = place }
      last = place
    }
    if last < 0 { return nil }
    if likely >= 0 { first = likely }
    let core = max(0, first - above)..<min(scores.count, last + 1 + below)
    return core.count &* 3 <= scores.count &* 2 ? core : nil
  }
}
