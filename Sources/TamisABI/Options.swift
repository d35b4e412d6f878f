import CTamis
import Tamis

extension CleaningOptions {
  /// What a tamis_options means; null is the default.
  init(_ pointer: UnsafePointer<tamis_options>?) throws(Failure) {
    let options = try tamis_options(reading: pointer)
    self.init()
    text = try TextPolicy(options, defaults: text)
    sentences = try sentenceRules(options.sentence_rules) ?? sentences
    dropsBoilerplate = try isOn(options.drop_boilerplate, "drop_boilerplate") ?? dropsBoilerplate
    threshold = try probability(options.threshold, "threshold") ?? threshold
    maximumDocumentBytes = try documentLimit(options.max_document_bytes) ?? maximumDocumentBytes
  }
}

extension TextPolicy {
  fileprivate init(_ options: tamis_options, defaults: TextPolicy) throws(Failure) {
    self = defaults
    normalization = try normalizationForm(options.normalization) ?? normalization
    unifiesLineEnds = try isOn(options.unify_line_ends, "unify_line_ends") ?? unifiesLineEnds
    removesControls = try isOn(options.remove_controls, "remove_controls") ?? removesControls
    try setInvisibles(options)
    try setSpaces(options)
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
}

/// How a batch is run.
struct BatchOptions {
  var threads: Int
  var progress: tamis_progress?
  var context: UnsafeMutableRawPointer?

  init(_ pointer: UnsafePointer<tamis_batch_options>?) throws(Failure) {
    let options = try tamis_batch_options(reading: pointer)
    guard options.threads >= 0, options.threads <= 256 else {
      throw Failure(
        TAMIS_INVALID_ARGUMENT, "threads", "is %; it is 0 for all cores or up to %", Int64(options.threads), 256)
    }
    threads = Int(options.threads)
    progress = options.progress
    context = options.context
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

private func documentLimit(_ value: Int64) throws(Failure) -> Int? {
  if value == 0 { return nil }
  let greatest = Int64(CleaningOptions.greatestMaximumDocumentBytes)
  guard value > 0, value <= greatest else {
    throw Failure(
      TAMIS_INVALID_ARGUMENT, "max_document_bytes", "is %; it is 0 for the default or up to %", value, greatest)
  }
  return Int(value)
}
