/// What `tamis` can be asked to do.
enum Command: String, CaseIterable {
  case clean, sentences, normalize, annotate, repeats, plugins

  /// One line for the list of commands.
  var summary: String {
    switch self {
    case .clean: "write each document's article text, without the boilerplate"
    case .sentences: "write each document's sentences, one a line"
    case .normalize: "write each document's text, repaired and normalised, nothing dropped"
    case .annotate: "write one JSON object per document: text, blocks, verdicts, sentences, spans"
    case .repeats: "make an index of the blocks that a host's documents share, for --repeats, or merge some"
    case .plugins: "list the plugins that are found, what they are, and why one was refused"
    }
  }

  /// What stands behind its options, each part with a blank before it; empty for nothing.
  var operands: String {
    switch self {
    case .clean, .sentences, .normalize, .annotate: " [FILE|FOLDER|-]..."
    case .repeats: " build|merge [FILE|FOLDER|-]..."
    case .plugins: ""
    }
  }
}

/// A set of commands, for the table of flags.
struct Commands: OptionSet {
  let rawValue: Int

  static let clean = Commands(.clean)
  static let sentences = Commands(.sentences)
  static let normalize = Commands(.normalize)
  static let annotate = Commands(.annotate)
  static let repeats = Commands(.repeats)
  static let plugins = Commands(.plugins)
  /// Those that read documents.
  static let all: Commands = [.clean, .sentences, .normalize, .annotate, .repeats]

  init(rawValue: Int) {
    self.rawValue = rawValue
  }

  init(_ command: Command) {
    rawValue = 1 << (Command.allCases.firstIndex(of: command) ?? 0)
  }
}

/// What the exit code says.
enum ExitCode: Int32, CaseIterable {
  case done = 0
  /// The run is complete, but at least one document or line was rejected.
  case someRejected = 1
  /// The command line was not understood, or a file could not be read or written.
  case failed = 2

  var meaning: String {
    switch self {
    case .done: "done"
    case .someRejected: "done, but a document or a line was rejected; the messages say which"
    case .failed: "the command line was not understood, or something could not be read or written"
    }
  }
}
