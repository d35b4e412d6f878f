import Tamis
import TamisICU

/// The texts of `--help` and `--version`, made from the commands and the table of flags.
enum Help {
  static func text(_ command: Command?) -> String {
    command.map(page) ?? overview
  }

  static var version: String {
    """
    tamis \(TamisVersion.string)
    ICU \(ICUVersions.icu.description)
    Unicode \(ICUVersions.unicode.description)

    """
  }

  private static var overview: String {
    """
    tamis: article text in, clean article text out

    Usage: tamis COMMAND [OPTION...] [FILE|FOLDER|-]...

    Commands:
    \(table(Command.allCases.map { ($0.rawValue, $0.summary) }))
    Inputs are text files (one document each), folders of them, and JSON Lines (one document a line); without any,
    or with '-', standard input is read. 'tamis COMMAND --help' lists a command's options; 'tamis --version' prints
    versions; 'tamis --generate WHAT' prints the manual page (man) or completions (bash, zsh, fish).

    \(exitCodes)
    """
  }

  private static func page(_ command: Command) -> String {
    """
    tamis \(command.rawValue): \(command.summary)

    Usage: tamis \(command.rawValue) [OPTION...]\(command.operands)

    Options:
    \(table(command.flags.map { (spelling($0), $0.help) }))
    \(command.operands.isEmpty ? "" : inputs + "\n\n")\(exitCodes)
    """
  }

  static var inputs: String {
    """
    A file is JSON Lines if its name ends in .jsonl, .ndjson or .json, or if its first line is a JSON object; any
    other is one document of text. Folders are read to their depth in sorted order, hidden files left out. Results go
    to standard output or -o, messages to standard error; offsets in messages count bytes from the beginning of the
    file, from 0.
    """
  }

  private static var exitCodes: String {
    let rows = ExitCode.allCases.map { ("\($0.rawValue)", $0.meaning) }
    return "Exit codes:\n" + table(rows)
  }

  private static func spelling(_ flag: Flag) -> String {
    let letter = flag.letter.map { "-\(Character(Unicode.Scalar($0))), " } ?? "    "
    return letter + "--\(flag.name)" + (flag.argument.map { "=\($0)" } ?? "")
  }

  /// Two columns; a first entry too wide for its column gets a line of its own.
  private static func table(_ rows: [(String, String)]) -> String {
    let width = min(rows.map(\.0.count).max() ?? 0, 28)
    var text = ""
    for (name, meaning) in rows {
      let padding = String(repeating: " ", count: max(0, width - name.count))
      let wrap = name.count > width ? "\n  " + String(repeating: " ", count: width) : padding
      text += "  \(name)\(wrap)  \(meaning)\n"
    }
    return text
  }
}
