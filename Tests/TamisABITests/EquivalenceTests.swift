import CTamis
import Tamis
import TestSupport
import XCTest

/// The C door and the house give the same, option by option and byte by byte.
final class EquivalenceTests: XCTestCase {
  func testEveryOptionReachesTheHouse() throws {
    let trouble = """
      ﬁrst e\u{301} LINE\r\n\r\nbell\u{7} soft\u{AD}hyphen  two\u{A0}\u{A0}spaces
      tab\ta\u{200B}b\u{200E}c\u{FEFF}d \n\n\n\n
      """
    let text = Array((trouble + "Dr. Who left. He is back. Subscribe!\n").utf8)
    var seen = Set<[UInt8]>()
    for (name, set, setHouse) in Self.options {
      var options = tamis_options()
      XCTAssertEqual(tamis_options_init(&options, UInt32(MemoryLayout<tamis_options>.size)), tamis_status(TAMIS_OK))
      options.drop_boilerplate = Int32(TAMIS_OFF)
      set(&options)
      var house = CleaningOptions()
      house.dropsBoilerplate = false
      setHouse(&house)
      let wanted = try text.withUnsafeBufferPointer { (bytes) throws(TamisError) in try Cleaner(house).clean(bytes) }
      let got = try Document(text, &options)
      XCTAssertEqual(got.text, Array(wanted.text), name)
      XCTAssertEqual(got.sentences.count, wanted.sentences.count, name)
      seen.insert(got.text)
    }
    XCTAssertGreaterThan(seen.count, 15, "the options make a difference")
  }

  private typealias Setting = (String, (inout tamis_options) -> Void, (inout CleaningOptions) -> Void)

  private static var options: [Setting] { [
    ("as they come", { _ in }, { _ in }),
    ("defaults", { $0.drop_boilerplate = Int32(TAMIS_DEFAULT) }, { $0.dropsBoilerplate = true }),
    ("all on", { setSwitches(&$0, TAMIS_ON) }, { $0.dropsBoilerplate = true }),
    (
      "all off", { setSwitches(&$0, TAMIS_OFF) },
      {
        let form = $0.text.normalization
        $0.text = .repairOnly
        $0.text.normalization = form
        $0.dropsBoilerplate = false
      }
    ),
    ("none", { $0.normalization = Int32(TAMIS_NORMALIZATION_NONE) }, { $0.text.normalization = .none }),
    ("nfc", { $0.normalization = Int32(TAMIS_NORMALIZATION_NFC) }, { $0.text.normalization = .nfc }),
    ("nfd", { $0.normalization = Int32(TAMIS_NORMALIZATION_NFD) }, { $0.text.normalization = .nfd }),
    ("nfkc", { $0.normalization = Int32(TAMIS_NORMALIZATION_NFKC) }, { $0.text.normalization = .nfkc }),
    ("nfkd", { $0.normalization = Int32(TAMIS_NORMALIZATION_NFKD) }, { $0.text.normalization = .nfkd }),
    (
      "casefold", { $0.normalization = Int32(TAMIS_NORMALIZATION_NFKC_CASEFOLD) },
      { $0.text.normalization = .nfkcCasefold }
    ),
    ("line ends", { $0.unify_line_ends = Int32(TAMIS_OFF) }, { $0.text.unifiesLineEnds = false }),
    ("controls", { $0.remove_controls = Int32(TAMIS_OFF) }, { $0.text.removesControls = false }),
    ("zero width", { $0.remove_zero_width = Int32(TAMIS_OFF) }, { $0.text.removesZeroWidth = false }),
    ("marks", { $0.remove_bidi_marks = Int32(TAMIS_OFF) }, { $0.text.removesBidirectionalMarks = false }),
    ("soft hyphens", { $0.remove_soft_hyphens = Int32(TAMIS_OFF) }, { $0.text.removesSoftHyphens = false }),
    ("BOM", { $0.remove_byte_order_marks = Int32(TAMIS_OFF) }, { $0.text.removesByteOrderMarks = false }),
    ("tabs", { $0.map_tabs = Int32(TAMIS_OFF) }, { $0.text.mapsTabs = false }),
    ("map", { $0.map_spaces = Int32(TAMIS_OFF) }, { $0.text.mapsSpaces = false }),
    ("trim", { $0.trim_lines = Int32(TAMIS_OFF) }, { $0.text.trimsLines = false }),
    ("collapse", { $0.collapse_spaces = Int32(TAMIS_OFF) }, { $0.text.collapsesSpaces = false }),
    ("limit", { $0.limit_line_breaks = Int32(TAMIS_OFF) }, { $0.text.limitsLineBreaks = false }),
    (
      "all spaces but one",
      {
        $0.tidy_spaces = Int32(TAMIS_OFF)
        $0.map_tabs = Int32(TAMIS_ON)
      },
      {
        $0.text.tidiesSpaces = false
        $0.text.mapsTabs = true
      }
    ),
    (
      "all invisibles but one",
      {
        $0.remove_invisibles = Int32(TAMIS_OFF)
        $0.remove_soft_hyphens = Int32(TAMIS_ON)
      },
      {
        $0.text.removesInvisibles = false
        $0.text.removesSoftHyphens = true
      }
    ),
    ("invisibles", { $0.remove_invisibles = Int32(TAMIS_OFF) }, { $0.text.removesInvisibles = false }),
    ("spaces", { $0.tidy_spaces = Int32(TAMIS_OFF) }, { $0.text.tidiesSpaces = false }),
    ("standard", { $0.sentence_rules = Int32(TAMIS_SENTENCE_RULES_STANDARD) }, { $0.sentences = .standard }),
    ("uax29", { $0.sentence_rules = Int32(TAMIS_SENTENCE_RULES_UAX29) }, { $0.sentences = .uax29 }),
    (
      "threshold",
      {
        $0.threshold = 0.95
        $0.drop_boilerplate = Int32(TAMIS_ON)
      },
      {
        $0.threshold = 0.95
        $0.dropsBoilerplate = true
      }
    ),
    ("limit", { $0.max_document_bytes = 4096 }, { $0.maximumDocumentBytes = 4096 }),
  ] }

