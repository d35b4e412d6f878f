import TamisRecords

/// A piece of work on its way from the reader through a worker to the writer, and back to be used again. One of them
/// holds it at a time.
final class Batch: @unchecked Sendable {
  /// One file that is one document.
  struct Document {
    let path: FilePath
    let target: Target
    /// Where it stands in ``Batch/input``.
    let span: ByteSpan
  }

  /// Whole lines of a file of JSON Lines.
  struct Chunk {
    let path: FilePath
    let target: Target
    /// Whether the file's first line is the chunk's first.
    let isFirst: Bool
    /// Where the chunk begins in the file, in bytes.
    let start: Int
    /// Whether it stands for one line that was too long to be kept.
    let isOversizedLine: Bool
  }

  /// Which output a result goes to: 0 is the only one, others are numbered files of a folder.
  struct Target: Equatable {
    let number: Int
    /// The file's name in the folder.
    let name: FilePath
    /// The input, for messages.
    let source: FilePath
  }

  enum Work {
    case documents([Document])
    case chunk(Chunk)
  }

  /// A stretch of ``output`` that goes to one target.
  struct Segment {
    let target: Target
    var span: ByteSpan
    /// Whether a blank line divides it from what the target holds already.
    let isDivided: Bool
  }

  var input = ByteBuffer()
  var work = Work.documents([])
  var output = ByteBuffer()
  var segments: [Segment] = []
  var messages: [Message] = []
  var drops = DropCounts()
  var hosts = HostCounts()
  /// Lines of the chunk, blank ones included.
  var lineCount = 0
  /// What it takes out of the budget of bytes in flight.
  var weight = 0

  /// Ready for new work. Memory beyond the usual is given back.
  func reset() {
    let usual = 4 * LineReader.defaultChunkBytes
    input.removeAll()
    input.shrink(ifLargerThan: usual)
    output.removeAll()
    output.shrink(ifLargerThan: usual)
    work = .documents([])
    segments.removeAll(keepingCapacity: true)
    messages.removeAll(keepingCapacity: true)
    drops = DropCounts()
    hosts = HostCounts()
    lineCount = 0
  }
}
