#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The signals of a text, family by family. A ratio of nothing is not a number, as in the definitions, and then holds
/// against no threshold.
struct Signals {
  /// Rae et al. 2021 (Gopher), appendix A.1.1, as datatrove counts.
  struct GopherQuality {
    /// Without those of symbols only.
    var words = 0
    var meanWordLength = Double.nan
    var hashRatio = Double.nan
    var ellipsisRatio = Double.nan
    var bulletLines = Double.nan
    var ellipsisLines = Double.nan
    var lettersWords = Double.nan
    var stopWords = 0
  }

  /// The same, table A1.
  struct GopherRepetition {
    var lineFraction = 0.0
    var paragraphFraction = 0.0
    var lineCharacters = 0.0
    var paragraphCharacters = 0.0
    /// Of 2, 3 and 4 words.
    var top = InlineArray<3, Double>(repeating: 0)
    /// Of 5 to 10 words.
    var repeated = InlineArray<6, Double>(repeating: 0)
  }

  /// Penedo et al. 2024 (FineWeb), as datatrove counts.
  struct FineWeb {
    var lineEnds = Double.nan
    var shortLines = Double.nan
    var duplicateCharacters = Double.nan
    var lineFeeds = Double.nan
    var isEmpty = true
  }

  /// RedPajama-Data v2: the signals of documents that need neither word lists nor classifiers.
  struct RedPajama {
    var sentences = 0
    var words = 0
    var meanWordLength = Double.nan
    var symbolRatio = Double.nan
    var ellipsisLines = Double.nan
    var withoutLetters = Double.nan
    var uniqueWords = Double.nan
    var entropy = Double.nan
    var capitals = Double.nan
    var curlyBrackets = 0.0
    var loremIpsum = 0.0
    var bulletLines = Double.nan
    var top = InlineArray<3, Double>(repeating: 0)
    var repeated = InlineArray<6, Double>(repeating: 0)
  }

  var gopherQuality = GopherQuality()
  var gopherRepetition = GopherRepetition()
  var c4Paper = C4.Outcome()
  var c4TFDS = C4.Outcome()
  var fineWeb = FineWeb()
  var redPajama = RedPajama()
}

/// Counts of bytes and short texts in a text.
struct MarkCounts {
  var hashes = 0
  var ellipses = 0
  var curlyBrackets = 0
  var lineFeeds = 0

  /// Ellipses are "..." as often as it fits, and "…".
  init(_ text: UnsafeBufferPointer<UInt8>) {
    var stops = 0
    for (place, byte) in text.enumerated() {
      stops = byte == 0x2E ? stops + 1 : 0
      if stops == 3 {
        ellipses += 1
        stops = 0
      }
      switch byte {
      case 0x23: hashes += 1
      case 0x7B, 0x7D: curlyBrackets += 1
      case 0x0A: lineFeeds += 1
      case 0xE2 where place + 2 < text.count && text[place + 1] == 0x80 && text[place + 2] == 0xA6: ellipses += 1
      default: break
      }
    }
  }
}

extension Reading {
  func endsInEllipsis(_ start: Int, _ end: Int) -> Bool {
    guard end - start >= 3 else { return false }
    let last = (text[end - 3], text[end - 2], text[end - 1])
    return last == (0x2E, 0x2E, 0x2E) || last == (0xE2, 0x80, 0xA6)
  }
}

/// A stretch of text without white space at either end.
func trimmed(
  _ text: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int, _ table: Characters
) -> (start: Int, end: Int) {
  var (start, end) = (from, to)
  while start < end {
    let (value, next) = decode(text, start)
    guard table[value] & Characters.space != 0 else { break }
    start = next
  }
  while end > start {
    var last = end - 1
    while last > start, text[last] & 0xC0 == 0x80 { last -= 1 }
    guard table[decode(text, last).value] & Characters.space != 0 else { break }
    end = last
  }
  return (start, end)
}

func ratio(_ a: Int, _ b: Int) -> Double { b == 0 ? .nan : Double(a) / Double(b) }

/// Computes signals. One thread's.
struct Gauge: ~Copyable {
  private var reading = Reading()
  private var repetition = Repetition()
  private var citationless = Room<UInt8>()
  private var paragraphs = Room<Reading.Line>()

