import Foundation
import TamisBase
import TamisText
import TestSupport
import XCTest

/// Hard-wrapped text. `Tests/Lines` has samples: `NAME.wrapped.txt` becomes `NAME.joined.txt`, and all others stay.
final class UnwrappingTests: XCTestCase {
  func testSamplesThatAreWrappedAreJoined() throws {
    let names = try samples().filter { $0.contains(".wrapped.") }
    XCTAssertGreaterThan(names.count, 5)
    for name in names {
      let wanted = try read(name.replacingOccurrences(of: ".wrapped.", with: ".joined."))
      XCTAssertEqual(string(try clean(read(name), policy(.automatic)).text), string(wanted), name)
      XCTAssertEqual(try clean(read(name), .repairOnly).text, try read(name))
      let byDefault = try clean(read(name))
      XCTAssertEqual(string(byDefault.text), string(try clean(wanted).text), name)
      XCTAssertGreaterThan(byDefault.edits.unwrapped, 3)
    }
  }

  func testOtherSamplesAreLeftAlone() throws {
    let names = try samples().filter { !$0.contains(".wrapped.") }
    XCTAssertGreaterThan(names.count, 20)
    for name in names {
      XCTAssertEqual(string(try clean(read(name), policy(.automatic)).text), string(try read(name)), name)
      XCTAssertEqual(try clean(read(name)).edits.unwrapped, 0, name)
    }
    for article in try SampleArticle.all() { XCTAssertEqual(try clean(article.bytes).edits.unwrapped, 0, article.name) }
  }

  func testOnJoinsWhatIsNotPlain() throws {
    let short = try read("short.txt")
    XCTAssertEqual(string(try clean(short, policy(.on)).text).filter { $0 == "\n" }.count, 1)
    XCTAssertEqual(string(try clean(Array("a\n\nb\n- c".utf8), policy(.on)).text), "a\n\nb\n- c")
  }

  func testLineEndsOfAnyKindAndMarksOfByteOrder() throws {
    for end in ["\r\n", "\r", "\u{2028}", " \r\n"] {
      let text = string(try read("mail.wrapped.txt")).replacingOccurrences(of: "\n", with: end)
      let joined = string(try clean(read("mail.joined.txt")).text)
      XCTAssertEqual(string(try clean(Array(text.utf8)).text), joined, end.debugDescription)
    }
  }

  /// Wrapped in any way and corrupted: cleaning twice does what cleaning once does, and the map is exact.
  func testWrappedTroubleStaysPutWhenCleanedAgain() throws {
    var generator = SeededGenerator(11)
    let cleaner = try TextCleaner()
    var plain = TextPolicy()
    plain.tidiesSpaces = false
    let untidied = try TextCleaner(plain)
    var joined = 0
    for article in try SampleArticle.all() {
      for round in 0..<40 {
        var input = wrapped(article.bytes, &generator)
        if round % 2 == 1 { input = Trouble.corrupted(input, &generator) }
        for cleaner in [cleaner, untidied] {
          let once = try clean(input, cleaner)
          joined += once.edits.unwrapped
          guard try clean(once.text, cleaner).text == once.text else {
            return XCTFail("\(article.name), round \(round), is changed again:\n\(string(input))")
          }
        }
        try checkMap(input, cleaner)
      }
    }
    XCTAssertGreaterThan(joined, 5_000)
  }

  /// A million line ends and no line to speak of, and a document that is one line: neither takes long.
  func testOddDocumentsTakeLinearTime() throws {
    let start = ContinuousClock.now
    for unit in ["\n", "a\n", "a b\n\n", " \t\n", "wrapped at nothing\n", "\u{301}\n", "漢字\n", "- \n"] {
      let input = Array(String(repeating: unit, count: 1_000_000 / unit.utf8.count).utf8)
      for mode in Unwrapping.allCases { _ = try clean(input, policy(mode)) }
    }
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(10))
  }

  private func wrapped(_ text: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    let limit = Int.random(in: 50...90, using: &generator)
    let indents = ["", "", "    ", "\t", "> ", "- ", "1. ", "  "]
    var result: [UInt8] = []
    let style = Int.random(in: 0..<4, using: &generator)
    for paragraph in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let indent = style == 0 ? "" : indents.randomElement(using: &generator)!
      result += Array(indent.utf8)
      var used = indent.utf8.count
      for word in paragraph.split(separator: 0x20) {
        if used + word.count > limit {
          result += style == 3 ? Array("\n  ".utf8) : [0x0A]
          used = 0
        }
        result += word + [0x20]
        used += word.count + 1
      }
      result += style == 2 ? [0x0A] : [0x0A, 0x0A]
    }
    return result
  }

  private func policy(_ mode: Unwrapping) -> TextPolicy {
    var policy = TextPolicy.repairOnly
    policy.removesSoftHyphens = true
    policy.unwrapping = mode
    return policy
  }

  private var folder: URL { Place.root.appendingPathComponent("Tests/Lines") }

  private func samples() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }.sorted()
  }

  private func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }
}
