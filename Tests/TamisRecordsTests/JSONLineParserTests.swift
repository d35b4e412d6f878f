import TamisRecords
import TestSupport
import XCTest

final class JSONLineParserTests: XCTestCase {
  /// The raw text and id of a line, or the fault.
  private func parse(_ line: String, _ parser: JSONLineParser) -> Result<[String?], LineFault> {
    parse(Array(line.utf8), parser)
  }

  private func parse(_ line: [UInt8], _ parser: JSONLineParser) -> Result<[String?], LineFault> {
    withLine(line) { bytes in
      Result { () throws(LineFault) -> [String?] in
        let record = try parser.parse(bytes)
        return [record.text, record.id].map { span in
          span.map { TamisRecordsTests.text(Bytes(rebasing: bytes[$0.start..<$0.end])) }
        }
      }
    }
  }

  func testTextAndIdAreFoundAsTheyAreWritten() throws {
    let parser = try makeParser()
    let cases: [(String, [String?])] = [
      (#"{"text":"a"}"#, [#""a""#, nil]),
      (#" { "id" : 7 , "text" : "a\"b" } "#, [#""a\"b""#, "7"]),
      (#"{"text":"","id":"x y"}"#, [#""""#, #""x y""#]),
      (#"{"id":{"a":[1,{"b":null}]},"text":"t"}"#, [#""t""#, #"{"a":[1,{"b":null}]}"#]),
      (#"{"id":12345678901234567890123.5e-3000,"text":"t"}"#, [#""t""#, "12345678901234567890123.5e-3000"]),
      (#"{"te\u0078t":"escaped key","\u0069d":true}"#, [#""escaped key""#, "true"]),
      (#"{"a":{"text":"inner","id":1},"text":"outer"}"#, [#""outer""#, nil]),
      (#"{"text":"first","text":"last"}"#, [#""last""#, nil]),
      (#"{"text\"":1,"\\text":2,"Text":3,"text":"t"}"#, [#""t""#, nil]),
      (#"{"s":"}{][,:\"","text":"t"}"#, [#""t""#, nil]),
      ("{\"text\":\"a\u{2028}b\u{85}\"}", ["\"a\u{2028}b\u{85}\"", nil]),
    ]
    for (line, wanted) in cases { XCTAssertEqual(try parse(line, parser).get(), wanted, line) }
  }

  func testDeepNestingIsCarried() throws {
    let parser = try makeParser()
    for depth in [10, 1_000, 1_030, 100_000] {
      let nest = String(repeating: "[{\"a\":", count: depth) + "1" + String(repeating: "}]", count: depth)
      XCTAssertEqual(try parse(#"{"x":\#(nest),"text":"t","id":\#(nest)}"#, parser).get(), [#""t""#, nest])
    }
  }

  func testFaultsAreNamedWithTheirPlace() throws {
    let parser = try makeParser()
    func json(_ kind: JSONFault.Kind, _ position: Int) -> LineFault {
      .notJSON(JSONFault(kind: kind, position: position))
    }
    let cases: [(String, LineFault)] = [
      ("hello", json(.expectedValue, 0)),
      ("[1]", .notAnObject), ("7", .notAnObject), (#""text""#, .notAnObject),
      ("{}", .noTextField), (#"{"a":1}"#, .noTextField), (#"{"a":{"text":"b"}}"#, .noTextField),
      (#"{"text":null}"#, .textIsNotAString(StaticStringBox("null"), 8)),
      (#"{"text":12}"#, .textIsNotAString(StaticStringBox("a number"), 8)),
      (#"{"text":["a"]}"#, .textIsNotAString(StaticStringBox("an array"), 8)),
      (#"{"text":{"a":1}}"#, .textIsNotAString(StaticStringBox("an object"), 8)),
      (#"{"text":true}"#, .textIsNotAString(StaticStringBox("a truth value"), 8)),
      (#"{"text":"a"#, json(.endsEarly, 10)), (#"{"text":"a""#, json(.endsEarly, 11)), ("{", json(.endsEarly, 1)),
      (#"{"text":"a\u00"#, json(.endsEarly, 14)),
      (#"{"text":"a"}}"#, json(.trailing, 12)), (#"{"text":"a"} {"text":"b"}"#, json(.trailing, 13)),
      (#"{"text":"a",}"#, json(.expectedKey, 12)), (#"{"text" "a"}"#, json(.expectedColon, 8)),
      (#"{"text":"a" "b":1}"#, json(.expectedCommaOrEnd, 12)), (#"{text:"a"}"#, json(.expectedKey, 1)),
      (#"{"text":"a","b":tru}"#, json(.expectedValue, 16)), (#"{"text":"a","b":[1 2]}"#, json(.expectedCommaOrEnd, 19)),
      (#"{"text":"a","b":[1}}"#, json(.expectedCommaOrEnd, 18)), (#"{"text":"a","b":01}"#, json(.badNumber, 17)),
      (#"{"text":"a","b":1.}"#, json(.badNumber, 18)), (#"{"text":"a","b":+1}"#, json(.expectedValue, 16)),
      (#"{"text":"a","b":NaN}"#, json(.expectedValue, 16)), (#"{"text":"a","b":"\q"}"#, json(.badEscape, 17)),
      (#"{"text":"a","b":'c'}"#, json(.expectedValue, 16)), (#"{"text":"a","\q":1}"#, json(.badEscape, 13)),
      ("{\"text\":\"a\tb\"}", json(.rawControl, 10)), ("{\"text\":\"a\0b\"}", json(.rawControl, 10)),
      ("\0\0\0", json(.expectedValue, 0)),
    ]
    for (line, wanted) in cases {
      guard case .failure(let fault) = parse(line, parser) else { return XCTFail("accepted: \(line)") }
      XCTAssertEqual(fault, wanted, line)
    }
  }

  func testBytesThatAreNotUTF8AreFoundWhereverTheyAre() throws {
    let parser = try makeParser()
    let line = Array(#"{"id":"abc","text":"some text here"}"#.utf8)
    for place in [7, 8, 20, 25, 33] {
      var broken = line
      broken[place] = 0xFF
      guard case .failure(let fault) = parse(broken, parser) else { return XCTFail("accepted") }
      XCTAssertEqual(fault, .notUTF8(place))
    }
  }

  func testCommandLineNamesFields() throws {
    let parser = try makeParser(text: "körper", id: "")
    XCTAssertEqual(try parse(#"{"k\u00f6rper":"a","":3,"text":"b"}"#, parser).get(), [#""a""#, "3"])
  }

  /// Lines that are broken at random are either refused, or good JSON in the eyes of an independent reader too.
  func testFuzzedLinesNeverCrashAndAgreeWithTheGrammar() throws {
    let parser = try makeParser()
    var generator = SeededGenerator(2024)
    let seeds = [
      #"{"id":1,"text":"Hello, \"world\" \u00e9 \u4e2D","meta":{"a":[1,2.5e3,null,true],"b":{}},"z":[]}"#,
      #"{"text":"","a":[[[["x"]]]],"id":"\\"}"#,
      #"{ "a" : -0.1E+2 , "text" : "é中😀" , "text" : "two" }"#,
    ].map { Array($0.utf8) }
    let pieces = Array("{}[]\",:\\ue0123456789.+-truefalsn \t\n\u{0}é".utf8) + [0x80, 0xC3, 0xFF, 0xED, 0xA0]
    var accepted = 0
    for round in 0..<60_000 {
      var line = seeds[round % seeds.count]
      for _ in 0...Int.random(in: 0...3, using: &generator) { mutate(&line, pieces, &generator) }
      let string = String(decoding: line, as: UTF8.self)
      // Escapes of the text itself are looked at when it is decoded; lone surrogates are a matter of taste.
      guard let text = try? parse(line, parser).get()[0], !string.contains("\\ud"),
        (try? decoded(String(text.dropFirst().dropLast()))) != nil
      else { continue }
      accepted += 1
      XCTAssertNotNil(try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any], string)
    }
    XCTAssertGreaterThan(accepted, 1_000)
  }

  private func mutate(_ line: inout [UInt8], _ pieces: [UInt8], _ generator: inout SeededGenerator) {
    guard !line.isEmpty else { return }
    let place = Int.random(in: 0..<line.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: line[place] = pieces.randomElement(using: &generator)!
    case 1: line.remove(at: place)
    case 2: line.insert(pieces.randomElement(using: &generator)!, at: place)
    default: line.removeLast(Int.random(in: 0...min(4, line.count), using: &generator))
    }
  }
}

extension Result where Failure == LineFault {
  init(_ body: () throws(LineFault) -> Success) {
    do { self = .success(try body()) } catch { self = .failure(error) }
  }
}
