import CByteScan
import TamisBase

/// The optional stage behind the sanitizer: typographic forms made plain. It runs before normalisation, as what it
/// writes may compose: `Ａ` and an accent behind it.
///
/// - *Quotation marks*: the single ones U+2018 to U+201B and `‹` `›` become `'`; the double ones U+201C to U+201F and
///   `«` `»` become `"`: guillemets are what French or Russian has for the same thing, and a blank inside them stays.
///   Primes, letters such as U+02BC, and the brackets of Chinese and Japanese are no quotation marks of this kind.
/// - *Dashes*: U+2010 to U+2015 and the minus U+2212 become `-`, and so do their vertical and small forms U+FE31,
///   U+FE32, U+FE58 and U+FE63.
/// - *Ligatures*: U+FB00 to U+FB06, the Armenian U+FB13 to U+FB17, and the Dutch `Ĳ` `ĳ` become the letters that they
///   join, as in NFKC. `æ`, `œ` and `ß` are letters of their own and stay.
/// - *Widths*: fullwidth U+FF01 to U+FF5E become ASCII, halfwidth U+FF61 to U+FF9F the katakana and its punctuation; a
///   halfwidth voicing mark becomes the combining one, which NFC and NFKC join to its letter.
struct TypographyStage: Sendable {
  private let policy: TextPolicy
  private let table: CodePointTable

  /// Nil when the policy wants none of it.
  init?(_ policy: TextPolicy, _ classes: TextClasses) {
    guard policy.straightensQuotes || policy.plainsDashes || policy.expandsLigatures || policy.narrowsFullwidth else {
      return nil
    }
    self.policy = policy
    table = classes.policy
  }

  /// - Precondition: `input` is well-formed UTF-8.
  func run(
    _ input: Bytes, _ chunks: inout ByteChunks, into output: inout StageOutput, counting edits: inout EditCounts
  ) throws(TamisError) {
    guard let base = input.baseAddress else { return }
    let end = input.count
    var walk = AttentionWalk()
    _ = try chunks.forEachBlock(of: input, .all) { (block, start, _) throws(TamisError) in
      var bits = block.non_ascii
      while let place = walk.next(&bits, start) {
        walk.seen = place
        while walk.seen < end, base[walk.seen] >= 0x80 {
          walk.seen += try visit(base, walk.seen, end, &output, &edits)
        }
      }
    }
    try output.finish(base, end)
  }

  /// Looks at the character at `place`; returns its length.
  private func visit(
    _ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int, _ output: inout StageOutput, _ edits: inout EditCounts
  ) throws(TamisError) -> Int {
    let scalar = decodeMultibyteScalar(base, place, end)
    guard table[scalar.value] & TextClasses.Policy.typography != 0, let plain = plain(scalar.value) else {
      return scalar.length
    }
    edits.typography += 1
    let span = ByteSpan(place, place + scalar.length)
    switch plain {
    case .ascii(var byte): try output.replace(span, of: base, with: &byte, count: 1)
    case .text(let text, let start, let count):
      try output.replace(span, of: base, with: text.utf8Start + start, count: count)
    }
    return scalar.length
  }

  private enum Plain {
    case ascii(UInt8)
    case text(StaticString, start: Int, count: Int)
  }

  private func plain(_ scalar: UInt32) -> Plain? {
    switch scalar {
    case 0x2018...0x201B, 0x2039, 0x203A: policy.straightensQuotes ? .ascii(UInt8(ascii: "'")) : nil
    case 0x201C...0x201F, 0xAB, 0xBB: policy.straightensQuotes ? .ascii(UInt8(ascii: "\"")) : nil
    case 0x2010...0x2015, 0x2212, 0xFE31, 0xFE32, 0xFE58, 0xFE63: policy.plainsDashes ? .ascii(UInt8(ascii: "-")) : nil
    case 0xFF01...0xFF5E: policy.narrowsFullwidth ? .ascii(UInt8(truncatingIfNeeded: scalar - 0xFEE0)) : nil
    case 0xFF61...0xFF9F: policy.narrowsFullwidth ? katakana(scalar) : nil
    default: policy.expandsLigatures ? letters(scalar) : nil
    }
  }

  /// U+FF61 to U+FF9F, by their compatibility decompositions: 63 characters of three bytes.
  private func katakana(_ scalar: UInt32) -> Plain {
    let wide: StaticString = """
      。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}
      """
    return .text(wide, start: Int(scalar - 0xFF61) * 3, count: 3)
  }

  private func letters(_ scalar: UInt32) -> Plain? {
    let letters: StaticString
    switch scalar {
    case 0x132: letters = "IJ"
    case 0x133: letters = "ij"
    case 0xFB00: letters = "ff"
    case 0xFB01: letters = "fi"
    case 0xFB02: letters = "fl"
    case 0xFB03: letters = "ffi"
    case 0xFB04: letters = "ffl"
    case 0xFB05, 0xFB06: letters = "st"
    case 0xFB13: letters = "մն"
    case 0xFB14: letters = "մե"
    case 0xFB15: letters = "մի"
    case 0xFB16: letters = "վն"
    case 0xFB17: letters = "մխ"
    default: return nil
    }
    return .text(letters, start: 0, count: letters.utf8CodeUnitCount)
  }
}
