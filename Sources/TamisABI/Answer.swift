import CTamis

/// Runs the body of a function of tamis.h: its outcome becomes the status and, if the caller gave one, the tamis_error.
func answer(_ place: UnsafeMutablePointer<tamis_error>?, _ body: () throws(Failure) -> Void) -> tamis_status {
  if let place, Int(place.pointee.struct_size) < MemoryLayout<tamis_error>.size {
    return tamis_status(TAMIS_BAD_STRUCT_SIZE)
  }
  do {
    try body()
    if let place { clear(place) }
    return tamis_status(TAMIS_OK)
  } catch {
    if let place { write(error, to: place) }
    return error.status
  }
}

/// Makes a tamis_error say that nothing is wrong.
func clear(_ place: UnsafeMutablePointer<tamis_error>) {
  place.pointee.status = tamis_status(TAMIS_OK)
  place.pointee.document_index = -1
  place.pointee.byte_offset = -1
  place.pointee.message.0 = 0
}

private func write(_ failure: Failure, to place: UnsafeMutablePointer<tamis_error>) {
  place.pointee.status = failure.status
  place.pointee.document_index = failure.documentIndex
  place.pointee.byte_offset = failure.byteOffset
  withUnsafeMutableBytes(of: &place.pointee.message) { _ = failure.write(to: $0) }
}

extension Failure {
  /// Writes the message and a NUL, cut to the room that there is. Returns its length without the NUL.
  func write(to room: UnsafeMutableRawBufferPointer) -> Int {
    var writer = MessageWriter(room: room)
    writer.write(self)
    return writer.finish()
  }
}

/// Writes into the message of a tamis_error without allocating, since memory may be what ran out.
private struct MessageWriter {
  let room: UnsafeMutableRawBufferPointer
  private var used = 0

  init(room: UnsafeMutableRawBufferPointer) {
    self.room = room
  }

  mutating func write(_ failure: Failure) {
    if failure.subject.utf8CodeUnitCount > 0 {
      write(failure.subject)
      write(": ")
    }
    var numbers = failure.numbers
    failure.message.withUTF8Buffer { text in
      for byte in text {
        guard byte == UInt8(ascii: "%") else {
          put(byte)
          continue
        }
        write(numbers.0)
        numbers.0 = numbers.1
      }
    }
    for place in 0..<failure.words.count { put(failure.words[place]) }
  }

  /// Ends the message with a NUL. Returns its length.
  func finish() -> Int {
    room[used] = 0
    return used
  }

  private mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { for byte in $0 { put(byte) } }
  }

  private mutating func write(_ number: Int64) {
    if number < 0 { put(UInt8(ascii: "-")) }
    let magnitude = number.magnitude
    var divisor: UInt64 = 1
    while magnitude / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude / divisor % 10))
      divisor /= 10
    }
  }

  /// A message that is too long is cut; the last byte is kept for the NUL.
  private mutating func put(_ byte: UInt8) {
    guard used < room.count - 1 else { return }
    room[used] = byte
    used += 1
  }
}
