import CTamis
import Tamis
import TamisICU

extension CleaningOptions {
  /// What a tamis_options means; null is the default.
  init(_ pointer: UnsafePointer<tamis_options>?) throws(Failure) {
    self.init()
    guard let pointer else { return }
    let options = try tamis_options(reading: pointer)
    guard options.reserved == 0 else {
      throw Failure(TAMIS_UNKNOWN_OPTION, "reserved", "is %; it is 0", Int64(options.reserved))
    }
    text = try TextPolicy(options, defaults: text)
    sentences = try sentenceRules(options.sentence_rules) ?? sentences
    dropsBoilerplate = try isOn(options.drop_boilerplate, "drop_boilerplate") ?? dropsBoilerplate
    threshold = try favor(options.favor)?.threshold ?? threshold
    threshold = try probability(options.threshold, "threshold") ?? threshold
    model = object(options.model)
    repeats = object(options.repeats)
    host = try word(options.host, "host").map(string) ?? host
    maximumDocumentBytes = try documentLimit(options.max_document_bytes) ?? maximumDocumentBytes
    language = try word(options.language, "language").map(string) ?? language
    abbreviations = try words(options.abbreviations, options.abbreviation_count)
  }
}

extension TextPolicy {
  fileprivate init(_ options: tamis_options, defaults: TextPolicy) throws(Failure) {
    self = defaults
    normalization = try normalizationForm(options.normalization) ?? normalization
    encoding = try textEncoding(options.encoding) ?? encoding
    htmlReferences = try references(options.html_references) ?? htmlReferences
    recordsEdits = try isOn(options.record_changes, "record_changes") ?? recordsEdits
    repairsMojibake = try isOn(options.repair_mojibake, "repair_mojibake") ?? repairsMojibake
    unwrapping = try unwrap(options.unwrap) ?? unwrapping
    unifiesLineEnds = try isOn(options.unify_line_ends, "unify_line_ends") ?? unifiesLineEnds
    removesControls = try isOn(options.remove_controls, "remove_controls") ?? removesControls
    try setInvisibles(options)
    try setSpaces(options)
    try setTypography(options)
  }

  /// The switch for all invisibles first: the finer ones are as it says unless they speak for themselves.
  private mutating func setInvisibles(_ options: tamis_options) throws(Failure) {
    if let all = try isOn(options.remove_invisibles, "remove_invisibles") { removesInvisibles = all }
    removesZeroWidth = try isOn(options.remove_zero_width, "remove_zero_width") ?? removesZeroWidth
    removesBidirectionalMarks = try isOn(options.remove_bidi_marks, "remove_bidi_marks") ?? removesBidirectionalMarks
    removesSoftHyphens = try isOn(options.remove_soft_hyphens, "remove_soft_hyphens") ?? removesSoftHyphens
    removesByteOrderMarks =
      try isOn(options.remove_byte_order_marks, "remove_byte_order_marks") ?? removesByteOrderMarks
  }

  private mutating func setSpaces(_ options: tamis_options) throws(Failure) {
    if let all = try isOn(options.tidy_spaces, "tidy_spaces") { tidiesSpaces = all }
    mapsTabs = try isOn(options.map_tabs, "map_tabs") ?? mapsTabs
    mapsSpaces = try isOn(options.map_spaces, "map_spaces") ?? mapsSpaces
    trimsLines = try isOn(options.trim_lines, "trim_lines") ?? trimsLines
    collapsesSpaces = try isOn(options.collapse_spaces, "collapse_spaces") ?? collapsesSpaces
    limitsLineBreaks = try isOn(options.limit_line_breaks, "limit_line_breaks") ?? limitsLineBreaks
  }

  private mutating func setTypography(_ options: tamis_options) throws(Failure) {
    straightensQuotes = try isOn(options.straighten_quotes, "straighten_quotes") ?? straightensQuotes
    plainsDashes = try isOn(options.plain_dashes, "plain_dashes") ?? plainsDashes
    expandsLigatures = try isOn(options.expand_ligatures, "expand_ligatures") ?? expandsLigatures
    narrowsFullwidth = try isOn(options.narrow_fullwidth, "narrow_fullwidth") ?? narrowsFullwidth
  }
}

