import CByteScan
import TamisBase
import TamisICU

/// What the text room knows of each code point under one normalisation form: a table for the cleaning policy, and one for
/// normalisation.
///
/// Both are built from ICU's property maps the first time that a cleaner of that form is made, and kept.
struct TextClasses: Sendable {
  /// Bits of ``policy``.
  enum Policy {
    static let space: UInt16 = 1 << 0
    static let lineEnd: UInt16 = 1 << 1
    static let control: UInt16 = 1 << 2
    static let zeroWidth: UInt16 = 1 << 3
    /// ZWJ and ZWNJ.
    static let joiner: UInt16 = 1 << 4
    static let bidirectional: UInt16 = 1 << 5
    static let softHyphen: UInt16 = 1 << 6
    static let byteOrderMark: UInt16 = 1 << 7
    /// A joiner behind it can do something: letters and signs of scripts that join, and emoji.
    static let joins: UInt16 = 1 << 8
    /// Its canonical combining class is not zero.
    static let mark: UInt16 = 1 << 9
    /// It may change, or change its neighbours, under the form.
    static let unsettled: UInt16 = 1 << 10
    /// Something that ``TypographyStage`` may make plain.
    static let typography: UInt16 = 1 << 11
  }

  /// Fields of ``normalization``.
  enum Normalization {
    static let combiningClass: UInt16 = 0xFF
    /// The quick check of the form is not "yes".
    static let notYes: UInt16 = 1 << 8
    /// The quick check of NFC is "maybe".
    static let maybe: UInt16 = 1 << 9
    /// NFD decomposes it.
    static let decomposes: UInt16 = 1 << 10
    /// Unsettled, but nothing is joined or reordered across the place before it.
    static let boundaryBefore: UInt16 = 1 << 11
  }

  let form: NormalizationForm
  let policy: CodePointTable
  let normalization: CodePointTable
  let compositions: Compositions
  /// What has to be looked at to bring text into the form. The sieve of the C kernels is made for NFC; an ICU newer than it
  /// may know marks that it does not.
  let attention: ByteChunks.Attention

  private static let none = MadeOnce()
  private static let nfc = MadeOnce()
  private static let nfd = MadeOnce()
  private static let nfkc = MadeOnce()
  private static let nfkd = MadeOnce()
  private static let nfkcCasefold = MadeOnce()

  /// The tables of a form; throws what goes wrong when they are built.
  static func shared(_ form: NormalizationForm) throws(TamisError) -> TextClasses {
    let place =
      switch form {
      case .none: none
      case .nfc: nfc
      case .nfd: nfd
      case .nfkc: nfkc
      case .nfkd: nfkd
      case .nfkcCasefold: nfkcCasefold
      }
    return try place.get(room: 1 << 21) { () throws(TamisError) in try TextClasses(form) }
  }

  private init(_ form: NormalizationForm) throws(TamisError) {
    self.form = form
    let policy = try Self.buildPolicy(form)
    var normalization: CodePointTable?
    do throws(TamisError) {
      let built = try Self.buildNormalization(form)
      normalization = built
      compositions = try Compositions(Normalizer(.nfc)) { (body) throws(TamisError) in
        try Self.forEachUnsettledRange(.nfd, body)
      }
      self.normalization = built
    } catch {
      policy.deallocate()
      normalization?.deallocate()
      throw error
    }
    self.policy = policy
    let sieveIsEnough = (form == .nfc || form == .none) && Self.sieveHolds(policy, compositions)
    attention = sieveIsEnough ? .sieved : .all
  }

  private static func forEachUnsettledRange(
    _ form: NormalizationForm, _ body: (UInt32, UInt32) throws(TamisError) -> Void
  ) throws(TamisError) {
    guard form != .none else { return }
    // NFKC_Casefold has no quick-check property: it changes what the binary property says, and composes as NFC does.
    if form == .nfkcCasefold {
      try CharacterProperty.changesWhenNFKCCasefolded.forEachRange { (first, last, _) throws(TamisError) in
        try body(first, last)
      }
    }
    if form == .nfd {
      return try CharacterProperty.decompositionType.forEachRange { (first, last, value) throws(TamisError) in
        if value == 1 { try body(first, last) }
      }
    }
    let checked = form == .nfkcCasefold ? .nfc : form
    try CharacterProperty.quickCheck(checked).forEachRange { (first, last, value) throws(TamisError) in
      if value != QuickCheck.yes { try body(first, last) }
    }
  }

  private static func buildNormalization(_ form: NormalizationForm) throws(TamisError) -> CodePointTable {
    var table = try CodePointTableBuilder()
    try CharacterProperty.canonicalCombiningClass.forEachRange { (first, last, value) throws(TamisError) in
      try table.set(first, last, UInt16(truncatingIfNeeded: value) & Normalization.combiningClass)
    }
    try CharacterProperty.quickCheck(.nfc).forEachRange { (first, last, value) throws(TamisError) in
      if value == QuickCheck.maybe { try table.set(first, last, Normalization.maybe) }
    }
    try forEachUnsettledRange(.nfd) { (first, last) throws(TamisError) in
      try table.set(first, last, Normalization.decomposes)
    }
    guard form != .none else { return try table.build() }
    let normalizer = try Normalizer(form)
    try forEachUnsettledRange(form) { (first, last) throws(TamisError) in
      try table.set(first, last, Normalization.notYes)
      for scalar in first...last where normalizer.hasBoundary(before: scalar) {
        try table.set(scalar, scalar, Normalization.boundaryBefore)
      }
    }
    return try table.build()
  }