  private static func setSwitches(_ options: inout tamis_options, _ value: Int) {
    options.unify_line_ends = Int32(value)
    options.remove_controls = Int32(value)
    options.remove_invisibles = Int32(value)
    options.tidy_spaces = Int32(value)
    options.drop_boilerplate = Int32(value)
  }

  func testDocumentsAreTheHouses() throws {
    let cleaner = try Cleaner()
    var generator = SeededGenerator(6)
    var cases = try Cases.all().map(\.bytes)
    for round in 0..<1_000 { cases.append(Trouble.text(round % 50, &generator)) }
    for bytes in cases {
      let wanted = try bytes.withUnsafeBufferPointer { (bytes) throws(TamisError) in try cleaner.clean(bytes) }
      let got = try Document(bytes, nil)
      XCTAssertEqual(got.text, Array(wanted.text))
      XCTAssertEqual(got.edits.repaired, Int64(wanted.edits.repaired))
      XCTAssertEqual(got.edits.spaces, Int64(wanted.edits.spaces))
      XCTAssertEqual(got.blocks.map(\.source.start), wanted.blocks.map { Int64($0.source.start) })
      XCTAssertEqual(got.blocks.map(\.kept), wanted.blocks.map { $0.isKept ? 1 : 0 })
      XCTAssertEqual(got.blocks.map(\.score), wanted.blocks.map(\.verdict.score))
      XCTAssertEqual(got.blocks.map(\.kind), wanted.blocks.map(\.verdict.kind.rawValue))
      XCTAssertEqual(got.sentences.map(\.cleaned.end), wanted.sentences.map { Int64($0.cleaned.end) })
    }
  }

  func testSpansTranslateAsTheHouseDoes() throws {
    let bytes = try Cases.all()[0].bytes
    let wanted = try bytes.withUnsafeBufferPointer { (bytes) throws(TamisError) in try Cleaner().clean(bytes) }
    let got = try Document(bytes, nil)
    for start in stride(from: 0, to: got.text.count, by: 97) {
      let span = ByteSpan(start, min(start + 40, got.text.count))
      var result = tamis_span()
      XCTAssertEqual(tamis_document_source_span(got.handle, tamis_span(span), &result, nil), 0)
      XCTAssertEqual(ByteSpan(result), wanted.sourceSpan(ofCleaned: span))
      XCTAssertEqual(tamis_document_cleaned_span(got.handle, tamis_span(span), &result, nil), 0)
      XCTAssertEqual(ByteSpan(result), wanted.cleanedSpan(ofSource: span))
    }
  }

