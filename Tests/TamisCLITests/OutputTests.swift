import XCTest

final class OutputTests: XCTestCase {
  func testResultsGoToAFile() throws {
    let scratch = try Folder()
    try scratch.write("a.txt", "First.")
    try scratch.write("out.txt", "What was there before, and longer.")
    let outcome = try Tool.run(["normalize", "a.txt", "-o", "out.txt"], in: scratch.url)
    XCTAssertEqual(outcome.status, 0)
    XCTAssertTrue(outcome.output.isEmpty)
    XCTAssertEqual(scratch.read("out.txt"), "First.\n")
  }

  func testAFolderGetsOneFilePerInput() throws {
    let scratch = try Folder()
    try scratch.write("in/a.txt", "First.")
    try scratch.write("in/sub/b.txt", "Second.")
    try scratch.write("in/c.jsonl", "{\"text\":\"third\"}\n{\"text\":\"fourth\"}\n")
    try scratch.write("in/empty.txt", "")
    try scratch.write("in/empty.jsonl", "")
    try scratch.write("d.txt", "Fourth.")
    for output in ["new/deep/", "new/deep"] {
      let outcome = try Tool.run(["normalize", "in", "d.txt", "-o", output], in: scratch.url)
      XCTAssertEqual(outcome.messages, "")
      XCTAssertEqual(outcome.status, 0)
      XCTAssertEqual(scratch.read("new/deep/a.txt"), "First.\n")
      XCTAssertEqual(scratch.read("new/deep/sub/b.txt"), "Second.\n")
      XCTAssertEqual(scratch.read("new/deep/c.jsonl"), "{\"text\":\"third\"}\n{\"text\":\"fourth\"}\n")
      XCTAssertEqual(scratch.read("new/deep/d.txt"), "Fourth.\n")
      XCTAssertEqual(scratch.read("new/deep/empty.txt"), "")
      XCTAssertEqual(scratch.read("new/deep/empty.jsonl"), "")
    }
  }

  func testNothingLeavesTheFolder() throws {
    let scratch = try Folder()
    try scratch.write("a.txt", "First.")
    try scratch.write("work/out/x", "")
    let outcome = try Tool.run(["normalize", "../a.txt", "../work/../a.txt", "-o", "out"], in: scratch.file("work"))
    XCTAssertEqual(scratch.read("work/out/a.txt"), "First.\n")
    XCTAssertEqual(scratch.read("a.txt"), "First.")
    XCTAssertEqual(outcome.status, 2)
    XCTAssertTrue(outcome.messages.contains("tamis: out/a.txt: was written for another input"), outcome.messages)
  }

  func testAnOutputThatIsAnInputIsRefused() throws {
    let scratch = try Folder()
    try scratch.write("in/a.txt", "First.")
    try scratch.link("link", to: scratch.file("in/a.txt").path)
    for output in ["in/a.txt", "link", "./in/../in/a.txt"] {
      for input in ["in", "in/a.txt"] {
        let outcome = try Tool.run(["normalize", input, "-o", output], in: scratch.url)
        XCTAssertEqual(outcome.status, 2)
        XCTAssertEqual(
          outcome.messages, "tamis: \(output): is also an input; nothing was done, write to another file\n")
        XCTAssertEqual(scratch.read("in/a.txt"), "First.")
      }
    }
    let outcome = try Tool.run(["normalize", "in", "-o", "in/"], in: scratch.url)
    XCTAssertEqual(outcome.status, 2)
    XCTAssertTrue(outcome.messages.contains("tamis: in/a.txt: is also an input"), outcome.messages)
    XCTAssertEqual(scratch.read("in/a.txt"), "First.")
  }

