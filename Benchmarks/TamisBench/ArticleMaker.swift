#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Makes articles as scrapers leave them, the same ones for the same language at every run: 1 to 20 KB of paragraphs,
/// furniture around and between them, and here and there the untidiness of real pages.
struct ArticleMaker {
  private let language: Language
  private var random: SeededRandom
  private var lastWasSmall = false

  init(_ language: Language, seed: UInt64 = 1) {
    self.language = language
    random = SeededRandom(seed)
  }

  /// One article. Small ones are as frequent as large ones, counted by order of magnitude.
  mutating func article() -> [UInt8] {
    let length = Int(1024 * exp2(random.fraction() * 4.3))
    var blocks = furniture(2...6)
    blocks.append(headline())
    var made = 0
    while made < length {
      let paragraph = self.paragraph()
      made += paragraph.utf8.count
      blocks.append(paragraph)
      if random.chance(0.06) { blocks.append(headline()) }
      if random.chance(0.08) { blocks += furniture(1...2) }
    }
    blocks += furniture(2...7)
    return Array(blocks.joined(separator: "\n").utf8)
  }

  private mutating func furniture(_ count: ClosedRange<Int>) -> [String] {
    (0..<random.number(count)).map { _ in random.element(language.furniture) }
  }

  private mutating func headline() -> String {
    capitalized((0..<random.number(3...9)).map { _ in word() }.joined(separator: language.between))
  }

  private mutating func paragraph() -> String {
    let separator = language.between.isEmpty ? "" : " "
    var text = (0..<random.number(1...7)).map { _ in sentence() }.joined(separator: separator)
    // One paragraph in twenty has one of these, as pages have them.
    if random.chance(0.05) { text += random.element([" ", "\u{A0}", "  ", "\r", "\u{200B}"]) }
    return text
  }

  private mutating func sentence() -> String {
    var text = ""
    let count = random.number(language.sentenceWords)
    for place in 0..<count {
      if place > 0 {
        if random.chance(0.07) { text += language.comma }
        // Now and then a no-break space or two blanks.
        text += random.chance(0.003) ? random.element(["\u{A0}", "  "]) : language.between
      }
      text += token()
    }
    let stopped = capitalized(text) + random.element(language.stops)
    return random.chance(0.06) ? language.quotes.0 + stopped + language.quotes.1 : stopped
  }

  /// A word, or what stands between words in articles: a number, an abbreviation.
  private mutating func token() -> String {
    if random.chance(0.015) { return String(random.number(2...2030)) }
    if !language.abbreviations.isEmpty, random.chance(0.012) { return random.element(language.abbreviations) }
    return word()
  }

  private mutating func word() -> String {
    lastWasSmall = !lastWasSmall && random.chance(0.65)
    if lastWasSmall { return random.frequent(language.small) }
    let stem = random.frequent(language.large)
    guard !language.endings.isEmpty, random.chance(0.4) else { return stem }
    return stem + random.element(language.endings)
  }

  private func capitalized(_ text: String) -> String {
    guard language.capitalizes, let first = text.first else { return text }
    return first.uppercased() + text.dropFirst()
  }
}

/// A generator with a seed, so that every run measures the same text (SplitMix64).
struct SeededRandom {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// From 0 up to 1.
  mutating func fraction() -> Double {
    Double(next() >> 11) / Double(1 << 53)
  }

  mutating func chance(_ probability: Double) -> Bool {
    fraction() < probability
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(fraction() * Double(range.count))
  }

  mutating func element<T>(_ list: [T]) -> T {
    list[Int(fraction() * Double(list.count))]
  }

  /// The first of a list more often than the later ones: with one over the place and ten more, which is about how the
  /// frequent words of a text are spread.
  mutating func frequent(_ list: [String]) -> String {
    let shift = 10.0
    let ratio = (Double(list.count) + shift) / shift
    return list[min(list.count - 1, Int((exp2(fraction() * log2(ratio)) - 1) * shift))]
  }
}
