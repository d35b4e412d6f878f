import XCTest

final class LinesInputTests: XCTestCase {
  /// `normalize` keeps all text, so that these tests do not depend on anybody's judgement.
  private func normalize(_ input: String, _ arguments: [String] = []) throws -> Outcome {
    try Tool.run(["normalize", "--input-format", "jsonl"] + arguments, input: input)
  }

  func testOtherFieldsAreCarriedOverByteForByte() throws {
    let line =
      #"{ "z":1e999 ,"a":{"b":[1, 2,{"c":null}]},  "text" : "a  b", "n":123456789012345678901234567890,"é":"\u00e9\/"}"#
    let outcome = try normalize(line + "\n")
    XCTAssertEqual(outcome.text, line.replacingOccurrences(of: "a  b", with: "a b") + "\n")
    XCTAssertEqual(outcome.status, 0)
  }

  func testTheTextIsDecodedCleanedAndEscapedAgain() throws {
    let cases = [
      (#""\u0041\u00e9\ud83d\ude00""#, #""Aé😀""#), (#""a\"b\\c""#, #""a\"b\\c""#), (#""a\r\nb""#, #""a\nb""#),
      (#""x\ud800y""#, "\"x\u{FFFD}y\""), (#""a\u0000b""#, #""ab""#), ("\"a\u{2028}b\"", #""a\nb""#), (#""""#, #""""#),
    ]
    for (value, wanted) in cases {
      XCTAssertEqual(try normalize("{\"text\":\(value)}\n").text, "{\"text\":\(wanted)}\n", value)
    }
    let kept = #"{"text":"a\u0001\tb"}"#
    XCTAssertEqual(try normalize(kept, ["--keep-controls", "--keep-spaces"]).text, kept + "\n")
  }

  func testBrokenLinesAreReportedWithTheirPlaceAndTheRestGoesOn() throws {
    let input = #"""
      {"text":"one"}
      not json

      {"other":1}
      {"text":null}
      {"text":7}
      [1]
      {"text":"two","x":tru}
      {"text":"three"}
      {"text":"cut o
      """#
    let outcome = try normalize(input)
    XCTAssertEqual(outcome.text, "{\"text\":\"one\"}\n{\"text\":\"three\"}\n")
    XCTAssertEqual(outcome.status, 1)
    let wanted = [
      "tamis: -:2: not JSON: a JSON value was expected here (byte 15); ",
      "tamis: -:4: no field \"text\"; ",
      "tamis: -:5: the field \"text\" is null, not a string (byte 45); ",
      "tamis: -:6: the field \"text\" is a number, not a string (byte 59); ",
      "tamis: -:7: not a JSON object; ",
      "tamis: -:8: not JSON: a JSON value was expected here (byte 84); ",
      "tamis: -:10: the last line is cut off: it ends before the JSON does (byte 120); ",
    ]
    let messages = outcome.messages.split(separator: "\n")
    XCTAssertEqual(messages.count, wanted.count, outcome.messages)
    for (message, wanted) in zip(messages, wanted) { XCTAssertTrue(message.hasPrefix(wanted), "\(message)\n\(wanted)") }
  }

  func testLineNumbersGoOnOverChunks() throws {
    var input = ""
    var bad: [Int] = []
    for number in 1...60_000 {
      if number % 9_000 == 0 {
        bad.append(number)
        input += "oops\n"
      } else {
        input += "{\"id\":\(number),\"text\":\"This is the text of line number \(number), not more.\"}\n"
      }
    }
    for jobs in ["1", "3"] {
      let outcome = try normalize(input, ["-j", jobs])
      XCTAssertEqual(outcome.status, 1)
      XCTAssertEqual(outcome.output.count { $0 == 0x0A }, 60_000 - bad.count)
      let told = outcome.messages.split(separator: "\n")
      XCTAssertEqual(told.map { Int($0.split(separator: ":")[2]) }, bad)
      let bytes = Array(input.utf8)
      for message in told {
        let place = message.components(separatedBy: "(byte ")[1].prefix { $0 != ")" }
        XCTAssertEqual(Int(place).map { Array(bytes[$0..<$0 + 4]) }, Array("oops".utf8))
      }
    }
  }

  func testBytesThatAreNotUTF8AreRepairedAndNothingIsLost() throws {
    var bytes = Data("{\"id\":1,\"text\":\"good\"}\n{\"id\":\"".utf8)
    bytes += [0xE9]
    bytes += Data("\",\"text\":\"a".utf8)
    bytes += [0xE2, 0x80]
    bytes += Data("b\"}\n{\"text\":\"end\"}".utf8)
    let outcome = try Tool.run(["normalize"], input: bytes)
    XCTAssertEqual(
      outcome.text, "{\"id\":1,\"text\":\"good\"}\n{\"id\":\"\u{FFFD}\",\"text\":\"a\u{FFFD}b\"}\n{\"text\":\"end\"}\n")
    XCTAssertEqual(outcome.messages, "tamis: -:2: not UTF-8 (byte 30); replaced by U+FFFD\n")
    XCTAssertEqual(outcome.status, 0)
  }

  func testLineEndsBlankLinesAndByteOrderMark() throws {
    let outcome = try normalize("\u{FEFF}{\"text\":\"a\"}\r\n\r\n  \n{\"text\":\"b\"}\r\n\t\n")
    XCTAssertEqual(outcome.text, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n")
    XCTAssertEqual(outcome.messages, "")
    XCTAssertEqual(outcome.status, 0)
  }

  func testFormIsToldByNameAndContent() throws {
    let scratch = try Folder()
    try scratch.write("a.jsonl", "{\"text\":\"a\"}\n")
    try scratch.write("b.txt", "{\"text\":\"b\"}\n")
    try scratch.write("c.txt", "{braces} are not JSON.\n")
    try scratch.write("d.ndjson", "nonsense\n")
    try scratch.write("e.jsonl", "")
    let outcome = try Tool.run(["normalize", "a.jsonl", "b.txt", "d.ndjson", "e.jsonl"], in: scratch.url)
    XCTAssertEqual(outcome.text, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n")
    XCTAssertTrue(outcome.messages.hasPrefix("tamis: d.ndjson:1: not JSON"), outcome.messages)
    XCTAssertEqual(try Tool.run(["normalize", "c.txt"], in: scratch.url).text, "{braces} are not JSON.\n")
    XCTAssertEqual(
      try Tool.run(["normalize", "--input-format", "text", "a.jsonl"], in: scratch.url).text, "{\"text\":\"a\"}\n")
  }

  func testFieldNames() throws {
    let line = #"{"content":"a  b","text":"c  d","key":{"x":1},"id":2}"#
    let wanted = #"{"content":"a b","text":"c  d","key":{"x":1},"id":2}"#
    XCTAssertEqual(try normalize(line, ["--text-field", "content"]).text, wanted + "\n")
    let annotated = try Tool.run(["annotate", "--id-field", "key"], input: line)
    XCTAssertTrue(annotated.text.hasPrefix(#"{"id":{"x":1},"text":"#), annotated.text)
    XCTAssertTrue(try Tool.run(["annotate"], input: #"{"text":"a"}"#).text.hasPrefix(#"{"id":null,"#))
  }

  func testARepeatedFieldIsTold() throws {
    let outcome = try normalize(#"{"text":"a  b","text":"c  d"}"#)
    XCTAssertEqual(outcome.text, #"{"text":"a  b","text":"c d"}"# + "\n")
    XCTAssertTrue(outcome.messages.contains("the field \"text\" occurs 2 times"), outcome.messages)
    XCTAssertEqual(outcome.status, 0)
  }

  func testLinesToText() throws {
    let input = "{\"text\":\"a\"}\n{\"text\":\"\"}\n{\"text\":\"b\\nc\"}\n"
    XCTAssertEqual(try normalize(input, ["--output-format", "text"]).text, "a\n\nb\nc\n")
    XCTAssertEqual(try Tool.run(["sentences"], input: input).text, "a\n\nb\nc\n")
  }

  func testALineThatIsTooLongIsLeftOutAndTheRestGoesOn() throws {
    let long = "{\"text\":\"" + String(repeating: "x", count: 3 << 20) + "\"}\n"
    let middling = "{\"text\":\"" + String(repeating: "y", count: 2_000) + "\"}\n"
    let input = "{\"text\":\"a\"}\n" + long + middling + "oops\n{\"text\":\"b\"}\n" + long
    for jobs in ["1", "2"] {
      let outcome = try normalize(input, ["--max-bytes", "1k", "-j", jobs])
      XCTAssertEqual(outcome.text, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n")
      XCTAssertEqual(outcome.status, 1)
      let messages = outcome.messages.split(separator: "\n")
      XCTAssertEqual(messages.count, 4, outcome.messages)
      XCTAssertTrue(messages[0].hasPrefix("tamis: -:2: the line is longer than "), outcome.messages)
      XCTAssertTrue(messages[1].hasPrefix("tamis: -:3: the document is longer than the limit of 1024 bytes"))
      XCTAssertTrue(messages[2].hasPrefix("tamis: -:4: not JSON"))
      XCTAssertTrue(messages[3].hasPrefix("tamis: -:6: the line is longer than "))
    }
  }

  func testSentencesAsSpansAndAsATable() throws {
    let input = #"{"id":"d\t1","text":"Ünë!\n\nTwo  words."}"#
    XCTAssertEqual(
      try Tool.run(["sentences", "--format", "json"], input: input).text,
      #"{"id":"d\t1","sents":[[0,6],[8,19]]}"# + "\n")
    XCTAssertEqual(
      try Tool.run(["sentences", "--format", "json", "--offsets", "codepoints"], input: input).text,
      #"{"id":"d\t1","sents":[[0,4],[6,17]]}"# + "\n")
    XCTAssertEqual(
      try Tool.run(["sentences", "--format", "tsv"], input: input).text,
      "d\\t1\t0\t6\tÜnë!\nd\\t1\t8\t19\tTwo words.\n")
  }
}
