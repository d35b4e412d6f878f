import CByteScan
import TamisBase

/// Says what each judged block is. Rules, since they are few and trees would do little better: see
/// "Kinds" in Documentation/Boilerplate.md. They read the same evidence as the model.
struct KindFinder {
  let text: Bytes
  let blocks: UnsafeBufferPointer<ByteSpan>
  let counts: CountsView
  let columns: FeatureColumns
  let verdicts: UnsafeMutableBufferPointer<Verdict>
  /// What ``RepeatEvidence`` changed, one a block, or none.
  let changes: UnsafeBufferPointer<Int16>

  /// All verdicts' kind is a paragraph's, which most are. Only the others are looked at, by bits: which they are is chance.
  func find(isFirst: Bool) {
    var mayBeTitle = isFirst
    var hasAppeal = false
    var section = FurnitureSection(isBehindText: !isFirst)
    var next = 0
    for start in stride(from: 0, to: verdicts.count, by: 64) {
      let plain = columns.bits(.flags, feature_is_plain, from: start) & columns.bits(from: start) { verdicts[$0].isKept }
      var others = columns.places(from: start) & ~plain
      while others != 0 {
        let place = start &+ others.trailingZeroBitCount
        // A paragraph before it.
        if plain & ((others & (0 &- others)) &- 1) != 0 { mayBeTitle = false }
        others &= others &- 1
        let isKept = verdicts[place].isKept
        if isKept || place != next { section.passText() }
        next = place &+ 1
        let kind = isKept ? keptKind(counts.at(place), place, mayBeTitle) : droppedKind(place, &section)
        verdicts[place].kind = kind
        if kind == .appeal { hasAppeal = true }
        if kind == .title || kind == .paragraph { mayBeTitle = false }
      }
      if plain != 0 { mayBeTitle = false }
    }
    if hasAppeal { spreadAppeals() }
  }

  // MARK: dropped

  private func droppedKind(_ place: Int, _ section: inout FurnitureSection) -> BlockKind {
    let c = counts.at(place)
    if beginsWithCopyright(place) {
      section.end()
      return .legal
    }
    let (cue, share) = heaviestCue(place, c)
    let own = cue.flatMap(KindFinder.kind)
    // A third of its words.
    if let cue, let own, share >= 85 { return section.enter(cue, own) }
    if let kind = section.kind(isShort: c.pointee.words <= 2) { return kind }
    // Unless the cue is next to nothing of a long block: a sentence that names a day or a section is no dateline and no menu.
    if let own, share >= (c.pointee.isProse && KindFinder.isLine(own) ? 85 : 10) { return own }
    if isTime(c) { return .dateline }
    if c.pointee.copies > 1 || RepeatEvidence.isShared(place, changes) { return .repeated }
    // What has the words of a title and no business of its own mostly is one: a teaser. Two symbols make it a way through a menu.
    if c.pointee.words >= 5 && c.pointee.marks.count(MarkCounts.symbol) < 2 && isDropped(beside: place) { return .related }
    if isShort(c) && !c.pointee.endsSentence && isDropped(beside: place, isShort) { return .navigation }
    return .other
  }

  /// The cue that covers most of a block, and how much, of 255.
  private func heaviestCue(_ place: Int, _ c: Counts) -> (cue: Cue?, share: Int32) {
    let number = columns[.heaviestCue][place]
    guard number != 0, let cue = Cue(rawValue: number) else { return (nil, 0) }
    return (cue, Int32(c.pointee.cues[Int(number)]) &* 255 / max(1, c.pointee.tokens))
  }

  /// ©, which is no word.
  private func beginsWithCopyright(_ place: Int) -> Bool {
    let start = blocks[place].start
    return blocks[place].end &- start > 2 && text[start] == 0xC2 && text[start &+ 1] == 0xA9
  }

  /// Hardly more than a date or a time in numbers, whatever the language.
  private func isTime(_ c: Counts) -> Bool {
    let marks = c.pointee.marks
    return c.pointee.digits >= 6 && c.pointee.digits <= 14 && c.pointee.words <= 6
      && (marks.count(MarkCounts.colon) > 0 || marks.count(MarkCounts.terminator) > 1 || marks.count(MarkCounts.dash) > 1)
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

  private static func isLine(_ kind: BlockKind) -> Bool { kind == .dateline || kind == .byline || kind == .navigation }

  private func isShort(_ c: Counts) -> Bool { c.pointee.length < DocumentProfile.shortLength }

  /// Whether a block beside it is dropped, and as wanted.
  private func isDropped(beside place: Int, _ isWanted: (Counts) -> Bool = { _ in true }) -> Bool {
    func holds(_ place: Int) -> Bool {
      place >= 0 && place < counts.count && !verdicts[place].isKept && isWanted(counts.at(place))
    }
    return holds(place &- 1) || holds(place &+ 1)
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
    if isEntry(place) && isAmongEntries(place) { return isHeadingOfEntries(place) ? .heading : .listItem }
    if c.pointee.isHeadline && isFollowed(place) { return .heading }
    if isNumbered(place) && (!c.pointee.isProse || isNumbered(place &- 1) || isNumbered(place &+ 1)) { return .listItem }
    return .paragraph
  }

  private func isKept(_ place: Int) -> Bool { place >= 0 && place < counts.count && verdicts[place].isKept }

  private func isNumbered(_ place: Int) -> Bool { isKept(place) && counts.at(place).pointee.first == EdgeClass.digit }

  /// Whether a block is worded as the lines of lists and tables are. Asked of five blocks in a row: a kilobyte, if inlined.
  @inline(never)
  private func isEntry(_ place: Int) -> Bool {
    guard isKept(place) else { return false }
    let c = counts.at(place)
    return c.pointee.isHeadline && c.pointee.length < 100 && !c.pointee.endsSentence
  }

  /// Whether there are three such lines in a row.
  private func isAmongEntries(_ place: Int) -> Bool {
    let (before, after) = (isEntry(place &- 1), isEntry(place &+ 1))
    return before && after || before && isEntry(place &- 2) || after && isEntry(place &+ 2)
  }

  /// The first of these lines is, the last if text comes next, and one of a few words between amounts, prices or results, which
  /// are entries themselves.
  private func isHeadingOfEntries(_ place: Int) -> Bool {
    func hasAmount(_ place: Int) -> Bool { counts.at(place).pointee.digits > 0 }
    if hasAmount(place) { return false }
    guard isEntry(place &- 1) else { return true }
    guard isEntry(place &+ 1) else { return isFollowed(place) }
    return counts.at(place).pointee.words <= 3 && hasAmount(place &- 1) && hasAmount(place &+ 1)
  }

  private func covers(_ c: Counts, _ cue: Cue, tenths: Int32) -> Bool {
    Int32(c.pointee.cues[Int(cue.rawValue)]) &* 10 >= c.pointee.tokens &* tenths
      && c.pointee.cues[Int(cue.rawValue)] > 0
  }

  /// Whether text of at least its own length comes next, as under a heading.
  private func isFollowed(_ place: Int) -> Bool {
    isKept(place &+ 1) && counts.at(place + 1).pointee.length > counts.at(place).pointee.length
  }
}
