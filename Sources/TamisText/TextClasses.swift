import CByteScan
import TamisBase
import TamisICU

/// What the text room knows of each code point: one table for the cleaning policy, one for normalisation.
///
/// Both are built from ICU's property maps the first time that a cleaner is made, and kept.
struct TextClasses: Sendable {
  /// Bits of ``policy``.
  enum Policy {
    static let space: UInt16 = 1 << 0
    static let lineEnd: UInt16 = 1 << 1
    static let control: UInt16 = 1 << 2
    static let zeroWidth: UInt16 = 1 << 3
    /// ZWJ and ZWNJ.
    static let joiner: UInt16 = 1 << 4
    /// A joiner behind it can do something: letters and signs of scripts that join, and emoji.
    static let joins: UInt16 = 1 << 5
    /// Its canonical combining class is not zero.
    static let mark: UInt16 = 1 << 6
    static let bidirectional: UInt16 = 1 << 7
    static let softHyphen: UInt16 = 1 << 14
    static let byteOrderMark: UInt16 = 1 << 15
    /// From here on: the character may change, or change its neighbours, under the form.
    static func unsettled(_ form: NormalizationForm) -> UInt16 {
      form == .none ? 0 : 1 << (8 + UInt16(truncatingIfNeeded: form.rawValue))
    }
  }

  /// Fields of ``normalization``.
  enum Normalization {
    static let combiningClass: UInt16 = 0xFF
    /// Set when the quick check of NFC is "maybe".
    static let maybe: UInt16 = 1 << 15
    /// Set when the quick check of the form is not "yes".
    static func notYes(_ form: NormalizationForm) -> UInt16 {
      form == .none ? 0 : 1 << (8 + UInt16(truncatingIfNeeded: form.rawValue))
    }
  }

  let policy: CodePointTable
  let normalization: CodePointTable
  /// Of the unsettled characters, those with a boundary before them all the same: one bit a form.
  let boundaries: CodePointTable
  let compositions: Compositions
  /// Whether the sieve of the C kernels lets through all that these tables call unsettled or of interest: an ICU newer
  /// than the sieve may know marks that it does not.
  private let sieveHolds: Bool

  /// What has to be looked at to bring text into the form.
  func attention(for form: NormalizationForm) -> ByteChunks.Attention {
    sieveHolds && (form == .nfc || form == .none) ? .sieved : .all
  }

  static func boundaryBefore(_ form: NormalizationForm) -> UInt16 {
    form == .none ? 0 : 1 << UInt16(truncatingIfNeeded: form.rawValue)
  }

  private static let built = Result<TextClasses, TamisError> { () throws(TamisError) in try TextClasses() }

  /// The tables; throws what went wrong when they were built.
  static func shared() throws(TamisError) -> TextClasses {
    try built.get()
  }

  private init() throws(TamisError) {
    policy = try Self.buildPolicy()
    normalization = try Self.buildNormalization()
    boundaries = try Self.buildBoundaries()
    compositions = try Compositions(Normalizer(.nfc)) { (body) throws(TamisError) in
      try Self.forEachUnsettledRange(.nfd, body)
    }
    sieveHolds = Self.checkSieve(policy)
  }

  private static func checkSieve(_ policy: CodePointTable) -> Bool {
    let interesting = ~(Policy.joins | Policy.mark)
      & ~(Policy.unsettled(.nfd) | Policy.unsettled(.nfkc) | Policy.unsettled(.nfkd) | Policy.unsettled(.nfkcCasefold))
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { bytes in
      bytes.initialize(repeating: 0)
      guard let base = bytes.baseAddress else { return false }
      var block = text_scan_block()
      // Beyond the BMP the sieve lets everything through.
      for scalar: UInt32 in 0x80...0xFFFF where policy[scalar] & interesting != 0 {
        let length = encodeScalar(scalar, to: base + 3)
        text_scan_portable(base + 3, length, base, &block)
        if block.attention == 0 { return false }
      }
      return true
    }
  }

  private static func buildBoundaries() throws(TamisError) -> CodePointTable {
    var table = try CodePointTableBuilder()
    for form in NormalizationForm.allCases where form != .none {
      let normalizer = try Normalizer(form)
      try forEachUnsettledRange(form) { (first, last) throws(TamisError) in
        for scalar in first...last where normalizer.hasBoundary(before: scalar) {
          try table.set(scalar, scalar, boundaryBefore(form))
        }
      }
    }
    return try table.build()
  }

