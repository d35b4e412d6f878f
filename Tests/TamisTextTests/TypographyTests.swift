import Reference
import TamisBase
import TamisText
import TestSupport
import XCTest

final class TypographyTests: XCTestCase {
  private let all: [WritableKeyPath<TextPolicy, Bool>] = [
    \.straightensQuotes, \.plainsDashes, \.expandsLigatures, \.narrowsFullwidth,
  ]

  func testFormsAreMadePlain() throws {
    let cases: [(WritableKeyPath<TextPolicy, Bool>, String, String)] = [
      (\.straightensQuotes, "‘a’ ‚b‛ ‹c› “d” „e‟ «f» ′g″ ʼh 「i」", "'a' 'b' 'c' \"d\" \"e\" \"f\" ′g″ ʼh 「i」"),
      (\.plainsDashes, "a‐b‑c‒d–e—f―g −1 ﹘ ﹣ ~ ・", "a-b-c-d-e-f-g -1 - - ~ ・"),
      (\.expandsLigatures, "ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ Ĳ ĳ ﬓ ﬔ ﬕ ﬖ ﬗ æ œ ß", "ff fi fl ffi ffl st st IJ ij մն մե մի վն մխ æ œ ß"),
      (\.narrowsFullwidth, "Ａｚ０！～ ｡ｱﾞ ｶﾞﾊﾟ ￠", "Az0!~ 。ア\u{3099} ガパ ￠"),
      (\.narrowsFullwidth, "Ａ\u{301}＜\u{338}", "Á≮"),
    ]
    for (path, input, wanted) in cases {
      var policy = TextPolicy()
      XCTAssertEqual(try clean(Array(input.utf8), policy).edits.typography, 0)
      policy[keyPath: path] = true
      let output = try clean(Array(input.utf8), policy)
      XCTAssertEqual(Array(string(output.text).unicodeScalars), Array(wanted.unicodeScalars), input)
      XCTAssertGreaterThan(output.edits.typography, 0)
    }
  }

  func testEveryCharacterAgreesWithTheNaiveTwin() throws {
    var policy = TextPolicy.repairOnly
    for path in all { policy[keyPath: path] = true }
    let cleaner = try TextCleaner(policy)
    for scalar in (UInt32(0x20)...0x1FFFF).compactMap(Unicode.Scalar.init) {
      let input = Array(String(Character(scalar)).utf8)
      let wanted = NaiveText.clean(input, policy)
      if try clean(input, cleaner).text != wanted { XCTFail("U+\(String(scalar.value, radix: 16))") }
    }
  }

  func testPlainTextIsNotCopied() throws {
    var policy = TextPolicy()
    for path in all { policy[keyPath: path] = true }
    try Array("straße 漢字 'quoted' - yes".utf8).withUnsafeBufferPointer { source in
      var workspace = TextWorkspace()
      try TextCleaner(policy).clean(source, &workspace)
      XCTAssertEqual(workspace.text.baseAddress, source.baseAddress)
    }
  }

  func testStaysPutWhenCleanedAgainInEveryForm() throws {
    var generator = SeededGenerator(31)
    for form in NormalizationForm.allCases {
      var policy = TextPolicy()
      for path in all { policy[keyPath: path] = true }
      // The twin knows no mojibake.
      policy.repairsMojibake = false
      policy.normalization = form
      let cleaner = try TextCleaner(policy)
      for round in 0..<10_000 {
        let input = Trouble.text(round % 40, &generator)
        let output = try clean(input, cleaner).text
        XCTAssertEqual(output, NaiveText.clean(input, policy), "\(form): \(input)")
        guard try clean(output, cleaner).text == output else { return XCTFail("\(form): \(input) is changed again") }
      }
    }
  }
}
