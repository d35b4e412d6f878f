/// What the signals ask of characters, as bits; a table for the Basic Multilingual Plane, made once, and a rule for the
/// rest.
struct Characters: Sendable {
  typealias Class = UInt8

  /// Python's str.isspace, on which str.split and str.strip cut.
  static let space: Class = 1
  /// Python's str.isalpha: the letters of general category L.
  static let letter: Class = 2
  /// Uppercase and titlecase letters.
  static let upper: Class = 4
  static let lower: Class = 8
  /// What a word made of it alone does not count for Gopher: punctuation, terminal punctuation and controls.
  static let symbol: Class = 16
  /// Ends a line for FineWeb.
  static let terminal: Class = 32
  /// What the tokens part from a word's ends.
  static let edge: Class = 64
  /// Python's \w: letters, digits, other numbers and the underscore.
  static let word: Class = 128

  private let classes: [Class]

  init() {
    var classes = [Class](repeating: 0, count: 0x10000)
    for value in UInt32(0)..<0x10000 {
      if let scalar = Unicode.Scalar(value) { classes[Int(value)] = Self.classify(scalar) }
    }
    for value in Self.symbols { classes[Int(value)] |= Self.symbol }
    for value in Self.terminals { classes[Int(value)] |= Self.symbol | Self.terminal }
    for value in Self.edges { classes[Int(value)] |= Self.edge }
    self.classes = classes
  }

  @inline(__always)
  subscript(_ value: UInt32) -> Class {
    value < 0x10000 ? classes.withUnsafeBufferPointer { $0[Int(value)] } : Self.classifyRare(value)
  }

  private static func classify(_ scalar: Unicode.Scalar) -> Class {
    var result: Class = 0
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: result = letter | upper | word
    case .lowercaseLetter: result = letter | lower | word
    case .otherLetter, .modifierLetter: result = letter | word
    case .decimalNumber, .letterNumber, .otherNumber: result = word
    case .otherSymbol: result = edge
    default: break
    }
    if scalar.value == 0x5F { result |= word }
    let isSeparator = (0x1C...0x1F).contains(scalar.value)
    if scalar.properties.isWhitespace || isSeparator { result |= space }
    // Controls but for tab and line feed, as FineWeb's makers list them.
    if scalar.value < 9 || (11...31).contains(scalar.value) || (127..<160).contains(scalar.value) { result |= symbol }
    return result
  }

  @inline(never)
  private static func classifyRare(_ value: UInt32) -> Class {
    guard let scalar = Unicode.Scalar(value) else { return 0 }
    var result = classify(scalar)
    if rareTerminals.contains(value) { result |= symbol | terminal }
    return result
  }

  /// Unicode's Sentence_Terminal property without the ellipses, as FineWeb's makers list it: Basic Multilingual Plane.
  private static let terminals: [UInt32] = [
    0x21, 0x2E, 0x3F, 0x589, 0x61D, 0x61E, 0x61F, 0x6D4, 0x700, 0x701, 0x702, 0x7F9, 0x837, 0x839, 0x83D, 0x83E, 0x964,
    0x965, 0x104A, 0x104B, 0x1362, 0x1367, 0x1368, 0x166E, 0x1735, 0x1736, 0x17D4, 0x17D5, 0x17D6, 0x17D9, 0x17DA, 0x1803,
    0x1809, 0x1944, 0x1945, 0x1AA8, 0x1AA9, 0x1AAA, 0x1AAB, 0x1B5A, 0x1B5B, 0x1B5E, 0x1B5F, 0x1B7D, 0x1B7E, 0x1C3B,
    0x1C3C, 0x1C7E, 0x1C7F, 0x203C, 0x203D, 0x2047, 0x2048, 0x2049, 0x2E2E, 0x2E3C, 0x2E53, 0x2E54, 0x3002, 0xA4FF,
    0xA60E, 0xA60F, 0xA6F3, 0xA6F7, 0xA876, 0xA877, 0xA8CE, 0xA8CF, 0xA92F, 0xA9C8, 0xA9C9, 0xAA5D, 0xAA5E, 0xAA5F,
    0xAAF0, 0xAAF1, 0xABEB, 0xFE52, 0xFE56, 0xFE57, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61,
  ]

  /// The same above it.
  private static let rareTerminals: Set<UInt32> = [
    0x10A56, 0x10A57, 0x10F55, 0x10F56, 0x10F57, 0x10F58, 0x10F59, 0x10F86, 0x10F87, 0x10F88, 0x10F89, 0x11047, 0x11048,
    0x110BE, 0x110BF, 0x110C0, 0x110C1, 0x11141, 0x11142, 0x11143, 0x111C5, 0x111C6, 0x111CD, 0x111DE, 0x111DF, 0x11238,
    0x11239, 0x1123B, 0x1123C, 0x112A9, 0x1144B, 0x1144C, 0x115C2, 0x115C3, 0x115C9, 0x115CA, 0x115CB, 0x115CC, 0x115CD,
    0x115CE, 0x115CF, 0x115D0, 0x115D1, 0x115D2, 0x115D3, 0x115D4, 0x115D5, 0x115D6, 0x115D7, 0x11641, 0x11642, 0x1173C,
    0x1173D, 0x1173E, 0x11944, 0x11946, 0x11A42, 0x11A43, 0x11A9B, 0x11A9C, 0x11C41, 0x11C42, 0x11EF7, 0x11EF8, 0x11F43,
    0x11F44, 0x16A6E, 0x16A6F, 0x16AF5, 0x16B37, 0x16B38, 0x16B44, 0x16E98, 0x1BC9F, 0x1DA88,
  ]

  /// ASCII's punctuation, and the marks beyond it that FineWeb's makers count as punctuation.
  private static let symbols: [UInt32] =
    Array(0x21...0x2F) + Array(0x3A...0x40) + Array(0x5B...0x60) + Array(0x7B...0x7E) + [
      0xAB, 0xB4, 0xBB, 0x2013, 0x2014, 0x2019, 0x201C, 0x201D, 0x201E, 0x2026, 0x2236, 0x25BA, 0x3001, 0x3002, 0x300A,
      0x300B, 0x300C, 0x300D, 0x3010, 0x3011, 0xFF01, 0xFF05, 0xFF08, 0xFF09, 0xFF0C, 0xFF0E, 0xFF11, 0xFF1A, 0xFF1B,
      0xFF1F, 0xFF5E,
    ]

  /// Punctuation, quotation marks and brackets that stand at a word's ends: what spaCy's English rules part there.
  private static let edges: [UInt32] =
    "…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪'\"”“`‘´’‚„»«「」『』（）〔〕【】《》〈〉⟦⟧—–"
    .unicodeScalars.map(\.value)
}