  private static func buildPolicy(_ form: NormalizationForm) throws(TamisError) -> CodePointTable {
    var table = try CodePointTableBuilder()
    try forEachUnsettledRange(form) { (first, last) throws(TamisError) in
      try table.set(first, last, Policy.unsettled)
    }
    let ofMarks = form == .none ? Policy.mark : Policy.mark | Policy.unsettled
    try CharacterProperty.canonicalCombiningClass.forEachRange { (first, last, value) throws(TamisError) in
      if value != 0 { try table.set(first, last, ofMarks) }
    }
    for (first, last, bit) in fixedRanges { try table.set(first, last, bit) }
    try markJoining(&table)
    return try table.build()
  }

  private static let fixedRanges: [(UInt32, UInt32, UInt16)] = [
    (0x09, 0x09, Policy.space), (0x20, 0x20, Policy.space), (0xA0, 0xA0, Policy.space), (0x1680, 0x1680, Policy.space),
    (0x2000, 0x200A, Policy.space), (0x202F, 0x202F, Policy.space), (0x205F, 0x205F, Policy.space),
    (0x3000, 0x3000, Policy.space),
    (0x0B, 0x0D, Policy.lineEnd), (0x85, 0x85, Policy.lineEnd), (0x2028, 0x2029, Policy.lineEnd),
    (0x00, 0x08, Policy.control), (0x0E, 0x1F, Policy.control), (0x7F, 0x84, Policy.control),
    (0x86, 0x9F, Policy.control), (0xFFF9, 0xFFFC, Policy.control),
    (0xAD, 0xAD, Policy.softHyphen), (0xFEFF, 0xFEFF, Policy.byteOrderMark),
    (0x200B, 0x200B, Policy.zeroWidth), (0x2060, 0x2064, Policy.zeroWidth), (0x206A, 0x206F, Policy.zeroWidth),
    (0x061C, 0x061C, Policy.bidirectional), (0x200E, 0x200F, Policy.bidirectional),
    (0x202A, 0x202E, Policy.bidirectional), (0x2066, 0x2069, Policy.bidirectional),
    (0x200C, 0x200D, Policy.joiner),
    (0xAB, 0xAB, Policy.typography), (0xBB, 0xBB, Policy.typography), (0x132, 0x133, Policy.typography),
    (0x2010, 0x2015, Policy.typography), (0x2018, 0x201F, Policy.typography), (0x2039, 0x203A, Policy.typography),
    (0x2212, 0x2212, Policy.typography), (0xFB00, 0xFB06, Policy.typography), (0xFB13, 0xFB17, Policy.typography),
    (0xFE31, 0xFE32, Policy.typography), (0xFE58, 0xFE58, Policy.typography), (0xFE63, 0xFE63, Policy.typography),
    (0xFF01, 0xFF5E, Policy.typography), (0xFF61, 0xFF9F, Policy.typography),
  ]

  /// Letters without case, the signs on them, and emoji. Characters that a compatibility form would turn into something
  /// else are left out, so that cleaning twice does what cleaning once does.
  private static func markJoining(_ table: inout CodePointTableBuilder) throws(TamisError) {
    var candidates = try CodePointTableBuilder()
    let joining: UInt16 = 1, changes: UInt16 = 2
    // ICU's USentenceBreak: 6 letters without case (OLetter), 12 Extend. The map is one that the sentences need as well.
    try CharacterProperty.sentenceBreak.forEachRange { (first, last, value) throws(TamisError) in
      if value == 6 || value == 12 { try candidates.set(first, last, joining) }
    }
    try CharacterProperty.extendedPictographic.forEachRange { (first, last, _) throws(TamisError) in
      try candidates.set(first, last, joining)
    }
    // A joiner does not act on another one.
    try candidates.set(0x200C, 0x200D, changes)
    try CharacterProperty.quickCheck(.nfkc).forEachRange { (first, last, value) throws(TamisError) in
      if value == QuickCheck.no { try candidates.set(first, last, changes) }
    }
    try candidates.forEachRange { (first, last, value) throws(TamisError) in
      if value == joining && first >= 0x80 { try table.set(first, last, Policy.joins) }
    }
    // Skin tones stand between an emoji and its joiner, as the variation selectors do, which are Extend.
    try table.set(0x1F3FB, 0x1F3FF, Policy.joins)
  }

  /// Whether the sieve lets through all that the policy calls unsettled or of interest; a mark at least beside another
  /// one and behind a character that it composes with.
  private static func sieveHolds(_ policy: CodePointTable, _ compositions: Compositions) -> Bool {
    let interesting = ~(Policy.joins | Policy.mark | Policy.typography)
    // Beyond the BMP the sieve lets everything through.
    for scalar: UInt32 in 0x80...0xFFFF where policy[scalar] & interesting != 0 && !isSeen(scalar, nil) {
      let isMark = policy[scalar] & (interesting | Policy.mark) == Policy.unsettled | Policy.mark
      guard isMark, isSeen(scalar, scalar) else { return false }
      guard compositions.allFirsts(of: scalar, { isSeen($0, scalar) }) else { return false }
    }
    return true
  }

  /// Whether the sieve lets something through of a text of one or two characters.
  private static func isSeen(_ first: UInt32, _ second: UInt32?) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { bytes in
      guard let base = bytes.baseAddress else { return false }
      var length = encodeScalar(first, to: base)
      if let second { length += encodeScalar(second, to: base + length) }
      var block = text_scan_block()
      var state = text_scan_start()
      text_scan(base, length, &state, &block)
      return state.attention != 0
    }
  }
}

/// Whether the C kernels' sieve knows all that the ICU at run time calls unsettled under NFC, so that text in order is
/// passed over. It is asked by a test: without it all is right, and slow.
package func sieveKnowsAllOfNFC() throws(TamisError) -> Bool {
  try TextClasses.shared(.nfc).attention == .sieved
}
