import TamisRecords
import TestSupport
import XCTest

final class CodePointCursorTests: XCTestCase {
  /// Python: `len(source[:offset].decode("utf-8", "replace"))`, where a scalar or an ill-formed subpart begins.
  func testCountsWhatADecoderThatRepairsWouldCount() {
    let samples: [[UInt8]] = [
      Array("aé中😀 z".utf8), [0x61, 0xFF, 0xE2, 0x80, 0x62, 0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [],
    ]
    for sample in samples {
      let isWellFormed = String(validating: sample, as: UTF8.self) != nil
      sample.withUnsafeBufferPointer { bytes in
        var forward = CodePointCursor(bytes, isWellFormed: isWellFormed)
        for offset in 0...sample.count where offset == sample.count || isStart(sample, offset) {
          let wanted = String(decoding: sample[..<offset], as: UTF8.self).unicodeScalars.count
          XCTAssertEqual(forward.codePoints(before: offset), wanted)
          var slow = CodePointCursor(bytes, isWellFormed: false)
          XCTAssertEqual(slow.codePoints(before: offset), wanted)
        }
        XCTAssertEqual(forward.codePoints(before: 0), 0)
        XCTAssertEqual(
          forward.codePoints(before: .max), String(decoding: sample, as: UTF8.self).unicodeScalars.count)
      }
    }
  }

  private func isStart(_ bytes: [UInt8], _ offset: Int) -> Bool {
    let before = String(decoding: bytes[..<offset], as: UTF8.self).unicodeScalars.count
    let after = String(decoding: bytes[offset...], as: UTF8.self).unicodeScalars.count
    return before + after == String(decoding: bytes, as: UTF8.self).unicodeScalars.count
  }
}

final class ByteBufferWritingTests: XCTestCase {
  func testNumbers() throws {
    func written(_ body: (inout ByteBuffer) throws -> Void) rethrows -> String {
      var buffer = ByteBuffer()
      try body(&buffer)
      return text(buffer.view)
    }
    for number in [0, 7, 10, -1, 123_456_789, Int.max, Int.min] {
      XCTAssertEqual(try written { try $0.append(decimal: number) }, "\(number)")
    }
    let units: [(Float, String)] = [
      (0, "0"), (1, "1"), (0.5, "0.5"), (0.02, "0.02"), (0.1234567, "0.1235"), (0.99999, "1"), (0.00004, "0"),
      (0.0001, "0.0001"), (-3, "0"), (9, "1"), (.nan, "0"), (.infinity, "1"),
    ]
    for (number, wanted) in units { XCTAssertEqual(try written { try $0.append(unit: number) }, wanted) }
  }

  func testRepairReplacesEachMaximalSubpart() throws {
    let sample: [UInt8] = [0x61, 0xFF, 0xE2, 0x80, 0x62, 0xED, 0xA0, 0x80, 0xF0, 0x9F]
    var buffer = ByteBuffer()
    try sample.withUnsafeBufferPointer { try buffer.append(repaired: $0) }
    XCTAssertEqual(text(buffer.view), String(decoding: sample, as: UTF8.self))
  }
}

final class DocumentFormTests: XCTestCase {
  func testNamesTell() {
    for name in ["a.jsonl", "b/c.NDJSON", "x.json"] { XCTAssertEqual(DocumentForm(name: FilePath(name)), .lines) }
    for name in ["a.txt", "jsonl", "a.jsonl.bak", "-"] { XCTAssertNil(DocumentForm(name: FilePath(name))) }
  }

  func testContentTells() throws {
    let parser = try makeParser()
    let cases: [(String, DocumentForm)] = [
      (#"{"text":"a"}"#, .lines), ("\n \n {\"a\":1}\nrest", .lines), ("\u{FEFF}{\"text\":1}\n", .lines),
      ("{\"text\":\"a\"}\r\n{", .lines), ("{not json}\n", .text), ("{\"text\":\"a\"\n}", .text), ("[1]", .text),
      ("", .text),
      ("   ", .text), ("An article.", .text),
    ]
    for (content, wanted) in cases {
      XCTAssertEqual(withLine(Array(content.utf8)) { DocumentForm(content: $0, parser: parser) }, wanted, content)
    }
    let broken = Array("{\"text\":\"a".utf8) + [0xFF] + Array("\"}\n".utf8)
    XCTAssertEqual(withLine(broken) { DocumentForm(content: $0, parser: parser) }, .lines)
  }
}

final class FilePathTests: XCTestCase {
  func testNamesThatAreNotUTF8StayAsTheyAre() throws {
    let folder = try temporaryFolder(self)
    let name = FilePath(folder.path).appending(FilePath(bytes: [0x61, 0xFF, 0xE9]))
    let file = try OutputFile(name)
    try file.finish()
    XCTAssertEqual(InputList([FilePath(folder.path)]).entries.map(\.path), [name])
    XCTAssertNoThrow(try InputFile(name))
  }

  func testComponents() {
    XCTAssertEqual(FilePath("a//b/./c/").components.map(\.description), ["a", "b", "c"])
    XCTAssertEqual(FilePath("x/").appending(FilePath("y")).description, "x/y")
    XCTAssertEqual(FilePath("x").appending(FilePath("y")).description, "x/y")
  }
}

final class InputListTests: XCTestCase {
  func testFoldersAreWalkedInOrderAndLoopsAreReported() throws {
    let folder = try temporaryFolder(self)
    for name in ["b.txt", "a.txt", ".hidden", "sub/z.txt", "sub/.git/x", "C.txt"] {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: file)
    }
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("sub/back"), withDestinationURL: folder)
    let list = InputList([FilePath(folder.path), FilePath(folder.path + "/none")])
    XCTAssertEqual(
      list.entries.map(\.relativePath.description),
      ["C.txt", "a.txt", "b.txt", "sub/back", "sub/z.txt", folder.path + "/none"])
    XCTAssertEqual(list.entries.map(\.fault), [nil, nil, nil, .loop, nil, .system(SystemError(code: 2))])
  }
}

final class OutputFolderTests: XCTestCase {
  func testNothingIsWrittenOutside() throws {
    let folder = try temporaryFolder(self)
    let inside = folder.appendingPathComponent("out")
    let output = try OutputFolder(FilePath(inside.path))
    try output.file(FilePath("a/b/c.txt")).finish()
    XCTAssertTrue(FileManager.default.fileExists(atPath: inside.path + "/a/b/c.txt"))
    XCTAssertThrowsError(try output.file(FilePath("../x.txt")))
    XCTAssertThrowsError(try output.file(FilePath("a/../../x.txt")))
    try output.file(FilePath("/y.txt")).finish()
    XCTAssertTrue(FileManager.default.fileExists(atPath: inside.path + "/y.txt"))
    try FileManager.default.createSymbolicLink(at: inside.appendingPathComponent("link"), withDestinationURL: folder)
    XCTAssertThrowsError(try output.file(FilePath("link/x.txt")))
    try FileManager.default.createSymbolicLink(
      at: inside.appendingPathComponent("f"), withDestinationURL: folder.appendingPathComponent("x.txt"))
    XCTAssertThrowsError(try output.file(FilePath("f")))
    XCTAssertFalse(FileManager.default.fileExists(atPath: folder.path + "/x.txt"))
  }
}
