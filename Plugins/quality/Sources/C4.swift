/// C4's rules for pages, line by line. There are two sets of numbers under that name: the paper's (Raffel et al. 2020),
/// which datatrove follows, and those of the code that made the data set (TensorFlow Datasets).
struct C4 {
  /// What came of a page. The lines that the rules take out are not taken out of the text; they only count.
  struct Outcome {
    enum Verdict { case kept, loremIpsum, curlyBracket, tooFewSentences }
    var verdict = Verdict.kept
    var lines = 0
    var sentences = 0
  }

  let leastWords: Int
  let leastSentences: Int
  /// Whether the words are counted before the citations are taken out, and a line may end in an apostrophe.
  let isPaper: Bool

  static let paper = C4(leastWords: 3, leastSentences: 5, isPaper: true)
  static let tfds = C4(leastWords: 5, leastSentences: 3, isPaper: false)

  func judge(
    _ text: UnsafeBufferPointer<UInt8>, _ lines: UnsafeMutableBufferPointer<Reading.Line>,
    _ sentences: UnsafeBufferPointer<tamis_plugin_span>, _ table: Characters, _ copy: inout Room<UInt8>
  ) throws(OutOfMemory) -> Outcome {
    var outcome = Outcome()
    var sentence = 0
    for line in lines {
      while sentence < sentences.count, sentences[sentence].start < Int64(line.start) { sentence += 1 }
      var count = 0
      while sentence < sentences.count, sentences[sentence].start < Int64(line.end) {
        sentence += 1
        count += 1
      }
      switch try self.judge(UnsafeBufferPointer(rebasing: text[line.start..<line.end]), table, &copy) {
      case .loremIpsum:
        outcome.verdict = .loremIpsum
        return outcome
      case .curlyBracket:
        outcome.verdict = .curlyBracket
        return outcome
      case .dropped: break
      case .kept:
        outcome.lines += 1
        outcome.sentences += count
      }
    }
    if outcome.sentences < leastSentences { outcome.verdict = .tooFewSentences }
    return outcome
  }

  private enum LineVerdict { case kept, dropped, loremIpsum, curlyBracket }

  private func judge(
    _ line: UnsafeBufferPointer<UInt8>, _ table: Characters, _ copy: inout Room<UInt8>
  ) throws(OutOfMemory) -> LineVerdict {
    let words = Self.countWords(line, table)
    guard words.longest <= 1_000 else { return .dropped }
    try Self.removeCitations(line, table, &copy)
    let rest = UnsafeBufferPointer(copy.view)
    guard endsWell(rest) else { return .dropped }
    guard (isPaper ? words.count : Self.countWords(rest, table).count) >= leastWords else { return .dropped }
    let finds = Self.finds(rest)
    if finds.contains(.loremIpsum) { return .loremIpsum }
    if finds.contains(.javaScript) { return .dropped }
    if finds.contains(.curlyBracket) { return .curlyBracket }
    return finds.contains(.policy) ? .dropped : .kept
  }

  private struct Finds: OptionSet {
    let rawValue: Int
    static let loremIpsum = Finds(rawValue: 1)
    static let javaScript = Finds(rawValue: 2)
    static let curlyBracket = Finds(rawValue: 4)
    static let policy = Finds(rawValue: 8)
  }

  /// What the line holds of that which spoils a line or a page, in any case. One pass.
  private static func finds(_ line: UnsafeBufferPointer<UInt8>) -> Finds {
    var finds: Finds = []
    for (place, byte) in line.enumerated() {
      switch byte {
      case UInt8(ascii: "{"): finds.insert(.curlyBracket)
      case UInt8(ascii: "l"), UInt8(ascii: "L"):
        if holds(line, place, "lorem ipsum") { finds.insert(.loremIpsum) }
      case UInt8(ascii: "j"), UInt8(ascii: "J"): if holds(line, place, "javascript") { finds.insert(.javaScript) }
      case UInt8(ascii: "t"), UInt8(ascii: "T"): if holds(line, place, "terms of use") { finds.insert(.policy) }
      case UInt8(ascii: "p"), UInt8(ascii: "P"): if holds(line, place, "privacy policy") { finds.insert(.policy) }
      case UInt8(ascii: "c"), UInt8(ascii: "C"): if holds(line, place, "cookie policy") { finds.insert(.policy) }
      case UInt8(ascii: "u"), UInt8(ascii: "U"):
        if holds(line, place, "uses cookies") || holds(line, place, "use of cookies")
          || holds(line, place, "use cookies") {
          finds.insert(.policy)
        }
      default: break
      }
    }
    return finds
  }

  private func endsWell(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let last = line.last else { return false }
    switch last {
    case UInt8(ascii: "."): return line.count < 3 || line[line.count - 2] != last || line[line.count - 3] != last
    case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "\""): return true
    case UInt8(ascii: "'"): return isPaper
    default: return false
    }
  }

  /// Words between white space, and how many code points the longest has.
  private static func countWords(
    _ line: UnsafeBufferPointer<UInt8>, _ table: Characters
  ) -> (count: Int, longest: Int) {
    var (count, longest, length, place) = (0, 0, 0, 0)
    while place < line.count {
      let (value, next) = decode(line, place)
      if table[value] & Characters.space != 0 {
        length = 0
      } else {
        if length == 0 { count += 1 }
        length += 1
        longest = max(longest, length)
      }
      place = next
    }
    return (count, longest)
  }

  /// Copies the line without white space at its ends and without `[12]`, `[]`, `[edit]` and `[citation needed]`.
  private static func removeCitations(
    _ line: UnsafeBufferPointer<UInt8>, _ table: Characters, _ copy: inout Room<UInt8>
  ) throws(OutOfMemory) {
    copy.removeAll()
    let (start, end) = trimmed(line, 0, line.count, table)
    var place = start
    while place < end {
      if line[place] == UInt8(ascii: "["), let stop = citationEnd(line, place, end) {
        place = stop
      } else {
        try copy.append(line[place])
        place += 1
      }
    }
  }

  private static func citationEnd(_ line: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var place = start + 1
    while place < end, line[place] &- 0x30 < 10 { place += 1 }
    if place < end, line[place] == UInt8(ascii: "]") { return place + 1 }
    for citation in ["[edit]", "[citation needed]"] as [StaticString] {
      let length = citation.utf8CodeUnitCount
      guard start + length <= end else { continue }
      if (0..<length).allSatisfy({ line[start + $0] == citation.utf8Start[$0] }) { return start + length }
    }
    return nil
  }

  /// Whether a text that is given in small letters stands at a place, in any case.
  @inline(__always)
  private static func holds(_ line: UnsafeBufferPointer<UInt8>, _ place: Int, _ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard line.count - place >= length else { return false }
    for offset in 1..<length where small(line[place + offset]) != text.utf8Start[offset] { return false }
    return true
  }

  @inline(__always)
  private static func small(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
