/// Cuts a text into words, in one of two ways: what stands between white space, or finer, as the English rules of spaCy
/// do, by which FineWeb's makers count. The finer way follows those rules in what decides counts: punctuation, quotation
/// marks and brackets at either end are words; so are "'s", "n't" and the like, and hyphens between letters; a full
/// stop stays with a listed abbreviation and with capitals ("U.S."). Web addresses stay whole.
struct Tokenizer {
  let text: UnsafeBufferPointer<UInt8>
  let table: Characters

  typealias Emit = (_ start: Int, _ end: Int) throws(OutOfMemory) -> Void

  func split(isFine: Bool, _ emit: Emit) throws(OutOfMemory) {
    var start = -1
    var place = 0
    while place < text.count {
      let (value, next) = decode(text, place)
      if table[value] & Characters.space != 0 {
        if start >= 0 { try isFine ? chunk(start, place, emit) : emit(start, place) }
        start = -1
      } else if start < 0 {
        start = place
      }
      place = next
    }
    if start >= 0 { try isFine ? chunk(start, text.count, emit) : emit(start, text.count) }
  }

  // MARK: What stands between white space

  /// How many pieces are kept back from the end of a chunk; what is longer is one word, as nobody writes so.
  private static let mostSuffixes = 32

  private func chunk(_ from: Int, _ to: Int, _ emit: Emit) throws(OutOfMemory) {
    // Most words: letters alone, all small but for the first.
    if isPlain(from, to) { return try plainWord(from, to, emit) }
    var start = from
    var end = to
    var suffixes = InlineArray<32, Int>(repeating: 0)
    var suffixCount = 0
    while start < end {
      if isAddress(start, end) || isAbbreviation(start, end) { break }
      let prefix = prefixEnd(start, end)
      if prefix > start {
        try emit(start, prefix)
        start = prefix
        continue
      }
      let suffix = suffixStart(start, end)
      guard suffix < end, suffix > start, suffixCount < Self.mostSuffixes else { break }
      suffixes[suffixCount] = suffix
      suffixCount += 1
      end = suffix
    }
    if start < end { try inner(start, end, emit) }
    var place = suffixCount
    while place > 0 {
      let next = place == 1 ? to : suffixes[place - 2]
      if suffixes[place - 1] < next { try emit(suffixes[place - 1], next) }
      place -= 1
    }
  }

  private func isPlain(_ start: Int, _ end: Int) -> Bool {
    for place in start..<end where (text[place] | 0x20) &- 0x61 >= 26 { return false }
    return true
  }

  private func plainWord(_ start: Int, _ end: Int, _ emit: Emit) throws(OutOfMemory) {
    if end - start == 6, matches("cannot", start, end) {
      try emit(start, start + 3)
      return try emit(start + 3, end)
    }
    try emit(start, end)
  }

  /// Where what is parted from the beginning ends; `start` if nothing is.
  private func prefixEnd(_ start: Int, _ end: Int) -> Int {
    let (value, next) = decode(text, start)
    switch value {
    case 0x2E:
      // Two stops and more are an ellipsis; one is a beginning (".5").
      var stop = start
      while stop < end, text[stop] == 0x2E { stop += 1 }
      return stop - start >= 2 ? stop : start
    // § % = + and currencies.
    case 0xA7, 0x25, 0x3D, 0x24, 0xA3, 0x20AC, 0xA5, 0x20B9, 0x20BD, 0x20A9: return next
    case 0x2B: return next < end && text[next] &- 0x30 < 10 ? start : next
    default:
      return table[value] & Characters.edge != 0 && !isContraction(start, end) ? next : start
    }
  }

  /// Words that begin with an apostrophe are not parted from it.
  private func isContraction(_ start: Int, _ end: Int) -> Bool {
    guard text[start] == 0x27, end - start <= 4 else { return false }
    return ["'s", "'ll", "'ve", "'re", "'d", "'m", "'em"].contains { matches($0, start, end) }
  }

