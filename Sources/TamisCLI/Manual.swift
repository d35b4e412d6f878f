import Tamis

/// The manual page tamis(1), in the man macros of roff.
enum Manual {
  static var page: String {
    """
    .\\" Made by: tamis --generate man
    .TH TAMIS 1 "" "tamis \(TamisVersion.string)" "User Commands"
    .nh
    .ad l
    .SH NAME
    tamis \\- article text in, clean article text out
    .SH SYNOPSIS
    \(Command.allCases.map(synopsis).joined(separator: ".br\n"))\
    .SH DESCRIPTION
    Cleans articles as a scraper left them: valid UTF\\-8, normalised, cut into blocks and sentences, each block judged
    article text or boilerplate, with reasons where they can be named.
    .PP
    \(plain(Help.inputs))
    .SH COMMANDS
    \(Command.allCases.map { ".TP\n.B \($0.rawValue)\n" + plain($0.summary) }.joined(separator: "\n"))
    .SH OPTIONS
    An option holds for all commands unless those that it holds for are named.
    \(Flag.table.map(entry).joined(separator: "\n"))
    .SH EXIT STATUS
    \(ExitCode.allCases.map { ".TP\n.B \($0.rawValue)\n" + plain($0.meaning) }.joined(separator: "\n"))
    .SH SEE ALSO
    .BR libtamis (3)

    """
  }

  private static func synopsis(_ command: Command) -> String {
    let operands = command.operands.map { $0.isUppercase ? "\\fI\($0.lowercased())\\fR" : String($0) }.joined()
    return ".B tamis \(command.rawValue)\n[\\fIoption\\fR...]\(operands.replacing("\\fR\\fI", with: "").replacing("-", with: "\\-"))\n"
  }

  private static func entry(_ flag: Flag) -> String {
    let spelling = flag.spellings.map { "\\fB\(plain($0))\\fR" }.joined(separator: ", ")
    let argument = flag.argument.map { "=\\fI\(plain($0))\\fR" } ?? ""
    let commands = Command.allCases.filter { flag.commands.contains(Commands($0)) }
    let only = commands.count == Command.allCases.count ? "" : " (\(commands.map(\.rawValue).joined(separator: ", ")))"
    return ".TP\n\(spelling)\(argument)\n\(plain(flag.help + only))"
  }

  /// Text as roff shows it as it is.
  private static func plain(_ text: String) -> String {
    var escaped = ""
    var startsLine = true
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "'" where startsLine, "." where startsLine: escaped += "\\&\(character)"
      default: escaped.append(character)
      }
      startsLine = character == "\n"
    }
    return escaped
  }
}
