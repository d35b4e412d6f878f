import TamisBase
import TamisBoilerplate
import XCTest

/// What is looked at of a block: its beginning and its end, and nothing around it.
final class BlockEndsTests: XCTestCase {
  private let lines = [
    "Home", "News", "The lock keepers of the upper river",
    "For forty years the keepers have opened the gates by hand, and for forty years the boats have waited in the rain "
      + "until the water stood level on both sides, which takes as long as a cup of tea and a story about the flood.",
    "Naïve café-goers – “all of them”, she says – pay £3.", "Subscribe to our newsletter", "© The River Post",
  ]

  /// The lines' verdicts when `between` stands between them.
  private func judged(_ lines: [String], between: [UInt8]) throws -> [Verdict] {
    var text: [UInt8] = between
    var spans: [ByteSpan] = []
    for line in lines {
      spans.append(ByteSpan(text.count, text.count + line.utf8.count))
      text += Array(line.utf8) + between
    }
    return try TamisBoilerplateTests.judged(text, spans)
  }

  /// Kernels load whole words and vectors, which reach over a block's end.
  func testWhatStandsBetweenBlocksDoesNotCount() throws {
    let expected = try judged(lines, between: [0x0A])
    for between in ["Ab", "\u{E9}", "zzzzzzzzzzzzzzzzzzzz", "\n\n. , ;", "\u{6C34}\u{6C34}"] {
      XCTAssertEqual(try judged(lines, between: Array(between.utf8)), expected, between)
    }
    XCTAssertEqual(try judged(lines, between: []), expected)
    XCTAssertEqual(try judged(lines, between: [0xFF, 0x80]), expected)
  }

  func testTheMiddleOfALongBlockDoesNotCount() throws {
    let head = String(repeating: "The water stood level on both sides of the gate. ", count: 4)
    let tail = String(repeating: "She put the kettle on and waited for the boats. ", count: 4) + "It rained."
    let middles = ["alpha beta, gamma: 12 ", "SUBSCRIBE; DONATE NOW ", "x@example.org & y/z.. "]
    let verdicts = try middles.map { middle in
      XCTAssertEqual(middle.utf8.count, 22)
      let long = head + String(repeating: middle, count: 3000) + tail
      return try judged(lines + [long], between: [0x0A])
    }
    XCTAssertEqual(verdicts[1], verdicts[0])
    XCTAssertEqual(verdicts[2], verdicts[0])
  }

  /// Trees know a feature by a byte.
  func testFeaturesHaveNamesOfTheirOwn() {
    let names = (0..<FeatureLayout.all).map(FeatureLayout.name)
    XCTAssertEqual(Set(names).count, names.count)
    XCTAssertLessThanOrEqual(names.count, 256)
    XCTAssertFalse(names.contains("-"))
  }
}
