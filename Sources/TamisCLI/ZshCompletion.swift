/// Completion for zsh.
enum ZshCompletion {
  static var script: String {
    """
    #compdef tamis
    # Completion of tamis for zsh. Made by: tamis --generate zsh
    _tamis() {
      local -a commands
      commands=(
    \(Command.allCases.map { "    \(quoted("\($0.rawValue):\($0.summary)"))" }.joined(separator: "\n"))
      )
      if ((CURRENT == 2)); then
        _describe command commands
        _values option --help --version
        return
      fi
      if [[ $words[2] == --generate ]]; then
        _values what \(Generated.names)
        return
      fi
      local command=$words[2]
      shift words
      ((CURRENT--))
      case $command in
    \(Command.allCases.map(arguments).joined(separator: "\n"))
      esac
    }
    if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
      _tamis "$@"
    else
      compdef _tamis tamis
    fi

    """
  }

  private static func arguments(_ command: Command) -> String {
    let inputs = command.operands.isEmpty ? [] : ["'*:input:_files'"]
    let lines = (command.flags.map(specification) + inputs).map { "        " + $0 }.joined(separator: " \\\n")
    return "    \(command.rawValue))\n      _arguments -s \\\n\(lines)\n      ;;"
  }

  /// `'(-o --output)'{-o+,--output=}'[help]:FILE:_files'`.
  private static func specification(_ flag: Flag) -> String {
    var rest = "[" + escaped(flag.help) + "]"
    if let argument = flag.argument {
      let words = flag.takesFile ? "_files" : flag.choices.isEmpty ? " " : "(\(flag.choices.joined(separator: " ")))"
      rest += ":" + escaped(argument) + ":" + words
    }
    let takes = flag.argument == nil ? ("", "") : ("+", "=")
    guard let letter = flag.letter.map({ Character(Unicode.Scalar($0)) }) else {
      return quoted("--\(flag.name)" + takes.1 + rest)
    }
    return "'(-\(letter) --\(flag.name))'{-\(letter)\(takes.0),--\(flag.name)\(takes.1)}" + quoted(rest)
  }

  /// Text that may stand in a specification, where colons and brackets mean something.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { $0 += "[]:\\".contains($1) ? "\\\($1)" : String($1) }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.reduce(into: "") { $0 += $1 == "'" ? "'\\''" : String($1) } + "'"
  }
}
