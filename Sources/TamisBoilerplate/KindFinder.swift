import TamisBase

/// Says what each judged block is. Rules, because no collection labels kinds; they read the same evidence as the model.
struct KindFinder {
  let counts: CountsView
  let verdicts: UnsafeMutableBufferPointer<Verdict>
  /// What ``RepeatEvidence`` changed, one a block, or none.
  let changes: UnsafeBufferPointer<Int16>

  func find(isFirst: Bool) {
    var mayBeTitle = isFirst
    var hasAppeal = false
    for place in 0..<verdicts.count {
      guard verdicts[place].isKept else {
        let kind = droppedKind(place)
        verdicts[place].kind = kind
        if kind == .appeal { hasAppeal = true }
        continue
      }
      let kind = keptKind(counts.at(place), place, mayBeTitle)
      verdicts[place].kind = kind
      if kind == .title || kind == .paragraph { mayBeTitle = false }
    }
    if hasAppeal { spreadAppeals() }
  }

  // MARK: dropped

  private func droppedKind(_ place: Int) -> BlockKind {
    let c = counts.at(place)
    if let cue = heaviestCue(c), let kind = KindFinder.kind(of: cue) { return kind }
    if c.pointee.copies > 1 || place < changes.count && changes[place] < RepeatEvidence.shared { return .repeated }
    if c.pointee.length < DocumentProfile.shortLength && !c.pointee.endsSentence
      && hasShortNeighbour(place) { return .navigation }
    return .other
  }

  /// The cue that covers most of a block, unless that is next to nothing of a long one.
  private func heaviestCue(_ c: Counts) -> Cue? {
    // Hits are counted of just these cues.
    guard c.pointee.cueHits > 0 else { return nil }
    var best = 0
    var most: Int32 = 0
    c.pointee.cues.forEach { cue, covered in
      guard cue > Int(Cue.ask.rawValue), Int32(covered) > most else { return }
      best = cue
      most = Int32(covered)
    }
    return most > 0 && most &* 25 >= c.pointee.tokens ? Cue(rawValue: UInt8(best)) : nil
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
    if mayBeTitle && isHeadline(c) && c.pointee.words >= 2 { return .title }
    if c.pointee.first == EdgeClass.quote && c.pointee.closer == EdgeClass.quote
      && c.pointee.words > 3 { return .quote }
    if isHeadline(c) && isFollowed(place) { return .heading }
    if c.pointee.first == EdgeClass.digit && c.pointee.words <= 40 && !c.pointee.isProse { return .listItem }
    return .paragraph
  }

  private func covers(_ c: Counts, _ cue: Cue, tenths: Int32) -> Bool {
    Int32(c.pointee.cues[Int(cue.rawValue)]) &* 10 >= c.pointee.tokens &* tenths
      && c.pointee.cues[Int(cue.rawValue)] > 0
  }

  private func isHeadline(_ c: Counts) -> Bool {
    c.pointee.length <= 160 && c.pointee.words <= 24 && (c.pointee.last < EdgeClass.comma
      || c.pointee.last >= EdgeClass.bracket && c.pointee.last <= EdgeClass.exclamation)
  }

  /// Whether text of at least its own length comes next, as under a heading.
  private func isFollowed(_ place: Int) -> Bool {
    place + 1 < counts.count && verdicts[place + 1].isKept
      && counts.at(place + 1).pointee.length > counts.at(place).pointee.length
  }
}
