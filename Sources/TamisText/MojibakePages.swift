import TamisBase
import TamisICU

/// A code page through which UTF-8 is commonly misread, one character a byte.
enum MojibakePage: Int, CaseIterable {
  /// Windows-1252, and Latin-1 by way of the C1 controls.
  case windows1252, windows1250, windows1251, macRoman, koi8R

  /// The characters of the bytes 0x80 to 0xFF, from the mapping tables that the Unicode Consortium publishes
  /// (Public/MAPPINGS/VENDORS: MICSFT/WINDOWS/CP1252, CP1250, CP1251; APPLE/ROMAN; MISC/KOI8-R). A byte that a page
  /// leaves undefined is the C1 control of the same number, as browsers have it (WHATWG Encoding Standard, section 9).
  var upperHalf: StaticString {
    switch self {
    case .windows1252:
      """
      €\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ\
      \u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿\
      ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
      àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ
      """
    case .windows1250:
      """
      €\u{81}‚\u{83}„…†‡\u{88}‰Š‹ŚŤŽŹ\u{90}‘’“”•–—\u{98}™š›śťžź\
      \u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż\
      ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
      ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙
      """
    case .windows1251:
      """
      ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\
      \u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї\
      АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
      абвгдежзийклмнопрстуфхцчшщъыьэюя
      """
    case .macRoman:
      """
      ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü\
      †°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
      ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ\
      ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ
      """
    case .koi8R:
      """
      ─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{A0}⌡°²·÷\
      ═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©\
      юабцдефгхийклмнопярстужвьызшэщчъ\
      ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ
      """
    }
  }

  /// Whether C1 controls may stand among the page's characters: the Windows pages are mixed with Latin-1 in the wild.
  var hasControls: Bool { self == .windows1252 || self == .windows1250 || self == .windows1251 }

  /// Whether 0xA0 is the no-break space, which earlier cleaning may have made a blank.
  var hasSpaceAtA0: Bool { hasControls }
}

/// What a character stands for in the pages.
struct MojibakeBytes: BitwiseCopyable {
  /// Its byte in each page, 0 where the page has not got it.
  private var bytes: (UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0)
  /// A bit for each page in which it stands for the first byte of a sequence, or for a later one.
  private(set) var leads: UInt8 = 0
  /// Of the leads those that have one byte behind them.
  private(set) var twoByteLeads: UInt8 = 0
  private(set) var continuations: UInt8 = 0
  /// The orthographies that use the letter; see ``MojibakeTables/orthographies``.
  var orthographies: UInt16 = 0

  @inline(__always)
  subscript(_ page: MojibakePage) -> UInt8 {
    switch page {
    case .windows1252: bytes.0
    case .windows1250: bytes.1
    case .windows1251: bytes.2
    case .macRoman: bytes.3
    case .koi8R: bytes.4
    }
  }

  mutating func set(_ byte: UInt8, in page: MojibakePage) {
    switch page {
    case .windows1252: bytes.0 = byte
    case .windows1250: bytes.1 = byte
    case .windows1251: bytes.2 = byte
    case .macRoman: bytes.3 = byte
    case .koi8R: bytes.4 = byte
    }
    let bit: UInt8 = 1 << UInt8(truncatingIfNeeded: page.rawValue)
    // Unicode 15.0, table 3-7: C2 to F4 begin a sequence, 80 to BF continue one.
    if byte >= 0xC2 && byte <= 0xF4 { leads |= bit }
    if byte >= 0xC2 && byte <= 0xDF { twoByteLeads |= bit }
    if byte < 0xC0 { continuations |= bit }
  }
}

/// What the mojibake stage knows of characters. Built the first time that a cleaner asks for it, and kept.
struct MojibakeTables: @unchecked Sendable {
  /// For each code point its place in `entries`; 0, which is empty, for those that no page has.
  private let places: CodePointTable
  private let entries: UnsafePointer<MojibakeBytes>
  /// For each code point a ``MojibakeFacts``.
  private let facts: CodePointTable

  private static let place = MadeOnce()

  static func shared() throws(TamisError) -> MojibakeTables {
    try place.get(room: 1 << 22) { () throws(TamisError) in try MojibakeTables() }
  }

  @inline(__always)
  func bytes(_ scalar: UInt32) -> MojibakeBytes { entries[Int(places[scalar])] }

  @inline(__always)
  func facts(_ scalar: UInt32) -> MojibakeFacts { MojibakeFacts(bits: facts[scalar]) }

