import XCTest

final class LanguageTests: XCTestCase {
  func testTheLanguageOfEachLineIsItsField() throws {
    let input = #"""
      {"text":"x","lang":"de"}
      {"text":"x","lang":"pt-BR"}
      {"text":"x","lang":7}
      {"text":"x","lang":"not a tag"}
      {"text":"x","lang":"\u0066r"}
      {"text":"x"}
      """#
    func languages(_ arguments: [String]) throws -> [String] {
      let outcome = try Tool.run(["annotate", "--language-field", "lang"] + arguments, input: input)
      XCTAssertEqual(outcome.status, 0)
      return outcome.objects.map { $0["language"] as? String ?? "null" }
    }
    XCTAssertEqual(try languages([]), ["de", "pt-BR", "null", "null", "fr", "null"])
    XCTAssertEqual(try languages(["--language", "en"]), ["de", "pt-BR", "en", "en", "fr", "en"])
  }

  /// A line's sentences are those of the same text with its language given for all.
  func testSentencesFollowTheLanguage() throws {
    let text = "Er kam am 3. Mai nach St. Gallen. Op 1 mei a.s. komt hij. See p. 5 of vol. 2. Thanks!"
    var input = ""
    var wanted = ""
    for code in ["de", "nl", "en", "tlh", "fr"] {
      input += "{\"text\":\"\(text)\",\"lang\":\"\(code)\"}\n"
      let line = try Tool.run(["sentences", "--format=json", "--language", code], input: "{\"text\":\"\(text)\"}\n")
      wanted += line.text
    }
    for jobs in ["1", "3"] {
      let outcome = try Tool.run(
        ["sentences", "--format=json", "--language-field=lang", "-j", jobs], input: input)
      XCTAssertEqual(outcome.text, wanted)
    }
  }

  func testAbbreviationsOfTheUser() throws {
    let scratch = try Folder()
    try scratch.write("words", "\u{FEFF}# ours\r\n\r\n  foo.\r\nqux")
    let text = "We take foo. Bars and qux. Ten of them."
    let plain = try Tool.run(["sentences"], input: text)
    let taught = try Tool.run(["sentences", "--abbreviations", "words"], input: text, in: scratch.url)
    XCTAssertEqual(taught.text, text + "\n")
    XCTAssertNotEqual(plain.text, taught.text)
  }

  func testWhatCannotBeUsedIsRefused() throws {
    let scratch = try Folder()
    try scratch.write("bad", Data([0x61, 0xFF]))
    let cases = [
      (["--language", "de_"], "must be a language tag"), (["--language", "5"], "must be a language tag"),
      (["--language="], "must be a language tag"), (["--abbreviations", "none"], "No such file"),
      (["--abbreviations", "."], "directory"), (["--abbreviations", "bad"], "not UTF-8 (byte 1)"),
      (["--abbreviations", "-"], "must be a file"),
    ]
    for (arguments, wanted) in cases {
      let outcome = try Tool.run(["sentences"] + arguments, in: scratch.url)
      XCTAssertEqual(outcome.status, 2, "\(arguments)")
      XCTAssertTrue(outcome.messages.contains(wanted), outcome.messages)
    }
  }
}