  /// Where what is parted from the end begins; `end` if nothing is.
  private func suffixStart(_ start: Int, _ end: Int) -> Int {
    let last = previous(end)
    let (value, _) = decode(text, last)
    if last == start { return end }
    if (value | 0x20) == 0x73, let apostrophe = apostrophe(before: last, start) { return apostrophe }
    if (value | 0x20) &- 0x61 < 26, let unit = unitStart(start, end) { return unit }
    switch value {
    case 0x2E: return stopStart(start, end)
    case 0x25, 0x2B: return text[last - 1] &- 0x30 < 10 ? last : value == 0x25 ? last : end
    case 0x24, 0xA3, 0x20AC, 0xA5: return text[last - 1] &- 0x30 < 10 ? last : end
    default: return table[value] & Characters.edge != 0 ? last : end
    }
  }

  private static let units: [StaticString] = [
    "km", "m", "dm", "cm", "mm", "ha", "nm", "yd", "in", "ft", "kg", "g", "mg", "t", "lb", "oz", "m/s", "km/h", "kmh",
    "mph", "hpa", "pa", "mbar", "mb", "kb", "gb", "tb", "k", "am", "pm",
  ]

  /// Where a unit begins that stands right behind a digit: "5kg", "10am".
  private func unitStart(_ start: Int, _ end: Int) -> Int? {
    var place = end
    while place > start, end - place < 5, (text[place - 1] | 0x20) &- 0x61 < 26 || text[place - 1] == 0x2F { place -= 1 }
    guard place > start, text[place - 1] &- 0x30 < 10 else { return nil }
    return Self.units.contains { matches($0, place, end) } ? place : nil
  }

  /// Full stops at the end: an ellipsis goes; one goes behind a small letter, a digit, punctuation or two capitals.
  private func stopStart(_ start: Int, _ end: Int) -> Int {
    var stop = end
    while stop > start, text[stop - 1] == 0x2E { stop -= 1 }
    if end - stop >= 2 { return stop > start ? stop : end }
    guard stop > start else { return end }
    let before = previous(stop)
    let (value, _) = decode(text, before)
    let kind = table[value]
    if kind & Characters.upper != 0 {
      guard before > start else { return end }
      return table[decode(text, previous(before)).value] & Characters.upper != 0 ? stop : end
    }
    let isDigit = value &- 0x30 < 10
    let isMark = kind & Characters.edge != 0 || value == 0x25 || value == 0xB2 || value == 0x2D || value == 0x2B
    return kind & Characters.lower != 0 || isDigit || isMark || kind & Characters.letter != 0 ? stop : end
  }

  /// Where the apostrophe of "'s" stands.
  private func apostrophe(before last: Int, _ start: Int) -> Int? {
    guard last > start else { return nil }
    let place = previous(last)
    let (value, _) = decode(text, place)
    return (value == 0x27 || value == 0x2019) && place > start ? place : nil
  }

  private func previous(_ place: Int) -> Int {
    var before = place - 1
    while before > 0, text[before] & 0xC0 == 0x80 { before -= 1 }
    return before
  }

  // MARK: What is left between prefixes and suffixes

  private func inner(_ start: Int, _ end: Int, _ emit: Emit) throws(OutOfMemory) {
    if isAddress(start, end) || isAbbreviation(start, end) { return try emit(start, end) }
    let whole = contractionStart(start, end)
    var from = start
    var place = start
    while place < whole {
      let (value, next) = decode(text, place)
      if place > from, next < whole, let stop = infixEnd(value, place, next, whole) {
        try emit(from, place)
        try emit(place, stop)
        from = stop
        place = stop
      } else {
        place = next
      }
    }
    if from < whole { try emitWord(from, whole, emit) }
    if whole < end { try emit(whole, end) }
  }

  private func emitWord(_ start: Int, _ end: Int, _ emit: Emit) throws(OutOfMemory) {
    try isPlain(start, end) ? plainWord(start, end, emit) : emit(start, end)
  }

