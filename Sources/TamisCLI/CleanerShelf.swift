import TamisRecords

/// One thread's cleaners: that of the command line, and one for each other language that its documents are in, for those
/// with a host and those without, made when the first of them comes. Languages that the splitter does not tell apart share
/// one, so there are never more than twice as many as it knows, a few dozen, whatever the input says.
struct CleanerShelf {
  private let standard: Cleaner
  private let standardNumber: Int
  private var others: [Kind: Cleaner] = [:]

  private struct Kind: Hashable {
    let language: Int
    let hasHost: Bool
  }

  /// - Parameter standard: the cleaner for documents in `language`.
  init(_ standard: Cleaner, _ language: LanguageTag?) {
    self.standard = standard
    standardNumber = language?.number ?? 0
  }

  /// - Parameter hasHost: whether it is known where the document comes from; an index says nothing of one that comes from
  ///   nowhere.
  mutating func cleaner(for language: LanguageTag?, hasHost: Bool) throws(TamisError) -> Cleaner {
    let kind = Kind(language: language?.number ?? 0, hasHost: hasHost || standard.options.repeats == nil)
    if kind == Kind(language: standardNumber, hasHost: true) { return standard }
    if let cleaner = others[kind] { return cleaner }
    var options = standard.options
    options.language = language?.description ?? ""
    if !kind.hasHost { options.repeats = nil }
    let cleaner = try Cleaner(options, guests: standard.guests)
    others[kind] = cleaner
    return cleaner
  }
}
