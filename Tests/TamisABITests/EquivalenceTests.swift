import CTamis
import Foundation
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
    (
      "all on", { setSwitches(&$0, TAMIS_ON) },
      {
        $0.text.htmlReferences = .on
        $0.dropsBoilerplate = true
      }
    ),
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
    options.html_references = Int32(value)
    options.repair_mojibake = Int32(value)
    options.unify_line_ends = Int32(value)
    options.remove_controls = Int32(value)
    options.remove_invisibles = Int32(value)
    options.tidy_spaces = Int32(value)
    options.drop_boilerplate = Int32(value)
  }

  /// What came after the first version of tamis_options, each with a text on which it must make a difference.
  func testEveryNewOptionReachesTheHouse() throws {
    for (name, text, set, setHouse) in Self.newOptions {
      var options = tamis_options()
      XCTAssertEqual(tamis_options_init(&options, UInt32(MemoryLayout<tamis_options>.size)), tamis_status(TAMIS_OK))
      options.drop_boilerplate = Int32(TAMIS_OFF)
      var house = CleaningOptions()
      house.dropsBoilerplate = false
      let plain = try clean(text, house)
      setHouse(&house)
      let wanted = try clean(text, house)
      try withExtendedLifetime(Words()) { words in
        set(&options, words)
        let got = try Document(text, &options)
        XCTAssertEqual(got.text, Array(wanted.text), name)
        XCTAssertEqual(got.sentences.map(\.source.start), wanted.sentences.map { Int64($0.source.start) }, name)
        XCTAssertEqual(got.sentences.map(\.source.end), wanted.sentences.map { Int64($0.source.end) }, name)
        assertSameEdits(got.edits, wanted.edits, name)
        try assertRoomsAgree(text, options, house, name)
      }
      let isDefault = name.hasSuffix("by default")
      let isPlain =
        Array(plain.text) == Array(wanted.text) && plain.sentences.map(\.source) == wanted.sentences.map(\.source)
      XCTAssertEqual(isPlain, isDefault, "\(name): only the default makes no difference")
    }
  }

  private typealias NewSetting = (
    String, [UInt8], (inout tamis_options, Words) -> Void, (inout CleaningOptions) -> Void
  )

  private static var newOptions: [NewSetting] {
    let references = Array("A &lt;b&gt; &amp;amp; &quot;c&quot; &ndash; d &copy e &eacute;t&eacute;.".utf8)
    let misread = Array("CafÃ© dâ€™Ã©tÃ©, dÃ©jÃ  vu Ã  lâ€™hÃ´tel.".utf8)
    let typography = Array("\u{201C}A\u{201D} \u{2019}b\u{2019} \u{2013} \u{FB01}n \u{FF21}\u{FF22} \u{2014} c".utf8)
    let verse = Array("Two lines of verse\nThat nobody wrapped.".utf8)
    let lines = Place.root.appendingPathComponent("Tests/Lines/hyphens.wrapped.txt")
    let wrapped = Array((try? String(contentsOf: lines, encoding: .utf8))?.utf8 ?? "".utf8)
    // Привет, мир in KOI8-R, and “café” in Windows-1252.
    let koi8: [UInt8] = [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4, 0x2C, 0x20, 0xCD, 0xC9, 0xD2]
    let windows: [UInt8] = [0x93, 0x63, 0x61, 0x66, 0xE9, 0x94]
    let utf16: [UInt8] = [0xFF, 0xFE, 0x63, 0x00, 0xE9, 0x00, 0x2E, 0x00]
    let german = Array("Das kostet max. Zehn. Es gilt inkl. Mehrwertsteuer.".utf8)
    let own = Array("The frobn. Smith wrote it. It is z. Hd. Mr Green. A Blorb. Green left.".utf8)
    return [
      ("references off", references, { o, _ in o.html_references = Int32(TAMIS_HTML_REFERENCES_OFF) },
        { $0.text.htmlReferences = .off }),
      ("references on", references, { o, _ in o.html_references = Int32(TAMIS_HTML_REFERENCES_ON) },
        { $0.text.htmlReferences = .on }),
      ("references by default", references, { o, _ in o.html_references = Int32(TAMIS_HTML_REFERENCES_AUTOMATIC) },
        { $0.text.htmlReferences = .automatic }),
      ("mojibake off", misread, { o, _ in o.repair_mojibake = Int32(TAMIS_OFF) }, { $0.text.repairsMojibake = false }),
      ("mojibake by default", misread, { o, _ in o.repair_mojibake = Int32(TAMIS_ON) },
        { $0.text.repairsMojibake = true }),
      ("quotes", typography, { o, _ in o.straighten_quotes = Int32(TAMIS_ON) }, { $0.text.straightensQuotes = true }),
      ("dashes", typography, { o, _ in o.plain_dashes = Int32(TAMIS_ON) }, { $0.text.plainsDashes = true }),
      ("ligatures", typography, { o, _ in o.expand_ligatures = Int32(TAMIS_ON) }, { $0.text.expandsLigatures = true }),
      ("fullwidth", typography, { o, _ in o.narrow_fullwidth = Int32(TAMIS_ON) }, { $0.text.narrowsFullwidth = true }),
      (
        "typography by default", typography,
        { o, _ in
          o.straighten_quotes = Int32(TAMIS_OFF)
          o.plain_dashes = Int32(TAMIS_OFF)
          o.expand_ligatures = Int32(TAMIS_OFF)
          o.narrow_fullwidth = Int32(TAMIS_OFF)
        }, { $0.text.straightensQuotes = false }
      ),
      ("lines left", wrapped, { o, _ in o.unwrap = Int32(TAMIS_UNWRAP_OFF) }, { $0.text.unwrapping = .off }),
      ("lines joined", verse, { o, _ in o.unwrap = Int32(TAMIS_UNWRAP_ON) }, { $0.text.unwrapping = .on }),
      ("lines by default", wrapped, { o, _ in o.unwrap = Int32(TAMIS_UNWRAP_AUTOMATIC) },
        { $0.text.unwrapping = .automatic }),
      ("koi8", koi8, { $0.encoding = $1["koi8-r"] }, { $0.text.encoding = .named("koi8-r") }),
      ("windows", windows, { $0.encoding = $1["Windows-1252"] }, { $0.text.encoding = .named("Windows-1252") }),
      ("utf-8 with a mark", utf16, { $0.encoding = $1["UTF-8"] }, { $0.text.encoding = .named("UTF-8") }),
      ("auto", utf16, { $0.encoding = $1["auto"] }, { $0.text.encoding = .automatic }),
      ("Auto", utf16, { $0.encoding = $1["Auto"] }, { $0.text.encoding = .automatic }),
      ("encoding by default", koi8, { o, _ in o.encoding = nil }, { $0.text.encoding = .utf8 }),
      ("german", german, { $0.language = $1["de-AT"] }, { $0.language = "de-AT" }),
      ("unknown language by default", german, { $0.language = $1["tlh"] }, { $0.language = "tlh" }),
      ("empty language by default", german, { $0.language = $1[""] }, { $0.language = "" }),
      (
        "abbreviations", own,
        {
          $0.abbreviations = $1.list(["frobn.", "blorb", "z. Hd."])
          $0.abbreviation_count = 3
        }, { $0.abbreviations = ["frobn.", "blorb", "z. Hd."] }
      ),
      (
        "one of two abbreviations", own,
        {
          $0.abbreviations = $1.list(["frobn.", "blorb"])
          $0.abbreviation_count = 1
        }, { $0.abbreviations = ["frobn."] }
      ),
      (
        "no abbreviations by default", own,
        {
          $0.abbreviations = $1.list(["frobn."])
          $0.abbreviation_count = 0
        }, { $0.abbreviations = [] }
      ),
    ]
  }

  private func clean(_ text: [UInt8], _ options: CleaningOptions) throws -> CleanedDocument {
    try text.withUnsafeBufferPointer { (bytes) throws(TamisError) in try Cleaner(options).clean(bytes) }
  }

  /// The single rooms read the same options.
  private func assertRoomsAgree(
    _ text: [UInt8], _ options: tamis_options, _ house: CleaningOptions, _ name: String
  ) throws {
    var options = options
    var normalized = ByteBuffer()
    var sentences = GrowableBuffer<ByteSpan>()
    let splitter = try SentenceSplitter(
      rules: house.sentences, language: house.language, abbreviations: house.abbreviations)
    try text.withUnsafeBufferPointer { (bytes) throws(TamisError) in
      _ = try Cleaner(house).normalize(bytes, scratch: Scratch(), into: &normalized)
      try splitter.guessing(bytes).split(bytes, in: ByteSpan(0, bytes.count), into: &sentences)
    }
    var output = [CChar](repeating: 0, count: 1_024)
    var spans = [tamis_span](repeating: tamis_span(), count: 64)
    var required: Int64 = 0
    XCTAssertEqual(
      text.withUnsafeChars { tamis_normalize($0, $1, &options, &output, 1_024, &required, nil) }, 0, name)
    XCTAssertEqual(output.prefix(Int(required)).map(UInt8.init(bitPattern:)), Array(normalized.view), name)
    XCTAssertEqual(
      text.withUnsafeChars { tamis_split_sentences($0, $1, &options, &spans, 64, &required, nil) }, 0, name)
    XCTAssertEqual(spans.prefix(Int(required)).map(ByteSpan.init), Array(sentences.view), name)
  }

  private func assertSameEdits(_ got: tamis_edits, _ wanted: EditCounts, _ name: String) {
    var house = EditCounts()
    house.repaired = Int(got.repaired)
    house.lineEnds = Int(got.line_ends)
    house.controls = Int(got.controls)
    house.invisibles = Int(got.invisibles)
    house.normalized = Int(got.normalized)
    house.spaces = Int(got.spaces)
    house.htmlReferences = Int(got.html_references)
    house.encoding = Int(got.encoding)
    house.typography = Int(got.typography)
    house.mojibake = Int(got.mojibake)
    house.unwrapped = Int(got.unwrapped)
    XCTAssertEqual(house, wanted, name)
  }

  /// A cleaner keeps nothing of what its options pointed to.
  func testACleanerOutlivesItsNamesAndWords() throws {
    var cleaner: OpaquePointer?
    try withExtendedLifetime(Words()) { words in
      var options = tamis_options()
      XCTAssertEqual(tamis_options_init(&options, UInt32(MemoryLayout<tamis_options>.size)), tamis_status(TAMIS_OK))
      options.encoding = words["windows-1252"]
      options.abbreviations = words.list(["frobn."])
      options.abbreviation_count = 1
      XCTAssertEqual(tamis_cleaner_new(&options, &cleaner, nil), 0)
      words.spoil()
    }
    defer { tamis_cleaner_free(cleaner) }
    var document: OpaquePointer?
    XCTAssertEqual(tamis_document_new(&document, nil), 0)
    defer { tamis_document_free(document) }
    let text = Array("A frobn. Caf".utf8) + [0xE9]
    XCTAssertEqual(text.withUnsafeChars { tamis_cleaner_clean(cleaner, $0, $1, nil, document, nil) }, 0)
    let view = tamis_document_text(document)
    let bytes = UnsafeRawBufferPointer(start: view.data, count: Int(view.length))
    XCTAssertEqual(String(decoding: bytes, as: UTF8.self), "A frobn. Café")
    XCTAssertEqual(tamis_document_sentences(document).count, 1)
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
      assertSameEdits(got.edits, wanted.edits, "edits")
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
        try splitter.guessing(text).split(text, in: ByteSpan(0, text.count), into: &wanted)
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

  func testChangesAndEncodingsAreTheHouses() throws {
    var recipe = CleaningOptions()
    recipe.text.recordsEdits = true
    recipe.text.encoding = .automatic
    let house = try Cleaner(recipe)
    var options = tamis_options()
    XCTAssertEqual(tamis_options_init(&options, UInt32(MemoryLayout<tamis_options>.size)), tamis_status(TAMIS_OK))
    options.record_changes = Int32(TAMIS_ON)
    var cleaner, scratch, document: OpaquePointer?
    try withExtendedLifetime(Words()) { words in
      options.encoding = words["auto"]
      XCTAssertEqual(tamis_cleaner_new(&options, &cleaner, nil), 0)
    }
    XCTAssertEqual(tamis_scratch_new(&scratch, nil), 0)
    XCTAssertEqual(tamis_document_new(&document, nil), 0)
    defer {
      tamis_document_free(document)
      tamis_scratch_free(scratch)
      tamis_cleaner_free(cleaner)
    }
    let (room, wanted) = (Scratch(), CleanedDocument())
    var cases = try Cases.all().map(\.bytes)
    var generator = SeededGenerator(9)
    for round in 0..<300 { cases.append(Trouble.text(round % 50, &generator)) }
    cases.append(Array("Caf".utf8) + [0xE9] + Array(" fa\u{E7}ade".unicodeScalars.map { UInt8($0.value) }))
    var total = 0
    for bytes in cases {
      try bytes.withUnsafeBufferPointer { try house.clean($0, scratch: room, into: wanted) }
      XCTAssertEqual(bytes.withUnsafeChars { tamis_cleaner_clean(cleaner, $0, $1, scratch, document, nil) }, 0)
      let got = tamis_scratch_changes(scratch)
      let changes = UnsafeBufferPointer(start: got.data, count: Int(got.count))
      XCTAssertEqual(changes.map(\.kind), room.recordedEdits.map(\.kind.rawValue))
      XCTAssertEqual(changes.map { ByteSpan($0.source) }, room.recordedEdits.map(\.source))
      XCTAssertEqual(changes.map { ByteSpan($0.replacement) }, room.recordedEdits.map(\.replacement))
      XCTAssertEqual(
        Array(UnsafeRawBufferPointer(start: got.text.data, count: Int(got.text.length))), Array(room.recordedText))
      total += changes.count
      var encoding = tamis_encoding()
      encoding.struct_size = UInt32(MemoryLayout<tamis_encoding>.size)
      XCTAssertEqual(tamis_document_encoding(document, &encoding, nil), 0)
      XCTAssertEqual(Int(encoding.confidence), wanted.encoding.confidence)
      let name = withUnsafeBytes(of: encoding.icu_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      XCTAssertEqual(name, wanted.encoding.name.withBytes { String(decoding: $0, as: UTF8.self) })
    }
    XCTAssertGreaterThan(total, 1_000)
  }

  /// The judge alone, on the tidied text, says what it says in the whole clean, whatever it is told.
  func testVerdictsAreTheHouses() throws {
    for (name, bytes) in try Cases.all() {
      for (favor, threshold) in [(TAMIS_FAVOR_DEFAULT, Float(0.5)), (TAMIS_FAVOR_PRECISION, Favor.precision.threshold)] {
        var options = tamis_options()
        XCTAssertEqual(tamis_options_init(&options, UInt32(MemoryLayout<tamis_options>.size)), tamis_status(TAMIS_OK))
        options.favor = Int32(favor)
        var tidied = ByteBuffer()
        var recipe = CleaningOptions()
        recipe.threshold = threshold
        let document = try bytes.withUnsafeBufferPointer { (bytes) throws(TamisError) in
          _ = try Cleaner().normalize(bytes, scratch: Scratch(), into: &tidied)
          return try Cleaner(recipe).clean(bytes)
        }
        let text = Array(tidied.view)
        var required: Int64 = 0
        var output = [tamis_block](repeating: tamis_block(), count: document.blocks.count)
        let status = text.withUnsafeChars {
          tamis_judge_blocks($0, $1, &options, &output, Int64(output.count), &required, nil)
        }
        XCTAssertEqual(status, 0, name)
        XCTAssertEqual(Int(required), document.blocks.count, name)
        XCTAssertEqual(output.map(\.score), document.blocks.map(\.verdict.score), name)
        XCTAssertEqual(output.map(\.kind), document.blocks.map(\.verdict.kind.rawValue), name)
        XCTAssertEqual(output.map { $0.kept == 1 }, document.blocks.map(\.isKept), name)
        XCTAssertEqual(output.map(\.reasons.0), document.blocks.map { $0.verdict.reasons.number(0) }, name)
        for block in output { XCTAssertFalse(text[Int(block.source.start)..<Int(block.source.end)].contains(0x0A), name) }
      }
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

/// Texts with a NUL behind them, as long as this lives.
private final class Words {
  private var texts: [UnsafeMutableBufferPointer<CChar>] = []
  private var lists: [UnsafeMutablePointer<UnsafePointer<CChar>?>] = []

  subscript(_ text: String) -> UnsafePointer<CChar>? {
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.utf8.count + 1)
    _ = copy.initialize(from: text.utf8CString)
    texts.append(copy)
    return UnsafePointer(copy.baseAddress)
  }

  func list(_ words: [String]) -> UnsafePointer<UnsafePointer<CChar>?>? {
    let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: words.count)
    for (place, word) in words.enumerated() { (list + place).initialize(to: self[word]) }
    lists.append(list)
    return UnsafePointer(list)
  }

  /// Writes over all texts.
  func spoil() {
    for text in texts { text.update(repeating: 0x58) }
  }

  deinit {
    for text in texts { text.deallocate() }
    for list in lists { list.deallocate() }
  }
}

/// A document made through C.
final class Document {
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
