/// Completion for bash.
enum BashCompletion {
  /// An option's argument may stand behind a blank or behind `=`, which bash makes a word of its own. Where nothing is
  /// offered bash completes names of files.
  static var script: String {
    """
    # Completion of tamis for bash. Made by: tamis --generate bash
    _tamis() {
      local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} offered
      COMPREPLY=()
      if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '\(names) --help --version --generate' -- "$word"))
        return
      fi
      [ "$word" = = ] && word=
      [ "$option" = = ] && option=${COMP_WORDS[COMP_CWORD - 2]}
      case $option in
    \(arguments)
      esac
      case $word in
        -*) ;;
        *) return ;;
      esac
      case ${COMP_WORDS[1]} in
    \(Command.allCases.map { "    \($0.rawValue)) offered='\(options($0))' ;;" }.joined(separator: "\n"))
        *) return ;;
      esac
      COMPREPLY=($(compgen -W "$offered" -- "$word"))
    }
    complete -o bashdefault -o default -F _tamis tamis

    """
  }

  private static var names: String { Command.allCases.map(\.rawValue).joined(separator: " ") }

  private static func options(_ command: Command) -> String {
    command.flags.flatMap(\.spellings).joined(separator: " ")
  }

  /// One line of the `case` for each option with an argument.
  private static var arguments: String {
    var lines = ["    --generate) COMPREPLY=($(compgen -W '\(Generated.names)' -- \"$word\")); return ;;"]
    for flag in Flag.table where flag.argument != nil {
      let spellings = flag.spellings.joined(separator: " | ")
      if flag.takesFile {
        lines.append("    \(spellings)) return ;;")
      } else {
        let words = flag.choices.joined(separator: " ")
        lines.append("    \(spellings)) COMPREPLY=($(compgen -W '\(words)' -- \"$word\")); return ;;")
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension Generated {
  /// All words that `--generate` takes.
  static var names: String { allCases.map(\.rawValue).joined(separator: " ") }
}
