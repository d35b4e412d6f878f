/// How many documents plugins dropped, and why: nobody should have to guess that a filter took nine in ten.
struct DropCounts {
  private struct Cause: Hashable {
    let plugin: String
    let reason: String
  }

  private var counts: [Cause: Int] = [:]
  private(set) var documents = 0

  mutating func countDocument() { documents += 1 }

  mutating func countDrop(plugin: String, reason: String) { counts[Cause(plugin: plugin, reason: reason), default: 0] += 1 }

  mutating func add(_ other: DropCounts) {
    documents += other.documents
    counts.merge(other.counts) { $0 + $1 }
  }

  /// One message for each plugin that dropped something.
  var messages: [Message] {
    Dictionary(grouping: counts, by: \.key.plugin).sorted { $0.key < $1.key }.map { plugin, causes in
      let ordered = causes.sorted { ($1.value, $0.key.reason) < ($0.value, $1.key.reason) }
      let reasons = ordered.map { "\($0.key.reason) \($0.value)" }.joined(separator: ", ")
      let total = causes.reduce(0) { $0 + $1.value }
      let text = "\(plugin) dropped \(total) of \(documents) documents: \(reasons)"
      return Message(.warning, nil, text, "'annotate' lists them")
    }
  }
}
