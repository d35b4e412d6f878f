import Reference
import TamisBase
import TamisText
import TestSupport
import XCTest

final class TextCleanerTests: XCTestCase {
  func testTheSieveKnowsAllThatThisICUCallsUnsettled() throws {
    XCTAssertTrue(try sieveKnowsAllOfNFC())
  }

  func testTroublesAreMended() throws {
    let cases: [(String, String)] = [
      ("plain text", "plain text"),
      ("", ""),
      (" \n\n ", ""),
      ("a\r\nb\rc\u{85}d\u{2028}e\u{0B}f", "a\nb\nc\nd\ne\nf"),
      ("one\u{A0}\u{202F} two\t three \n\n\n\n four", "one two three\n\nfour"),
      ("so\u{AD}ft\u{200B} \u{FEFF}hy\u{2060}phen", "soft hyphen"),
      ("bell\u{7} and\u{0} nul", "bell and nul"),
      ("cafe\u{301} \u{212B}", "café Å"),
      ("می\u{200C}خواهم a\u{200C}b", "می\u{200C}خواهم ab"),
      ("👩\u{200D}👧 x\u{200D}y", "👩\u{200D}👧 xy"),
      ("e\u{AD}\u{301}", "é"),
    ]
    for (input, wanted) in cases { XCTAssertEqual(string(try clean(Array(input.utf8)).text), wanted, input.debugDescription) }
  }

  func testIllFormedBytesBecomeOneReplacementEachMaximalSubpart() throws {
    let cases: [([UInt8], String)] = [
      ([0x61, 0xE9, 0x62], "a\u{FFFD}b"),
      ([0xE2, 0x80, 0x61], "\u{FFFD}a"),
      ([0xF0, 0x9F, 0x98], "\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      // Unicode 15.0, table 3-8.
      ([0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80, 0x63, 0x80, 0xBF, 0x64],
       "a\u{FFFD}\u{FFFD}\u{FFFD}b\u{FFFD}c\u{FFFD}\u{FFFD}d"),
    ]
    for (input, wanted) in cases { XCTAssertEqual(string(try clean(input).text), wanted) }
  }

  func testTheWellFormedPrefixEndsAtTheFirstBadByte() {
    var generator = SeededGenerator(9)
    for round in 0..<2_000 {
      let input = round % 3 == 0 ? Trouble.text(round, &generator) : Array(String(repeating: "aé漢🧀", count: round).utf8)
      var wanted = 0
      while wanted < input.count {
        let scalar = decodeScalar(input, wanted, input.count)
        guard scalar.isWellFormed else { break }
        wanted += scalar.length
      }
      XCTAssertEqual(input.withUnsafeBufferPointer { wellFormedPrefix(of: $0) }, wanted)
    }
  }

  func testUntouchedTextIsNotCopied() throws {
    let input = Array("Nothing to do here: straße, école, 漢字, हिन्दी.\n\nA second paragraph.".utf8)
    try input.withUnsafeBufferPointer { source in
      var workspace = TextWorkspace()
      try TextCleaner().clean(source, &workspace)
      XCTAssertEqual(workspace.text.baseAddress, source.baseAddress)
      XCTAssertEqual(workspace.edits.total, 0)
    }
  }

  func testEditsAreCounted() throws {
    let result = try clean(Array("a\r\nb  c\u{7}\u{AD} e\u{301}".utf8) + [0xFF])
    XCTAssertEqual(result.edits.lineEnds, 1)
    XCTAssertEqual(result.edits.spaces, 1)
    XCTAssertEqual(result.edits.controls, 1)
    XCTAssertEqual(result.edits.invisibles, 1)
    XCTAssertEqual(result.edits.normalized, 1)
    XCTAssertEqual(result.edits.repaired, 1)
  }

  func testEachSwitchIsOnItsOwn() throws {
    let input = Array("a\r\nb\u{7}  c\u{AD} e\u{301}".utf8)
    var policy = TextPolicy.repairOnly
    XCTAssertEqual(try clean(input, policy).text, input)
    policy.unifiesLineEnds = true
    XCTAssertEqual(string(try clean(input, policy).text), "a\nb\u{7}  c\u{AD} e\u{301}")
    policy = .repairOnly
    policy.removesControls = true
    XCTAssertEqual(string(try clean(input, policy).text), "a\r\nb  c\u{AD} e\u{301}")
    policy = .repairOnly
    policy.removesInvisibles = true
    XCTAssertEqual(string(try clean(input, policy).text), "a\r\nb\u{7}  c e\u{301}")
    policy = .repairOnly
    policy.tidiesSpaces = true
    XCTAssertEqual(string(try clean(input, policy).text), "a\r\nb\u{7} c\u{AD} e\u{301}")
    policy = .repairOnly
    policy.normalization = .nfc
    XCTAssertEqual(Array(try clean(input, policy).text), Array("a\r\nb\u{7}  c\u{AD} é".utf8))
  }

  func testAgreesWithTheNaiveTwinOnTroubleAndStaysPutWhenCleanedAgain() throws {
    var generator = SeededGenerator(1)
    for form in NormalizationForm.allCases {
      var policy = Self.withoutMojibake
      policy.normalization = form
      let cleaner = try TextCleaner(policy)
      for round in rounds(20_000) {
        let input = Trouble.text(round % 40, &generator)
        let output = try clean(input, cleaner).text
        guard output == NaiveText.clean(input, policy) else {
          XCTFail("form \(form), round \(round): \(input) gives \(output), not \(NaiveText.clean(input, policy))")
          return
        }
        guard try clean(output, cleaner).text == output else {
          XCTFail("form \(form), round \(round): \(input) is changed again: \(output)")
          return
        }
      }
    }
  }

  func testAgreesWithTheNaiveTwinUnderEveryMixOfSwitches() throws {
    var generator = SeededGenerator(4)
    for _ in 0..<600 {
      let policy = randomPolicy(&generator)
      let cleaner = try TextCleaner(policy)
      for round in 0..<40 {
        let input = Trouble.text(round, &generator)
        let output = try clean(input, cleaner).text
        guard output == NaiveText.clean(input, policy) else {
          return XCTFail("\(policy): \(input) gives \(output), not \(NaiveText.clean(input, policy))")
        }
      }
    }
  }

  /// The naive twin knows nothing of mojibake and hard-wrapped text; ``MojibakeTests`` and ``UnwrappingTests`` fuzz the
  /// policy with them.
  private static var withoutMojibake: TextPolicy {
    var policy = TextPolicy()
    policy.repairsMojibake = false
    policy.unwrapping = .off
    return policy
  }

  private func randomPolicy(_ generator: inout SeededGenerator) -> TextPolicy {
    var policy = Self.withoutMojibake
    let switches: [WritableKeyPath<TextPolicy, Bool>] = [
      \.unifiesLineEnds, \.removesControls, \.removesZeroWidth, \.removesBidirectionalMarks, \.removesSoftHyphens,
      \.removesByteOrderMarks, \.mapsTabs, \.mapsSpaces, \.trimsLines, \.collapsesSpaces, \.limitsLineBreaks,
      \.straightensQuotes, \.plainsDashes, \.expandsLigatures, \.narrowsFullwidth,
    ]
    for path in switches { policy[keyPath: path] = Bool.random(using: &generator) }
    policy.htmlReferences = HTMLReferences.allCases.randomElement(using: &generator)!
    policy.normalization = NormalizationForm.allCases.randomElement(using: &generator)!
    return policy
  }

  func testAgreesWithTheNaiveTwinOnCorruptedArticles() throws {
    var generator = SeededGenerator(2)
    let cleaner = try TextCleaner(Self.withoutMojibake)
    for article in try SampleArticle.all() {
      XCTAssertEqual(try clean(article.bytes, cleaner).text, NaiveText.clean(article.bytes), article.name)
      for _ in 0..<60 {
        let input = Trouble.corrupted(article.bytes, &generator)
        XCTAssertEqual(try clean(input, cleaner).text, NaiveText.clean(input), article.name)
      }
    }
  }

  func testAHundredThousandMarksTakeLinearTime() throws {
    var input = Array("a".utf8)
    for index in 0..<100_000 { input += Array((index % 2 == 0 ? "\u{301}" : "\u{323}").utf8) }
    let start = ContinuousClock.now
    let output = try clean(input).text
    XCTAssertEqual(Array(output.prefix(3)), Array("ạ".utf8))
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(2))
  }

