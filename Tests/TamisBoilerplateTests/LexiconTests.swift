import CByteScan
import Foundation
import TestSupport
import XCTest

@testable import TamisBoilerplate

/// The lexicon that is compiled in is the one that is written down, and the tables made of it know every phrase.
final class LexiconTests: XCTestCase {
  private struct Line: Equatable {
    let language: Int
    let kind: String
    let phrases: [String]
  }

  private func compiled() throws -> [Line] {
    var lines: [Line] = []
    try LexiconText.forEachLine { language, kind, rest in
      let text = String(decoding: rest, as: UTF8.self)
      let isStop = kind.elementsEqual("stop".utf8)
      lines.append(
        Line(
          language: language, kind: String(decoding: kind, as: UTF8.self),
          phrases: isStop ? text.split(separator: " ").map(String.init) : text.split(separator: ";").map(String.init).sorted()))
    }
    return lines
  }

  private func written(_ file: URL, _ language: Int) throws -> [Line] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.precomposedStringWithCanonicalMapping }
      let phrases = parts[1].components(separatedBy: parts[0] == "stop" ? " " : ";")
        .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
      return Line(language: language, kind: parts[0], phrases: parts[0] == "stop" ? phrases : phrases.sorted())
    }
  }

  func testTheCompiledLexiconIsTheWrittenOne() throws {
    let lines = try compiled()
    let folder = Place.root.appendingPathComponent("Sources/TamisBoilerplate/Lexicon")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "txt" }
    XCTAssertEqual(try XCTUnwrap(lines.last).language + 1, files.count)
    XCTAssertLessThanOrEqual(files.count, LanguageWords.unknown, "the last place is that of no known language")
    for file in files {
      let code = file.deletingPathExtension().lastPathComponent
      let wanted = try written(file, 0)
      let place = lines.firstIndex { $0.kind == "stop" && $0.phrases == wanted[0].phrases }
      let language = lines[try XCTUnwrap(place, "\(code): run Scripts/update-lexicon")].language
      let found = lines.filter { $0.language == language }
      XCTAssertEqual(found, try written(file, language), "\(code): run Scripts/update-lexicon")
    }
  }

  /// Each phrase leads to an entry that is a cue in its language, but for single characters of scripts without word
  /// division.
  func testEveryPhraseIsFound() throws {
    let facts = try CharacterFacts()
    let index = try WordIndex(facts: facts)
    let tokenizer = Tokenizer(facts: facts)
    for line in try compiled() where line.kind != "stop" {
      for phrase in line.phrases {
        let tokens = tokens(phrase, tokenizer)
        let first = try XCTUnwrap(tokens.first, "\(phrase): no word")
        guard tokens.count > 1 || first & TokenBits.single == 0 else { continue }
        let key = tokens.dropFirst().reduce(first, phraseKey)
        let entry = try XCTUnwrap(index.find(key), phrase)
        let cue = Cue.allCases.first { $0.name.description == line.kind }
        XCTAssertEqual(index.cue(entry, in: index.words(of: 1 << UInt32(line.language))), try XCTUnwrap(cue).rawValue + 1, phrase)
      }
    }
  }

  /// "mi" is Wednesday in German and we in Hungarian; English says what a phrase is where the language has nothing to say.
  func testAPhraseIsWhatItIsInTheLanguage() throws {
    let facts = try CharacterFacts()
    let index = try WordIndex(facts: facts)
    func cue(_ phrase: String, _ language: Int) throws -> Cue? {
      let entry = try XCTUnwrap(index.find(try XCTUnwrap(tokens(phrase, Tokenizer(facts: facts)).first)))
      let number = index.cue(entry, in: index.words(of: 1 << UInt32(language)))
      return number == 0 ? nil : Cue(rawValue: number - 1)
    }
    let languages = "en de fr es pt it nl pl ru uk tr ar hi zh ja ko el cs sv da no fi hu ro vi id fa he th bg hr".split(separator: " ")
    func number(_ code: Substring) throws -> Int { try XCTUnwrap(languages.firstIndex(of: code)) }
    for (phrase, code, wanted) in [
      ("mi", "de", Cue.date), ("mi", "hu", .us), ("mi", "fr", nil), ("tue", "en", .date), ("tue", "it", .you), ("tue", "fr", .date),
    ] { XCTAssertEqual(try cue(phrase, number(Substring(code))), wanted, "\(phrase), \(code)") }
  }

  /// Each common word is counted for its language, wherever the others have pushed it.
  func testEveryCommonWordIsCounted() throws {
    let facts = try CharacterFacts()
    let index = try WordIndex(facts: facts)
    for line in try compiled() where line.kind == "stop" {
      for token in tokens(line.phrases.joined(separator: " "), Tokenizer(facts: facts)) {
        var counts = [UInt8](repeating: 0, count: Int(language_count_languages))
        language_count([token], 1, index.common, &counts)
        XCTAssertEqual(counts[line.language], 1, "\(line.language): \(line.phrases)")
      }
    }
  }

  /// What the lexicon has in one way of writing is found in others.
  func testWaysOfWritingAreOne() throws {
    let tokenizer = Tokenizer(facts: try CharacterFacts())
    let pairs = [
      // Persian with the letters of an Arabic keyboard, and with words joined for want of the non-joiner.
      ("کتاب‌های دیگری", "كتاب‌هاي ديگري"), ("می‌شود", "میشود"), ("آگهی", "اگهی"),
      // Hebrew abbreviations with the mark that is meant and with the one that is typed.
      ("דוא״ל", "דוא\"ל"),
      ("РЕКЛАМА", "реклама"), ("PROČITAJTE", "pročitajte"),
    ]
    for (one, other) in pairs { XCTAssertEqual(tokens(one, tokenizer), tokens(other, tokenizer), one) }
    XCTAssertNotEqual(tokens("می شود", tokenizer), tokens("می‌شود", tokenizer), "a blank divides")
  }

  /// Thai divides no words: vowel signs and tone marks are tokens like the letters they stand over.
  func testThaiCharactersStandAlone() throws {
    let tokenizer = Tokenizer(facts: try CharacterFacts())
    let phrase = "ที่นี่"
    let found = tokens(phrase, tokenizer)
    XCTAssertEqual(found.count, phrase.unicodeScalars.count)
    XCTAssertTrue(found.allSatisfy { $0 & TokenBits.single != 0 })
  }

  private func tokens(_ phrase: String, _ tokenizer: Tokenizer) -> [Token] {
    let bytes = Array(phrase.utf8)
    var tokens = [Token](repeating: 0, count: Tokenizer.room(bytes.count))
    var counts = BlockCounts()
    let count = tokenizer.tokenize(bytes, 0, bytes.count, limit: bytes.count, into: &tokens, &counts)
    return Array(tokens.prefix(count))
  }
}