  mutating func measure(
    _ text: UnsafeBufferPointer<UInt8>, sentences: UnsafeBufferPointer<tamis_plugin_span>, _ table: Characters,
    _ wanted: Families, wantsTokens: Bool
  ) throws(OutOfMemory) -> Signals {
    var signals = Signals()
    try reading.read(text, table, wanted, wantsTokens: wantsTokens)
    let marks = MarkCounts(text)
    if wanted.contains(.gopherQuality) { signals.gopherQuality = gopherQuality(marks, table) }
    if wanted.contains(.gopherRepetition) { signals.gopherRepetition = try gopherRepetition() }
    if wanted.contains(.c4) {
      signals.c4Paper = try C4.paper.judge(reading.text, reading.lines.view, sentences, table, &citationless)
      signals.c4TFDS = try C4.tfds.judge(reading.text, reading.lines.view, sentences, table, &citationless)
    }
    if wanted.contains(.fineWeb) { signals.fineWeb = try fineWeb(marks, table) }
    if wanted.contains(.redPajama) { signals.redPajama = try redPajama(marks, table) }
    return signals
  }

  private func gopherQuality(_ marks: MarkCounts, _ table: Characters) -> Signals.GopherQuality {
    var result = Signals.GopherQuality()
    var (characters, withLetter) = (0, 0)
    var stopWords: UInt8 = 0
    for word in reading.words.view {
      if !word.isSymbol {
        result.words += 1
        characters += Int(word.characters)
      }
      if word.hasLetter { withLetter += 1 }
      stopWords |= word.stopWord
    }
    let all = reading.words.count
    result.meanWordLength = ratio(characters, result.words)
    result.hashRatio = ratio(marks.hashes, all)
    result.ellipsisRatio = ratio(marks.ellipses, all)
    result.lettersWords = ratio(withLetter, all)
    result.stopWords = stopWords.nonzeroBitCount
    let (bullets, ellipses) = bulletsAndEllipses(table) { $0 == 0x2022 || $0 == 0x2D }
    result.bulletLines = ratio(bullets, reading.lines.count)
    result.ellipsisLines = ratio(ellipses, reading.lines.count)
    return result
  }

  private func bulletsAndEllipses(_ table: Characters, _ isBullet: (UInt32) -> Bool) -> (Int, Int) {
    var (bullets, ellipses) = (0, 0)
    for line in reading.lines.view {
      let (start, end) = trimmed(reading.text, line.start, line.end, table)
      guard start < end else { continue }
      if isBullet(decode(reading.text, start).value) { bullets += 1 }
      if reading.endsInEllipsis(start, end) { ellipses += 1 }
    }
    return (bullets, ellipses)
  }

  private mutating func gopherRepetition() throws(OutOfMemory) -> Signals.GopherRepetition {
    var result = Signals.GopherRepetition()
    guard reading.characters > 0 else { return result }
    let lines = try repetition.duplicates(of: reading.lines.view) { $0.start < $0.end }
    result.lineFraction = ratio(lines.count, lines.elements)
    result.lineCharacters = ratio(lines.characters, reading.characters)
    try findParagraphs()
    let whole = try repetition.duplicates(of: paragraphs.view) { _ in true }
    result.paragraphFraction = ratio(whole.count, whole.elements)
    result.paragraphCharacters = ratio(whole.characters, reading.characters)
    let words = reading.words.view
    for n in 2...4 {
      let top = try repetition.topCharacters(words, n, blanks: 1)
      result.top[n - 2] = ratio(top.characters, reading.characters)
    }
    try repetition.prepare(words)
    for n in 5...10 {
      result.repeated[n - 5] = ratio(try repetition.repeatedCharacters(words, n), reading.characters)
    }
    return result
  }

  /// Paragraphs are divided by empty lines; the text has no line feed at either end.
  private mutating func findParagraphs() throws(OutOfMemory) {
    paragraphs.removeAll()
    var isOpen = false
    for line in reading.lines.view {
      if line.start == line.end {
        isOpen = false
      } else if isOpen {
        let last = paragraphs.count - 1
        let joined = paragraphs[last]
        paragraphs[last].end = line.end
        paragraphs[last].characters = joined.characters + 1 + line.characters
        paragraphs[last].hash = (joined.hash ^ 0x9E37) &* 0xD6E8_FEB8_6659_FD93 ^ line.hash
      } else {
        try paragraphs.append(line)
        isOpen = true
      }
    }
  }

