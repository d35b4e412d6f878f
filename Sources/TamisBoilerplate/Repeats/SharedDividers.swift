import TamisBase

/// What shared blocks say of those that stand behind them. A line that many of a host's documents have divides a page; what the
/// page alone has behind it, once the article is over, is teasers, comments or a list of the day's news.
///
/// Of such blocks that the judge would keep with less than 85 chances in a hundred, it takes a third for furniture, and 77 (full
/// pages) to 88 in a hundred (residue) are, on the hosts of two to nine pages that chose the figures here; on larger ones 96. An
/// article goes on behind a shared line too, "Read also" or an advertisement: where it is sure of itself, it is taken to.
struct SharedDividers {
  let counts: CountsView
  /// See ``RepeatEvidence``, one a block, as are the scores: calibrated logits in 1/1024, what the blocks are shared for taken off.
  let changes: UnsafeBufferPointer<Int16>
  let scores: UnsafeMutablePointer<Int16>

  /// A page that looks less like an article's (see ``PagePrior/oddness(_:language:)``) is left alone: on a shop's or a forum's what
  /// stands between shared lines is the content, and such pages lost 1.3 of task 1.
  static let greatestOddness: Float = -2
  private static let doubt: Int16 = 3072
  /// What a score may add to the mean.
  private static let greatestScore: Int16 = 4096
  /// What is kept between two shared blocks, in letters, from which on it may be a part of the article.
  private static let partLength = 100

  /// Whether a block behind the article, shared by none, that is dropped would not be but for the doubt; what is kept has `border`
  /// at least.
  static func decided(_ score: Int16, border: Int) -> Bool {
    let before = Int(score) + Int(doubt)
    return before < Score.sure && before >= border
  }

  /// Takes from what is not sure behind the article.
  /// - Returns: the place of the first block behind it.
  func doubtWhatFollows() -> Int {
    let end = articleEnd()
    for place in end..<counts.count where !RepeatEvidence.isShared(place, changes) && scores[place] < Score.sure {
      scores[place] = Score.sum(scores[place], -SharedDividers.doubt)
    }
    return end
  }

  /// Behind the part of what is kept, between two shared blocks, that weighs most by length and score, and behind any later part
  /// that is sure in the mean; nowhere, if that part has less than a third of the weight: a long text of many parts, or a list.
  private func articleEnd() -> Int {
    var (end, greatest, total) = (counts.count, 0, 0)
    var (length, weight) = (0, 0)
    for place in 0...counts.count {
      if place < counts.count && !(scores[place] < 0 && RepeatEvidence.isShared(place, changes)) {
        guard scores[place] > 0 else { continue }
        let own = Int(counts.at(place).pointee.length)
        length &+= own
        weight &+= own &* Int(min(SharedDividers.greatestScore, scores[place]))
      } else {
        let isSure = length >= SharedDividers.partLength && weight >= length &* Int(Score.sure)
        if weight > greatest || isSure { end = place }
        greatest = max(greatest, weight)
        total &+= weight
        (length, weight) = (0, 0)
      }
    }
    return greatest &* 3 >= total ? end : counts.count
  }
}
