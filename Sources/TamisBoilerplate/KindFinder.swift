import TamisBase

/// Says what each judged block is. Rules, because no collection labels kinds; they read the same evidence as the model.
struct KindFinder {
  let counts: UnsafeBufferPointer<BlockCounts>
  let rows: UnsafeBufferPointer<UInt8>
  let verdicts: UnsafeMutableBufferPointer<Verdict>

  func find(isFirst: Bool) {
    var mayBeTitle = isFirst
    for place in 0..<verdicts.count {
      guard verdicts[place].isKept else {
        verdicts[place].kind = droppedKind(place)
        continue
      }
      let kind = keptKind(counts[place], place, mayBeTitle)
      verdicts[place].kind = kind
      if kind == .title || kind == .paragraph { mayBeTitle = false }
    }
    spreadAppeals()
  }

  // MARK: dropped

  private func droppedKind(_ place: Int) -> BlockKind {
    let c = counts[place]
    if let cue = heaviestCue(c), let kind = KindFinder.kind(of: cue) { return kind }
    if c.copies > 1 { return .repeated }
    if c.length < DocumentProfile.shortLength && !c.endsSentence && hasShortNeighbour(place) { return .navigation }
    return .other
  }

  /// The cue that covers most of a block, unless that is next to nothing of a long one.
  private func heaviestCue(_ c: BlockCounts) -> Cue? {
    var best = 0
    var most: Int32 = 0
    for cue in Int(Cue.ask.rawValue) + 1..<Cue.count where Int32(c.cues[cue]) > most {
      best = cue
      most = Int32(c.cues[cue])
    }
    return most > 0 && most &* 25 >= c.tokens ? Cue(rawValue: UInt8(best)) : nil
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
    place >= 0 && place < counts.count && !verdicts[place].isKept && counts[place].length < DocumentProfile.shortLength
  }

  /// A plea runs over several blocks, and not each of them names what it wants.
  private func spreadAppeals() {
    guard verdicts.count > 1 else { return }
    for place in 1..<verdicts.count where takesAppeal(place) && verdicts[place - 1].kind == .appeal {
      verdicts[place].kind = .appeal
    }
    for place in stride(from: verdicts.count - 2, through: 0, by: -1)
    where takesAppeal(place) && verdicts[place + 1].kind == .appeal { verdicts[place].kind = .appeal }
  }

  private func takesAppeal(_ place: Int) -> Bool {
    let c = counts[place]
    let asking = c.cues[Int(Cue.us.rawValue)] &+ c.cues[Int(Cue.you.rawValue)] &+ c.cues[Int(Cue.ask.rawValue)]
    return !verdicts[place].isKept && verdicts[place].kind == .other && asking > 0
  }

  // MARK: kept

  private func keptKind(_ c: BlockCounts, _ place: Int, _ mayBeTitle: Bool) -> BlockKind {
    let isShort = c.length < 200 && !c.isProse
    if isShort && covers(c, .byline, tenths: 2) && c.words <= 14 && !c.endsSentence { return .byline }
    if isShort && covers(c, .date, tenths: 3) && c.digits > 0 && c.words <= 14 { return .dateline }
    if isShort && covers(c, .credit, tenths: 1) && c.words <= 40 && c.firstCue == Cue.credit.rawValue + 1 { return .caption }
    if c.first == EdgeClass.symbol || c.first == EdgeClass.dash && !c.isProse { return .listItem }
    if mayBeTitle && isHeadline(c) && c.words >= 2 { return .title }
    if c.first == EdgeClass.quote && c.closer == EdgeClass.quote && c.words > 3 { return .quote }
    if isHeadline(c) && isFollowed(place) { return .heading }
    if c.first == EdgeClass.digit && c.words <= 40 && !c.isProse { return .listItem }
    return .paragraph
  }

  private func covers(_ c: BlockCounts, _ cue: Cue, tenths: Int32) -> Bool {
    Int32(c.cues[Int(cue.rawValue)]) &* 10 >= c.tokens &* tenths && c.cues[Int(cue.rawValue)] > 0
  }

  private func isHeadline(_ c: BlockCounts) -> Bool {
    c.length <= 160 && c.words <= 24 && (c.last < EdgeClass.comma || c.last >= EdgeClass.bracket && c.last <= EdgeClass.exclamation)
  }

  /// Whether text of at least its own length comes next, as under a heading.
  private func isFollowed(_ place: Int) -> Bool {
    place + 1 < counts.count && verdicts[place + 1].isKept && counts[place + 1].length > counts[place].length
  }
}
