/// Completion for fish.
enum FishCompletion {
  static var script: String {
    let commands = Command.allCases.map { command in
      "complete -c tamis -n __fish_use_subcommand -f -a \(command.rawValue) -d \(quoted(command.summary))\n"
    }
    return """
      # Completion of tamis for fish. Made by: tamis --generate fish
      \(commands.joined())\
      complete -c tamis -n __fish_use_subcommand -f -l help -s h
      complete -c tamis -n __fish_use_subcommand -f -l version -s V
      complete -c tamis -n __fish_use_subcommand -x -l generate -a '\(Generated.names)'
      \(Flag.table.map(line).joined())
      """
  }

  private static func line(_ flag: Flag) -> String {
    let commands = Command.allCases.filter { flag.commands.contains(Commands($0)) }.map(\.rawValue)
    var line = "complete -c tamis -n '__fish_seen_subcommand_from \(commands.joined(separator: " "))'"
    if let letter = flag.letter { line += " -s \(Character(Unicode.Scalar(letter)))" }
    line += " -l \(flag.name)"
    if flag.takesFile {
      line += " -r"
    } else if flag.argument != nil {
      line += flag.choices.isEmpty ? " -x" : " -x -a '\(flag.choices.joined(separator: " "))'"
    }
    return line + " -d \(quoted(flag.help))\n"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.reduce(into: "") { $0 += "'\\".contains($1) ? "\\\($1)" : String($1) } + "'"
  }
}
