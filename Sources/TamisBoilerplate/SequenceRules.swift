import TamisBase

/// What the trees cannot learn from the collections, because their golds leave headlines out, show few pleas, and hold no
/// document that is all text. Each rule moves a score a little, on evidence from around the block, and none drops a block by
/// a word.
struct SequenceRules {
  let counts: CountsView
  let columns: FeatureColumns
  /// Calibrated logits in 1/1024.
  let scores: UnsafeMutablePointer<Int16>
  /// What ``RepeatEvidence`` changed, one a block, or none.
  let changes: UnsafeBufferPointer<Int16>

  private static let lifted: Int16 = 400
  /// What a block of a document without furniture gets at least: kept with ``Favor/precision`` too.
  private static let whole: Int16 = 1400
  private static let greatestLift: Int16 = 1400
  private static let pleaStep: Int16 = 900
  /// Blocks before the text among which a headline is looked for, over byline, date and buttons.
  private static let headlineReach = 8

  func apply() {
    if hasNoFurniture {
      for place in 0..<counts.count { scores[place] = max(scores[place], SequenceRules.whole) }
      return
    }
    joinPleas()
    keepSomething()
    liftHeadline()
  }

  // MARK: documents of which nothing is left

  /// A page of menus with one paragraph in it: where nothing would be kept, and the best is text and not far from being
  /// kept, all scores are raised so that it is.
  private func keepSomething() {
    var isKept: Int16 = 0
    for place in 0..<counts.count { isKept |= scores[place] >= 0 ? 1 : 0 }
    guard isKept == 0 else { return }
    var best = 0
    for place in 0..<counts.count where scores[place] > scores[best] { best = place }
    let needed = SequenceRules.lifted &- scores[best]
    guard needed <= SequenceRules.greatestLift, counts.at(best).pointee.isProse else { return }
    for place in 0..<counts.count { scores[place] &+= needed }
  }

  // MARK: documents without furniture

  /// A letter ends in a name, a poem has no full stops. Where nothing that is dropped looks like furniture (no phrase of
  /// the lexicon, no repeat, no address) and it is little beside the rest, nothing is dropped.
  private var hasNoFurniture: Bool {
    var dropped = 0
    var length = 0
    for place in 0..<counts.count {
      length &+= Int(counts.at(place).pointee.length)
      guard scores[place] < SequenceRules.lifted else { continue }
      if looksLikeFurniture(counts.at(place)) || isShared(place) { return false }
      dropped &+= Int(counts.at(place).pointee.length)
    }
    return counts.count <= 200 && dropped &* 5 <= length
  }

  /// Whether many documents have the block.
  private func isShared(_ place: Int) -> Bool { place < changes.count && changes[place] < RepeatEvidence.shared }

  /// A date is no sign of it: letters begin with one, and verses name months.
  private func looksLikeFurniture(_ c: Counts) -> Bool {
    c.pointee.cueTokens > Int32(c.pointee.cues[Int(Cue.date.rawValue)]) || c.pointee.copies > 1 || c.pointee.addresses > 0
      || c.pointee.plea &* 12 > c.pointee.tokens && c.pointee.tokens > 8
  }

  // MARK: pleas

  /// A plea runs over several blocks, and its first sounds like the article it follows: what speaks to the reader right
  /// before or behind a dropped block that does so too is doubted.
  private func joinPleas() {
    guard counts.count > 1, hasPleas else { return }
    // Which blocks are dropped is known at once, which are pleas is not.
    for place in stride(from: counts.count - 2, through: 0, by: -1) where isDroppedPlea(place + 1) && isPlea(place) {
      scores[place] = max(scores[place], -16384) &- SequenceRules.pleaStep
    }
  }

  /// Whether any block speaks so: few documents have one, and asking for no more has no branch.
  private var hasPleas: Bool {
    var found: Int32 = 0
    for place in 0..<counts.count { found |= isInPleasWords(counts.at(place)) ? 1 : 0 }
    return found != 0
  }

  @inline(__always)
  private func isInPleasWords(_ c: Counts) -> Bool { c.pointee.tokens > 8 && c.pointee.plea &* 16 > c.pointee.tokens }

  /// Words of address or of asking in a share that a report has only in quotations.
  private func isPlea(_ place: Int) -> Bool {
    guard scores[place] < 2048 else { return false }
    let c = counts.at(place)
    return isInPleasWords(c) && c.pointee.first != EdgeClass.quote
  }

  /// A dropped block of the same kind, or a button under it: a short line that names what is wanted.
  private func isDroppedPlea(_ place: Int) -> Bool {
    guard scores[place] < -200 else { return false }
    let c = counts.at(place)
    guard c.pointee.tokens <= 8 else { return c.pointee.plea &* 20 > c.pointee.tokens }
    return c.pointee.cues[Int(Cue.donate.rawValue)] > 0 || c.pointee.cues[Int(Cue.subscribe.rawValue)] > 0
  }

  // MARK: headlines

  /// The nearest line before the text that could be its headline and shares its words, if none is kept there yet.
  private func liftHeadline() {
    guard let text = (0..<counts.count).first(where: { scores[$0] > 0
      && counts.at($0).pointee.isProse }) else { return }
    var candidate = -1
    for place in max(0, text - SequenceRules.headlineReach)..<text {
      guard couldBeHeadline(place) else { continue }
      if scores[place] > 0 { return }
      if candidate < 0 || topicShare(place) >= topicShare(candidate) { candidate = place }
    }
    if candidate >= 0 { scores[candidate] = SequenceRules.lifted }
  }

  private func couldBeHeadline(_ place: Int) -> Bool {
    let c = counts.at(place)
    return c.pointee.words >= 3 && c.pointee.words <= 24 && c.pointee.length >= 12
      && c.pointee.cueTokens &* 5 <= c.pointee.tokens &* 2 && c.pointee.digits &* 4 < c.pointee.characters
      && c.pointee.last != EdgeClass.colon && topicShare(place) >= 40 && scores[place] > -2500
  }

  /// Shared with what the first stage is sure of.
  private func topicShare(_ place: Int) -> UInt8 { columns[.topicShare][place] }
}
