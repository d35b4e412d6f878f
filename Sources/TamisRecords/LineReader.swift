#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads a file in chunks of whole lines.
///
/// A chunk has about ``chunkBytes``, more when a line is longer. A line longer than the limit is not kept: its place is
/// reported and it is skipped to its end, so memory stays bounded whatever comes in.
package final class LineReader {
  package enum Outcome: Equatable, Sendable {
    /// The buffer holds whole lines; only the file's last one may lack its line feed.
    case lines
    /// One line that is longer than the limit was left out here; the buffer is empty.
    case oversizedLine
    /// Nothing is left.
    case end
  }

  package static let defaultChunkBytes = 1 << 20

  private let source: any LineSource
  private let chunkBytes: Int
  private let limit: Int
  /// What was read behind the last chunk's last line feed.
  private var carry = ByteBuffer()
  private var atEnd = false
  private var skipping = false
  /// Where the next chunk begins in the file, in bytes.
  package private(set) var offset = 0

  /// - Parameters:
  ///   - head: what was read of the source already.
  ///   - limit: the longest line that is kept, in bytes without its line feed.
  package init(
    _ source: any LineSource, head: Bytes, limit: Int, chunkBytes: Int = LineReader.defaultChunkBytes
  ) throws(ReadError) {
    self.source = source
    self.limit = limit
    self.chunkBytes = chunkBytes
    do { try carry.append(head) } catch { throw .outOfMemory }
  }

  /// Replaces the content of `chunk` by the next lines; `start` becomes the chunk's place in the file, in bytes.
  /// After an error the reader is at its end.
  package func next(into chunk: inout ByteBuffer, start: inout Int) throws(ReadError) -> Outcome {
    chunk.removeAll()
    if skipping { try skipLine() }
    start = offset
    swap(&chunk, &carry)
    var searched = 0
    var behindLastLine = 0
    while true {
      if let lineFeed = lastLineFeed(chunk.view, from: searched) { behindLastLine = lineFeed + 1 }
      searched = chunk.count
      if behindLastLine > 0 && isEnough(chunk.count) { return try cut(&chunk, behind: behindLastLine) }
      if behindLastLine == 0 && chunk.count > limit { return refuse(&chunk) }
      if atEnd { return finish(&chunk) }
      try fill(&chunk)
    }
  }

  private func isEnough(_ count: Int) -> Bool {
    // What a slow pipe has delivered so far is passed on when nothing more is waiting.
    count >= chunkBytes || atEnd || !source.isReady()
  }

  private func fill(_ chunk: inout ByteBuffer) throws(ReadError) {
    // Long lines double the piece that is read, so that a line of any length is copied a constant number of times.
    let piece = max(chunkBytes - chunk.count, min(chunk.count, 1 << 26), 1 << 16)
    do {
      atEnd = try source.read(upTo: piece, into: &chunk) == 0
    } catch {
      atEnd = true
      throw error
    }
  }

  private func cut(_ chunk: inout ByteBuffer, behind end: Int) throws(ReadError) -> Outcome {
    do {
      carry.removeAll()
      try carry.append(Bytes(rebasing: chunk.view[end...]))
    } catch {
      atEnd = true
      throw .outOfMemory
    }
    chunk.truncate(to: end)
    offset += end
    return .lines
  }

  private func finish(_ chunk: inout ByteBuffer) -> Outcome {
    offset += chunk.count
    return chunk.isEmpty ? .end : .lines
  }

  private func refuse(_ chunk: inout ByteBuffer) -> Outcome {
    offset += chunk.count
    chunk.removeAll()
    chunk.shrink(ifLargerThan: chunkBytes)
    skipping = true
    return .oversizedLine
  }

  /// Reads on behind the end of a line that was refused.
  private func skipLine() throws(ReadError) {
    carry.removeAll()
    while !atEnd {
      carry.removeAll()
      try fill(&carry)
      if let lineFeed = carry.view.firstIndex(of: 0x0A) {
        let rest = carry.count - lineFeed - 1
        if let base = carry.elements.baseAddress { memmove(base, base + lineFeed + 1, rest) }
        carry.truncate(to: rest)
        offset += lineFeed + 1
        break
      }
      offset += carry.count
    }
    skipping = false
  }

  private func lastLineFeed(_ bytes: Bytes, from start: Int) -> Int? {
    var position = bytes.count - 1
    while position >= start {
      if bytes[position] == 0x0A { return position }
      position -= 1
    }
    return nil
  }
}

/// Where a ``LineReader`` gets its bytes.
package protocol LineSource: AnyObject {
  /// Appends at most `limit` bytes; none at the end.
  func read(upTo limit: Int, into buffer: inout ByteBuffer) throws(ReadError) -> Int
  /// Whether a read would return at once.
  func isReady() -> Bool
}

extension InputFile: LineSource {}

/// The lines of a chunk, one after the other, each without its line feed.
package struct LineSequence: Sequence, IteratorProtocol {
  private let chunk: Bytes
  private var position = 0
  private var number = 0

  package init(_ chunk: Bytes) {
    self.chunk = chunk
  }

  package struct Line {
    package let bytes: Bytes
    /// Its place among the chunk's lines, from 0.
    package let number: Int
    /// Its place in the chunk, in bytes.
    package let start: Int
    package let hasLineFeed: Bool
  }

  package mutating func next() -> Line? {
    guard position < chunk.count, let base = chunk.baseAddress else { return nil }
    let start = position
    let rest = chunk.count - start
    let lineFeed = memchr(base + start, 0x0A, rest).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
    let end = lineFeed ?? chunk.count
    defer {
      position = end + 1
      number += 1
    }
    let line = Bytes(start: base + start, count: end - start)
    return Line(bytes: line, number: number, start: start, hasLineFeed: lineFeed != nil)
  }
}
