import TamisRecords

/// One thread's cleaners: that of the command line, and one for each other language that its documents are in, made
/// when the first of them comes. What is kept is bounded, since the languages come out of the input.
struct CleanerShelf {
  private static var limit: Int { 64 }

  private let standard: Cleaner
  private let standardKey: UInt32
  private var others: [UInt32: Cleaner] = [:]

  /// - Parameter standard: the cleaner for documents in `language`.
  init(_ standard: Cleaner, _ language: LanguageTag?) {
    self.standard = standard
    standardKey = language?.key ?? 0
  }

  mutating func cleaner(for language: LanguageTag?) throws(TamisError) -> Cleaner {
    let key = language?.key ?? 0
    if key == standardKey { return standard }
    if let cleaner = others[key] { return cleaner }
    var options = standard.options
    options.language = language?.primary ?? ""
    let cleaner = try Cleaner(options)
    if others.count >= Self.limit { others.removeAll(keepingCapacity: true) }
    others[key] = cleaner
    return cleaner
  }
}
