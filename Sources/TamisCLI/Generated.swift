/// What `tamis --generate` prints: the manual page and completions, made from the commands and the table of flags.
enum Generated: String, CaseIterable {
  case man, bash, zsh, fish

  var text: String {
    switch self {
    case .man: Manual.page
    case .bash: BashCompletion.script
    case .zsh: ZshCompletion.script
    case .fish: FishCompletion.script
    }
  }
}

extension Command {
  /// Its options, in the order of the help.
  var flags: [Flag] { Flag.table.filter { $0.commands.contains(Commands(self)) } }
}

extension Flag {
  /// The words that its argument can be, as far as they are known: `auto` and `utf-8` of `utf-8|auto|NAME`.
  var choices: [String] {
    (argument ?? "").split(separator: "|").map(String.init).filter { $0 != $0.uppercased() }
  }

  /// Whether its argument names a file or a folder.
  var takesFile: Bool { argument?.hasPrefix("FILE") ?? false }

  /// Its spellings, the short one first.
  var spellings: [String] { (letter.map { ["-\(Character(Unicode.Scalar($0)))"] } ?? []) + ["--\(name)"] }
}