/// How a batch is run.
struct BatchOptions {
  var threads: Int
  var progress: tamis_progress?
  var context: UnsafeMutableRawPointer?
  var hosts: tamis_texts?

  init(_ pointer: UnsafePointer<tamis_batch_options>?) throws(Failure) {
    let options = try tamis_batch_options(reading: pointer)
    try self.init(threads: options.threads, progress: options.progress, context: options.context)
    hosts = options.hosts?.pointee
  }

  init(threads: Int32, progress: tamis_progress?, context: UnsafeMutableRawPointer?) throws(Failure) {
    guard threads >= 0, threads <= 256 else {
      throw Failure(TAMIS_INVALID_ARGUMENT, "threads", "is %; it is 0 for all cores or up to %", Int64(threads), 256)
    }
    self.threads = Int(threads)
    self.progress = progress
    self.context = context
  }
}

// Each of these gives nil for 0, the default.

private func isOn(_ value: Int32, _ name: StaticString) throws(Failure) -> Bool? {
  switch Int(value) {
  case TAMIS_DEFAULT: nil
  case TAMIS_ON: true
  case TAMIS_OFF: false
  default: throw Failure(TAMIS_UNKNOWN_OPTION, name, "is %; it is TAMIS_ON, TAMIS_OFF or TAMIS_DEFAULT", Int64(value))
  }
}

private func normalizationForm(_ value: Int32) throws(Failure) -> NormalizationForm? {
  switch Int(value) {
  case TAMIS_NORMALIZATION_DEFAULT: nil
  case TAMIS_NORMALIZATION_NONE: NormalizationForm.none
  case TAMIS_NORMALIZATION_NFC: .nfc
  case TAMIS_NORMALIZATION_NFD: .nfd
  case TAMIS_NORMALIZATION_NFKC: .nfkc
  case TAMIS_NORMALIZATION_NFKD: .nfkd
  case TAMIS_NORMALIZATION_NFKC_CASEFOLD: .nfkcCasefold
  default:
    throw Failure(TAMIS_UNKNOWN_OPTION, "normalization", "is %; it is one of TAMIS_NORMALIZATION_*", Int64(value))
  }
}

private func references(_ value: Int32) throws(Failure) -> HTMLReferences? {
  switch Int(value) {
  case TAMIS_HTML_REFERENCES_DEFAULT: nil
  case TAMIS_HTML_REFERENCES_OFF: .off
  case TAMIS_HTML_REFERENCES_ON: .on
  case TAMIS_HTML_REFERENCES_AUTOMATIC: .automatic
  default:
    throw Failure(TAMIS_UNKNOWN_OPTION, "html_references", "is %; it is one of TAMIS_HTML_REFERENCES_*", Int64(value))
  }
}

private func unwrap(_ value: Int32) throws(Failure) -> Unwrapping? {
  switch Int(value) {
  case TAMIS_UNWRAP_DEFAULT: nil
  case TAMIS_UNWRAP_OFF: .off
  case TAMIS_UNWRAP_ON: .on
  case TAMIS_UNWRAP_AUTOMATIC: .automatic
  default: throw Failure(TAMIS_UNKNOWN_OPTION, "unwrap", "is %; it is one of TAMIS_UNWRAP_*", Int64(value))
  }
}

private func sentenceRules(_ value: Int32) throws(Failure) -> SentenceRules? {
  switch Int(value) {
  case TAMIS_SENTENCE_RULES_DEFAULT: nil
  case TAMIS_SENTENCE_RULES_STANDARD: .standard
  case TAMIS_SENTENCE_RULES_UAX29: .uax29
  default:
    throw Failure(TAMIS_UNKNOWN_OPTION, "sentence_rules", "is %; it is one of TAMIS_SENTENCE_RULES_*", Int64(value))
  }
}

