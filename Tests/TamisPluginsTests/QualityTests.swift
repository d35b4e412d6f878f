import Foundation
import TamisPlugins
import TestSupport
import XCTest

/// The presets at their thresholds, on texts whose counts are plain to see. `Scripts/compare-quality` compares with
/// another implementation on real ones.
final class QualityTests: XCTestCase {
  private static let plugin = Result { try Built.plugin("quality") }

  private func set(_ settings: String) throws -> PluginSet {
    try PluginSet([PluginRequest(Self.plugin.get() + ":" + settings)])
  }

  /// Why a text is dropped; nil if it is not.
  private func complaint(_ text: String, _ preset: String, _ more: String = "") throws -> String? {
    let document = try whole(text, set("signals=none,drop=" + preset + more))
    return document.facts.all.first { $0.kind == .drop }.map { string(document.facts.text(of: $0)) }
  }

  private func whole(_ text: String, _ guests: PluginSet) throws -> CleanedDocument {
    var options = CleaningOptions()
    options.dropsBoilerplate = false
    options.text = .repairOnly
    return try clean(text, guests, options)
  }

  private func signals(
    _ text: String, _ settings: String = "signals=gopher+c4+fineweb+redpajama"
  ) throws -> [String: Double] {
    let document = try whole(text, set(settings))
    var found: [String: Double] = [:]
    for fact in document.facts.all { found[string(document.facts.key(of: fact))] = fact.number }
    return found
  }

  private func words(_ count: Int, _ word: (Int) -> String = { "word" + String($0, radix: 36) + "s" }) -> String {
    (0..<count).map(word).joined(separator: " ")
  }

  func testGopherQuality() throws {
    // Different words, with two stop words in front.
    func text(_ count: Int) -> String { "the and " + words(count - 2) }
    XCTAssertEqual(try complaint(text(49), "gopher-quality"), "gopher-quality: fewer than 50 words")
    XCTAssertNil(try complaint(text(50), "gopher-quality"))
    XCTAssertNil(try complaint(text(49) + " - ... x", "gopher-quality"), "x is a word, marks are none")
    XCTAssertEqual(try complaint(text(100_001), "gopher-quality"), "gopher-quality: more than 100000 words")
    XCTAssertEqual(
      try complaint("the " + words(60), "gopher-quality"), "gopher-quality: fewer than 2 stop words")
    XCTAssertEqual(try complaint(words(60) { _ in "of" }, "gopher-quality"), "gopher-quality: words are short")
    XCTAssertEqual(
      try complaint(words(60) { _ in "abcdefghijk" }, "gopher-quality"), "gopher-quality: words are long")
    XCTAssertEqual(
      try complaint(text(50) + " #a #b #c #d #e #f #g", "gopher-quality"), "gopher-quality: number signs")
    XCTAssertEqual(
      try complaint(text(50) + words(8) { _ in "a…" }, "gopher-quality"), "gopher-quality: ellipses")
    let bullets = (0..<20).map { "- the and of word\($0)" }.joined(separator: "\n")
    XCTAssertEqual(try complaint(bullets, "gopher-quality"), "gopher-quality: lines begin with bullets")
    let ellipses = (0..<10).map { "the and of word\($0) with that word here and this other one" + ($0 < 4 ? "..." : "") }
    XCTAssertEqual(
      try complaint(ellipses.joined(separator: "\n"), "gopher-quality"), "gopher-quality: lines end with ellipses")
    XCTAssertEqual(
      try complaint(text(50) + " " + words(20) { "\($0 + 100)" }, "gopher-quality"), "gopher-quality: words without letters")
  }

