import TamisPlugins
import TamisRecords

/// What the command line asks for.
struct Settings {
  enum Help { case none, help, version }
  enum TextOrLines { case text, jsonl }
  enum SentenceFormat { case lines, json, tsv }
  enum Offsets { case bytes, codePoints }

  let command: Command
  var help = Help.none
  var inputs: [FilePath] = []
  /// Nil: told by name and content.
  var inputForm: DocumentForm?
  /// Nil: as the input.
  var outputFormat: TextOrLines?
  var textField = Array("text".utf8)
  var idField = Array("id".utf8)
  /// Nil: unknown.
  var language: LanguageTag?
  /// Nil: all documents are in `language`.
  var languageField: [UInt8]?
  /// The JSON field that names the document for plugins, if it has one.
  var urlField = Array("url".utf8)
  var plugins: [PluginRequest] = []
  /// Nil: all processors.
  var jobs: Int?
  /// Nil: standard output.
  var output: FilePath?
  var sentenceFormat = SentenceFormat.lines
  var offsets = Offsets.bytes
  /// Whether each change is listed with its place.
  var explains: Bool { cleaning.text.recordsEdits }
  /// The JSON field that says where a document comes from; one without it is from `cleaning.host`, or, where that is empty,
  /// has no host. Nil: all documents are from `cleaning.host`, which stands for a corpus of one origin when it is empty.
  var hostField: [UInt8]?
  /// Whether indexes are merged rather than one built; only for `repeats`.
  var merges = false
  var repeatsMemory = Repeats.defaultMemory
  var repeatsSeed: UInt64 = 0
  var cleaning = CleaningOptions()

  init(_ command: Command) {
    self.command = command
    if command == .sentences { cleaning.dropsBoilerplate = false }
  }

  /// Whether it is known where a document comes from.
  /// - Parameter host: what its line says; nil when that says nothing.
  func hasHost(_ host: Bytes?) -> Bool { host != nil || hostField == nil || !cleaning.host.isEmpty }

  /// The longest line of JSON Lines that is looked at, in bytes: a text of the greatest allowed length in which every
  /// byte is escaped, and a mebibyte for the other fields. simdjson's offsets have 32 bits.
  var longestLine: Int {
    min(cleaning.maximumDocumentBytes * 6 + 1 << 20, Int(UInt32.max) - JSONLineParser.padding)
  }
}
