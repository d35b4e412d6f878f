import TamisRecords
import XCTest

/// Bytes that arrive in pieces of one size.
private final class Pieces: LineSource {
  private var rest: [UInt8]
  private let size: Int
  private let isFast: Bool
  private let failure: SystemError?

  init(_ bytes: [UInt8], size: Int, isFast: Bool = true, failure: SystemError? = nil) {
    rest = bytes
    self.size = size
    self.isFast = isFast
    self.failure = failure
  }

  func read(upTo limit: Int, into buffer: inout ByteBuffer) throws(ReadError) -> Int {
    if rest.isEmpty, let failure { throw .system(failure) }
    let count = min(limit, size, rest.count)
    for byte in rest.prefix(count) { do { try buffer.append(byte) } catch { throw .outOfMemory } }
    rest.removeFirst(count)
    return count
  }

  func isReady() -> Bool { isFast }
}

final class LineReaderTests: XCTestCase {
  private struct Chunk: Equatable {
    var start: Int
    var text: String?  // Nil for a line that was too long.
  }

  private func chunks(
    _ content: String, piece: Int, limit: Int = 1_000, chunk: Int, head: Int = 0, isFast: Bool = true
  ) throws -> [Chunk] {
    let bytes = Array(content.utf8)
    let source = Pieces(Array(bytes[head...]), size: piece, isFast: isFast)
    let reader = try bytes.withUnsafeBufferPointer {
      try LineReader(source, head: Bytes(rebasing: $0[..<head]), limit: limit, chunkBytes: chunk)
    }
    var found: [Chunk] = []
    var buffer = ByteBuffer()
    var start = 0
    while true {
      switch try reader.next(into: &buffer, start: &start) {
      case .lines: found.append(Chunk(start: start, text: text(buffer.view)))
      case .oversizedLine: found.append(Chunk(start: start, text: nil))
      case .end: return found
      }
      XCTAssertLessThan(found.count, 10_000)
    }
  }

  func testChunksAreWholeLinesAtEveryBoundary() throws {
    for content in ["a\nbb\n\nccc\r\nd", "a\n", "\n", "\n\n\n", "abc", "", "é\u{2028}ü\nñ"] {
      for piece in 1...12 {
        for chunk in 1...12 {
          for head in 0...min(3, content.utf8.count) {
            for isFast in [true, false] {
              let found = try chunks(content, piece: piece, chunk: chunk, head: head, isFast: isFast)
              XCTAssertEqual(found.compactMap(\.text).joined(), content)
              XCTAssertTrue(found.dropLast().allSatisfy { $0.text!.utf8.last == 0x0A }, content)
              var start = 0
              for piece in found {
                XCTAssertEqual(piece.start, start)
                start += piece.text!.utf8.count
              }
            }
          }
        }
      }
    }
  }

  func testASlowSourceIsPassedOnLineByLine() throws {
    let found = try chunks("one\ntwo\nthree\n", piece: 4, chunk: 1_000, isFast: false)
    XCTAssertEqual(found.compactMap(\.text).first, "one\n")
  }

  func testALineThatIsTooLongIsLeftOutAndTheRestGoesOn() throws {
    let long = String(repeating: "x", count: 100)
    for piece in [1, 3, 7, 64, 500] {
      for chunk in [1, 5, 16] {
        let found = try chunks("a\n\(long)\nb\nc\n\(long)", piece: piece, limit: 20, chunk: chunk)
        let refused = found.filter { $0.text == nil }
        // A long line that comes in one piece with its end is whole; then the one who reads it judges its length.
        let whole = found.compactMap(\.text).joined().components(separatedBy: "\n").filter { $0 == long }
        XCTAssertEqual(refused.count + whole.count, 2, "piece \(piece), chunk \(chunk)")
        let short = found.compactMap(\.text).joined().replacingOccurrences(of: long + "\n", with: "")
        XCTAssertTrue(short.hasPrefix("a\nb\nc\n"), "piece \(piece), chunk \(chunk): \(short)")
        if let first = refused.first { XCTAssertTrue([2, 107].contains(first.start), "\(first.start)") }
      }
    }
  }

  func testAFailedReadIsReportedAndEndsTheFile() throws {
    let source = Pieces(Array("a\nb\nc".utf8), size: 3, failure: SystemError(code: 5))
    let reader = try LineReader(source, head: Bytes(start: nil, count: 0), limit: 100, chunkBytes: 2)
    var buffer = ByteBuffer()
    var start = 0
    var lines = ""
    XCTAssertThrowsError(
      try { while try reader.next(into: &buffer, start: &start) == .lines { lines += text(buffer.view) } }()
    ) { XCTAssertEqual($0 as? ReadError, .system(SystemError(code: 5))) }
    XCTAssertEqual(lines, "a\nb\n")
  }

  func testLinesOfAChunk() {
    let content = Array("a\n\nb\r\nc".utf8)
    content.withUnsafeBufferPointer { bytes in
      let lines = LineSequence(bytes).map { ($0.number, $0.start, text($0.bytes), $0.hasLineFeed) }
      XCTAssertEqual(lines.map(\.0), [0, 1, 2, 3])
      XCTAssertEqual(lines.map(\.1), [0, 2, 3, 6])
      XCTAssertEqual(lines.map(\.2), ["a", "", "b\r", "c"])
      XCTAssertEqual(lines.map(\.3), [true, true, true, false])
    }
  }
}