  func testTheMapIsExact() throws {
    var generator = SeededGenerator(3)
    let cleaner = try TextCleaner()
    for round in rounds(20_000) {
      let input = Trouble.text(round % 60, &generator)
      try checkMap(input, cleaner)
    }
    for article in try SampleArticle.all() { try checkMap(article.bytes, cleaner) }
  }
}

/// Between edits the bytes are the same on both sides; edits ascend; both borders of every span come back.
func checkMap(_ input: [UInt8], _ cleaner: TextCleaner) throws {
  try input.withUnsafeBufferPointer { source in
    var workspace = TextWorkspace()
    try cleaner.clean(source, &workspace)
    var map = SourceMap()
    try workspace.composeMap(with: SourceMap(), into: &map)
    var (sourceEnd, cleanedEnd) = (0, 0)
    for edit in edits(of: map) {
      guard edit.source.start >= sourceEnd, edit.cleaned.start >= cleanedEnd else {
        return XCTFail("edits out of order for \(input)")
      }
      XCTAssertEqual(
        Array(source[sourceEnd..<edit.source.start]), Array(workspace.text[cleanedEnd..<edit.cleaned.start]))
      if !edit.cleaned.isEmpty { XCTAssertEqual(map.sourceSpan(of: edit.cleaned), edit.source, "\(input)") }
      if !edit.source.isEmpty { XCTAssertEqual(map.cleanedSpan(of: edit.source), edit.cleaned, "\(input)") }
      (sourceEnd, cleanedEnd) = (edit.source.end, edit.cleaned.end)
    }
    XCTAssertEqual(Array(source[sourceEnd...]), Array(workspace.text[cleanedEnd...]))
  }
}

func edits(of map: borrowing SourceMap) -> [SourceMap.Edit] {
  var edits: [SourceMap.Edit] = []
  try? map.forEachEdit { (edit) throws(TamisError) in edits.append(edit) }
  return edits
}

/// Cleans a copy and hands out copies.
func clean(_ bytes: [UInt8], _ policy: TextPolicy = TextPolicy()) throws -> (text: [UInt8], edits: EditCounts) {
  try clean(bytes, TextCleaner(policy))
}

func clean(_ bytes: [UInt8], _ cleaner: TextCleaner) throws -> (text: [UInt8], edits: EditCounts) {
  try bytes.withUnsafeBufferPointer { source in
    var workspace = TextWorkspace()
    try cleaner.clean(source, &workspace)
    return (Array(workspace.text), workspace.edits)
  }
}

func string(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self)
}
