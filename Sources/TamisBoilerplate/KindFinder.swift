import CByteScan
import TamisBase

/// Says what each judged block is. Rules, because no collection labels kinds; they read the same evidence as the model.
struct KindFinder {
  let counts: CountsView
  let columns: FeatureColumns
  let verdicts: UnsafeMutableBufferPointer<Verdict>
  /// What ``RepeatEvidence`` changed, one a block, or none.
  let changes: UnsafeBufferPointer<Int16>

  /// All verdicts' kind is a paragraph's, which most are. Only the others are looked at, by bits: which they are is chance.
  func find(isFirst: Bool) {
    var mayBeTitle = isFirst
    var hasAppeal = false
    for start in stride(from: 0, to: verdicts.count, by: 64) {
      let plain = columns.bits(.flags, feature_is_plain, from: start) & columns.bits(from: start) { verdicts[$0].isKept }
      var others = columns.places(from: start) & ~plain
      while others != 0 {
        let place = start &+ others.trailingZeroBitCount
        // A paragraph before it.
        if plain & ((others & (0 &- others)) &- 1) != 0 { mayBeTitle = false }
        others &= others &- 1
        let kind = verdicts[place].isKept ? keptKind(counts.at(place), place, mayBeTitle) : droppedKind(place)
        verdicts[place].kind = kind
        if kind == .appeal { hasAppeal = true }
        if kind == .title || kind == .paragraph { mayBeTitle = false }
      }
      if plain != 0 { mayBeTitle = false }
    }
    if hasAppeal { spreadAppeals() }
  }

  // MARK: dropped

  private func droppedKind(_ place: Int) -> BlockKind {
    let c = counts.at(place)
    if let kind = heaviestKind(place, c) { return kind }
    if c.pointee.copies > 1 || RepeatEvidence.isShared(place, changes) { return .repeated }
    if c.pointee.length < DocumentProfile.shortLength && !c.pointee.endsSentence
      && hasShortNeighbour(place) { return .navigation }
    return .other
  }

  /// What the cue that covers most of a block stands for, unless that is next to nothing of a long one.
  private func heaviestKind(_ place: Int, _ c: Counts) -> BlockKind? {
    let number = columns[.heaviestCue][place]
    guard number != 0, Int32(c.pointee.cues[Int(number)]) &* 25 >= c.pointee.tokens else { return nil }
    return Cue(rawValue: number).flatMap(KindFinder.kind)
  }

  private static func kind(of cue: Cue) -> BlockKind? {
    switch cue {
    case .share: .share
    case .subscribe, .donate, .app: .appeal
    case .consent: .consent
    case .more, .related: .related
    case .comments: .comments
    case .legal: .legal
    case .advert: .advert
    case .credit: .caption
    case .byline: .byline
    case .date: .dateline
    case .login, .tags, .navigation: .navigation
    case .bio: .bio
    case .media, .us, .you, .ask: nil
    }
  }

  private func hasShortNeighbour(_ place: Int) -> Bool {
    isShortAndDropped(place - 1) || isShortAndDropped(place + 1)
  }

  private func isShortAndDropped(_ place: Int) -> Bool {
    place >= 0 && place < counts.count && !verdicts[place].isKept
      && counts.at(place).pointee.length < DocumentProfile.shortLength
  }

  /// A plea runs over several blocks, and not each of them names what it wants.
  private func spreadAppeals() {
    guard verdicts.count > 1 else { return }
    for place in 1..<verdicts.count where verdicts[place - 1].kind == .appeal && takesAppeal(place) {
      verdicts[place].kind = .appeal
    }
    for place in stride(from: verdicts.count - 2, through: 0, by: -1)
    where verdicts[place + 1].kind == .appeal && takesAppeal(place) { verdicts[place].kind = .appeal }
  }

  private func takesAppeal(_ place: Int) -> Bool {
    guard !verdicts[place].isKept && verdicts[place].kind == .other else { return false }
    let cues = counts.at(place).pointee.cues
    return cues[Int(Cue.us.rawValue)] | cues[Int(Cue.you.rawValue)] | cues[Int(Cue.ask.rawValue)] != 0
  }

  // MARK: kept

  private func keptKind(_ c: Counts, _ place: Int, _ mayBeTitle: Bool) -> BlockKind {
    let isShort = c.pointee.length < 200 && !c.pointee.isProse
    if isShort && covers(c, .byline, tenths: 2) && c.pointee.words <= 14 && !c.pointee.endsSentence { return .byline }
    if isShort && covers(c, .date, tenths: 3) && c.pointee.digits > 0 && c.pointee.words <= 14 { return .dateline }
    if isShort && covers(c, .credit, tenths: 1) && c.pointee.words <= 40
      && c.pointee.firstCue == Cue.credit.rawValue + 1 { return .caption }
    if c.pointee.first == EdgeClass.symbol || c.pointee.first == EdgeClass.dash
      && !c.pointee.isProse { return .listItem }
    if mayBeTitle && c.pointee.isHeadline && c.pointee.words >= 2 { return .title }
    if c.pointee.first == EdgeClass.quote && c.pointee.closer == EdgeClass.quote
      && c.pointee.words > 3 { return .quote }
    if c.pointee.isHeadline && isFollowed(place) { return .heading }
    if c.pointee.first == EdgeClass.digit && c.pointee.words <= 40 && !c.pointee.isProse { return .listItem }
    return .paragraph
  }

  private func covers(_ c: Counts, _ cue: Cue, tenths: Int32) -> Bool {
    Int32(c.pointee.cues[Int(cue.rawValue)]) &* 10 >= c.pointee.tokens &* tenths
      && c.pointee.cues[Int(cue.rawValue)] > 0
  }

  /// Whether text of at least its own length comes next, as under a heading.
  private func isFollowed(_ place: Int) -> Bool {
    place + 1 < counts.count && verdicts[place + 1].isKept
      && counts.at(place + 1).pointee.length > counts.at(place).pointee.length
  }
}
