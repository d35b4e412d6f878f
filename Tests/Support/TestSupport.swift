import Foundation
import TamisBase

/// Where things are, told from where this file is.
public enum Place {
  public static let root: URL = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url
  }()

  public static let articles = root.appendingPathComponent("Examples/articles")
  public static let samples = root.appendingPathComponent("Tests/Samples")

  /// The names of a folder's labelled documents, NAME.gold.txt, in their order.
  public static func goldNames(_ folder: URL) throws -> [String] {
    let ending = ".gold.txt"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }

  /// The labelled lines of one.
  public static func gold(_ name: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name + ".gold.txt"), encoding: .utf8)
  }

  /// The evaluation data beside the checkout, or nil, which is said out loud once.
  public static let shared: URL? = {
    let url = root.deletingLastPathComponent().appendingPathComponent("shared")
    if FileManager.default.fileExists(atPath: url.path) { return url }
    print("NOTE: ../shared is not there: the tests that need the evaluation data are skipped")
    return nil
  }()

  /// A program that the package builds. It lies beside the tests, which are a bundle on macOS and a program on Linux.
  public static func product(_ name: String) throws -> URL {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    guard let tests = bundle ?? Bundle.main.executableURL else { throw CocoaError(.fileNoSuchFile) }
    return tests.deletingLastPathComponent().appendingPathComponent(name)
  }

  public static func unicodeData(_ name: String) -> URL {
    URL(fileURLWithPath: "/usr/share/unicode").appendingPathComponent(name)
  }
}

/// The rounds of a test on random text: `usual`, or that many times TAMIS_FUZZ_TIMES, all of them other text.
public func rounds(_ usual: Int) -> Range<Int> {
  0..<usual * (ProcessInfo.processInfo.environment["TAMIS_FUZZ_TIMES"].flatMap { Int($0) }.map { max(1, $0) } ?? 1)
}

/// A small generator with a seed, so that a failure can be had again (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  public init(_ seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// Texts that hurt: pieces of every kind of trouble put together at random.
public enum Trouble {
  private static let pieces: [[UInt8]] =
    [
      "a", "Z", "7", ".", "e", "o", "i", "u", "n", "word", "Two words", " ", " ", "  ", "\n", "\n", "\n\n\n", "\r", "\r\n",
      "\t", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}", "\u{A0}", "\u{202F}", "\u{3000}", "\u{2000}", "\u{2001}",
      "\u{1680}", "\0", "\u{1B}", "\u{7F}", "\u{9F}", "\u{FEFF}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{AD}",
      "\u{2060}", "\u{FFFC}", "\u{301}", "\u{308}", "\u{327}", "\u{323}", "\u{345}", "\u{F71}", "\u{F73}", "\u{344}", "é",
      "ß", "İ", "\u{212A}", "\u{212B}", "\u{2126}", "\u{37E}", "\u{387}", "ﬁ", "½", "…", "ª", "\u{FDFA}", "\u{FDFB}", "™",
      "©", "\u{1100}", "\u{1161}", "\u{11A8}", "가", "각", "漢", "字", "。", "、", "か", "\u{3099}", "ｶ", "\u{FF9E}", "Ａ",
      "ا", "ل", "می", "\u{651}", "\u{64E}", "क", "\u{93C}", "\u{94D}", "ष", "\u{958}", "👩", "🏽", "\u{FE0F}", "👧", "❤",
      "\u{1D15E}", "\u{2F868}", "Д", "й", "и", "\u{306}", "ё", "\u{A8}", "\u{B4}", "\u{1FBD}", "\u{E0061}", "\u{FFFD}",
      "&", ";", "&amp;", "amp;", "&lt;", "&#8217;", "&#x2019;", "&nbsp;", "&quot;", "&shy;", "&#x26;", "#38;", "#8203;",
      "&am", "&notit", "&not", "&#", "&#x", "&#0;", "&#146;", "&#xD800;", "&#99999999999;", "&nGt;", "HTML", "AT&T", "＆",
      "‘", "”", "«", "›", "—", "‑", "−", "ﬃ", "ﬅ", "ﬔ", "Ĳ", "＂", "～", "｡", "ﾊ", "\u{FF9F}", "\u{FE58}", "\u{FE31}", "\u{338}",
    ].map { Array($0.utf8) } + [
      [0x80], [0xC0], [0xC2], [0xE2], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0xF4, 0x90, 0x80, 0x80], [0xFF],
      [0xC0, 0xAF], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE9], [0xF0, 0x80, 0x80], [0xE0, 0x80],
    ]

  public static func text(_ length: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    var result: [UInt8] = []
    for _ in 0..<length { result += pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
    return result
  }

  /// `text` with a few bytes overwritten, removed or doubled.
  public static func corrupted(_ text: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var result = text
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !result.isEmpty {
      let place = Int.random(in: 0..<result.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: result[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: result.remove(at: place)
      case 2: result.insert(result[place], at: place)
      default: result.insert(UInt8.random(in: 0x80...0xFF, using: &generator), at: place)
      }
    }
    return result
  }
}

/// A sample article with its gold labels.
public struct SampleArticle {
  public struct Line {
    /// "+" keep, "-" drop, "~" either.
    public let label: Character
    public let text: String
  }

  public let name: String
  public let bytes: [UInt8]
  public let lines: [Line]
  public let sentences: [String]

  public static func all() throws -> [SampleArticle] {
    try Place.goldNames(Place.articles).map { try SampleArticle(name: $0, folder: Place.articles) }
  }

  public init(name: String, folder: URL) throws {
    self.name = name
    bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name + ".txt")))
    lines = Self.lines(try Place.gold(name, in: folder))
    let sentenceFile = folder.appendingPathComponent(name + ".sentences.txt")
    let text = (try? String(contentsOf: sentenceFile, encoding: .utf8)) ?? ""
    sentences = text.split(separator: "\n").map(String.init)
  }

  private static func lines(_ gold: String) -> [Line] {
    gold.unicodeScalars.split(separator: "\n").compactMap { line in
      guard let label = line.first, line.count > 2 else { return nil }
      return Line(label: Character(label), text: String(line.dropFirst(2)))
    }
  }
}

/// Text of borrowed bytes.
public func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
  String(decoding: bytes, as: UTF8.self)
}

public func slice(_ bytes: [UInt8], _ span: ByteSpan) -> [UInt8] {
  Array(bytes[span.start..<span.end])
}
