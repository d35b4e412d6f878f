import TamisRecords

/// One option. The table below is all there is to know about options: parsing and help are made from it.
struct Flag {
  let name: StaticString
  let letter: UInt8?
  /// What the help calls its argument; nil when it takes none.
  let argument: String?
  let help: String
  let commands: Commands
  /// Puts it into the settings; returns what is wrong with the argument.
  let apply: (inout Settings, FlagArgument) -> String?

  init(
    _ name: StaticString, letter: Character? = nil, _ argument: String?, _ help: String,
    _ commands: Commands = .all, apply: @escaping (inout Settings, FlagArgument) -> String?
  ) {
    self.name = name
    self.letter = letter?.asciiValue
    self.argument = argument
    self.help = help
    self.commands = commands
    self.apply = apply
  }

  /// An option without an argument, which cannot go wrong.
  static func toggle(
    _ name: StaticString, letter: Character? = nil, _ help: String, _ commands: Commands = .all,
    set: @escaping (inout Settings) -> Void
  ) -> Flag {
    Flag(name, letter: letter, nil, help, commands) { settings, _ in
      set(&settings)
      return nil
    }
  }

  /// Turns a change of the text room off.
  static func keep(_ name: StaticString, _ change: WritableKeyPath<TextPolicy, Bool>, _ what: String) -> Flag {
    Flag(name, nil, "keep " + what) { settings, _ in
      settings.cleaning.text[keyPath: change] = false
      return nil
    }
  }

  /// An option whose argument is one of a few words.
  static func choice<Value>(
    _ name: StaticString, _ words: KeyValuePairs<String, Value>, _ help: String, _ commands: Commands = .all,
    set: @escaping (inout Settings, Value) -> Void
  ) -> Flag {
    let names = words.map(\.key)
    return Flag(name, names.joined(separator: "|"), help, commands) { settings, argument in
      guard let found = words.first(where: { $0.key == argument.string }) else {
        return "must be one of \(names.joined(separator: ", "))"
      }
      set(&settings, found.value)
      return nil
    }
  }
}

/// An option's argument as it was typed.
struct FlagArgument {
  let path: FilePath
  var string: String { path.description }
}

extension Flag {
  /// All options, in the order of the help.
  static var table: [Flag] {
    inputFlags + encodingFlags + outputFlags + recipeFlags + judgingFlags + repeatsFlags + languageFlags + pluginFlags
      + repairFlags + policyFlags + typographyFlags + generalFlags
  }

  private static var inputFlags: [Flag] {
    [
      .choice(
        "input-format", ["text": DocumentForm.text, "jsonl": .lines],
        "what the inputs are (default: told by name and content)"
      ) { $0.inputForm = $1 },
      Flag("text-field", "NAME", "the JSON field that holds the text (default: text)") {
        $0.textField = $1.path.bytes
        return nil
      },
      Flag("id-field", "NAME", "the JSON field that names the document (default: id)") {
        $0.idField = $1.path.bytes
        return nil
      },
      Flag("max-bytes", "N", "reject longer documents; k, M and G mean KiB, MiB and GiB (default: 1G)") {
        let greatest = CleaningOptions.greatestMaximumDocumentBytes
        guard let bytes = byteCount($1.string), bytes >= 1, bytes <= greatest else {
          return "must be a number of bytes from 1 to \(greatest)"
        }
        $0.cleaning.maximumDocumentBytes = bytes
        return nil
      },
    ]
  }

  private static var outputFlags: [Flag] {
    [
      Flag(
        "output", letter: "o", "FILE|DIR",
        "write to FILE; to one file per input in DIR if it is a folder or ends in '/'"
      ) {
        $0.output = $1.path
        return $1.path.bytes.isEmpty ? "must not be empty" : nil
      },
      .choice(
        "output-format", ["text": Settings.TextOrLines.text, "jsonl": .jsonl],
        "text, or JSON Lines (default: as the input)", [.clean, .normalize]
      ) { $0.outputFormat = $1 },
      .choice(
        "format", ["lines": Settings.SentenceFormat.lines, "json": .json, "tsv": .tsv],
        "sentences; their spans in the source; or id, start, end, sentence (default: lines)",
        .sentences
      ) { $0.sentenceFormat = $1 },
      .choice(
        "offsets", ["bytes": Settings.Offsets.bytes, "codepoints": .codePoints],
        "the unit of spans (default: bytes)", [.sentences, .annotate]
      ) { $0.offsets = $1 },
      .toggle("explain", "list each change of the text with its place in the source", .annotate) {
        $0.cleaning.text.recordsEdits = true
      },
    ]
  }

  private static var recipeFlags: [Flag] {
    let cutting: Commands = [.clean, .sentences, .annotate]
    let forms: KeyValuePairs<String, NormalizationForm> = [
      "none": .none, "nfc": .nfc, "nfd": .nfd, "nfkc": .nfkc, "nfkd": .nfkd, "nfkc-casefold": .nfkcCasefold,
    ]
    return [
      .choice("form", forms, "the Unicode normalisation form (default: nfc)") { $0.cleaning.text.normalization = $1 },
      .choice(
        "rules", ["default": SentenceRules.standard, "uax29": .uax29],
        "how sentences are cut: Tamis's rules, or UAX #29 alone (default: default)", cutting
      ) { $0.cleaning.sentences = $1 },
    ]
  }

  private static var generalFlags: [Flag] {
    [
      Flag("jobs", letter: "j", "N", "how many threads work (default: one per processor)") {
        guard let jobs = Int($1.string), jobs >= 1, jobs <= 1024 else { return "must be a number from 1 to 1024" }
        $0.jobs = jobs
        return nil
      },
      .toggle("help", letter: "h", "print this help", [.all, .plugins]) { $0.help = .help },
      .toggle("version", letter: "V", "print the versions of tamis, ICU and Unicode", [.all, .plugins]) { $0.help = .version },
    ]
  }

  /// `500`, `64k`, `10M`, `1G`.
  static func byteCount(_ text: String) -> Int? {
    let shifts: [Character: Int] = ["k": 10, "K": 10, "M": 20, "G": 30]
    let shift = text.last.flatMap { shifts[$0] }
    guard let number = Int(shift == nil ? text[...] : text.dropLast()), number >= 0 else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
    return overflow ? nil : bytes
  }

  /// The same the other way round.
  static func text(byteCount: Int) -> String {
    for (shift, letter) in [(30, "G"), (20, "M"), (10, "k")] where byteCount % (1 << shift) == 0 {
      return "\(byteCount >> shift)\(letter)"
    }
    return "\(byteCount) bytes"
  }
}
