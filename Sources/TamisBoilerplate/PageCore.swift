/// What is left of a page without what stands above and below its text.
///
/// A page is measured by all of its blocks: how long they are as a rule, how many speak to the reader, where a block stands. A
/// menu of three hundred lines moves all that, and no two sites have the same one. So where much would go the core is judged once
/// more by itself, and the mean of both scores counts. Of many models and many ways to cut, all were better by it, by 0.2 to 0.6
/// of task 1: see Documentation/Boilerplate.md.
enum PageCore {
  /// Blocks that are dropped on either side.
  private static let margin = 2

  /// The blocks from the first that is kept to the last, by their calibrated `scores` and what other documents say, `changes`, one
  /// a block or none; nil where that is more than two thirds of all, or nothing.
  static func find(_ scores: UnsafeBufferPointer<Int16>, _ changes: UnsafeBufferPointer<Int16>) -> Range<Int>? {
    func isKept(_ place: Int) -> Bool {
      scores[place] >= 0 && (place >= changes.count || Score.sum(scores[place], changes[place]) >= 0)
    }
    guard let first = scores.indices.first(where: isKept), let last = scores.indices.last(where: isKept) else { return nil }
    let core = max(0, first - margin)..<min(scores.count, last + 1 + margin)
    return core.count &* 3 <= scores.count &* 2 ? core : nil
  }
}
