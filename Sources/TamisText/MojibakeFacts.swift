import TamisBase
import TamisICU

/// What a character is in a text, as far as it tells real text from misread bytes.
struct MojibakeFacts: BitwiseCopyable {
  /// How characters behave beside each other.
  enum Kind: UInt16 {
    /// Blanks, ASCII punctuation and whatever else says nothing.
    case neutral
    case lower, upper, caseless, digit
    /// Opens: nothing stands before it without a blank.
    case open
    /// Closes, or stands behind a word without a blank: quotes, degree, ordinal and superscript signs.
    case close
    /// Joins words: apostrophes, dashes, ellipsis, no-break space.
    case joiner
    case symbol, mathematics, control
  }

  enum Script: UInt16 {
    case none, latin, cyrillic, other
  }

  /// How likely it is that somebody wrote the character and a program broke it.
  enum Likelihood: UInt16 {
    /// Unassigned, private or a control: no one wrote it.
    case never, rare, possible, common
  }

  let bits: UInt16

  var kind: Kind { Kind(rawValue: bits & 0xF) ?? .neutral }
  var script: Script { Script(rawValue: bits >> 4 & 0x3) ?? .none }
  var likelihood: Likelihood { Likelihood(rawValue: bits >> 6 & 0x3) ?? .never }
  var isLetter: Bool { bits & 0xF >= Kind.lower.rawValue && bits & 0xF <= Kind.caseless.rawValue }
}

extension MojibakeFacts {
  /// Builds the table; later rules overwrite earlier ones, field by field.
  static func buildTable() throws(TamisError) -> CodePointTable {
    var buffer = GrowableBuffer<UInt16>()
    try buffer.append(repeating: 0, count: 0x110000)
    guard let values = buffer.elements.baseAddress else { throw .outOfMemory }
    try CharacterProperty.generalCategory.forEachRange { (first, last, value) throws(TamisError) in
      fill(values, first, last, kind: kind(category: value), likelihood: likelihood(category: value))
    }
    try CharacterProperty.script.forEachRange { (first, last, value) throws(TamisError) in
      fill(values, first, last, script: script(value))
    }
    for (first, last, likelihood) in likelihoods { fill(values, first, last, likelihood: likelihood) }
    for (first, last, kind) in kinds { fill(values, first, last, kind: kind) }
    return try condensed(buffer.view)
  }

  private static func condensed(_ values: UnsafeBufferPointer<UInt16>) throws(TamisError) -> CodePointTable {
    var builder = try CodePointTableBuilder()
    var start = 0
    while start < values.count {
      var end = start + 1
      while end < values.count && values[end] == values[start] { end += 1 }
      try builder.set(UInt32(start), UInt32(end - 1), values[start])
      start = end
    }
    return try builder.build()
  }

  private static func fill(
    _ values: UnsafeMutablePointer<UInt16>, _ first: UInt32, _ last: UInt32, kind: Kind? = nil, script: Script? = nil,
    likelihood: Likelihood? = nil
  ) {
    var mask: UInt16 = 0
    var bits: UInt16 = 0
    if let kind { (mask, bits) = (mask | 0xF, bits | kind.rawValue) }
    if let script { (mask, bits) = (mask | 0x30, bits | script.rawValue << 4) }
    if let likelihood { (mask, bits) = (mask | 0xC0, bits | likelihood.rawValue << 6) }
    for scalar in Int(first)...Int(last) { values[scalar] = values[scalar] & ~mask | bits }
  }

  /// By ICU's `UCharCategory`.
  private static func kind(category: UInt32) -> Kind {
    switch category {
    case 1, 3: .upper
    case 2: .lower
    case 4, 5: .caseless
    case 9: .digit
    case 11, 24, 25, 26, 27: .symbol
    case 15, 16: .control
    default: .neutral
    }
  }

  private static func likelihood(category: UInt32) -> Likelihood {
    switch category {
    case 0, 15, 17, 18: .never
    default: .possible
    }
  }

  /// By ICU's `UScriptCode`: 0 Common, 1 Inherited, 8 Cyrillic, 25 Latin.
  private static func script(_ value: UInt32) -> Script {
    switch value {
    case 0, 1: .none
    case 8: .cyrillic
    case 25: .latin
    default: .other
    }
  }

  private static let likelihoods: [(UInt32, UInt32, Likelihood)] = [
    // C1 controls and Apple's logo are what a second misreading leaves.
    (0x80, 0x9F, .rare), (0xF8FF, 0xF8FF, .rare),
    (0xA0, 0x17F, .common), (0x180, 0x36F, .rare), (0x218, 0x21B, .common), (0x370, 0x373, .rare),
    // The florin sign and the spacing accents of the pages themselves.
    (0x192, 0x192, .possible), (0x2C6, 0x2C7, .possible), (0x2D8, 0x2DD, .possible),
    (0x376, 0x377, .rare), (0x37B, 0x37D, .rare), (0x3CF, 0x3FF, .rare),
    (0x401, 0x401, .common), (0x404, 0x404, .common), (0x406, 0x407, .common), (0x410, 0x44F, .common),
    (0x451, 0x451, .common), (0x454, 0x454, .common), (0x456, 0x457, .common), (0x490, 0x491, .common),
    (0x460, 0x48F, .rare), (0x492, 0x52F, .rare), (0x1680, 0x177F, .rare),
    (0x2010, 0x2027, .common), (0x2030, 0x203A, .common), (0x20AC, 0x20AC, .common), (0x2122, 0x2122, .common),
    (0xFEFF, 0xFEFF, .common),
  ]

  private static let kinds: [(UInt32, UInt32, Kind)] = [
    (0x00, 0x2F, .neutral), (0x3A, 0x40, .neutral), (0x5B, 0x60, .neutral), (0x7B, 0x7F, .neutral),
    (0xA0, 0xA0, .joiner), (0xA1, 0xA1, .open), (0xAA, 0xAB, .close), (0xAD, 0xAD, .joiner), (0xB0, 0xB0, .close),
    (0xB2, 0xB3, .close), (0xB4, 0xB4, .joiner), (0xB5, 0xB5, .symbol), (0xB7, 0xB7, .joiner), (0xB9, 0xBB, .close),
    (0xBC, 0xBE, .symbol), (0xBF, 0xBF, .open), (0xA7, 0xA7, .symbol), (0xB6, 0xB6, .symbol),
    (0xAC, 0xAC, .mathematics), (0xB1, 0xB1, .mathematics), (0xD7, 0xD7, .mathematics), (0xF7, 0xF7, .mathematics),
    (0x2C6, 0x2DD, .symbol),
    (0x3A9, 0x3A9, .mathematics), (0x3C0, 0x3C0, .mathematics),
    (0x2010, 0x2015, .joiner), (0x2018, 0x2018, .open), (0x2019, 0x2019, .joiner), (0x201A, 0x201A, .open),
    (0x201C, 0x201D, .close), (0x201E, 0x201E, .open), (0x2020, 0x2022, .symbol), (0x2026, 0x2026, .joiner),
    (0x2030, 0x2030, .symbol), (0x2039, 0x203A, .close), (0x2044, 0x2044, .mathematics),
    (0x2200, 0x22FF, .mathematics), (0x2320, 0x2321, .symbol), (0xF8FF, 0xF8FF, .symbol), (0xFB01, 0xFB02, .symbol),
  ]
}