  /// Where "n't", "'ll", "'ve", "'re", "'d" or "'m" begins; `end` if there is none.
  private func contractionStart(_ start: Int, _ end: Int) -> Int {
    guard end - start >= 3 else { return end }
    for (ending, length) in Self.contractions where end - start > length {
      if matches(ending, end - length, end) { return end - length }
    }
    return end
  }

  private static let contractions: [(StaticString, Int)] = [
    ("n't", 3), ("n\u{2019}t", 5), ("'ll", 3), ("\u{2019}ll", 5), ("'ve", 3), ("\u{2019}ve", 5), ("'re", 3),
    ("\u{2019}re", 5), ("'d", 2), ("\u{2019}d", 4), ("'m", 2), ("\u{2019}m", 4),
  ]

  /// Where a mark inside a word that parts it ends; nil for what does not part.
  private func infixEnd(_ value: UInt32, _ place: Int, _ next: Int, _ end: Int) -> Int? {
    let before = decode(text, previous(place)).value
    let after = decode(text, next).value
    let (left, right) = (table[before], table[after])
    let isBetweenLetters = left & Characters.letter != 0 && right & Characters.letter != 0
    switch value {
    case 0x2D, 0x2013, 0x2014, 0x7E:
      let isBetweenDigits = before &- 0x30 < 10 && after &- 0x30 < 10
      if value == 0x2D, text[next] == 0x2D, next + 1 < end { return next + 1 }
      return isBetweenLetters || isBetweenDigits && value == 0x2D ? next : nil
    case 0x2B, 0x2A, 0x5E: return before &- 0x30 < 10 && (after &- 0x30 < 10 || after == 0x2D) ? next : nil
    case 0x2C: return isBetweenLetters ? next : nil
    case 0x3A, 0x3C, 0x3E, 0x3D, 0x2F:
      let isAfterWord = left & Characters.letter != 0 || before &- 0x30 < 10
      return isAfterWord && right & Characters.letter != 0 ? next : nil
    case 0x2E where text[next] == 0x2E:
      var stop = next
      while stop < end, text[stop] == 0x2E { stop += 1 }
      return stop < end ? stop : nil
    case 0x2E: return left & Characters.lower != 0 && right & Characters.upper != 0 ? next : nil
    case 0x2026: return next
    default: return nil
    }
  }

  // MARK: What stays whole

  private func isAddress(_ start: Int, _ end: Int) -> Bool {
    guard end - start >= 8 else { return false }
    let edges = table[decode(text, previous(end)).value] & Characters.edge
    guard edges == 0, text[end - 1] != 0x2E else { return false }
    if matches("www.", start, min(start + 4, end)) { return true }
    var place = start
    while place + 2 < end, text[place] | 0x20 &- 0x61 < 26 { place += 1 }
    return matches("://", place, min(place + 3, end))
  }

  /// Abbreviations with a full stop that stay whole, as spaCy's English rules list them.
  private static let abbreviations: [StaticString] = [
    "mr.", "mrs.", "ms.", "dr.", "st.", "prof.", "gen.", "gov.", "sen.", "rep.", "rev.", "jr.", "sr.", "inc.", "corp.",
    "co.", "ltd.", "bros.", "vs.", "e.g.", "i.e.", "a.m.", "p.m.", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.",
    "sep.", "sept.", "oct.", "nov.", "dec.", "adm.", "messrs.", "mt.", "ph.d.", "v.s.", "vs.", "calif.", "d.c.", "n.y.",
  ]

  private func isAbbreviation(_ start: Int, _ end: Int) -> Bool {
    guard end - start <= 7, end - start >= 3, text[end - 1] == 0x2E else { return false }
    return Self.abbreviations.contains { matches($0, start, end) }
  }

  /// Whether the bytes are those of a word in small letters, in any case.
  private func matches(_ word: StaticString, _ start: Int, _ end: Int) -> Bool {
    guard word.utf8CodeUnitCount == end - start else { return false }
    for place in 0..<(end - start) {
      let byte = text[start + place]
      if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != word.utf8Start[place] { return false }
    }
    return true
  }
}
