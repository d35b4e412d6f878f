import TamisRecords
import XCTest

func text(_ bytes: Bytes) -> String {
  String(decoding: bytes, as: UTF8.self)
}

/// Runs `body` with the bytes and, behind them, just the padding that a JSON line needs.
func withLine<Result>(_ bytes: [UInt8], _ body: (Bytes) throws -> Result) rethrows -> Result {
  let padded = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + JSONLineParser.padding)
  defer { padded.deallocate() }
  padded.initialize(repeating: 0x22)
  _ = padded.update(fromContentsOf: bytes)
  return try body(Bytes(rebasing: padded[..<bytes.count]))
}

func makeParser(text: String = "text", id: String = "id") throws -> JSONLineParser {
  try JSONLineParser(textField: Array(text.utf8), idField: Array(id.utf8))
}

func decoded(_ content: String) throws -> String {
  try Array(content.utf8).withUnsafeBufferPointer { bytes in
    var output = ByteBuffer()
    try JSONString.decode(bytes, into: &output)
    return text(output.view)
  }
}

func encoded(_ string: String) throws -> String {
  try Array(string.utf8).withUnsafeBufferPointer { bytes in
    var output = ByteBuffer()
    try JSONString.append(bytes, to: &output)
    return text(output.view)
  }
}

/// A new, empty folder for a test; removed when the test is over.
func temporaryFolder(_ test: XCTestCase) throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tamis-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  test.addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
  return folder
}
