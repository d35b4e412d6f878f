import TamisBase

/// A list written into one line: "1. One thing 2. Another" or "a) this b) that". The line must begin with its first
/// marker; each further marker must carry the next number or letter in the same dress, between blanks, before a
/// capital or an opening quote (after letters: before anything). Every byte of a line is looked at once at most, and
/// only in lines that begin with a marker.
struct ListMarkers {
  private enum Dress: UInt8 {
    case stop, bracket, stopAndBracket
  }

  private let reader: TextReader
  private let dress: Dress
  private let isLettered: Bool
  private var value: Int
  private var scanned: Int
  /// Where the marker of the item in hand ends.
  private(set) var markerEnd: Int
  /// Where the next item begins; past the end of the reader's stretch if there is none.
  private(set) var nextStart = Int.max
  private var nextEnd = Int.max

  /// Nil if no marker stands at `lineStart`, or if no second one follows in the line.
  init?(_ reader: TextReader, at lineStart: Int, allowsStops: Bool) {
    let start = ListMarkers.afterBullet(reader, lineStart)
    let first = reader.byte(at: start)
    isLettered = first == 0x61
    guard isLettered || first &- 0x30 < 10 else { return nil }
    guard let (value, digitsEnd) = ListMarkers.number(reader, start),
      let (dress, end) = ListMarkers.dress(reader, digitsEnd)
    else { return nil }
    if dress == .stop && !allowsStops { return nil }
    self.reader = reader
    self.dress = dress
    self.value = value
    markerEnd = end
    scanned = end
    findNext()
    if nextStart == Int.max { return nil }
  }

  /// Goes on to the next item.
  mutating func advance() {
    markerEnd = nextEnd
    findNext()
  }

  private mutating func findNext() {
    nextStart = Int.max
    while scanned < reader.end {
      let byte = reader.byte(at: scanned)
      scanned &+= 1
      if byte == 0x20, let (start, end) = marker(behind: scanned) {
        nextStart = start
        nextEnd = end
        scanned = end
        value += 1
        return
      }
      if byte == 0x0A || byte == 0x0D || isSeparator(byte) { return }
    }
  }

  /// NEL and the separators end a line, too.
  private func isSeparator(_ byte: UInt8) -> Bool {
    let next = reader.byte(at: scanned)
    if byte == 0xC2 { return next == 0x85 }
    return byte == 0xE2 && next == 0x80 && reader.byte(at: scanned &+ 1) & 0xFE == 0xA8
  }

  private func marker(behind position: Int) -> (Int, Int)? {
    let start = ListMarkers.afterBullet(reader, position)
    guard let (found, digitsEnd) = ListMarkers.number(reader, start), found == value + 1 else { return nil }
    guard isLettered == (reader.byte(at: start) >= 0x61), let (dress, end) = ListMarkers.dress(reader, digitsEnd) else {
      return nil
    }
    guard dress == self.dress, let next = reader.scalar(at: end &+ 1) else { return nil }
    let begins = isLettered || next.sentenceClass == SentenceClass.upper || next.sentenceClass == SentenceClass.close
    return begins ? (position, end) : nil
  }

  private static func afterBullet(_ reader: TextReader, _ position: Int) -> Int {
    guard let bullet = reader.scalar(at: position) else { return position }
    switch bullet.value {
    case 0x2022, 0x2043, 0x25CF, 0x25AA, 0x2A, 0x2D, 0x2013: break
    default: return position
    }
    return reader.byte(at: bullet.end) == 0x20 ? bullet.end &+ 1 : bullet.end
  }

  /// Up to three digits, or one small letter, as a number.
  private static func number(_ reader: TextReader, _ position: Int) -> (Int, Int)? {
    let letter = reader.byte(at: position)
    if letter &- 0x61 < 26 { return (Int(letter), position &+ 1) }
    var value = 0
    var p = position
    while p &- position < 3, reader.byte(at: p) &- 0x30 < 10 {
      value = value &* 10 &+ Int(reader.byte(at: p) &- 0x30)
      p &+= 1
    }
    return p > position ? (value, p) : nil
  }

  /// `.`, `)` or `.)` before a blank.
  private static func dress(_ reader: TextReader, _ position: Int) -> (Dress, Int)? {
    let hasStop = reader.byte(at: position) == 0x2E
    var p = hasStop ? position &+ 1 : position
    let hasBracket = reader.byte(at: p) == 0x29
    if hasBracket { p &+= 1 }
    guard hasStop || hasBracket, reader.byte(at: p) == 0x20 else { return nil }
    return (hasBracket ? hasStop ? .stopAndBracket : .bracket : .stop, p)
  }
}
