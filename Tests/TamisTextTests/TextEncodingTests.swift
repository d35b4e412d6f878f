import Foundation
import TamisBase
import TamisText
import TestSupport
import XCTest

final class TextEncodingTests: XCTestCase {
  /// Each with a text that it can hold. The C library's iconv encodes, so that ICU is not held against itself.
  private let samples: [(EncodingName, String)] = [
    ("windows-1252", "Café — “naïve” façade, 5 €"), ("iso-8859-1", "Café naïve façade ÿ"),
    ("iso-8859-2", "Zażółć gęślą jaźń"), ("windows-1250", "Příliš žluťoučký kůň „úpěl“"), ("iso-8859-15", "œuvre, 5 €"),
    ("windows-1251", "Съешь ещё этих мягких булок"), ("koi8-r", "Съешь ещё этих мягких булок"),
    ("koi8-u", "Їжак і ґава"), ("iso-8859-5", "Съешь этих булок"), ("windows-1253", "Ξεσκεπάζω την ψυχοφθόρα"),
    ("iso-8859-7", "Ξεσκεπάζω την ψυχοφθόρα"), ("windows-1254", "Pijamalı hasta yağız şoföre"),
    ("windows-1255", "דג סקרן שט בים"), ("windows-1256", "نص حكيم له سر قاطع"),
    ("windows-1257", "Įlinkdama fechtuotojo špaga"),
    ("shift_jis", "いろはにほへと ｶﾅ 漢字"), ("euc-jp", "いろはにほへと 漢字"), ("iso-2022-jp", "A いろは b 漢字 c"),
    ("gb18030", "敏捷的棕色狐狸 한 🦊"), ("gbk", "敏捷的棕色狐狸"), ("big5", "敏捷的棕色狐狸跳過"), ("euc-kr", "키스의 고유조건은"),
    ("utf-16le", "añ漢🦊"), ("utf-16be", "añ漢🦊"), ("utf-32le", "añ漢🦊"), ("utf-8", "añ漢🦊"),
    ("macintosh", "Café — “naïve”"),
  ]

  func testNamedEncodingsAreDecodedWithAnExactMap() throws {
    for (name, text) in samples {
      let encoded = try encode(text, name)
      var policy = TextPolicy.repairOnly
      policy.encoding = .named(name)
      let cleaner = try TextCleaner(policy)
      let output = try clean(encoded, cleaner)
      XCTAssertEqual(string(output.text), text, name.description)
      XCTAssertEqual(output.edits.repaired, 0, name.description)
      try checkMap(encoded, cleaner)
    }
  }

  func testEachCharacterLeadsToItsOwnBytes() throws {
    for (name, text) in samples where name != "iso-2022-jp" {
      var policy = TextPolicy.repairOnly
      policy.encoding = .named(name)
      try encode(text, name).withUnsafeBufferPointer { source in
        var workspace = TextWorkspace()
        try TextCleaner(policy).clean(source, &workspace)
        var (place, sourcePlace) = (0, 0)
        for scalar in text.unicodeScalars {
          let end = place + String(scalar).utf8.count
          let length = try encode(String(scalar), name).count
          let wanted = ByteSpan(sourcePlace, sourcePlace + length)
          XCTAssertEqual(workspace.sourceSpan(of: ByteSpan(place, end)), wanted, "\(name) \(scalar)")
          (place, sourcePlace) = (end, wanted.end)
        }
      }
    }
  }

