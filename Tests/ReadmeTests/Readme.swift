import Foundation
import TestSupport

/// The parts of README.md that promise something.
struct Readme {
  struct Snippet {
    /// What stands behind the opening fence: "sh", "text before".
    let label: String
    let text: String
  }

  let snippets: [Snippet]
  /// Targets of links that lead into the project.
  let links: [String]

  init() throws {
    let text = try String(contentsOf: Place.root.appendingPathComponent("README.md"), encoding: .utf8)
    snippets = Self.snippets(text)
    links = text.matches(of: #/\]\(([^)]+)\)/#).map { String($0.1) }.filter { !$0.contains("://") }
  }

  func snippets(_ label: String) -> [String] {
    snippets.filter { $0.label == label }.map(\.text)
  }

  private static func snippets(_ text: String) -> [Snippet] {
    var found: [Snippet] = []
    var label: String?
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("```") else {
        lines.append(line)
        continue
      }
      if let open = label {
        found.append(Snippet(label: open, text: lines.joined(separator: "\n") + "\n"))
        label = nil
      } else {
        label = String(line.dropFirst(3))
        lines = []
      }
    }
    return found
  }
}

/// What is left when a program has ended.
struct Ended {
  let code: Int32
  let output: String
  let messages: String
}

/// Runs a program in the project's folder with `tamis` on the path and the library to be found.
func finish(_ program: String, _ arguments: [String], input: String = "") throws -> Ended {
  let folder = try Workplace.folder.get()
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.currentDirectoryURL = Place.root
  let products = try Place.product("tamis-cli").deletingLastPathComponent().path
  process.environment = ProcessInfo.processInfo.environment.merging([
    "PATH": folder.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
    "TAMIS_LIBRARY": products + "/libtamis.so",
    "PYTHONDONTWRITEBYTECODE": "1",
  ]) { $1 }
  // Files, because a pipe that nobody empties stops the program.
  let files = try ["input", "output", "messages"].map { try Workplace.file($0, $0 == "input" ? input : "") }
  process.standardInput = try FileHandle(forReadingFrom: files[0])
  process.standardOutput = try FileHandle(forWritingTo: files[1])
  process.standardError = try FileHandle(forWritingTo: files[2])
  try process.run()
  process.waitUntilExit()
  return Ended(
    code: process.terminationStatus, output: try String(contentsOf: files[1], encoding: .utf8),
    messages: try String(contentsOf: files[2], encoding: .utf8))
}

/// A folder for what the snippets need, with the command under its own name.
enum Workplace {
  static let folder = Result { () throws -> URL in
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tamis-readme-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("tamis"), withDestinationURL: try Place.product("tamis-cli"))
    return folder
  }

  static func file(_ name: String, _ content: String) throws -> URL {
    let file = try folder.get().appendingPathComponent(name)
    try Data(content.utf8).write(to: file)
    return file
  }

  static func remove() {
    if let folder = try? folder.get() { try? FileManager.default.removeItem(at: folder) }
  }
}
