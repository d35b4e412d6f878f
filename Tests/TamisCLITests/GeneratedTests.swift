import Foundation
import XCTest

/// The manual page and the completions say what the help says.
final class GeneratedTests: XCTestCase {
  private func generate(_ what: String) throws -> String {
    let outcome = try Tool.run(["--generate", what])
    XCTAssertEqual(outcome.status, 0, outcome.messages)
    return outcome.text
  }

  private var commands: [String] {
    get throws {
      let help = try Tool.run(["--help"]).text.components(separatedBy: "Commands:\n")[1]
      return help.components(separatedBy: "\nInputs")[0].split(separator: "\n").filter { $0.hasPrefix("  ") }
        .compactMap { $0.split(separator: " ").first.map(String.init) }
    }
  }

  /// `--jobs` and `-j`, as the help of a command, or of all, lists them.
  private func options(_ commands: [String]) throws -> Set<String> {
    var all = Set<String>()
    for command in commands {
      let help = try Tool.run([command, "--help"]).text.components(separatedBy: "Options:\n")[1]
      for line in help.components(separatedBy: "\n\n")[0].split(separator: "\n") {
        let words = line.prefix { $0 != "=" }.split(whereSeparator: { ", ".contains($0) })
        all.formUnion(words.prefix { $0.hasPrefix("-") }.map(String.init))
      }
    }
    XCTAssertGreaterThan(all.count, 4)
    return all
  }

  func testTheManualHasTheOptionsOfTheHelp() throws {
    let page = try generate("man")
    let shown = page.split(separator: "\n").filter { $0.hasPrefix("\\fB\\-") }
    var listed: [String] = []
    for line in shown {
      for part in line.components(separatedBy: "\\fB").dropFirst() {
        listed.append(part.components(separatedBy: "\\fR")[0].replacingOccurrences(of: "\\-", with: "-"))
      }
    }
    XCTAssertEqual(Set(listed), try options(commands))
    XCTAssertEqual(Set(listed).count, listed.count, "each option once")
    for command in try commands { XCTAssertTrue(page.contains("\n.B \(command)\n"), command) }
    XCTAssertTrue(page.contains("\n.B tamis plugins\n[\\fIoption\\fR...]\n.SH"), page)
  }

  /// The page as a reader sees it, without a complaint of the formatter.
  func testTheManualIsFormatted() throws {
    guard let groff = find("groff") else { throw XCTSkip("groff is not installed") }
    let folder = try Folder()
    try folder.write("tamis.1", try generate("man"))
    let shown = try shell([groff, "-ww", "-man", "-Tascii", "-P-c", folder.file("tamis.1").path])
    XCTAssertEqual(shown.messages, "")
    let plain = shown.text.replacingOccurrences(of: ".\u{8}", with: "", options: .regularExpression)
      .replacingOccurrences(of: "\\s+", with: " ", options: .regularExpression)
    for words in ["--keep-soft-hyphens", "decode &amp; and the like", "-o, --output=FILE|DIR", "EXIT STATUS"] {
      XCTAssertTrue(plain.contains(words), "\(words) in\n\(plain)")
    }
  }

  func testBashOffersCommandsOptionsAndWords() throws {
    let bash = try XCTUnwrap(find("bash"))
    let folder = try Folder()
    try folder.write("tamis", try generate("bash"))
    func offered(_ words: [String]) throws -> Set<String> {
      let list = words.map { "'\($0)'" }.joined(separator: " ")
      let program = """
        source '\(folder.file("tamis").path)'
        COMP_WORDS=(tamis \(list)) COMP_CWORD=\(words.count)
        _tamis && echo "${COMPREPLY[@]}"
        """
      let outcome = try shell([bash, "-c", program])
      XCTAssertEqual(outcome.messages, "")
      return Set(outcome.text.split { " \n".contains($0) }.map(String.init))
    }
    XCTAssertEqual(try offered([""]), Set(try commands + ["--help", "--version", "--generate"]))
    for command in try commands { XCTAssertEqual(try offered([command, "-"]), try options([command]), command) }
    XCTAssertEqual(try offered(["clean", "--keep-b"]).count, 4)
    let forms: Set = ["nfkc", "nfkc-casefold", "nfkd"]
    XCTAssertEqual(try offered(["clean", "--form", "nfk"]), forms)
    XCTAssertEqual(try offered(["clean", "a.txt", "--form", "=", "nfk"]), forms)
    XCTAssertEqual(try offered(["clean", "--html-references", "="]), ["off", "on", "auto"])
    XCTAssertEqual(try offered(["clean", "-o", ""]), [])
    XCTAssertEqual(try offered(["--generate", ""]), ["man", "bash", "zsh", "fish"])
  }

  func testZshAndFishKnowEveryOption() throws {
    let zsh = try generate("zsh")
    let fish = try generate("fish")
    for command in try commands {
      let part = zsh.components(separatedBy: "\n    \(command))\n")[1].components(separatedBy: ";;")[0]
      for option in try options([command]) { XCTAssertTrue(part.contains(option), "\(command) \(option)") }
      XCTAssertEqual(part.contains("_files'\n"), command != "plugins", part)
    }
    for option in try options(commands) where option.hasPrefix("--") {
      XCTAssertTrue(fish.contains(" -l \(option.dropFirst(2)) "), option)
    }
  }

  func testZshAndFishUnderstandTheirs() throws {
    let folder = try Folder()
    var tried = 0
    for name in ["zsh", "fish"] {
      guard let shell = find(name) else {
        print("NOTE: \(name) is not installed: its completion is not tried")
        continue
      }
      try folder.write(name, try generate(name))
      XCTAssertEqual(try self.shell([shell, "-n", folder.file(name).path]).messages, "")
      tried += 1
      guard name == "fish" else { continue }
      let outcome = try self.shell([
        shell, "--no-config", "-c", "source '\(folder.file(name).path)'; complete -C 'tamis clean --form nfk'",
      ])
      let words = outcome.text.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
      XCTAssertEqual(words, ["nfkc", "nfkc-casefold", "nfkd"], outcome.messages)
    }
    if tried == 0 { throw XCTSkip("neither zsh nor fish is installed") }
  }

  func testWhatCannotBeGenerated() throws {
    for arguments in [["--generate"], ["--generate", "csh"], ["--generate", ""]] {
      let outcome = try Tool.run(arguments)
      XCTAssertEqual(outcome.status, 2)
      XCTAssertTrue(outcome.messages.contains("one of man bash zsh fish"), outcome.messages)
    }
  }

  private func find(_ program: String) -> String? {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].map { $0 + program }.first(where: FileManager.default.isExecutableFile)
  }

  private func shell(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    return try Tool.outcome(of: process)
  }
}
