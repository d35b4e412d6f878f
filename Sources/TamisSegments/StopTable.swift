import CByteScan
import TamisBase

/// What is certain of a stop by what it is and what stands behind it: the commonest ones by a table instead of questions
/// whose answers a processor cannot guess. `stop_sort` looks it up; what is not certain is left to the rules.
struct StopTable: @unchecked Sendable {
  /// What is certain of a stop: see `stop_settle.h`; and, which it asks nothing about, for the rules of UAX #29.
  enum Action {
    static var distance: UInt16 { UInt16(stop_action_distance) }
    static var isSpaced: UInt16 { UInt16(stop_action_spaced) }
    /// Ends a sentence of UAX #29, and ends none there.
    static var endsUAX29: UInt16 { 16 }
    static var nothingUAX29: UInt16 { 32 }
    static var nothing: UInt16 { UInt16(stop_action_nothing) }
    static var endsStandard: UInt16 { UInt16(stop_action_ends) }
    static var lineFeed: UInt16 { UInt16(stop_action_line_feed) }
    static var fullStop: UInt16 { UInt16(stop_action_full_stop) }
    static var question: UInt16 { UInt16(stop_action_question) }
    static var isWide: UInt16 { UInt16(stop_action_wide) }
    static var mayBeginList: UInt16 { UInt16(stop_action_may_begin_list) }
    static var isInked: UInt16 { UInt16(stop_action_inked) }
    static var asked: UInt16 { UInt16(stop_action_asked) }
  }

  /// Behind the Sentence_Break classes: a letter that is an ideograph.
  private static var ideograph: UInt16 { 15 }

  /// Both are never freed.
  private let classes: UnsafePointer<UInt8>
  private let actions: UnsafePointer<UInt16>

  @inline(never)
  static func shared() throws(TamisError) -> StopTable {
    try place.get(room: 1 << 18) { () throws(TamisError) in try StopTable() }
  }

  private static let place = MadeOnce()

  private init() throws(TamisError) {
    let classCount = 0x10000
    let actionCount = Int(stop_count) << 6
    let facts = try SegmentFacts.table()
    let memory = try TableMemory(bytes: 2 * (actionCount + 1) + classCount + 3)
    let actions = memory.start.assumingMemoryBound(to: UInt16.self)
    let classes = UnsafeMutableRawPointer(actions + actionCount + 1).assumingMemoryBound(to: UInt8.self)
    memory.keep()
    for value in 0..<classCount {
      let known = SegmentFacts(bits: facts[UInt32(value)])
      let isIdeograph = known.isIdeographic && known.sentenceClass == SentenceClass.oLetter
      classes[value] = UInt8(isIdeograph ? StopTable.ideograph : known.sentenceClass)
    }
    for place in 0..<actionCount {
      actions[place] = StopTable.action(
        place >> 6, isSpaced: place & 32 != 0, isWide: place & 16 != 0, UInt16(place & 15))
    }
    self.classes = UnsafePointer(classes)
    self.actions = UnsafePointer(actions)
  }

  /// For `stop_sort`, which leaves out what ends nothing: `nothing` is one of the actions.
  func rules(nothing: UInt16) -> stop_rules { stop_rules(classes: classes, actions: actions, nothing: nothing) }

