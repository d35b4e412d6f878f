import CByteScan
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
  /// Whether the document seems to be nothing but furniture: then nothing is kept for the sake of the whole.
  let isBare: Bool

  private static let lifted: Int16 = 400
  /// What a block of a document without furniture gets at least: kept with ``Favor/precision`` too.
  private static let whole: Int16 = 1400
  private static let greatestLift: Int16 = 1400
  private static let pleaStep: Int16 = 900
  /// A block with two logits is no plea, and what it would stand in front of is dropped without much doubt: 45 chances in a hundred.
  private static let leastSure: Int16 = 2048
  private static let dropped: Int16 = -200
  /// The share of its words, in 1/255, that a headline has in common with the text, and the least score of one: 8 in a hundred.
  private static let sharedWords: UInt8 = 40
  private static let leastHeadline: Int16 = -2500
  /// Blocks before the text among which a headline is looked for, over byline, date and buttons.
  private static let headlineReach = 8

  func apply() {
    if isBare { return }
    if hasNoFurniture {
      for place in 0..<counts.count { scores[place] = max(scores[place], SequenceRules.whole) }
      return
    }
    joinPleas()
    keepSomething()
    liftHeadline()
    keepDoubtful()
  }

  // MARK: documents of which nothing is left

  /// A page of menus with one paragraph in it: where nothing would be kept, and the best text is not far from being kept,
  /// all scores are raised so that it is.
  private func keepSomething() {
    guard score_within(scores, counts.count, 0, .max) == 0 else { return }
    let texts = (0..<counts.count).lazy.filter { counts.at($0).pointee.isProse }
    guard let best = texts.map({ scores[$0] }).max(), best >= SequenceRules.lifted &- SequenceRules.greatestLift else { return }
    for place in 0..<counts.count { scores[place] &+= SequenceRules.lifted &- best }
  }

  // MARK: documents without furniture

  /// A letter ends in a name, a poem has no full stops. Where nothing that is dropped looks like furniture (no phrase of
  /// the lexicon, no repeat, no address) and at least half of the text is kept and looks unlike it too, nothing is dropped. A date is no sign of
  /// furniture: letters begin with one, verses name months, and tables have one a row. Nor is a phrase in the first line,
  /// if that is worded as a headline: a ticker's says that it is one.
  private var hasNoFurniture: Bool {
    guard counts.count <= 200 else { return false }
    for start in stride(from: 0, to: counts.count, by: 64) {
      var dropped = columns.bits(from: start) { scores[$0] < SequenceRules.lifted }
      if start == 0 && isWorded(0) { dropped &= ~1 }
      if dropped & columns.bits(.signs, block_looks_like_furniture, from: start) != 0 { return false }
      if !changes.isEmpty && dropped & columns.bits(from: start, where: { RepeatEvidence.isShared($0, changes) }) != 0 { return false }
    }
    var doubtful = 0
    var length = 0
    for place in 0..<counts.count {
      let own = Int(counts.at(place).pointee.length)
      length &+= own
      let looksLikeFurniture = columns[.signs][place] & UInt8(block_looks_like_furniture) != 0
      doubtful &+= scores[place] < SequenceRules.lifted || looksLikeFurniture ? own : 0
    }
    return doubtful &* 2 <= length
  }

  /// What the scores below zero may be together for all of their blocks to be kept.
  private static let greatestDoubt = 2048

  /// A list of prices that the model is not sure of in a text that it is: where the odds against all that would be dropped,
  /// multiplied, are no more than e², the document is more often one without furniture than one with just this. Of documents
  /// that are nothing but text fewer lose a line by it (residue 6 % instead of 14), and task 2 loses 0.02.
  private func keepDoubtful() {
    var doubt = 0
    for place in 0..<counts.count where scores[place] < 0 {
      doubt &-= Int(scores[place])
      if doubt > SequenceRules.greatestDoubt { return }
    }
    guard doubt > 0 else { return }
    for place in 0..<counts.count where scores[place] < 0 { scores[place] = SequenceRules.lifted }
  }

  // MARK: pleas

  /// A plea runs over several blocks, and its first sounds like the article it follows: what speaks to the reader right
  /// before a dropped block that does so too, or a button under it, is doubted. The last first: what is dropped by it may
  /// be what the one before it stands in front of.
  private func joinPleas() {
    // Whether the block behind the 64 at hand goes on a plea.
    var next: UInt64 = 0
    for start in stride(from: (counts.count &- 1) & ~63, through: 0, by: -64) {
      let goesOn = columns.bits(.signs, block_goes_on, from: start)
      var pleas = columns.bits(.signs, block_speaks_to_reader, from: start) & (goesOn &>> 1 | next &<< 63)
      next = goesOn & 1
      while pleas != 0 {
        let bit = 63 &- pleas.leadingZeroBitCount
        pleas &= ~(1 &<< UInt64(bit))
        join(start &+ bit)
      }
    }
  }

  @inline(__always)
  private func join(_ place: Int) {
    guard scores[place] < SequenceRules.leastSure, scores[place &+ 1] < SequenceRules.dropped,
      counts.at(place).pointee.first != EdgeClass.quote
    else { return }
    scores[place] = Score.sum(scores[place], -SequenceRules.pleaStep)
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
    isWorded(place) && topicShare(place) >= SequenceRules.sharedWords && scores[place] > SequenceRules.leastHeadline
  }

  /// Whether it is worded as a headline may be.
  private func isWorded(_ place: Int) -> Bool {
    let c = counts.at(place)
    return c.pointee.words >= 3 && c.pointee.words <= 24 && c.pointee.length >= 12
      && c.pointee.cueTokens &* 5 <= c.pointee.tokens &* 2 && c.pointee.digits &* 4 < c.pointee.characters
      && c.pointee.last != EdgeClass.colon
  }

  /// Shared with what the stage before the last one that was asked is sure of.
  private func topicShare(_ place: Int) -> UInt8 { columns[.topicShare][place] }
}