  private init() throws(TamisError) {
    let scalars = try TableMemory(bytes: Filler.room * MemoryLayout<UInt32>.stride)
    let memory = try TableMemory(bytes: Filler.room * MemoryLayout<MojibakeBytes>.stride)
    var filler = Filler(
      scalars.start.assumingMemoryBound(to: UInt32.self), memory.start.assumingMemoryBound(to: MojibakeBytes.self))
    for page in MojibakePage.allCases { try filler.add(page) }
    for (letters, orthographies) in Self.orthographies { filler.mark(letters, orthographies) }
    var places = try CodePointTableBuilder()
    for index in 1..<filler.count {
      try places.set(filler.scalars[index], filler.scalars[index], UInt16(truncatingIfNeeded: index))
    }
    facts = try MojibakeFacts.buildTable()
    do throws(TamisError) {
      self.places = try places.build()
    } catch {
      facts.deallocate()
      throw error
    }
    entries = UnsafePointer(filler.entries)
    memory.keep()
  }

  /// Collects the pages' characters, each once.
  private struct Filler {
    /// Five pages of 128 characters; one block more than enough.
    static let room = 6 * 128 + 1
    let scalars: UnsafeMutablePointer<UInt32>
    let entries: UnsafeMutablePointer<MojibakeBytes>
    var count = 1

    /// Collects in memory that is zero.
    init(_ scalars: UnsafeMutablePointer<UInt32>, _ entries: UnsafeMutablePointer<MojibakeBytes>) {
      self.scalars = scalars
      self.entries = entries
    }

    mutating func add(_ page: MojibakePage) throws(TamisError) {
      var byte: UInt32 = 0x80
      forEachScalar(page.upperHalf) { scalar in
        if byte <= 0xFF { set(scalar, UInt8(truncatingIfNeeded: byte), page) }
        byte += 1
      }
      guard byte == 0x100 else { throw .invalidArgument("a code page has not 128 characters") }
      guard page.hasControls else { return }
      for control: UInt32 in 0x80...0x9F { set(control, UInt8(truncatingIfNeeded: control), page) }
    }

    private mutating func set(_ scalar: UInt32, _ byte: UInt8, _ page: MojibakePage) {
      entries[place(scalar)].set(byte, in: page)
    }

    mutating func mark(_ letters: StaticString, _ orthographies: UInt16) {
      forEachScalar(letters) { scalar in entries[place(scalar)].orthographies |= orthographies }
    }

    private mutating func place(_ scalar: UInt32) -> Int {
      for index in 1..<max(count, 1) where scalars[index] == scalar { return index }
      guard count < Self.room else { return 0 }
      scalars[count] = scalar
      count += 1
      return count - 1
    }
  }

  /// Letters beyond A to Z by groups of languages that write them. Two neighbours in a word that no group has both are
  /// hardly a word's: `Ãœ`, `ĂĽ`, `ƒô`. A group is generous; a letter of no group (Ĺ, ƒ, ı before …) goes with none.
  static let orthographies: [(StaticString, UInt16)] = [
    ("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆàâäçéèêëîïôöùûüÿœæ", 1 << 0),  // French
    ("ÄÖÜßäöüÅÆØåæøÉéÈèÊêÓóÒòÔôÁáÍíÚúÝýÐðÞþÐðŠšŽž", 1 << 1),  // German, Nordic, Estonian
    ("ÁÉÍÓÚÜÑáéíóúüñÂÃÀÇÊÔÕâãàçêôõÈÌÒÙèìòùÏïÎîªº", 1 << 2),  // Spanish, Portuguese, Catalan, Italian
    ("ÁÄČĎÉĚÍĽŇÓÔŔŘŠŤÚŮÝŽáäčďéěíĺľňóôŕřšťúůýž", 1 << 3),  // Czech, Slovak
    ("ĄĆĘŁŃÓŚŹŻąćęłńóśźż", 1 << 4),  // Polish
    ("ÁÉÍÓÖŐÚÜŰáéíóöőúüű", 1 << 5),  // Hungarian
    ("ĆČĐŠŽćčđšžÄäÖöÜü", 1 << 6),  // Croatian, Slovenian
    ("ĂÂÎŞŢăâîşţ", 1 << 7),  // Romanian
    ("ÇÖŞÜÂÎÛçöşüâîûı", 1 << 8),  // Turkish
    ("ÀÁÃÂĂÈÉÊÌÍÒÓÔÕÙÚÝĐàáãâăèéêìíòóôõùúýđ", 1 << 9),  // Vietnamese
    ("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", 0xFC00), ("абвгдежзийклмнопрстуфхцчшщъыьэюя", 0xFC00),
    ("Ёё", 1 << 10 | 1 << 12), ("ІіЇїЄєҐґ", 1 << 11), ("ІіЎў", 1 << 12), ("ЂЈЉЊЋЏђјљњћџ", 1 << 13),
    ("ЃЅЈЉЊЌЏѓѕјљњќџ", 1 << 14),
  ]
}

/// Calls `body` with each scalar of a literal.
private func forEachScalar(_ literal: StaticString, _ body: (UInt32) -> Void) {
  var p = 0
  while p < literal.utf8CodeUnitCount {
    let scalar = decodeScalar(literal.utf8Start, p, literal.utf8CodeUnitCount)
    body(scalar.value)
    p += scalar.length
  }
}
