import CByteScan
import TamisBase

/// A line that is not empty, as hard-wrapped text has them.
struct TextLine {
  /// What it shows of itself.
  struct Traits: OptionSet {
    let rawValue: UInt16

    static let startsLower = Traits(rawValue: 1 << 0)
    static let startsUpper = Traits(rawValue: 1 << 1)
    static let startsUnspaced = Traits(rawValue: 1 << 2)
    static let endsUnspaced = Traits(rawValue: 1 << 3)
    /// A full stop or the like, with what closes behind it.
    static let endsSentence = Traits(rawValue: 1 << 4)
    /// A hyphen or dash right behind a word.
    static let endsInHyphen = Traits(rawValue: 1 << 5)
    /// At either end a script whose lines are not joined.
    static let isPhrased = Traits(rawValue: 1 << 6)
    /// A bullet, a number or a letter of a list, or the dash of somebody speaking.
    static let hasMarker = Traits(rawValue: 1 << 7)
    /// Quoted mail, a rule, markup or a program: nothing to be joined with what stands above or below.
    static let isApart = Traits(rawValue: 1 << 8)
    /// `Subject: …`.
    static let isField = Traits(rawValue: 1 << 9)
    /// `--`, below which mail has its signature.
    static let isSignature = Traits(rawValue: 1 << 10)
    /// No blank inside: an address that could not be wrapped.
    static let isOneWord = Traits(rawValue: 1 << 11)
    /// Korean at either end.
    static let startsHangul = Traits(rawValue: 1 << 12)
    static let endsHangul = Traits(rawValue: 1 << 13)
    /// Not every character takes one column.
    static let isUneven = Traits(rawValue: 1 << 14)
  }

  /// Without the blanks at either end.
  var span: ByteSpan
  /// Columns of the blanks before it.
  var indent = 0
  /// Columns of those and the line.
  var width = 0
  /// Columns of what would have had to fit on the line above: the first word, or the first character of a script that
  /// does not divide words, with the punctuation that cannot begin a line.
  var firstWord = 0
  var traits: Traits = []

  /// Whether a blank stood where the line end is, between this line and `below`. Between Han or kana and Latin some
  /// write one and some do not; none is put in.
  func isDivided(from below: TextLine) -> Bool {
    if traits.contains(.endsInHyphen) { return false }
    if traits.contains(.endsUnspaced) { return below.traits.contains(.startsHangul) }
    return !below.traits.contains(.startsUnspaced) || traits.contains(.endsHangul)
  }
}

/// Reads lines of well-formed text.
struct TextLineReader {
  /// What a column is.
  enum Measure {
    /// As a terminal has it: two for Han, none for a mark.
    case columns
    /// Code points, as programs count that know nothing of columns.
    case codePoints
  }

  let base: UnsafePointer<UInt8>
  let end: Int
  let table: CodePointTable
  var measure: Measure

  /// The line that starts at `start` and ends before `stop`; nil if there is nothing but blanks.
  func line(_ start: Int, _ stop: Int) -> TextLine? {
    var line = TextLine(span: ByteSpan(start, stop))
    while line.span.start < stop, isBlank(base[line.span.start]) {
      line.indent = base[line.span.start] == 0x09 ? (line.indent / 8 + 1) * 8 : line.indent + 1
      line.span.start += 1
    }
    guard line.span.start < stop else { return nil }
    while isBlank(base[line.span.end - 1]) { line.span.end -= 1 }
    measureWidth(&line)
    readStart(&line)
    readEnd(&line)
    return line
  }

  private func measureWidth(_ line: inout TextLine) {
    let (start, stop) = (line.span.start, line.span.end)
    let ascii = byte_scan_ascii_prefix(base + start, stop - start)
    line.width = line.indent + ascii
    var p = start + ascii
    while p < stop {
      let scalar = decodeScalar(base, p, stop)
      let columns = columns(table[scalar.value])
      line.width += columns
      if columns != 1 { line.traits.insert(.isUneven) }
      p += scalar.length
    }
    p = start
    // A line may end beside Han and kana, but not before what cannot begin one, nor behind what cannot end one.
    var before: UInt16 = LineFacts.opener
    while p < stop, !isBlank(base[p]) {
      let scalar = decodeScalar(base, p, stop)
      let facts = table[scalar.value]
      let mayBreak = (before | facts) & LineFacts.unspaced != 0 && facts & LineFacts.nonStarter == 0
      if p > start, mayBreak, before & LineFacts.opener == 0 { break }
      line.firstWord += columns(facts)
      before = facts
      p += scalar.length
    }
    if p == stop { line.traits.insert(.isOneWord) }
  }

  @inline(__always)
  private func columns(_ facts: UInt16) -> Int {
    if measure == .codePoints { return 1 }
    return facts & LineFacts.zeroWidth != 0 ? 0 : facts & LineFacts.wide != 0 ? 2 : 1
  }

  private func readStart(_ line: inout TextLine) {
    let (start, stop) = (line.span.start, line.span.end)
    let first = decodeScalar(base, start, stop)
    var facts = table[first.value]
    if facts & LineFacts.unspaced != 0 { line.traits.insert(.startsUnspaced) }
    if facts & LineFacts.hangul != 0 { line.traits.insert(.startsHangul) }
    if facts & LineFacts.phrased != 0 { line.traits.insert(.isPhrased) }
    if facts & LineFacts.word == 0 {
      readSigns(first, &line)
      // The case is that of the first letter behind a quotation mark or a bracket.
      let next = start + first.length
      guard next < stop, facts & LineFacts.closer != 0 else { return }
      facts = table[decodeScalar(base, next, stop).value]
    } else if isNumber(start, stop) {
      line.traits.insert(.hasMarker)
    } else if isField(start, stop) {
      line.traits.insert(.isField)
    }
    if facts & LineFacts.lower != 0 { line.traits.insert(.startsLower) }
    if facts & LineFacts.upper != 0 { line.traits.insert(.startsUpper) }
  }