  func testByteOrderMarksAreObeyed() throws {
    let text = "añ漢🦊 plain"
    let marks: [(EncodingName, [UInt8])] = [
      ("UTF-8", [0xEF, 0xBB, 0xBF]), ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]),
      ("UTF-32LE", [0xFF, 0xFE, 0, 0]), ("UTF-32BE", [0, 0, 0xFE, 0xFF]),
    ]
    for encoding in [TextEncoding.automatic, .named("windows-1252")] {
      var policy = TextPolicy()
      policy.encoding = encoding
      for (name, mark) in marks {
        let found = try decode(mark + encode(text, name), policy)
        XCTAssertEqual(found.text, text)
        XCTAssertEqual(found.encoding, DetectedEncoding(name: name, confidence: 100))
      }
    }
  }

  func testUTF8IsNotGuessedAgain() throws {
    var policy = TextPolicy()
    policy.encoding = .automatic
    for article in try SampleArticle.all() where Array(string(article.bytes).utf8) == article.bytes {
      try article.bytes.withUnsafeBufferPointer { source in
        var workspace = TextWorkspace()
        try TextCleaner(policy).clean(source, &workspace)
        XCTAssertEqual(workspace.encoding, DetectedEncoding(), article.name)
        XCTAssertEqual(workspace.edits.encoding, 0, article.name)
      }
    }
    let damaged = try decode(Array("Grüße, schöne Straße".utf8) + [0xC3], policy)
    XCTAssertEqual(damaged.text, "Grüße, schöne Straße\u{FFFD}")
    XCTAssertEqual(damaged.encoding, DetectedEncoding(name: "UTF-8", confidence: 80))
  }

  /// Whole articles in the encodings that their languages were written in: the text comes back as it was.
  func testGuessesAreRightOnArticles() throws {
    var policy = TextPolicy.repairOnly
    policy.encoding = .automatic
    let encodings: [String: [EncodingName]] = [
      "de": ["windows-1252"], "fr": ["windows-1252"], "es": ["windows-1252"], "it": ["windows-1252"],
      "pt": ["windows-1252"], "pl": ["iso-8859-2", "windows-1250"], "ru": ["windows-1251", "koi8-r", "iso-8859-5"],
      "tr": ["windows-1254"], "ar": ["windows-1256"], "ja": ["shift_jis", "euc-jp"], "zh": ["gb18030", "big5"],
    ]
    var (right, all) = (0, 0)
    for article in try SampleArticle.all() {
      for name in encodings[String(article.name.prefix(2))] ?? [] {
        let text = try representable(string(article.bytes), name)
        let found = try decode(encode(text, name), policy)
        all += 1
        if found.text == text {
          right += 1
        } else {
          print("NOTE: \(article.name) in \(name) taken for \(found.encoding)")
        }
      }
    }
    print("NOTE: \(right) of \(all) articles came back from a guessed encoding")
    XCTAssertGreaterThanOrEqual(right * 10, all * 9)
  }

  func testWhatCannotBeDecodedIsRepaired() throws {
    for (name, bytes, wanted) in [
      ("shift_jis", [0x41, 0x81, 0x20, 0x42], "A\u{FFFD} B"), ("windows-1253", [0x41, 0xD2, 0x42], "A\u{FFFD}B"),
      ("utf-16le", [0x41, 0, 0, 0xD8, 0x42, 0, 0x43], "A\u{FFFD}B\u{FFFD}"), ("gb18030", [0x81], "\u{FFFD}"),
    ] as [(EncodingName, [UInt8], String)] {
      var policy = TextPolicy.repairOnly
      policy.encoding = .named(name)
      let output = try clean(bytes, policy)
      XCTAssertEqual(string(output.text), wanted, name.description)
      XCTAssertEqual(output.edits.repaired, wanted.unicodeScalars.filter { $0 == "\u{FFFD}" }.count)
    }
  }

  func testUnknownNamesAreRefused() throws {
    let long = String(repeating: "x", count: 500)
    for name in ["", "no-such-encoding", "utf-8\0", "ütf-8", long, ",", "\n"] {
      var policy = TextPolicy()
      policy.encoding = .named(EncodingName(name))
      XCTAssertThrowsError(try TextCleaner(policy), name) { error in
        guard case TamisError.invalidArgument = error else { return XCTFail("\(error)") }
      }
    }
  }

  func testAnyBytesInAnyEncodingAreDecodedAndMapped() throws {
    var generator = SeededGenerator(41)
    let others: [(EncodingName, String)] = [
      ("utf-7", ""), ("hz", "~{VPND~}a"), ("iso-2022-kr", ""), ("utf-16", "añ"), ("scsu", ""), ("cp437", "é"),
    ]
    for (name, text) in samples + others {
      var policy = TextPolicy()
      policy.encoding = .named(name)
      policy.recordsEdits = true
      let cleaner = try TextCleaner(policy)
      let seed = text.isEmpty ? Array("abc".utf8) : (try? encode(text, name)) ?? Array(text.utf8)
      for round in 0..<300 {
        let input = round % 2 == 0 ? Trouble.text(round % 30, &generator) : Trouble.corrupted(seed, &generator)
        let output = try clean(input, cleaner).text
        XCTAssertEqual(Array(string(output).utf8), output)
        try checkMap(input, cleaner)
      }
    }
  }

  func testStaysPutWhenCleanedAgain() throws {
    var generator = SeededGenerator(42)
    var policy = TextPolicy()
    policy.encoding = .automatic
    let cleaner = try TextCleaner(policy)
    for round in 0..<5_000 {
      let sample = samples[round % samples.count]
      let input =
        round % 3 == 0
        ? Trouble.text(round % 40, &generator) : Trouble.corrupted(try encode(sample.1, sample.0), &generator)
      let output = try clean(input, cleaner).text
      guard try clean(output, cleaner).text == output else { return XCTFail("\(input) is changed again: \(output)") }
      try checkMap(input, cleaner)
    }
  }

  func testLongTextsCrossThePiecesOfAConverter() throws {
    for (name, text) in samples where name != "iso-2022-jp" {
      let long = Array(repeatElement(text, count: 3_000)).joined(separator: "\n")
      var policy = TextPolicy.repairOnly
      policy.encoding = .named(name)
      let cleaner = try TextCleaner(policy)
      let encoded = try encode(long, name)
      XCTAssertTrue(string(try clean(encoded, cleaner).text) == long, name.description)
      try checkMap(encoded, cleaner)
    }
  }

  private func decode(_ bytes: [UInt8], _ policy: TextPolicy) throws -> (text: String, encoding: DetectedEncoding) {
    let cleaner = try TextCleaner(policy)
    return try bytes.withUnsafeBufferPointer { source in
      var workspace = TextWorkspace()
      try cleaner.clean(source, &workspace)
      return (string(Array(workspace.text)), workspace.encoding)
    }
  }

  /// `text` without what the encoding cannot hold.
  private func representable(_ text: String, _ name: EncodingName) throws -> String {
    var known: [Unicode.Scalar: Bool] = [:]
    for scalar in Set(text.unicodeScalars) {
      let bytes = try? encode(String(scalar), name)
      known[scalar] = bytes != nil
    }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where known[scalar] == true { result.append(scalar) }
    return String(result)
  }

  private struct Unencodable: Error {}

  private func encode(_ text: String, _ name: EncodingName) throws -> [UInt8] {
    let opened = iconv_open(name.description, "UTF-8")
    guard let converter = opened, Int(bitPattern: converter) != -1 else { throw Unencodable() }
    defer { iconv_close(converter) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 64)
    var (inputLeft, outputLeft) = (input.count, output.count)
    let isDone = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var (from, to) = (input.baseAddress, output.baseAddress)
        return iconv(converter, &from, &inputLeft, &to, &outputLeft) != Int.max.magnitude * 2 + 1
          && iconv(converter, nil, nil, &to, &outputLeft) != Int.max.magnitude * 2 + 1
      }
    }
    guard isDone, inputLeft == 0 else { throw Unencodable() }
    return output[..<(output.count - outputLeft)].map { UInt8(bitPattern: $0) }
  }
}