  private mutating func fineWeb(_ marks: MarkCounts, _ table: Characters) throws(OutOfMemory) -> Signals.FineWeb {
    var result = Signals.FineWeb()
    var (count, ended, short) = (0, 0, 0)
    for line in reading.lines.view {
      let (start, end) = trimmed(reading.text, line.start, line.end, table)
      guard start < end else { continue }
      count += 1
      if line.characters <= 30 { short += 1 }
      var last = line.end - 1
      while last > line.start, reading.text[last] & 0xC0 == 0x80 { last -= 1 }
      if table[decode(reading.text, last).value] & Characters.terminal != 0 { ended += 1 }
    }
    result.isEmpty = count == 0
    result.lineEnds = ratio(ended, count)
    result.shortLines = ratio(short, count)
    let duplicates = try repetition.duplicates(of: reading.lines.view) { $0.start < $0.end }
    result.duplicateCharacters = ratio(duplicates.characters, reading.characters - marks.lineFeeds)
    result.lineFeeds = ratio(marks.lineFeeds, reading.words.count)
    return result
  }

  private mutating func redPajama(_ marks: MarkCounts, _ table: Characters) throws(OutOfMemory) -> Signals.RedPajama {
    var result = Signals.RedPajama()
    let words = reading.plainWords.view
    let raw = reading.rawWords
    let characters = words.reduce(0) { $0 + Int($1.characters) }
    result.words = words.count
    result.sentences = reading.countPunctuatedRuns(table)
    result.meanWordLength = ratio(characters, words.count)
    result.symbolRatio = ratio(marks.hashes + marks.ellipses, raw.count)
    let (bullets, ellipses) = bulletsAndEllipses(table, Self.isRedPajamaBullet)
    result.bulletLines = ratio(bullets, reading.lines.count)
    result.ellipsisLines = ratio(ellipses, reading.lines.count)
    result.withoutLetters = 1 - ratio(raw.withASCIILetter, raw.count)
    result.capitals = ratio(raw.allCapitals, raw.count)
    result.curlyBrackets = ratio(marks.curlyBrackets, reading.characters)
    if !words.isEmpty {
      let diversity = try repetition.diversity(words, logarithm: log)
      result.uniqueWords = ratio(diversity.different, words.count)
      result.entropy = diversity.entropy
      result.loremIpsum = Double(reading.countLoremIpsum()) / Double(characters + words.count - 1)
    }
    for n in 2...4 {
      let top = try repetition.topCharacters(words, n, blanks: 0)
      result.top[n - 2] = top.count > 1 ? ratio(top.characters, characters) : 0
    }
    for n in 5...10 {
      let share = ratio(try repetition.duplicatedCharacters(words, n), characters)
      result.repeated[n - 5] = share.isNaN ? 0 : share
    }
    return result
  }

  private static func isRedPajamaBullet(_ value: UInt32) -> Bool {
    switch value {
    case 0x2022, 0x2023, 0x25B6, 0x25C0, 0x25E6, 0x25A0, 0x25A1, 0x25AA, 0x25AB, 0x2013: true
    default: false
    }
  }
}

extension Reading {
  /// RedPajama's sentences: from the beginning of a word to the marks that end it.
  func countPunctuatedRuns(_ table: Characters) -> Int {
    var count = 0
    var isInside = false
    for word in text.indices where text[word] & 0xC0 != 0x80 {
      let byte = text[word]
      if byte == 0x2E || byte == 0x21 || byte == 0x3F {
        isInside = false
      } else if !isInside, table[decode(text, word).value] & Characters.word != 0 {
        isInside = true
        count += 1
      }
    }
    return count
  }

  /// How often the two words stand together.
  func countLoremIpsum() -> Int {
    let (lorem, ipsum) = (Self.hash("lorem"), Self.hash("ipsum"))
    let words = plainWords.view
    return zip(words, words.dropFirst()).count { $0.hash == lorem && $1.hash == ipsum }
  }

  private static func hash(_ word: StaticString) -> UInt64 {
    word.withUTF8Buffer { $0.reduce(0) { Concatenation.append($1, to: $0) } }
  }
}