  func testNormalizeIsTheHouses() throws {
    let cleaner = try Cleaner()
    for (name, bytes) in try Cases.all() {
      var wanted = ByteBuffer()
      _ = try bytes.withUnsafeBufferPointer { (bytes) throws(TamisError) in
        try cleaner.normalize(bytes, scratch: Scratch(), into: &wanted)
      }
      var output = [CChar](repeating: 0, count: bytes.count * 3 + 1)
      var required: Int64 = 0
      let status = bytes.withUnsafeChars { tamis_normalize($0, $1, nil, &output, Int64(output.count), &required, nil) }
      XCTAssertEqual(status, 0, name)
      XCTAssertEqual(output.prefix(Int(required)).map(UInt8.init(bitPattern:)), Array(wanted.view), name)
    }
  }

  func testSentencesAreTheHouses() throws {
    let splitter = try SentenceSplitter()
    for (name, bytes) in try Cases.all() {
      var wanted = GrowableBuffer<ByteSpan>()
      try bytes.withUnsafeBufferPointer { (text) throws(TamisError) in
        try splitter.split(text, in: ByteSpan(0, text.count), into: &wanted)
      }
      var output = [tamis_span](repeating: tamis_span(), count: bytes.count + 1)
      var required: Int64 = 0
      let status = bytes.withUnsafeChars {
        tamis_split_sentences($0, $1, nil, &output, Int64(output.count), &required, nil)
      }
      XCTAssertEqual(status, 0, name)
      XCTAssertEqual(output.prefix(Int(required)).map(ByteSpan.init), Array(wanted.view), name)
    }
  }

  func testValidationFindsTheFirstIllFormedByte() throws {
    var generator = SeededGenerator(8)
    var cases = try Cases.all().map(\.bytes)
    for round in 0..<3_000 { cases.append(Trouble.text(round % 30, &generator)) }
    for bytes in cases {
      var first: Int64 = -1
      let status = bytes.withUnsafeChars { tamis_validate_utf8($0, $1, &first, nil) }
      // The standard library is the judge: it finds the longest prefix that it takes as it is.
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      XCTAssertEqual(status, tamis_status(isValid ? TAMIS_OK : TAMIS_INVALID_UTF8))
      XCTAssertNotNil(String(validating: bytes.prefix(Int(first)), as: UTF8.self))
      if isValid {
        XCTAssertEqual(first, Int64(bytes.count))
      } else {
        let rest = bytes[Int(first)...]
        for length in 1...4 where length <= rest.count {
          XCTAssertNil(String(validating: rest.prefix(length), as: UTF8.self))
        }
      }
    }
  }
}

/// A document made through C.
private final class Document {
  let handle: OpaquePointer?
  let text: [UInt8]
  let blocks: [tamis_block]
  let sentences: [tamis_sentence]
  let edits: tamis_edits

  init(_ bytes: [UInt8], _ options: UnsafePointer<tamis_options>?) throws {
    var document: OpaquePointer?
    var error = tamis_error()
    XCTAssertEqual(tamis_error_init(&error, UInt32(MemoryLayout<tamis_error>.size)), 0)
    let status = bytes.withUnsafeChars { tamis_clean($0, $1, options, &document, &error) }
    XCTAssertEqual(status, 0, withUnsafeBytes(of: error.message) { String(decoding: $0, as: UTF8.self) })
    handle = document
    let view = tamis_document_text(document)
    text = UnsafeRawBufferPointer(start: view.data, count: Int(view.length)).map { $0 }
    let blockView = tamis_document_blocks(document)
    blocks = Array(UnsafeBufferPointer(start: blockView.data, count: Int(blockView.count)))
    let sentenceView = tamis_document_sentences(document)
    sentences = Array(UnsafeBufferPointer(start: sentenceView.data, count: Int(sentenceView.count)))
    var counts = tamis_edits()
    counts.struct_size = UInt32(MemoryLayout<tamis_edits>.size)
    XCTAssertEqual(tamis_document_edits(document, &counts, nil), 0)
    edits = counts
  }

  deinit {
    tamis_document_free(handle)
  }
}

extension [UInt8] {
  fileprivate func withUnsafeChars<Result>(_ body: (UnsafePointer<CChar>?, Int64) throws -> Result) rethrows -> Result {
    try withUnsafeBytes { try body($0.bindMemory(to: CChar.self).baseAddress, Int64($0.count)) }
  }
}

extension tamis_span {
  fileprivate init(_ span: ByteSpan) {
    self.init(start: Int64(span.start), end: Int64(span.end))
  }
}

extension ByteSpan {
  fileprivate init(_ span: tamis_span) {
    self.init(Int(span.start), Int(span.end))
  }
}
