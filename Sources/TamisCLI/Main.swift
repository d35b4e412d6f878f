#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import TamisRecords

@main
struct Main {
  static func main() {
    // A reader that goes away shows as an error of the write, which ends the run quietly.
    signal(SIGPIPE, SIG_IGN)
    holdStandardDescriptors()
    // Other threads may still be at work; nothing of theirs is to be tidied up.
    _exit(run().rawValue)
  }

  private static func run() -> ExitCode {
    do throws(UsageError) {
      switch try Request(CommandLine.unsafeArgv, count: Int(CommandLine.argc)) {
      case .help(let command): return print(Help.text(command))
      case .version: return print(Help.version)
      case .generate(let what): return print(what.text)
      case .run(let settings): return Run(settings: settings).perform()
      case .plugins(let settings):
        let list = PluginList(settings)
        let code = print(list.text)
        return list.isComplete ? code : .failed
      }
    } catch {
      tell(Message(.failed, nil, error.message, error.hint))
      return .failed
    }
  }

  private static func print(_ text: String) -> ExitCode {
    var text = text
    do {
      try text.withUTF8 { try OutputFile.standardOutput.write($0) }
      return .done
    } catch let error as SystemError {
      if error == .brokenPipe { return .done }
      tell(Message(.failed, FilePath("standard output"), error.description, "nothing could be printed"))
      return .failed
    } catch {
      return .failed
    }
  }

  static func tell(_ message: Message) {
    message.bytes.withUnsafeBufferPointer { bytes in try? OutputFile.standardError.write(bytes) }
  }
}
