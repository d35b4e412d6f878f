import CRecords
import TamisRecords

/// What is wrong with a command line, for people.
struct UsageError: Error {
  let message: String
  var command: Command?

  var hint: String { "see '\(command.map { "tamis \($0.rawValue)" } ?? "tamis") --help'" }
}

/// What was typed, understood.
enum Request {
  case help(Command?)
  case version
  case generate(Generated)
  case run(Settings)
  case plugins(Settings)

  /// - Parameter arguments: as `main` got them, the program's name first.
  init(_ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, count: Int) throws(UsageError) {
    guard count > 1, let first = arguments[1] else { throw UsageError(message: "what is to be done is missing") }
    let word = String(cString: first)
    switch word {
    case "help", "--help", "-h": self = .help(try Self.topic(count > 2 ? arguments[2] : nil))
    case "--version", "-V", "version": self = .version
    case "--generate": self = .generate(try Self.generated(count > 2 ? arguments[2] : nil))
    default:
      guard let command = Command(rawValue: word) else { throw Self.unknown(word) }
      self = try Self.parse(command, arguments + 1, count: count - 1)
    }
  }

  private static func topic(_ argument: UnsafeMutablePointer<CChar>?) throws(UsageError) -> Command? {
    guard let argument else { return nil }
    let word = String(cString: argument)
    guard let command = Command(rawValue: word) else { throw unknown(word) }
    return command
  }

  private static func generated(_ argument: UnsafeMutablePointer<CChar>?) throws(UsageError) -> Generated {
    guard let argument, let what = Generated(rawValue: String(cString: argument)) else {
      throw UsageError(message: "--generate is followed by one of \(Generated.names)")
    }
    return what
  }

  private static func unknown(_ word: String) -> UsageError {
    let what = word.hasPrefix("-") ? "option" : "command"
    let commands = Command.allCases.map(\.rawValue).joined(separator: ", ")
    return UsageError(message: "unknown \(what) '\(word)'; the command comes first, one of \(commands)")
  }

  /// Options and inputs may come in any order; behind `--` there are only inputs.
  private static func parse(
    _ command: Command, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, count: Int
  ) throws(UsageError) -> Request {
    var settings = Settings(command)
    let flags = command.flags
    var next = Int32(1)
    while true {
      var value: UnsafePointer<CChar>?
      var letter = Int32(0)
      let found = step(flags, arguments, count, &value, &letter, &next)
      if found == -1 { break }
      guard found >= firstFlag, Int(found - firstFlag) < flags.count else {
        throw unusable(command, flags, found, letter, typed: arguments[max(0, Int(next) - 1)])
      }
      let flag = flags[Int(found - firstFlag)]
      let argument = FlagArgument(path: value.map { FilePath(cString: $0) } ?? FilePath(""))
      if let complaint = flag.apply(&settings, argument) {
        throw UsageError(message: "--\(flag.name) '\(argument.string)': \(complaint)", command: command)
      }
    }
    for place in Int(next)..<max(Int(next), count) {
      if let input = arguments[place] { settings.inputs.append(FilePath(cString: input)) }
    }
    switch settings.help {
    case .help: return .help(command)
    case .version: return .version
    case .none where command == .plugins:
      guard settings.inputs.isEmpty else {
        throw UsageError(message: "'plugins' reads no documents; name plugins with --plugin", command: command)
      }
      return .plugins(settings)
    case .none:
      if command == .repeats { try takeAction(&settings) }
      if let conflict = settings.conflict { throw UsageError(message: conflict, command: command) }
      return .run(settings)
    }
  }

  /// The first operand of `repeats` says what is to be done.
  private static func takeAction(_ settings: inout Settings) throws(UsageError) {
    guard !settings.inputs.isEmpty else {
      throw UsageError(message: "'repeats' is followed by build or merge, which is missing", command: .repeats)
    }
    let action = settings.inputs.removeFirst().description
    guard action == "build" || action == "merge" else {
      throw UsageError(message: "'repeats' is followed by build or merge, not by '\(action)'", command: .repeats)
    }
    settings.merges = action == "merge"
    if settings.merges && settings.inputs.isEmpty {
      throw UsageError(message: "the indexes to merge are missing", command: .repeats)
    }
  }

  /// What getopt_long returns for the first flag; above all letters.
  private static let firstFlag = Int32(256)

  /// One step of getopt_long, its tables made from the flags. Short options come back as their letters and are turned
  /// into the numbers of the long ones.
  private static func step(
    _ flags: [Flag], _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, _ count: Int,
    _ value: inout UnsafePointer<CChar>?, _ letter: inout Int32, _ next: inout Int32
  ) -> Int32 {
    var options: [option] = []
    var letters = ":"
    for (place, flag) in flags.enumerated() {
      let name = UnsafeRawPointer(flag.name.utf8Start).assumingMemoryBound(to: CChar.self)
      let takesArgument = flag.argument == nil ? no_argument : required_argument
      options.append(option(name: name, has_arg: takesArgument, flag: nil, val: firstFlag + Int32(place)))
      if let letter = flag.letter {
        letters.unicodeScalars.append(Unicode.Scalar(letter))
        if flag.argument != nil { letters += ":" }
      }
    }
    options.append(option())
    let found = crecords_next_option(Int32(count), arguments, letters, options, &value, &letter, &next)
    guard let place = flags.firstIndex(where: { $0.letter.map(Int32.init) == found }) else { return found }
    return firstFlag + Int32(place)
  }

  private static func unusable(
    _ command: Command, _ flags: [Flag], _ found: Int32, _ letter: Int32, typed: UnsafeMutablePointer<CChar>?
  ) -> UsageError {
    var name = typed.map { String(cString: $0) } ?? ""
    if letter > 0, letter < firstFlag { name = "-" + String(Unicode.Scalar(UInt8(letter))) }
    if letter >= firstFlag { name = "--\(flags[Int(letter - firstFlag)].name)" }
    if found == Int32(UInt8(ascii: ":")) { return UsageError(message: "\(name) needs an argument", command: command) }
    if letter >= firstFlag { return UsageError(message: "\(name) takes no argument", command: command) }
    return UsageError(message: "'\(command.rawValue)' has no option \(name)", command: command)
  }
}
