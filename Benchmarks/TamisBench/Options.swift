/// What the command line asks for.
struct Options {
  /// Bytes of articles for each language.
  var size = 8_000_000
  var languages = Language.all
  /// Names of subjects; empty for all.
  var only: [String] = []
  /// For each contest and language.
  var seconds = 0.5
  /// For the batch; 0 for all processors.
  var threads = 0
  /// Files and folders to measure on instead of made-up articles.
  var inputs: [String] = []
  var isJSON = false
  var measuresGrowth = false
  /// The longest document of the growth, in bytes.
  var longest = 64 << 20
  /// The C library, to measure its batch beside Swift's; nil to measure the rooms.
  var library: String?
  /// How many articles these batches have.
  var articles = 100_000
  var isHelp = false

  /// - Parameter arguments: without the program's name.
  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      // `--name value` and `--name=value`.
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { rest.insert(parts[1], at: rest.startIndex) }
      if try take(parts.first ?? "") {
        if parts.count == 2 { throw UsageError("\(parts[0]) takes no value") }
        continue
      }
      guard let value = rest.popFirst() else { throw UsageError("\(argument) needs a value") }
      try take(parts.first ?? "", value)
    }
  }

  /// Options without a value; false for any other.
  private mutating func take(_ name: String) throws(UsageError) -> Bool {
    switch name {
    case "--json": isJSON = true
    case "--growth": measuresGrowth = true
    case "--help", "-h": isHelp = true
    default: return false
    }
    return true
  }

  private mutating func take(_ name: String, _ value: String) throws(UsageError) {
    switch name {
    case "--size": size = Int(try number(name, value, 0.001...4000) * 1e6)
    case "--seconds": seconds = try number(name, value, 0...3600)
    case "--up-to": longest = Int(try number(name, value, 0.001...1024) * Double(1 << 20))
    case "--threads": threads = Int(try number(name, value, 0...256))
    case "--languages": languages = try list(value, of: Language.all, by: \.code, what: "language")
    case "--only": only = try list(value, of: subjectNames, by: \.self, what: "subject")
    case "--doors": library = value
    case "--articles": articles = Int(try number(name, value, 1...10_000_000))
    case "--input": inputs.append(value)
    default: throw UsageError("there is no option \(name)")
    }
  }

  private func number(_ name: String, _ value: String, _ range: ClosedRange<Double>) throws(UsageError) -> Double {
    guard let number = Double(value), range.contains(number) else {
      throw UsageError("\(name) is a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'")
    }
    return number
  }

  private func list<T>(
    _ value: String, of all: [T], by name: (T) -> String, what: String
  ) throws(UsageError) -> [T] {
    var found: [T] = []
    for word in value.split(separator: ",") {
      guard let one = all.first(where: { name($0) == word }) else {
        throw UsageError("there is no \(what) '\(word)'; there are \(all.map(name).joined(separator: ", "))")
      }
      found.append(one)
    }
    return found
  }
}

/// What `--only` can ask for.
let subjectNames = [
  "validate", "check", "text", "normalize", "normalize-copy", "normalize-nfd", "sentences-uax29", "sentences", "blocks", "judge", "clean",
  "clean-batch",
]

struct UsageError: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}

let helpText = """
  tamis-bench: how fast Tamis is, beside memcpy and ICU in the same run

  Usage: tamis-bench [OPTION...]

    --size MB          megabytes of made-up articles for each language (default: 8; fractions are fine)
    --languages LIST   of \(Language.all.map(\.code).joined(separator: ",")) (default: all)
    --input FILE|DIR   measure on this text instead, one document a file; may be repeated
    --only LIST        of \(subjectNames.prefix(6).joined(separator: ",")),
                       \(subjectNames.dropFirst(6).joined(separator: ",")) (default: all)
    --seconds S        how long each contest goes on in each language, three rounds at least (default: 0.5)
    --threads N        for the batch (default: one for each processor)
    --growth           time per byte by length of document instead: 1 KiB, four times as much, and so on
    --up-to MIB        the longest of these, up to 1024 (default: 64)
    --doors LIBRARY    the batch through libtamis.so beside the batch in Swift instead, on one thread and on two
    --articles N       how many articles these have, of all languages asked for (default: 100000)
    --json             one JSON object instead of tables
    --help             print this

  Subjects and rivals do the same work on the same documents in turns; figures are medians over the rounds, ratios are
  taken within rounds. Trust the ratios more than the megabytes. Time is the thread's processor time; only the batch is
  timed by the clock on the wall.

  Exit codes: 0 done, 2 the command line was not understood or something could not be read or measured.

  """
