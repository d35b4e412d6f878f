import CTamis
import Tamis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What came of a row.
struct ArrowRow: BitwiseCopyable {
  enum State: UInt8 { case null, cleaned, failed }

  var state = State.null
  /// Of the cleaned text, or of what is to be said about the failure.
  var textLength = 0
  var blockCount = 0
  var sentenceCount = 0
}

/// What came of the rows of a piece, one behind the other. Only one thread writes a given piece.
struct ArrowPiece: ~Copyable {
  var rows = GrowableBuffer<ArrowRow>()
  var texts = ByteBuffer()
  var blocks = GrowableBuffer<Block>()
  var sentences = GrowableBuffer<Sentence>()
  var edits = GrowableBuffer<EditCounts>()
  var encodings = GrowableBuffer<DetectedEncoding>()
  var messages = ByteBuffer()
  /// Memory ran out while the piece was written down.
  var isLost = false

  mutating func add(_ document: CleanedDocument, _ columns: ArrowColumns) throws(TamisError) {
    let text = document.text
    try rows.append(
      ArrowRow(
        state: .cleaned, textLength: text.count, blockCount: document.blocks.count,
        sentenceCount: document.sentences.count))
    if columns.contains(.text) || columns.contains(.sentences) { try texts.append(text) }
    if columns.contains(.blocks) { try blocks.append(document.blocks) }
    if columns.contains(.blocks) || columns.contains(.sentences) { try sentences.append(document.sentences) }
    if columns.contains(.edits) { try edits.append(document.edits) }
    if columns.contains(.encoding) { try encodings.append(document.encoding) }
  }

  mutating func add(_ error: TamisError) throws(TamisError) {
    let failure = Failure(error)
    let start = messages.count
    try messages.append(statusName(Int(failure.status)) ?? "unknown")
    try messages.append(": ")
    let room = 512
    let place = try messages.spare(room)
    messages.commit(failure.write(to: UnsafeMutableRawBufferPointer(start: place, count: room)))
    try rows.append(ArrowRow(state: .failed, textLength: messages.count - start))
  }

  mutating func addNull() throws(TamisError) { try rows.append(ArrowRow()) }
}

extension ByteBuffer {
  mutating func append(_ text: StaticString) throws(TamisError) {
    try append(Bytes(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}

/// What came of an array, in pieces, before it becomes columns.
final class ArrowRows {
  let columns: ArrowColumns
  let count: Int
  let pieces: UnsafeMutableBufferPointer<ArrowPiece>

  init(_ texts: ArrowTexts, _ columns: ArrowColumns, pieces pieceCount: Int) throws(Failure) {
    let (size, isTooMuch) = pieceCount.multipliedReportingOverflow(by: MemoryLayout<ArrowPiece>.stride)
    guard !isTooMuch, let memory = malloc(max(size, 1)) else { throw Failure(.outOfMemory) }
    let start = memory.bindMemory(to: ArrowPiece.self, capacity: pieceCount)
    for place in 0..<pieceCount { (start + place).initialize(to: ArrowPiece()) }
    pieces = UnsafeMutableBufferPointer(start: start, count: pieceCount)
    self.columns = columns
    count = texts.count
  }

  deinit {
    guard let start = pieces.baseAddress else { return }
    for place in pieces.indices { (start + place).deinitialize(count: 1) }
    free(start)
  }

  /// Cleans all texts.
  static func clean(
    _ texts: ArrowTexts, with cleaner: Cleaner, _ columns: ArrowColumns, threads: Int, progress: ((Int) -> Bool)?
  ) throws(Failure) -> ArrowRows {
    let work = try house { () throws(TamisError) in try RowWork(rows: texts.count, threads: threads) }
    try ensureRoomForObjects(1 << 16 + work.workers << 10)
    let rows = try ArrowRows(texts, columns, pieces: work.pieceCount)
    let documents = (0..<work.workers).map { _ in CleanedDocument() }
    let pieces = rows.pieces
    work.run(progress: progress) { piece, range, worker, scratch in
      do throws(TamisError) {
        for row in range {
          guard let source = texts.row(row) else {
            try pieces[piece].addNull()
            continue
          }
          try pieces[piece].add(source, cleaner, scratch, documents[worker], columns)
        }
      } catch {
        pieces[piece].isLost = true
      }
    }
    for piece in pieces.indices where pieces[piece].isLost { throw Failure(.outOfMemory) }
    return rows
  }
}

extension ArrowPiece {
  /// Cleans a text and writes down what came of it. Throws if there is no memory to write it down.
  fileprivate mutating func add(
    _ source: Bytes, _ cleaner: Cleaner, _ scratch: Scratch, _ document: CleanedDocument, _ columns: ArrowColumns
  ) throws(TamisError) {
    do {
      try cleaner.clean(source, scratch: scratch, into: document)
    } catch {
      return try add(error)
    }
    try add(document, columns)
  }
}