  func testStandardOutputThatIsAnInputIsRefused() throws {
    let scratch = try Folder()
    try scratch.write("a.txt", "First.")
    let file = try FileHandle(forUpdating: scratch.file("a.txt"))
    let process = try Tool.start(
      ["normalize", scratch.file("a.txt").path], input: FileHandle.nullDevice, output: file,
      messages: FileHandle.nullDevice)
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 2)
    XCTAssertEqual(scratch.read("a.txt"), "First.")
  }

  func testAnOutputInsideTheInputsIsNotReadAgain() throws {
    let scratch = try Folder()
    try scratch.write("in/a.txt", "First.")
    XCTAssertEqual(try Tool.run(["normalize", ".", "-o", "all.txt"], in: scratch.file("in")).status, 0)
    XCTAssertEqual(scratch.read("in/all.txt"), "First.\n")
    try FileManager.default.removeItem(at: scratch.file("in/all.txt"))
    XCTAssertEqual(try Tool.run(["normalize", ".", "-o", "out/"], in: scratch.file("in")).status, 0)
    XCTAssertEqual(scratch.read("in/out/a.txt"), "First.\n")
    XCTAssertFalse(scratch.exists("in/out/out"))
  }

  func testAnOutputStaysAsItWasWhenNothingIsDone() throws {
    let scratch = try Folder()
    try scratch.write("a.txt", "First.")
    try scratch.write("empty.txt", "")
    try scratch.write("out.txt", "What was there before.")
    for inputs in [["--plugin", "./none.so", "a.txt"], ["none.txt"], ["none.txt", "empty.txt"]] {
      let outcome = try Tool.run(["clean", "-o", "out.txt"] + inputs, in: scratch.url)
      XCTAssertEqual(outcome.status, 2, outcome.messages)
      XCTAssertEqual(scratch.read("out.txt"), "What was there before.", "\(inputs)")
    }
    XCTAssertEqual(try Tool.run(["clean", "--plugin", "./none.so", "-o", "new.txt", "a.txt"], in: scratch.url).status, 2)
    XCTAssertFalse(scratch.exists("new.txt"))
    // Nothing is what this run has to write.
    XCTAssertEqual(try Tool.run(["clean", "-o", "out.txt", "empty.txt"], in: scratch.url).status, 0)
    XCTAssertEqual(scratch.read("out.txt"), "")
  }

  func testAnUnwritableOutputIsAnError() throws {
    let scratch = try Folder()
    try scratch.write("a.txt", "First.")
    let cases = [
      ("missing/out.txt", "tamis: missing/out.txt: No such file or directory; "),
      ("a.txt/", "tamis: a.txt/: Not a directory; "),
    ]
    for (output, wanted) in cases {
      let outcome = try Tool.run(["normalize", "-o", output, "a.txt"], in: scratch.url)
      XCTAssertEqual(outcome.status, 2)
      XCTAssertTrue(outcome.messages.hasPrefix(wanted), outcome.messages)
    }
    let unnamed = try Tool.run(["normalize", "-o", "out/"], input: "x", in: scratch.url)
    XCTAssertEqual(unnamed.status, 2)
    XCTAssertTrue(unnamed.messages.contains("standard input has no name"), unnamed.messages)
  }

  func testAFullDiskIsAnError() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { throw XCTSkip("no /dev/full here") }
    let file = try Tool.run(["normalize", "-o", "/dev/full"], input: "Text.")
    XCTAssertEqual(file.status, 2)
    XCTAssertTrue(file.messages.hasPrefix("tamis: /dev/full: No space left on device; "), file.messages)
    for arguments in [["normalize", "/proc/self/status"], ["--help"], ["--version"]] {
      let messages = Pipe()
      let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
      let process = try Tool.start(arguments, input: FileHandle.nullDevice, output: full, messages: messages)
      process.waitUntilExit()
      XCTAssertEqual(process.terminationStatus, 2, "\(arguments)")
      let told = String(decoding: messages.fileHandleForReading.availableData, as: UTF8.self)
      XCTAssertTrue(told.hasPrefix("tamis: standard output: No space left on device; "), told)
    }
  }

  func testAClosedPipeIsQuietSuccess() throws {
    let scratch = try Folder()
    let line = "{\"text\":\"\(String(repeating: "Some text. ", count: 100))\"}\n"
    try scratch.write("in.jsonl", String(repeating: line, count: 5_000))
    let output = Pipe()
    let messages = try scratch.create("messages")
    let process = try Tool.start(
      ["normalize", scratch.file("in.jsonl").path], input: FileHandle.nullDevice, output: output, messages: messages)
    XCTAssertEqual(try output.fileHandleForReading.read(upToCount: 9)?.count, 9)
    try output.fileHandleForReading.close()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .exit)
    XCTAssertEqual(process.terminationStatus, 0)
    XCTAssertEqual(scratch.read("messages"), "")
  }

  func testAnInterruptEndsAtOnce() throws {
    let process = try Tool.start(
      ["normalize"], input: Pipe(), output: FileHandle.nullDevice, messages: FileHandle.nullDevice)
    usleep(100_000)
    process.interrupt()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .uncaughtSignal)
  }
}
