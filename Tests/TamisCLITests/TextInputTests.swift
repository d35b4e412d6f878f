import XCTest

final class TextInputTests: XCTestCase {
  func testSeveralDocumentsAreDividedByABlankLine() throws {
    let scratch = try Folder()
    try scratch.write("in/a.txt", "One.\r\n\r\n\r\n Two. ")
    try scratch.write("in/b.txt", "")
    try scratch.write("in/sub/c.md", "Three.\n")
    try scratch.write("in/.hidden", "Hidden.")
    for jobs in ["1", "2"] {
      let outcome = try Tool.run(["clean", "--keep-boilerplate", "-j", jobs, "in"], in: scratch.url)
      XCTAssertEqual(outcome.text, "One.\n\nTwo.\n\nThree.\n")
      XCTAssertEqual(outcome.messages, "")
      XCTAssertEqual(outcome.status, 0)
    }
    XCTAssertEqual(try Tool.run(["sentences", "in"], in: scratch.url).text, "One.\nTwo.\n\nThree.\n")
    let lines = try Tool.run(["normalize", "--output-format", "jsonl", "in", "in/a.txt"], in: scratch.url)
    XCTAssertEqual(
      lines.text,
      #"""
      {"id":"in/a.txt","text":"One.\n\nTwo."}
      {"id":"in/b.txt","text":""}
      {"id":"in/sub/c.md","text":"Three."}
      {"id":"in/a.txt","text":"One.\n\nTwo."}

      """#)
  }

  func testEmptyInputIsAnEmptyDocument() throws {
    for command in ["clean", "normalize", "sentences"] {
      let outcome = try Tool.run([command])
      XCTAssertEqual(outcome.status, 0)
      XCTAssertTrue(outcome.output.isEmpty)
      XCTAssertEqual(outcome.messages, "")
    }
    let annotation = try Tool.run(["annotate"]).objects
    XCTAssertEqual(annotation.first?["id"] as? String, "-")
    XCTAssertEqual(annotation.first?["text"] as? String, "")
    XCTAssertEqual((annotation.first?["blocks"] as? [Any])?.count, 0)
  }

  func testWhatCannotBeReadIsReportedAndTheRestGoesOn() throws {
    let scratch = try Folder()
    try scratch.write("a.txt", "First.")
    try scratch.write("z.txt", "Last.")
    try scratch.write("folder/good.txt", "Inside.")
    try scratch.link("folder/loop", to: scratch.file("folder").path)
    try scratch.link("folder/self", to: "self")
    let outcome = try Tool.run(["normalize", "a.txt", "missing.txt", "folder", "z.txt"], in: scratch.url)
    XCTAssertEqual(outcome.text, "First.\n\nInside.\n\nLast.\n")
    XCTAssertEqual(outcome.status, 2)
    let messages = outcome.messages.split(separator: "\n")
    XCTAssertEqual(messages.count, 3, outcome.messages)
    XCTAssertTrue(outcome.messages.contains("tamis: missing.txt: No such file or directory; "), outcome.messages)
    XCTAssertTrue(outcome.messages.contains("tamis: folder/loop: a symbolic link leads back"), outcome.messages)
    XCTAssertTrue(outcome.messages.contains("tamis: folder/self: a symbolic link leads back"), outcome.messages)
  }

  func testAFileWithoutPermissionIsReported() throws {
    guard geteuid() != 0 else { throw XCTSkip("root may read everything") }
    let scratch = try Folder()
    try scratch.write("a.txt", "First.")
    chmod(scratch.file("a.txt").path, 0)
    let outcome = try Tool.run(["normalize", "a.txt"], in: scratch.url)
    XCTAssertEqual(outcome.status, 2)
    XCTAssertTrue(outcome.messages.contains("tamis: a.txt: Permission denied"), outcome.messages)
  }

  func testBytesThatAreNotUTF8AreRepairedAndTheirPlaceIsTold() throws {
    var bytes = Data("One.\nTwo ".utf8)
    bytes += [0xFF, 0x20, 0xE2, 0x80]
    bytes += Data(" three.\n".utf8)
    let outcome = try Tool.run(["normalize"], input: bytes)
    XCTAssertEqual(outcome.text, "One.\nTwo \u{FFFD} \u{FFFD} three.\n")
    XCTAssertEqual(outcome.messages, "tamis: -:2: not UTF-8 (byte 9); replaced by U+FFFD in 2 places\n")
    XCTAssertEqual(outcome.status, 0)
  }

  func testNULBytesAreControlsLikeOthers() throws {
    let outcome = try Tool.run(["normalize"], input: "a\0b\0\n\0\0")
    XCTAssertEqual(outcome.text, "ab\n")
    XCTAssertEqual(outcome.status, 0)
  }

  func testALongDocumentIsRejectedAndTheRestGoesOn() throws {
    let scratch = try Folder()
    try scratch.write("a.txt", String(repeating: "x", count: 101))
    try scratch.write("b.txt", String(repeating: "y", count: 100))
    let outcome = try Tool.run(["normalize", "--max-bytes", "100", "a.txt", "b.txt"], in: scratch.url)
    XCTAssertEqual(outcome.text, String(repeating: "y", count: 100) + "\n")
    XCTAssertEqual(outcome.status, 1)
    XCTAssertEqual(
      outcome.messages,
      "tamis: a.txt: the document is longer than the limit of 100 bytes; left out, raise --max-bytes\n")
  }

  func testCompressedFilesAreNotTakenForText() throws {
    let cases: [(name: String, tool: String, magic: [UInt8])] = [
      ("gzip", "zcat", [0x1F, 0x8B, 0x08]), ("zstd", "zstdcat", [0x28, 0xB5, 0x2F, 0xFD]),
      ("bzip2", "bzcat", Array("BZh9".utf8)), ("xz", "xzcat", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
      ("zip", "unzip -p", [0x50, 0x4B, 0x03, 0x04]),
    ]
    for (arguments, command) in [(["clean"], "clean"), (["repeats", "build"], "repeats build")] {
      for (name, tool, magic) in cases {
        let outcome = try Tool.run(arguments, input: Data(magic + [0, 0, 0]))
        XCTAssertEqual(outcome.status, 1)
        let wanted = "tamis: -: compressed with \(name); left out, use: \(tool) FILE | tamis \(command)\n"
        XCTAssertEqual(outcome.messages, wanted)
      }
    }
    for text in ["BZh", "BZhang writes.", "PK"] { XCTAssertEqual(try Tool.run(["normalize"], input: text).text, text + "\n") }
  }

  func testManySmallFilesKeepTheirOrder() throws {
    let scratch = try Folder()
    for number in 0..<700 { try scratch.write("in/\(String(format: "%04d", number)).txt", "Number \(number).") }
    let one = try Tool.run(["annotate", "-j", "1", "in"], in: scratch.url)
    let two = try Tool.run(["annotate", "-j", "2", "in"], in: scratch.url)
    XCTAssertEqual(one.output, two.output)
    XCTAssertEqual(
      one.objects.map { $0["id"] as? String }, (0..<700).map { "in/\(String(format: "%04d", $0)).txt" })
  }
}
