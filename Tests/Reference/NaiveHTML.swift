import CTables
import TamisText

/// HTML's character references as the standard's prose has them, with a dictionary and strings.
public enum NaiveHTML {
  /// Names with their semicolon, and those that need none without it.
  public static let names: [String: String] = {
    var names: [String: String] = [:]
    for index in 0..<html_reference_total() {
      var start: UnsafePointer<UInt8>?
      let entry = html_reference_at(index, &start)
      let name = String(decoding: UnsafeBufferPointer(start: start, count: entry.name_length), as: UTF8.self)
      let text = String(decoding: UnsafeBufferPointer(start: entry.text, count: entry.text_length), as: UTF8.self)
      names[name + ";"] = text
      if entry.needs_no_semicolon != 0 { names[name] = text }
    }
    return names
  }()

  public static func decoded(_ scalars: [UInt32], _ mode: HTMLReferences) -> [UInt32] {
    if mode == .off || (mode == .automatic && !isPlain(scalars)) { return scalars }
    var result: [UInt32] = []
    var index = 0
    while index < scalars.count {
      if scalars[index] == 0x26, let found = mode == .on ? read(scalars, index + 1) : readRepeated(scalars, index + 1) {
        result += found.text
        index = found.end
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }

  struct Found {
    var text: [UInt32]
    var end: Int
    var isTerminated: Bool
    var isNumeric = false
    var isRepeated = false
  }

  private static func at(_ scalars: [UInt32], _ index: Int) -> Character? {
    guard index >= 0, index < scalars.count, let scalar = Unicode.Scalar(scalars[index]) else { return nil }
    // As characters, U+037E equals the semicolon and U+1FEF the backtick; any letter will do in their place.
    if scalar == "\u{37E}" || scalar == "\u{1FEF}" { return "字" }
    return Character(scalar)
  }

  static func read(_ scalars: [UInt32], _ start: Int) -> Found? {
    if at(scalars, start) == "#" { return readNumber(scalars, start + 1) }
    var name = ""
    var longest: Found?
    for index in start..<min(start + 32, scalars.count) {
      guard let next = at(scalars, index), next.isASCII, next.isLetter || next.isNumber || next == ";" else { break }
      name.append(next)
      if let text = names[name] {
        longest = Found(text: text.unicodeScalars.map(\.value), end: index + 1, isTerminated: next == ";")
      }
    }
    return longest
  }

  private static func readNumber(_ scalars: [UInt32], _ start: Int) -> Found? {
    let isHexadecimal = at(scalars, start) == "x" || at(scalars, start) == "X"
    var index = isHexadecimal ? start + 1 : start
    var digits = ""
    while let next = at(scalars, index), next.isASCII, isHexadecimal ? next.isHexDigit : next.isNumber {
      digits.append(next)
      index += 1
    }
    guard !digits.isEmpty else { return nil }
    let significant = String(digits.drop { $0 == "0" })
    let value = significant.count > 8 ? UInt32.max : UInt32(significant, radix: isHexadecimal ? 16 : 10) ?? 0
    let isTerminated = at(scalars, index) == ";"
    return Found(
      text: [character(value)], end: isTerminated ? index + 1 : index, isTerminated: isTerminated, isNumeric: true)
  }

  private static let windows1252: [UInt32: UInt32] = [
    0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x0192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021, 0x88: 0x02C6,
    0x89: 0x2030, 0x8A: 0x0160, 0x8B: 0x2039, 0x8C: 0x0152, 0x8E: 0x017D, 0x91: 0x2018, 0x92: 0x2019, 0x93: 0x201C,
    0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x02DC, 0x99: 0x2122, 0x9A: 0x0161, 0x9B: 0x203A,
    0x9C: 0x0153, 0x9E: 0x017E, 0x9F: 0x0178,
  ]

  private static func character(_ value: UInt32) -> UInt32 {
    if value == 0 || value > 0x10FFFF || (0xD800...0xDFFF).contains(value) { return 0xFFFD }
    return windows1252[value] ?? value
  }

  private static func readRepeated(_ scalars: [UInt32], _ start: Int) -> Found? {
    guard var found = read(scalars, start), found.isTerminated else { return nil }
    while found.text == [0x26], let next = read(scalars, found.end), next.isTerminated, next.text == [0x26] {
      found.end = next.end
      found.isRepeated = true
    }
    return found
  }

  // The evidence.

  public static func isPlain(_ scalars: [UInt32]) -> Bool {
    var (used, loose, names, quoted, bare) = (0, 0, 0, 0, 0)
    var index = 0
    while index < scalars.count {
      guard scalars[index] == 0x26 else { index += 1; continue }
      guard var found = readRepeated(scalars, index + 1) else { bare += 1; index += 1; continue }
      let isRepeated = found.isRepeated
      if found.text[0] == 0x26, let inner = read(scalars, found.end), inner.isTerminated { found = inner }
      let before = at(scalars, index - 1)
      let after = at(scalars, found.end)
      let touches = isLetter(before) || isLetter(after)
      if isOpener(before) && isCloser(after) {
        quoted += 1
      } else if isRepeated || (touches && countsBesideLetters(found)) {
        used += 1
      } else if countsAlone(found) {
        loose += 1
      } else if found.text[0] == 0x26, joinsNames(scalars, index, found.end) {
        names += 1
      }
      index = found.end
    }
    if used + loose + (bare == 0 ? names : 0) == 0 { return false }
    if quoted == 0 && !namesMarkup(scalars) { return true }
    return used >= 4 && used > quoted
  }

  private static func isOpener(_ character: Character?) -> Bool {
    character.map { "\"'`‘’‚‛“”„‟«»‹›([{「『<>".contains($0) } ?? false
  }

  private static func isCloser(_ character: Character?) -> Bool {
    character.map { "\"'`‘’‚‛“”„‟«»‹›)]}」』<>".contains($0) } ?? false
  }

  private static func isLetter(_ character: Character?) -> Bool {
    guard let value = character?.unicodeScalars.first?.value else { return false }
    if value < 0x80 { return character!.isLetter || character!.isNumber }
    let others: [ClosedRange<UInt32>] = [
      0x80...0xBF, 0x2000...0x206F, 0x3000...0x3020, 0xFF00...0xFF0F, 0xFFFD...0xFFFD,
    ]
    return !isOpener(character) && !isCloser(character) && !others.contains { $0.contains(value) }
  }

  private static func countsBesideLetters(_ found: Found) -> Bool {
    if found.isNumeric { return countsAlone(found) }
    let ranges: [ClosedRange<UInt32>] = [0x22...0x22, 0x27...0x27, 0xA0...0x17F, 0x2002...0x203A]
    return found.text[0] == 0x20AC || found.text[0] == 0x2122 || ranges.contains { $0.contains(found.text[0]) }
  }

  private static func countsAlone(_ found: Found) -> Bool {
    let value = found.text[0]
    if found.isNumeric { return ![0x26, 0x3C, 0x3E, 0xFFFD].contains(value) }
    return (0x2002...0x200F).contains(value)
      || "\"'\u{A0}«\u{AD}·»–—‘’‚‛“”„•…‹›€™".unicodeScalars.contains { $0.value == value }
  }

  private static func joinsNames(_ scalars: [UInt32], _ start: Int, _ end: Int) -> Bool {
    let isCapital = { (character: Character?) in character.map { ("A"..."Z").contains($0) && $0.isASCII } ?? false }
    if isCapital(at(scalars, start - 1)) { return isCapital(at(scalars, end)) }
    guard at(scalars, start - 1) == " ", at(scalars, end) == " ", isCapital(at(scalars, end + 1)) else { return false }
    let word = scalars[..<(start - 1)].reversed().prefix { value in
      value >= 0x80 || Unicode.Scalar(value).map { Character($0).isLetter || Character($0).isNumber } ?? false
    }
    return isCapital(word.last.flatMap(Unicode.Scalar.init).map(Character.init))
  }

  private static func namesMarkup(_ scalars: [UInt32]) -> Bool {
    let lower = scalars.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
    for word in ["html", "xml"].map({ $0.unicodeScalars.map(\.value) }) {
      for start in lower.indices where lower[start...].starts(with: word) {
        if start == 0 || (lower[start - 1] != 0x2E && lower[start - 1] != 0x2F) { return true }
      }
    }
    return false
  }
}