private func probability(_ value: Float, _ name: StaticString) throws(Failure) -> Float? {
  if value == 0 { return nil }
  // Not a number is neither.
  guard value > 0, value <= 1 else {
    throw Failure(TAMIS_INVALID_ARGUMENT, name, "is not a number above 0 and up to 1")
  }
  return value
}

private func favor(_ value: Int32) throws(Failure) -> Favor? {
  switch Int(value) {
  case TAMIS_FAVOR_DEFAULT: nil
  case TAMIS_FAVOR_PRECISION: .precision
  case TAMIS_FAVOR_BALANCED: .balanced
  case TAMIS_FAVOR_RECALL: .recall
  default: throw Failure(TAMIS_UNKNOWN_OPTION, "favor", "is %; it is one of TAMIS_FAVOR_*", Int64(value))
  }
}

private func documentLimit(_ value: Int64) throws(Failure) -> Int? {
  if value == 0 { return nil }
  let greatest = Int64(CleaningOptions.greatestMaximumDocumentBytes)
  guard value > 0, value <= greatest else {
    throw Failure(
      TAMIS_INVALID_ARGUMENT, "max_document_bytes", "is %; it is 0 for the default or up to %", value, greatest)
  }
  return Int(value)
}

// Names and words. The strings made of them cannot fail for want of memory, so there is made sure of that first.

/// Nil for null.
private func textEncoding(_ pointer: UnsafePointer<CChar>?) throws(Failure) -> TextEncoding? {
  guard let name = try word(pointer, "encoding") else { return nil }
  if isAutomatic(name) { return .automatic }
  // What is too long for a name reads as the empty one, which nothing has.
  let encoding = EncodingName(name)
  do {
    _ = try Converter(encoding)
  } catch .invalidArgument {
    throw Failure(TAMIS_UNKNOWN_OPTION, "encoding", "is no name that ICU knows; null is UTF-8, \"auto\" finds out")
  } catch {
    throw Failure(error)
  }
  return .named(encoding)
}

private func isAutomatic(_ name: Bytes) -> Bool {
  let automatic: StaticString = "auto"
  return name.count == automatic.utf8CodeUnitCount
    && automatic.withUTF8Buffer { $0.elementsEqual(name, by: { $0 == $1 | 0x20 }) }
}

private let greatestWordCount: Int64 = 65_536

/// What the tables of abbreviations take: what they take with none of the caller's, and for each of these.
private let tableBytes = 1 << 21
private let tableBytesPerWord = 1 << 12

private func words(
  _ pointer: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int64
) throws(Failure) -> [String] {
  guard count >= 0, count <= greatestWordCount else {
    throw Failure(
      TAMIS_INVALID_ARGUMENT, "abbreviation_count", "is %; it is 0 or up to %", count, greatestWordCount)
  }
  if count == 0 { return [] }
  guard let pointer else {
    throw Failure(TAMIS_INVALID_ARGUMENT, "abbreviations", "is null with the count %; null is only for none", count)
  }
  let given = UnsafeBufferPointer(start: pointer, count: Int(count))
  for place in given.indices { _ = try word(given, place) }
  try ensureRoomForObjects(tableBytes + tableBytesPerWord * given.count)
  var words: [String] = []
  words.reserveCapacity(given.count)
  for place in given.indices { words.append(String(decoding: try word(given, place), as: UTF8.self)) }
  return words
}

private func word(
  _ words: UnsafeBufferPointer<UnsafePointer<CChar>?>, _ place: Int
) throws(Failure) -> Bytes {
  guard let word = try word(words[place], "abbreviations", at: Int64(place)) else {
    throw Failure(TAMIS_INVALID_ARGUMENT, "abbreviations", "has null at place %; leave it out", Int64(place))
  }
  return word
}

private func string(_ bytes: Bytes) throws(Failure) -> String {
  try ensureRoomForObjects()
  return String(decoding: bytes, as: UTF8.self)
}
