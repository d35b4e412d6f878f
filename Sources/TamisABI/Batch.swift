import CTamis
import Tamis

@c @implementation
public func tamis_cleaner_clean_batch(
  _ cleaner: OpaquePointer?, _ texts: UnsafePointer<tamis_texts>?, _ options: UnsafePointer<tamis_batch_options>?,
  _ batch: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  batch?.pointee = nil
  return answer(error) { () throws(Failure) in
    let cleaner: Cleaner = try object(cleaner, "cleaner")
    guard let texts else { throw .null("texts") }
    let column = try column(texts.pointee)
    let options = try BatchOptions(options)
    let result = try place(batch, "batch")
    try ensureRoomForObjects()
    result.pointee = handle(owning: try clean(column, with: cleaner, options))
  }
}

private func clean(
  _ column: TextColumn, with cleaner: Cleaner, _ options: BatchOptions
) throws(Failure) -> CleanedBatch {
  let hosts = try options.hosts.map { (hosts) throws(Failure) in try TamisABI.column(hosts) }
  guard let progress = options.progress else {
    return try house { () throws(TamisError) in
      try cleaner.clean(column, hosts: hosts, threads: options.threads, progress: nil)
    }
  }
  let total = Int64(column.count)
  var isCancelled = false
  let batch = try house { () throws(TamisError) in
    try cleaner.clean(column, hosts: hosts, threads: options.threads) { done in
      if progress(options.context, Int64(done), total) != 0 { isCancelled = true }
      return isCancelled
    }
  }
  if isCancelled { throw .cancelled }
  return batch
}

/// The column that a tamis_texts means, with every offset checked.
func column(_ texts: tamis_texts) throws(Failure) -> TextColumn {
  let data = try bytes(texts.data, texts.data_length)
  let offsets = try offsets(texts)
  try check(offsets, Int64(data.count))
  return try house { () throws(TamisError) in
    try TextColumn(data: data, offsets: offsets, validity: texts.validity)
  }
}

private func offsets(_ texts: tamis_texts) throws(Failure) -> UnsafeBufferPointer<Int64> {
  guard texts.count >= 0, texts.count < Int64.max else {
    throw Failure(TAMIS_INVALID_ARGUMENT, "count", "is %, which is no number of rows", texts.count)
  }
  if texts.count == 0 { return UnsafeBufferPointer(start: soleOffset, count: 1) }
  guard let start = texts.offsets else { throw .null("offsets") }
  try checkReach(start, texts.count + 1, MemoryLayout<Int64>.stride, "offsets")
  return UnsafeBufferPointer(start: start, count: Int(texts.count) + 1)
}

/// The house's column has one offset even when it has no rows.
nonisolated(unsafe) private let soleOffset: UnsafePointer<Int64> = {
  let offset = UnsafeMutablePointer<Int64>.allocate(capacity: 1)
  offset.initialize(to: 0)
  return UnsafePointer(offset)
}()

/// The house checks offsets too, but does not say which row was wrong.
private func check(_ offsets: UnsafeBufferPointer<Int64>, _ length: Int64) throws(Failure) {
  var last: Int64 = 0
  for (place, offset) in offsets.enumerated() {
    // Row i lies between offsets i and i + 1, so an offset spoils the row before it; the first one has none.
    let row = Int64(max(place - 1, 0))
    guard offset >= last else {
      throw Failure(TAMIS_BAD_OFFSETS, "offsets", "fall from % to %; they begin at 0 or more and rise", last, offset)
        .at(document: row)
    }
    guard offset <= length else {
      throw Failure(TAMIS_BAD_OFFSETS, "offsets", "lead to byte % of %; data_length bounds them", offset, length)
        .at(document: row)
    }
    last = offset
  }
}

@c @implementation
public func tamis_batch_count(_ batch: OpaquePointer?) -> Int64 {
  Int64(object(batch, as: CleanedBatch.self)?.count ?? 0)
}

@c @implementation
public func tamis_batch_document(_ batch: OpaquePointer?, _ row: Int64) -> OpaquePointer? {
  // The batch keeps its documents as long as it lives.
  object(batch, as: CleanedBatch.self)?.document(at: Int(row)).map(handle(borrowing:))
}

@c @implementation
public func tamis_batch_status(
  _ batch: OpaquePointer?, _ row: Int64, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  answer(error) { () throws(Failure) in
    let batch: CleanedBatch = try object(batch, "batch")
    guard row >= 0, row < Int64(batch.count) else {
      throw Failure(TAMIS_INVALID_ARGUMENT, "row", "is %; the batch has % rows, from 0", row, Int64(batch.count))
    }
    if let error = batch.error(at: Int(row)) { throw Failure(error).at(document: row) }
  }
}

@c @implementation
public func tamis_batch_copy_texts(
  _ batch: OpaquePointer?, _ data: UnsafeMutablePointer<CChar>?, _ capacity: Int64,
  _ offsets: UnsafeMutablePointer<Int64>?, _ validity: UnsafeMutablePointer<UInt8>?,
  _ required: UnsafeMutablePointer<Int64>?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  required?.pointee = 0
  return answer(error) { () throws(Failure) in
    let batch: CleanedBatch = try object(batch, "batch")
    let size = try place(required, "required")
    let room = try buffer(data, capacity, "data")
    size.pointee = batch.totalBytes
    guard size.pointee <= capacity else { throw .tooSmall("data", capacity: capacity, required: size.pointee) }
    batch.copyTexts(to: room.baseAddress, offsets: offsets, validity: validity)
  }
}

@c @implementation
public func tamis_batch_free(_ batch: OpaquePointer?) { release(batch, as: CleanedBatch.self) }

extension CleanedBatch {
  /// The length of all cleaned texts together.
  fileprivate var totalBytes: Int64 {
    var total: Int64 = 0
    for row in 0..<count { total += Int64(document(at: row)?.text.count ?? 0) }
    return total
  }

  /// Copies the texts one behind the other; there is room for all.
  fileprivate func copyTexts(
    to data: UnsafeMutablePointer<CChar>?, offsets: UnsafeMutablePointer<Int64>?, validity: UnsafeMutablePointer<UInt8>?
  ) {
    var end = 0
    offsets?[0] = 0
    validity?.update(repeating: 0, count: (count + 7) / 8)
    for row in 0..<count {
      let text = document(at: row)?.text
      if text != nil { validity?[row / 8] |= 1 << UInt8(row % 8) }
      if let data, let text, let source = text.baseAddress {
        UnsafeMutableRawPointer(data + end).copyMemory(from: source, byteCount: text.count)
        end += text.count
      }
      offsets?[row + 1] = Int64(end)
    }
  }
}