  private static func forEachUnsettledRange(
    _ form: NormalizationForm, _ body: (UInt32, UInt32) throws(TamisError) -> Void
  ) throws(TamisError) {
    // NFKC_Casefold has no quick-check property: it changes what the binary property says, and composes as NFC does.
    if form == .nfkcCasefold {
      try CharacterProperty.changesWhenNFKCCasefolded.forEachRange { (first, last, _) throws(TamisError) in
        try body(first, last)
      }
    }
    let checked = form == .nfkcCasefold ? .nfc : form
    try CharacterProperty.quickCheck(checked).forEachRange { (first, last, value) throws(TamisError) in
      if value != QuickCheck.yes { try body(first, last) }
    }
  }

  private static func buildNormalization() throws(TamisError) -> CodePointTable {
    var table = try CodePointTableBuilder()
    try CharacterProperty.canonicalCombiningClass.forEachRange { (first, last, value) throws(TamisError) in
      try table.set(first, last, UInt16(truncatingIfNeeded: value) & Normalization.combiningClass)
    }
    try CharacterProperty.quickCheck(.nfc).forEachRange { (first, last, value) throws(TamisError) in
      if value == QuickCheck.maybe { try table.set(first, last, Normalization.maybe) }
    }
    for form in NormalizationForm.allCases where form != .none {
      try forEachUnsettledRange(form) { (first, last) throws(TamisError) in
        try table.set(first, last, Normalization.notYes(form))
      }
    }
    return try table.build()
  }

  private static func buildPolicy() throws(TamisError) -> CodePointTable {
    var table = try CodePointTableBuilder()
    for form in NormalizationForm.allCases where form != .none {
      let bit = Policy.unsettled(form)
      try forEachUnsettledRange(form) { (first, last) throws(TamisError) in try table.set(first, last, bit) }
    }
    let everyForm = NormalizationForm.allCases.reduce(0) { $0 | Policy.unsettled($1) }
    try CharacterProperty.canonicalCombiningClass.forEachRange { (first, last, value) throws(TamisError) in
      if value != 0 { try table.set(first, last, everyForm | Policy.mark) }
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
  ]

  /// Letters without case and marks, of a script of their own, and emoji. Characters that a compatibility form would
  /// turn into something else are left out, so that cleaning twice does what cleaning once does.
  private static func markJoining(_ table: inout CodePointTableBuilder) throws(TamisError) {
    var candidates = try CodePointTableBuilder()
    let letter: UInt16 = 1, ownScript: UInt16 = 2, emoji: UInt16 = 4, changes: UInt16 = 8
    // ICU's UCharCategory: 4 modifier letter, 5 other letter, 6 non-spacing mark, 8 combining spacing mark.
    try CharacterProperty.generalCategory.forEachRange { (first, last, value) throws(TamisError) in
      if [4, 5, 6, 8].contains(value) { try candidates.set(first, last, letter) }
    }
    // ICU's UScriptCode: 0 Common, 1 Inherited, 8 Cyrillic, 14 Greek, 25 Latin.
    try CharacterProperty.script.forEachRange { (first, last, value) throws(TamisError) in
      if ![0, 1, 8, 14, 25].contains(value) { try candidates.set(first, last, ownScript) }
    }
    try CharacterProperty.extendedPictographic.forEachRange { (first, last, _) throws(TamisError) in
      try candidates.set(first, last, emoji)
    }
    try CharacterProperty.quickCheck(.nfkc).forEachRange { (first, last, value) throws(TamisError) in
      if value == QuickCheck.no { try candidates.set(first, last, changes) }
    }
    let found = try candidates.build()
    for scalar: UInt32 in 0x80...0x1FFFF {
      let value = found[scalar]
      let joins = value == letter | ownScript || value & (emoji | changes) == emoji
      if joins { try table.set(scalar, scalar, Policy.joins) }
    }
    // Skin tones and the emoji variation selector stand between an emoji and its joiner.
    try table.set(0x1F3FB, 0x1F3FF, Policy.joins)
    try table.set(0xFE0F, 0xFE0F, Policy.joins)
  }
}
