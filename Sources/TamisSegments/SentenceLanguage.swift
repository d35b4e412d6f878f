/// The languages that the sentence rules know something about, in a fixed order: the weights are indexed by it.
/// Appending is safe; any other change asks for new weights.
enum SentenceLanguage: UInt8, CaseIterable {
  case unknown = 0
  case en, de, nl, da, nb, sv, fr, es, pt, it, ro, ca, pl, cs, sk, sl, hr, hu, et, fi, lv, lt, tr
  case ru, uk, bg, el, hy, kk
  case ar, fa, ur, hi, zh, ja, ko

  /// By the first subtag of a BCP 47 tag ("pt-BR", "zh_Hans"), in any case; `unknown` for every language not listed.
  init(tag: some Sequence<UInt8>) {
    var code: UInt32 = 0
    var length = 0
    for byte in tag {
      if byte == 0x2D || byte == 0x5F { break }
      code = code &<< 8 | UInt32(byte | 0x20)
      length += 1
    }
    self = length == 2 || length == 3 ? Self.byCode[code] ?? .unknown : .unknown
  }

  @inline(__always) var isSlavicInCyrillic: Bool { self == .ru || self == .uk || self == .bg }

  private static let byCode: [UInt32: SentenceLanguage] = {
    var found: [UInt32: SentenceLanguage] = [:]
    for language in allCases where language != .unknown { found[code("\(language)")] = language }
    for (other, language) in [("no", nb), ("nn", nb), ("sr", hr), ("bs", hr), ("gl", pt), ("be", ru), ("mk", bg)] {
      found[code(other)] = language
    }
    return found
  }()

  private static func code(_ text: String) -> UInt32 {
    text.utf8.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
