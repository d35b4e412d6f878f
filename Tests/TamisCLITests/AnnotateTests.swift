import Tamis
import TestSupport
import XCTest

/// One parsed annotation.
private struct Annotation {
  struct Block {
    let source: Range<Int>
    let cleaned: Range<Int>?
    let keep: Bool
    let kind: String
    let score: Double
    let reasons: [String]
    let sentences: [Range<Int>]
  }

  let id: Any
  let text: String
  let blocks: [Block]
  let edits: [String: Int]

  init(_ object: [String: Any]) throws {
    XCTAssertEqual(Set(object.keys), ["id", "text", "blocks", "language", "edits"])
    XCTAssertTrue(object["language"] is NSNull)
    id = try XCTUnwrap(object["id"])
    text = try XCTUnwrap(object["text"] as? String)
    edits = try XCTUnwrap(object["edits"] as? [String: Int])
    blocks = try XCTUnwrap(object["blocks"] as? [[String: Any]]).map { block in
      Block(
        source: try Self.span(block["source"]),
        cleaned: block["cleaned"] is NSNull ? nil : try Self.span(block["cleaned"]),
        keep: try XCTUnwrap(block["keep"] as? Bool), kind: try XCTUnwrap(block["kind"] as? String),
        score: try XCTUnwrap((block["score"] as? NSNumber)?.doubleValue),
        reasons: try XCTUnwrap(block["reasons"] as? [String]),
        sentences: try XCTUnwrap(block["sentences"] as? [Any]).map(Self.span))
    }
  }

  private static func span(_ value: Any?) throws -> Range<Int> {
    let pair = try XCTUnwrap(value as? [Int])
    XCTAssertEqual(pair.count, 2)
    XCTAssertLessThanOrEqual(pair[0], pair[1])
    return pair[0]..<pair[1]
  }
}

final class AnnotateTests: XCTestCase {
  private func annotate(_ source: Data, _ arguments: [String] = []) throws -> Annotation {
    let outcome = try Tool.run(["annotate", "--input-format", "text"] + arguments, input: source)
    XCTAssertEqual(outcome.status, 0)
    return try Annotation(try XCTUnwrap(outcome.objects.first))
  }

  /// A piece of the source as the text room writes it.
  private func normalized(_ piece: Data) throws -> String {
    let cleaner = try Cleaner()
    return try Array(piece).withUnsafeBufferPointer { bytes in
      var output = ByteBuffer()
      _ = try cleaner.normalize(bytes, scratch: Scratch(), into: &output)
      return String(decoding: output.view, as: UTF8.self)
    }
  }

  /// Spans are in order, do not overlap, sentences lie in their blocks, and kept blocks are what the text says.
  private func check(_ annotation: Annotation, _ source: Data) throws {
    var end = 0
    for block in annotation.blocks {
      XCTAssertGreaterThanOrEqual(block.source.lowerBound, end)
      end = block.source.upperBound
      XCTAssertLessThanOrEqual(end, source.count)
      XCTAssertEqual(block.cleaned != nil, block.keep)
      XCTAssertTrue((0...1).contains(block.score))
      XCTAssertEqual((block.score * 10_000).rounded() / 10_000, block.score, accuracy: 1e-12)
      XCTAssertTrue(BlockKind.allCases.contains { $0.name.description == block.kind })
      let slice = try normalized(source[block.source])
      if let cleaned = block.cleaned {
        XCTAssertEqual(String(decoding: Array(annotation.text.utf8)[cleaned], as: UTF8.self), slice)
      }
      var inner = block.source.lowerBound
      for sentence in block.sentences {
        XCTAssertGreaterThanOrEqual(sentence.lowerBound, inner)
        inner = sentence.upperBound
        XCTAssertLessThanOrEqual(inner, block.source.upperBound)
        XCTAssertTrue(slice.contains(try normalized(source[sentence])))
      }
    }
  }

