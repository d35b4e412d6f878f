import TamisRecords

/// One thread's cleaners: that of the command line, and one for each other language that its documents are in, made
/// when the first of them comes. Languages that the splitter does not tell apart share one, so there are never more
/// than it knows, a few dozen, whatever the input says.
struct CleanerShelf {
  private let standard: Cleaner
  private let standardNumber: Int
  private var others: [Int: Cleaner] = [:]

  /// - Parameter standard: the cleaner for documents in `language`.
  init(_ standard: Cleaner, _ language: LanguageTag?) {
    self.standard = standard
    standardNumber = language?.number ?? 0
  }

  mutating func cleaner(for language: LanguageTag?) throws(TamisError) -> Cleaner {
    let number = language?.number ?? 0
    if number == standardNumber { return standard }
    if let cleaner = others[number] { return cleaner }
    var options = standard.options
    options.language = language?.description ?? ""
    let cleaner = try Cleaner(options, guests: standard.guests)
    others[number] = cleaner
    return cleaner
  }
}
