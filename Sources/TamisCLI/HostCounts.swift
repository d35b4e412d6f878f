import TamisRecords

/// How many documents had no host, for whom an index is of no use: a field whose name is mistyped looks like a corpus
/// without repeats.
struct HostCounts {
  private var documents = 0
  private var lines = 0
  private var withoutHost = 0

  mutating func add(isLine: Bool, hasHost: Bool) {
    documents += 1
    if isLine { lines += 1 }
    if !hasHost { withoutHost += 1 }
  }

  mutating func add(_ other: HostCounts) {
    documents += other.documents
    lines += other.lines
    withoutHost += other.withoutHost
  }

  /// What is to be said of them at the end; nil when all is well.
  func message(_ settings: Settings) -> Message? {
    guard settings.command == .repeats || settings.cleaning.repeats != nil else { return nil }
    if let field = settings.hostField, withoutHost > 0 {
      let what = lines == documents ? "lines" : "documents"
      let name = String(decoding: field, as: UTF8.self)
      let text = "\(withoutHost) of \(documents) \(what) have no field \"\(name)\" with a host"
      let fate = settings.command == .repeats ? "not counted" : "judged without the index"
      return Message(.warning, nil, text, "\(fate), --host-field names the field that has one")
    }
    guard documents > 0, settings.hostField == nil, settings.cleaning.host.isEmpty, let index = settings.cleaning.repeats,
      index.documents(ofHost: Bytes(start: nil, count: 0)) == 0
    else { return nil }
    return Message(
      .warning, nil, "no document has a host, by which the index tells them apart",
      "judged without the index, give --host or --host-field")
  }
}