  func testTheShape() throws {
    let outcome = try Tool.run(["annotate", "--keep-boilerplate"], input: "Caf\u{E9} \u{A0}one.\r\nZwei\0.")
    XCTAssertEqual(outcome.status, 0)
    let text = outcome.text
    let start =
      #"{"id":"-","text":"Café one.\nZwei.","blocks":[{"source":[0,12],"cleaned":[0,10],"keep":true,"kind":""#
    XCTAssertTrue(text.hasPrefix(start), text)
    XCTAssertTrue(text.contains(#""sentences":[[0,12]]},{"source":[14,20],"cleaned":[11,16],"#), text)
    XCTAssertTrue(text.contains(#"],"language":null,"edits":{"repaired":0,"line_ends":1,"controls":1,"#), text)
    let edits = try Annotation(try XCTUnwrap(outcome.objects.first)).edits
    let behind = #""spaces":2,"html_references":0,"encoding":0,"mojibake":0,"typography":0,"unwrapped":0}}"#
    XCTAssertTrue(text.contains(behind), text)
    XCTAssertEqual(edits.count, 11)
    let casefolded = try Tool.run(["annotate", "--form", "nfkc-casefold"], input: "A")
    XCTAssertTrue(casefolded.text.contains(#""nfkc_casefold":"#), casefolded.text)
    XCTAssertFalse(try Tool.run(["annotate", "--form", "none"], input: "A").text.contains("nfc"))
  }

  func testSpansSliceTheSourceOfEverySampleArticle() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Place.articles.path).filter {
      $0.hasSuffix(".txt") && !$0.contains(".gold.") && !$0.contains(".sentences.")
    }
    XCTAssertGreaterThanOrEqual(names.count, 10)
    for name in names {
      let source = try Data(contentsOf: Place.articles.appendingPathComponent(name))
      let annotation = try annotate(source)
      XCTAssertFalse(annotation.blocks.isEmpty, name)
      try check(annotation, source)
      try check(try annotate(source, ["--keep-boilerplate"]), source)
      try checkCodePoints(source, annotation)
    }
  }

  func testSpansSliceArbitraryBytes() throws {
    var generator = SeededGenerator(11)
    for _ in 0..<40 {
      let source = Data(
        (0..<400).map { _ -> UInt8 in
          let plain = Array("a .\nA".utf8).randomElement(using: &generator)!
          return Bool.random(using: &generator) ? plain : .random(in: 0...255, using: &generator)
        })
      let annotation = try annotate(source, ["--keep-boilerplate"])
      try check(annotation, source)
      try checkCodePoints(source, try annotate(source))
    }
  }

  /// Spans in code points slice what Python's `decode("utf-8", "replace")` gives of the source.
  private func checkCodePoints(_ source: Data, _ bytes: Annotation) throws {
    let points = try annotate(source, ["--offsets", "codepoints"])
    let scalars = Array(String(decoding: source, as: UTF8.self).unicodeScalars)
    let text = Array(points.text.unicodeScalars)
    XCTAssertEqual(points.blocks.count, bytes.blocks.count)
    func same(_ span: Range<Int>, _ byteSpan: Range<Int>) {
      XCTAssertEqual(Array(scalars[span]), Array(String(decoding: source[byteSpan], as: UTF8.self).unicodeScalars))
    }
    for (block, byteBlock) in zip(points.blocks, bytes.blocks) {
      same(block.source, byteBlock.source)
      for (sentence, byteSentence) in zip(block.sentences, byteBlock.sentences) { same(sentence, byteSentence) }
      guard let cleaned = block.cleaned, let byteCleaned = byteBlock.cleaned else { continue }
      XCTAssertEqual(
        Array(text[cleaned]),
        Array(String(decoding: Array(points.text.utf8)[byteCleaned], as: UTF8.self).unicodeScalars))
    }
  }

  func testTheSourceOfALineIsItsDecodedString() throws {
    let line = #"{"id":[1],"text":"\u00e9t\u00e9!\nB\ud800."}"#
    let outcome = try Tool.run(["annotate", "--keep-boilerplate"], input: line)
    let annotation = try Annotation(try XCTUnwrap(outcome.objects.first))
    XCTAssertEqual(annotation.id as? [Int], [1])
    XCTAssertEqual(annotation.blocks.map(\.source), [0..<6, 7..<12])
    XCTAssertEqual(annotation.edits["repaired"], 0)
  }
}
