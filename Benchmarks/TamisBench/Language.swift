/// What the maker of articles knows of a language: enough for text whose letters, words, sentences and paragraphs are
/// about as long and as mixed as real ones. What it says is nonsense.
struct Language: Sendable {
  let code: String
  let name: String
  /// Function words, the frequent ones first.
  let small: [String]
  /// Content words, the frequent ones first.
  let large: [String]
  /// What is now and then put behind a content word, so that there are thousands of them.
  let endings: [String]
  var between = " "
  var comma = ","
  /// Ends of sentences; repeat one to have it more often.
  var stops = [".", ".", ".", ".", ".", ".", ".", ".", "?", "!"]
  var quotes = ("“", "”")
  /// Whether sentences begin with a capital.
  var capitalizes = true
  /// What ends in a full stop and ends no sentence.
  var abbreviations: [String] = []
  var sentenceWords = 5...32
  /// Menus, buttons, pleas and notices: one block each.
  let furniture: [String]

  static let all: [Language] = [
    .english, .german, .french, .russian, .arabic, .hindi, .chinese, .japanese, .korean, .vietnamese,
  ]
}

/// The words of a text, which is how the lists are written.
func words(_ text: String) -> [String] {
  text.split(whereSeparator: \.isWhitespace).map(String.init)
}

/// The lines of a text.
func lines(_ text: String) -> [String] {
  text.split(whereSeparator: \.isNewline).map(String.init)
}