  func testGopherRepetition() throws {
    XCTAssertNil(try complaint(words(100), "gopher-repetition"))
    let lines = [words(10), words(10), words(30) { "other\($0)" }]
    XCTAssertEqual(try complaint(lines.joined(separator: "\n"), "gopher-repetition"), "gopher-repetition: duplicate lines")
    XCTAssertEqual(
      try complaint(lines.joined(separator: "\n\n"), "gopher-repetition"), "gopher-repetition: duplicate paragraphs")
    let pairs = words(40) { $0.isMultiple(of: 4) ? "two same" : "word\($0)" }
    XCTAssertEqual(try complaint(pairs, "gopher-repetition"), "gopher-repetition: top 2-gram")
    let same = words(8) { "same\($0)" }
    let long = [words(30), same, words(30) { "more\($0)" }, same].joined(separator: " ")
    let found = try signals(long)
    XCTAssertEqual(try XCTUnwrap(found["gopher.dup-8-grams"]), Double(8 * 5) / Double(long.utf8.count), accuracy: 1e-9)
    XCTAssertEqual(found["gopher.dup-9-grams"], 0)
    XCTAssertEqual(
      try XCTUnwrap(found["gopher.dup-5-grams"]), Double(5 * 5) / Double(long.utf8.count), accuracy: 1e-9,
      "a repeated n-gram is stepped over, and three words are left of eight")
  }

  func testC4HasTwoSetsOfNumbers() throws {
    let three = "One two three. Four five six. Seven eight nine."
    XCTAssertEqual(try complaint(three, "c4-paper"), "c4-paper: too few sentences")
    XCTAssertNil(try complaint(three, "c4-tfds"))
    let short = Array(repeating: "One two three four.", count: 6).joined(separator: "\n")
    XCTAssertNil(try complaint(short, "c4-paper"))
    XCTAssertEqual(try complaint(short, "c4-tfds"), "c4-tfds: too few sentences")
    XCTAssertEqual(try complaint(short + "\nWe use code {here} too.", "c4-paper"), "c4-paper: curly bracket")
    XCTAssertNil(try complaint(short + "\nWe use code {here} too", "c4-paper"), "the line does not count")
    XCTAssertEqual(try complaint(short + "\nA LOREM Ipsum it is.", "c4-paper"), "c4-paper: lorem ipsum")
    let spoilt = ["Enable JavaScript for this.", "See our Privacy Policy here.", "A line that trails off..."]
    XCTAssertEqual(try signals(short + "\n" + spoilt.joined(separator: "\n"))["c4-paper.lines"], 6)
    XCTAssertEqual(try signals("It was so.[1][citation needed]")["c4-paper.lines"], 1)
    XCTAssertEqual(try signals("It was so.[1x]")["c4-paper.lines"], 0)
    XCTAssertEqual(try signals("He said 'this is so'")["c4-paper.lines"], 1)
    XCTAssertEqual(try signals("He said 'this is so'")["c4-tfds.lines"], 0)
    XCTAssertEqual(try signals(String(repeating: "é", count: 1_001) + " is long.")["c4-paper.lines"], 0)
    XCTAssertThrowsError(try set("drop=c4")) { XCTAssertTrue("\($0)".contains("c4 is c4-paper or c4-tfds"), "\($0)") }
  }

  func testFineWeb() throws {
    let line = "A line that is long enough to be one, with its end mark."
    XCTAssertNil(try complaint(line, "fineweb-quality"))
    XCTAssertEqual(
      try complaint(words(20) + "\n" + words(21), "fineweb-quality"), "fineweb-quality: lines without an end mark")
    XCTAssertEqual(
      try complaint("One.\nTwo.\nThree.\n" + line, "fineweb-quality"), "fineweb-quality: short lines")
    XCTAssertEqual(
      try complaint(line + "\n" + line, "fineweb-quality"), "fineweb-quality: characters in duplicate lines")
    let list = (0..<20).map { "abcdefghijklmnopqrstuvwxyzabcdefg\(String(repeating: "x", count: $0))." }
    XCTAssertEqual(try complaint(list.joined(separator: "\n"), "fineweb-quality"), "fineweb-quality: line feeds per word")
    XCTAssertEqual(try complaint("", "fineweb-quality"), "fineweb-quality: empty")
    let found = try signals("Ende。\nNo end\n\nWhy?")
    XCTAssertEqual(try XCTUnwrap(found["fineweb.line-ends"]), 2 / 3.0, accuracy: 1e-9)
  }

