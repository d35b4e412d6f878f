import TestSupport
import XCTest

final class StreamingTests: XCTestCase {
  /// Lines of many sizes, some of them broken.
  private func makeLines(bytes: Int) -> Data {
    var generator = SeededGenerator(5)
    let words = [
      "The", "river", "rose", "overnight.", "“Nobody", "slept,”", "she", "said.", "Überall", "Wasser!", "\\n", "\\n\\n",
      "Share", "水が増えた。",
    ]
    var data = Data(capacity: bytes + 100_000)
    var number = 0
    while data.count < bytes {
      let length = number % 500 == 0 ? 20_000 : Int.random(in: 0...600, using: &generator)
      let text = (0..<length).map { _ in words.randomElement(using: &generator)! }.joined(separator: " ")
      if number % 97 == 0 { data += Data("broken line \(number)\n".utf8) }
      data += Data("{\"id\":\(number),\"text\":\"\(text)\",\"extra\":[\(number),{}]}\n".utf8)
      number += 1
    }
    return data
  }

  func testTheNumberOfJobsChangesNothing() throws {
    let scratch = try Folder()
    try scratch.write("in.jsonl", makeLines(bytes: 20 << 20))
    let table = ["sentences", "--format", "tsv", "--offsets", "codepoints"]
    for arguments in [["clean"], ["annotate"], ["sentences"], table] {
      let one = try Tool.run(arguments + ["-j", "1", "in.jsonl"], in: scratch.url)
      let two = try Tool.run(arguments + ["-j", "2", "in.jsonl"], in: scratch.url)
      XCTAssertEqual(one.status, 1)
      XCTAssertFalse(one.output.isEmpty)
      XCTAssertTrue(one.output == two.output, "\(arguments)")
      XCTAssertEqual(one.messages, two.messages)
    }
  }

  func testAnEndlessStreamTakesBoundedMemory() throws {
    let piece = makeLines(bytes: 4 << 20).split(separator: 0x0A).filter { $0.first == UInt8(ascii: "{") }
    let lines = Data(piece.joined(separator: [0x0A])) + [0x0A]
    let input = Pipe()
    let process = try Tool.start(
      ["clean", "-j", "2"], input: input, output: FileHandle.nullDevice, messages: FileHandle.nullDevice)
    var sent = 0
    while sent < 200 << 20 {
      try input.fileHandleForWriting.write(contentsOf: lines)
      sent += lines.count
    }
    // Asked for while it still runs: a child's own account would include what this process took.
    let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    let peak = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
    guard let peak, let kilobytes = Int(peak.filter(\.isNumber)) else { throw XCTSkip("no /proc here") }
    print("clean of \(sent >> 20) MiB from a pipe, peak memory \(kilobytes >> 10) MiB")
    XCTAssertLessThan(kilobytes, 150 << 10)
  }

  func testALineIsAnsweredBeforeTheNextOneComes() throws {
    let input = Pipe()
    let output = Pipe()
    let process = try Tool.start(["normalize"], input: input, output: output, messages: FileHandle.nullDevice)
    for number in 1...3 {
      let line = Data("{\"text\":\"line \(number)\"}\n".utf8)
      try input.fileHandleForWriting.write(contentsOf: line)
      XCTAssertEqual(try output.fileHandleForReading.read(upToCount: line.count), line)
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
  }

  func testOneGiantDocumentGoesThrough() throws {
    let text = String(repeating: "A sentence of the giant document. ", count: 1_000_000)
    let outcome = try Tool.run(["normalize"], input: text)
    XCTAssertEqual(outcome.status, 0)
    XCTAssertEqual(outcome.output.count, text.utf8.count)
    let line = try Tool.run(["normalize"], input: "{\"text\":\"\(text)\"}\n{\"text\":\"b\"}\n")
    XCTAssertEqual(line.status, 0)
    XCTAssertEqual(line.output.count, text.utf8.count + 11 + 13)
  }
}
