import Foundation
import Reference
import TamisBase
import TamisText
import TestSupport
import XCTest

final class HTMLReferencesTests: XCTestCase {
  func testReferencesAreReadAsTheStandardHasThem() throws {
    let cases: [(String, String)] = [
      ("&amp;", "&"), ("&amp", "&"), ("&ampere", "&ere"), ("&notit;", "¬it;"), ("&notin;", "∉"), ("&notin", "¬in"),
      ("&CounterClockwiseContourIntegral;", "∳"),
      ("&CounterClockwiseContourIntegralx;", "&CounterClockwiseContourIntegralx;"),
      ("&nGt;", "≫\u{20D2}"), ("&fjlig;", "fj"), ("&Amp;", "&Amp;"), ("&AMP", "&"), ("&unknown;", "&unknown;"),
      ("&", "&"), ("&&amp;;", "&&;"), ("& amp;", "& amp;"), ("&;", "&;"), ("AT&T", "AT&T"), ("&aacut", "&aacut"),
      ("&#8217;", "’"), ("&#x2019;", "’"), ("&#X2019", "’"), ("&#8217x", "’x"), ("&#", "&#"), ("&#;", "&#;"),
      ("&#x;", "&#x;"), ("&#xg", "&#xg"), ("&#0;", "\u{FFFD}"), ("&#xD800;", "\u{FFFD}"), ("&#x110000;", "\u{FFFD}"),
      ("&#99999999999999999999;", "\u{FFFD}"), ("&#128;&#146;&#159;", "€’Ÿ"), ("&#129;", "\u{81}"), ("&#x41;", "A"),
      ("&#000000000000000000065;", "A"), ("&#xFDD0;", String(Unicode.Scalar(0xFDD0)!)), ("&#13;", "\r"),
      ("&amp;lt;", "&lt;"),
    ]
    var policy = TextPolicy.repairOnly
    policy.htmlReferences = .on
    for (input, wanted) in cases { XCTAssertEqual(string(try clean(Array(input.utf8), policy).text), wanted, input) }
  }

  func testAllNamesAreFoundAndTheirTableIsPythons() throws {
    XCTAssertEqual(NaiveHTML.names.count, 2231)
    var policy = TextPolicy.repairOnly
    policy.htmlReferences = .on
    let cleaner = try TextCleaner(policy)
    for (name, text) in NaiveHTML.names {
      XCTAssertEqual(try clean(Array("&\(name)".utf8), cleaner).text, Array(text.utf8), name)
    }
    let script = Process()
    script.executableURL = Place.root.appendingPathComponent("Scripts/update-html-references")
    script.arguments = ["--check"]
    try script.run()
    script.waitUntilExit()
    XCTAssertEqual(script.terminationStatus, 0)
  }

  func testLeftoversAreDecoded() throws {
    let cases: [(String, String)] = [
      ("It&#8217;s here.", "It’s here."),
      ("&quot;Yes,&quot; she said &mdash; and left.", "\"Yes,\" she said — and left."),
      ("«&nbsp;Bonjour&nbsp;» au caf&eacute; &lt;ici&gt;", "« Bonjour » au café <ici>"),
      ("It&amp;#8217;s escaped twice, and &amp;amp;amp;amp; often.", "It’s escaped twice, and & often."),
      ("Marks &amp; Spencer and AT&amp;T", "Marks & Spencer and AT&T"),
      ("so&shy;ft&#8203;ly&#13;\nnew", "softly\nnew"),
      ("See index.html&nbsp;there", "See index.html there"),
      ("Tom&#039;s own, &amp; more &copy", "Tom's own, & more &copy"),
    ]
    for (input, wanted) in cases {
      let output = try clean(Array(input.utf8))
      XCTAssertEqual(string(output.text), wanted, input)
      XCTAssertGreaterThan(output.edits.htmlReferences, 0)
    }
  }

  func testTextThatOnlySpeaksOfReferencesStays() throws {
    let cases = [
      "AT&T and Q&A; R&D, &c.", "Write &amp; where you mean an ampersand.", "if (a &amp;&amp; b) return;",
      "In HTML, &nbsp; keeps words together and &mdash; draws a dash.", "The reference `&nbsp;` keeps words together.",
      "Type “&eacute;” or (&#233;) for the letter.", "int *p = &sum; q = &copy; r = &prime;", "x?a=1&copy=2&reg=3",
      "XML knows &lt;, &gt;, &amp;, &quot; and &apos; and so on", "mask&sum; flags&lt;3", "http://a.b/?x=1&amp;y=2",
      "HTML: write caf&eacute; for café.", "Marks &amp; Spencer was once Marks & Spencer", "&lt;p&gt;Hello&lt;/p&gt;",
    ]
    for text in cases { XCTAssertEqual(string(try clean(Array(text.utf8)).text), text) }
  }

  func testATextWithoutReferencesIsNotCopied() throws {
    try Array("R&D, Q&A;\n\nAT&T".utf8).withUnsafeBufferPointer { source in
      var workspace = TextWorkspace()
      try TextCleaner().clean(source, &workspace)
      XCTAssertEqual(workspace.text.baseAddress, source.baseAddress)
    }
  }

  func testAgreesWithTheNaiveTwinAndStaysPutWhenCleanedAgain() throws {
    var generator = SeededGenerator(11)
    let cleaner = try TextCleaner()
    var on = TextPolicy()
    on.htmlReferences = .on
    let decoder = try TextCleaner(on)
    for round in 0..<40_000 {
      let input = References.text(round % 24, &generator)
      XCTAssertEqual(try clean(input, decoder).text, NaiveText.clean(input, on), string(input))
      let output = try clean(input, cleaner).text
      guard output == NaiveText.clean(input) else {
        return XCTFail("\(string(input)) gives \(string(output)), not \(string(NaiveText.clean(input)))")
      }
      guard try clean(output, cleaner).text == output else {
        return XCTFail("\(string(input)) is changed again: \(string(output))")
      }
    }
  }

  func testLongTextsOfReferencesTakeLinearTime() throws {
    let start = ContinuousClock.now
    let pieces = [
      "&amp;", "amp;", "&", "&#38;#38;", "&am&#112;;", "&#1", "&amp;#1", "X &amp; Y ", "1", "&CounterClockwise",
    ]
    for piece in pieces {
      let many = Array(repeatElement(Array(piece.utf8), count: 400_000).joined())
      let text = Array("&#".utf8) + many + Array("a&#39;b".utf8)
      _ = try clean(text)
    }
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(10))
  }
}

/// Texts of references, pieces of references and what hides them.
enum References {
  private static let pieces = [
    "&amp;", "&amp;", "amp;", "amp", "&", "&", "&#", "#", "38;", "8217;", "#8217;", "&#8217;", "&#x2019;", "x26;",
    ";", "&nbsp;", "nbsp;", "&lt;", "&quot;", "&eacute;", "&shy;", "&#8203;", "#8203;", "\u{200B}", "\u{AD}",
    "\u{37E}", "&#894;", "&am", "p;", "&#112;", "a", "Z", "word", "Word", " ", " ", "\n", "\"", "`", "(", ")", "“",
    "”", "é", "漢", "、", "「", "HTML", ".html", "xml", "&mdash;", "&hellip;", "&copy", "&notin", "it;", "&sum;", "&#0;",
    "&#146;", "&#13;", "\u{FFFD}", "<", ">", "\u{1}",
  ].map { Array($0.utf8) } + [[0xE2, 0x80], [0x80]]

  static func text(_ length: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    var result: [UInt8] = []
    for _ in 0..<length { result += pieces.randomElement(using: &generator)! }
    return result
  }
}