  func testRedPajama() throws {
    let found = try signals("The cat sat. The CAT, sat… #3! Ünder {x}")
    // Raw words are runs of word characters and runs of other signs: 9 and 7.
    XCTAssertEqual(found["rps_doc_word_count"], 9)
    XCTAssertEqual(found["rps_doc_num_sentences"], 3)
    let letters = 3 * 5 + 4 + 1 + 5 + 1
    XCTAssertEqual(try XCTUnwrap(found["rps_doc_mean_word_length"]), Double(letters) / 9, accuracy: 1e-9)
    XCTAssertEqual(try XCTUnwrap(found["rps_doc_frac_unique_words"]), 7 / 9.0, accuracy: 1e-9)
    XCTAssertEqual(try XCTUnwrap(found["rps_doc_curly_bracket"]), 2 / 40.0, accuracy: 1e-9)
    let raw = try XCTUnwrap(found["rps_doc_symbol_to_word_ratio"])
    XCTAssertEqual(2 / raw, 16, accuracy: 1e-9, "# and …, of so many raw words")
    XCTAssertEqual(try XCTUnwrap(found["rps_doc_frac_all_caps_words"]), 1 / 16.0, accuracy: 1e-9)
    XCTAssertGreaterThan(try XCTUnwrap(try signals("Lorem, IPSUM dolor")["rps_doc_lorem_ipsum"]), 0)
    XCTAssertEqual(try complaint(words(49), "redpajama-2"), "redpajama-2: fewer than 50 words")
    XCTAssertNil(try complaint(words(50), "redpajama-2"))
  }

  func testWordsCanBeWhatStandsBetweenBlanks() throws {
    let text = "It's state-of-the-art, (really)."
    XCTAssertEqual(try signals(text)["gopher.words"], 7, "It 's state of the art really")
    XCTAssertEqual(try signals(text, "words=spaces")["gopher.words"], 3)
  }

  func testSeveralPresetsAndTheFirstComplaint() throws {
    XCTAssertEqual(try complaint("Short.", "fineweb-quality+gopher-quality"), "fineweb-quality: short lines")
    XCTAssertEqual(try complaint("Short.", "gopher-quality+fineweb-quality"), "gopher-quality: fewer than 50 words")
    let found = try signals("Short.")
    XCTAssertEqual(found["fails.gopher-quality"], 1)
    XCTAssertEqual(found["fails.c4-tfds"], 1)
    XCTAssertEqual(found["fails.gopher-repetition"], 1, "a 2-gram that comes once is most of so short a text")
    XCTAssertNil(try signals("Short.", "signals=none")["gopher.words"])
  }

  func testWrongSettingsAreRefused() throws {
    for (settings, message) in [
      ("drop=gopher", "no preset 'gopher'"), ("signals=all", "no signals 'all'"), ("words=letters", "tokens or spaces"),
    ] {
      XCTAssertThrowsError(try set(settings)) { XCTAssertTrue("\($0)".contains(message), "\($0)") }
    }
  }

  func testAnyText() throws {
    var generator = SeededGenerator(13)
    for settings in ["drop=gopher-quality+c4-tfds", "words=spaces"] {
      let cleaner = try Cleaner(guests: set(settings))
      let (scratch, document) = (Scratch(), CleanedDocument())
      for _ in 0..<1_000 {
        let text = Trouble.text(Int.random(in: 0..<200, using: &generator), &generator)
        try text.withUnsafeBufferPointer { try cleaner.clean($0, scratch: scratch, into: document) }
        XCTAssertTrue(document.faults.isEmpty, "\(document.said)")
      }
    }
  }

  /// Time is linear: long words, rows of marks, repetition without end.
  func testHostileTexts() throws {
    for piece in ["a", ".", "'s", "a-", "a ", "\n", "[", "(", "...", "a.", "1k", "it's ", "é", "w.", "://"] {
      _ = try whole(String(repeating: piece, count: 200_000), set("drop=gopher-repetition"))
    }
  }
}