  /// What a line is that begins with a sign.
  private func readSigns(_ first: DecodedScalar, _ line: inout TextLine) {
    let (start, stop) = (line.span.start, line.span.end)
    let next = start + first.length
    let second = next < stop ? base[next] : 0x20
    switch first.value {
    case 0x2D, 0x2A, 0x2B, 0xB7, 0x2012...0x2015, 0x2022, 0x2023, 0x2043, 0x25A0...0x25E6:
      if isBlank(second) { line.traits.insert(.hasMarker) }
      if first.value == 0x2D, second == 0x2D, stop == start + 2 { line.traits.insert(.isSignature) }
    case 0x28, 0x5B:
      if isNumber(next, stop) { line.traits.insert(.hasMarker) }
    case 0x3E, 0x7C, 0x7B, 0x7D: line.traits.insert(.isApart)
    case 0x3C: if second | 0x20 &- 0x61 < 26 || second == 0x2F || second == 0x21 { line.traits.insert(.isApart) }
    case 0x2F: if second == 0x2F || second == 0x2A { line.traits.insert(.isApart) }
    case 0x23, 0x24, 0x25:
      if second == first.value { line.traits.insert(.isApart) }
      if isBlank(second) { line.traits.insert(.hasMarker) }
    default: break
    }
    if !hasWord(start, stop) { line.traits.insert(.isApart) }
  }

  private func hasWord(_ start: Int, _ stop: Int) -> Bool {
    var p = start
    while p < stop {
      let scalar = decodeScalar(base, p, stop)
      if table[scalar.value] & LineFacts.word != 0 { return true }
      p += scalar.length
    }
    return false
  }

  /// `1.`, `12)`, `3]`, `1.)` or `a)` and a blank. Letters with a stop are the initials of names.
  private func isNumber(_ start: Int, _ stop: Int) -> Bool {
    var p = start
    while p < stop, p - start < 3, base[p] &- 0x30 < 10 { p += 1 }
    let isLetter = p == start && p < stop && base[p] | 0x20 &- 0x61 < 26
    if isLetter { p += 1 }
    guard p > start, p < stop else { return false }
    let hasStop = base[p] == 0x2E && !isLetter
    guard hasStop || base[p] == 0x29 || base[p] == 0x5D else { return false }
    p += 1
    if hasStop, p < stop, base[p] == 0x29 { p += 1 }
    return p < stop && isBlank(base[p])
  }

  /// `From: `, `Reply-To: `: a capital, letters and hyphens, a colon and a blank.
  private func isField(_ start: Int, _ stop: Int) -> Bool {
    guard base[start] &- 0x41 < 26 else { return false }
    var p = start + 1
    while p < stop, p - start < 24, base[p] | 0x20 &- 0x61 < 26 || base[p] == 0x2D { p += 1 }
    return p + 1 < stop && base[p] == 0x3A && isBlank(base[p + 1])
  }

  private func readEnd(_ line: inout TextLine) {
    let (start, stop) = (line.span.start, line.span.end)
    var p = scalarStart(before: stop, in: base, from: start)
    let last = decodeScalar(base, p, stop)
    var facts = table[last.value]
    if facts & LineFacts.unspaced != 0 { line.traits.insert(.endsUnspaced) }
    if facts & LineFacts.hangul != 0 { line.traits.insert(.endsHangul) }
    if facts & LineFacts.phrased != 0 { line.traits.insert(.isPhrased) }
    switch last.value {
    case 0x2D, 0xAD, 0x2010, 0x2013, 0x2014:
      // Two hyphens are a dash.
      if last.value == 0x2D, p > start, base[p - 1] == 0x2D { p -= 1 }
      if p > start, self.facts(before: p, from: start) & LineFacts.word != 0 { line.traits.insert(.endsInHyphen) }
    case 0x7B, 0x7D: line.traits.insert(.isApart)
    case 0x3B: if p > start, base[p - 1] == 0x29 || base[p - 1] == 0x7D { line.traits.insert(.isApart) }
    case 0x3A, 0xFF1A: line.traits.insert(.endsSentence)
    default: break
    }
    while p > start, facts & LineFacts.closer != 0 {
      facts = self.facts(before: p, from: start)
      p = scalarStart(before: p, in: base, from: start)
    }
    if facts & LineFacts.stop != 0 { line.traits.insert(.endsSentence) }
  }

  private func facts(before place: Int, from start: Int) -> UInt16 {
    table[decodeScalar(base, scalarStart(before: place, in: base, from: start), place).value]
  }

  /// Whether the line has columns: a tab, bars, or blanks side by side otherwise than behind a stop, where typists
  /// have them.
  func isTabular(_ line: TextLine) -> Bool {
    var bars = 0
    var p = line.span.start + 1
    while p < line.span.end {
      let byte = base[p]
      if byte == 0x09 { return true }
      if byte == 0x7C { bars += 1 }
      if byte == 0x20, base[p - 1] == 0x20 {
        let before = base[p - 2]
        let isTyped = before != 0x20 && before < 0x80 && !isAlphanumeric(before) && before != 0x2C
        if !isTyped { return true }
      }
      p += 1
    }
    return bars > 1
  }

  @inline(__always)
  func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }
}