  /// Of one stop, with seven bytes readable from there and one before: for the tests.
  func action(_ at: UnsafePointer<UInt8>) -> UInt16 {
    var rules = rules(nothing: 0)
    return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 32) { room in
      room[0] = 0
      _ = stop_sort(at, &rules, 0, 1, room.baseAddress!, room.baseAddress! + 16, 1)
      return room[16]
    }
  }

  private static var full: Int { Int(stop_full) }

  private static func action(_ stop: Int, isSpaced: Bool, isWide: Bool, _ following: UInt16) -> UInt16 {
    if stop == Int(stop_line_feed) || stop == Int(stop_line_feed_behind_ink) {  // SB4
      // Digits, signs and small letters begin them.
      let isText = following == SentenceClass.upper || following == SentenceClass.oLetter || following == ideograph
      let standard = isText ? Action.endsStandard : Action.mayBeginList
      let ink = stop == Int(stop_line_feed_behind_ink) && isInk(following) ? Action.isInked : 0
      return isSpaced ? 0 : Action.lineFeed | Action.isSpaced | Action.endsUAX29 | standard | ink
    }
    var action = isSpaced ? Action.isSpaced : 0
    if isWide { action |= Action.isWide }
    if stop == Int(stop_colon) {
      // Neither an address nor a smiley, and nothing that could begin a sentence.
      let inside = isSpaced ? [SentenceClass.lower, SentenceClass.lf] : [SentenceClass.numeric, SentenceClass.lf]
      return inside.contains(following) && !isWide ? action | Action.nothing : action
    }
    guard stop != Int(stop_other) else { return action }
    if stop >= Int(stop_full_behind_ascii) {
      if isAsked(isSpaced, following) { action |= Action.asked }
      return action | self.action(stop - Int(stop_full_behind_ascii) + full, isSpaced: isSpaced, isWide: isWide, following)
    }
    // A line feed ends the sentence itself (SB9, SB10). SB8a.
    switch following {
    case SentenceClass.lf, SentenceClass.cr, SentenceClass.sep, SentenceClass.sContinue, SentenceClass.aTerm,
      SentenceClass.sTerm:
      action |= Action.nothingUAX29
      return following == SentenceClass.lf ? action | Action.nothing : action
    default: break
    }
    return action | uax29(stop, isSpaced, following) | standard(stop, isSpaced, isWide, following)
  }

  /// A letter, a digit, a quotation mark or bracket behind a blank; a quotation mark, a comma, the next letter of an abbreviation
  /// without one.
  private static func isAsked(_ isSpaced: Bool, _ following: UInt16) -> Bool {
    switch following {
    case SentenceClass.upper, SentenceClass.close: true
    case SentenceClass.lower, SentenceClass.numeric: isSpaced
    case SentenceClass.sContinue: !isSpaced
    default: false
    }
  }

  /// Whether characters of the class are no white space.
  private static func isInk(_ following: UInt16) -> Bool {
    switch following {
    case SentenceClass.upper, SentenceClass.lower, SentenceClass.oLetter, ideograph, SentenceClass.numeric,
      SentenceClass.close, SentenceClass.aTerm, SentenceClass.sTerm, SentenceClass.sContinue: true
    default: false
    }
  }

  /// Before a letter or digit.
  private static func uax29(_ stop: Int, _ isSpaced: Bool, _ following: UInt16) -> UInt16 {
    switch following {
    case SentenceClass.oLetter, ideograph: return Action.endsUAX29  // SB11
    case SentenceClass.upper: return stop != full || isSpaced ? Action.endsUAX29 : 0  // SB11, but for SB7
    case SentenceClass.lower: return stop == full ? Action.nothingUAX29 : Action.endsUAX29  // SB8
    case SentenceClass.numeric where stop == full: return isSpaced ? 0 : Action.nothingUAX29  // SB6
    case SentenceClass.numeric: return Action.endsUAX29  // SB11
    default: return 0
    }
  }

  private static func standard(_ stop: Int, _ isSpaced: Bool, _ isWide: Bool, _ following: UInt16) -> UInt16 {
    let isLetter = following == SentenceClass.oLetter || following == ideograph
    switch stop {
    case full where isSpaced: return following == SentenceClass.upper ? Action.fullStop : 0
    case Int(stop_question) where isSpaced: return following == SentenceClass.upper ? Action.question : 0
    // Inside numbers, addresses and abbreviations.
    case full:
      let isInside = following == SentenceClass.lower || following == SentenceClass.numeric
      return isInside && !isWide ? Action.nothing : 0
    case Int(stop_caseless): return isLetter || following == SentenceClass.numeric ? Action.endsStandard : 0
    case Int(stop_full_width): return following == ideograph ? Action.endsStandard : 0
    case Int(stop_arabic): return isSpaced && isLetter ? Action.endsStandard : 0
    default: return 0
    }
  }
}
