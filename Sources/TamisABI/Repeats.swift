import CTamis
import Tamis

@c @implementation
public func tamis_repeats_new(
  _ memory: Int64, _ seed: UInt64, _ repeats: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  repeats?.pointee = nil
  return answer(error) { () throws(Failure) in
    let result = try place(repeats, "repeats")
    try ensureRoomForObjects()
    let size = memory == 0 ? Repeats.defaultMemory : Int(memory)
    result.pointee = handle(owning: try house { () throws(TamisError) in try Repeats(memory: size, seed: seed) })
  }
}

@c @implementation
public func tamis_repeats_load(
  _ data: UnsafePointer<CChar>?, _ length: Int64, _ repeats: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  repeats?.pointee = nil
  return answer(error) { () throws(Failure) in
    let result = try place(repeats, "repeats")
    let file = try bytes(data, length)
    try ensureRoomForObjects()
    result.pointee = handle(owning: try house { () throws(TamisError) in try Repeats(file) })
  }
}

@c @implementation
public func tamis_repeats_add(
  _ repeats: OpaquePointer?, _ cleaner: OpaquePointer?, _ data: UnsafePointer<CChar>?, _ length: Int64,
  _ host: UnsafePointer<CChar>?, _ host_length: Int64, _ scratch: OpaquePointer?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  answer(error) { () throws(Failure) in
    let repeats: Repeats = try object(repeats, "repeats")
    let cleaner: Cleaner = try object(cleaner, "cleaner")
    let source = try bytes(data, length)
    let origin = try bytes(host, host_length)
    let workspace = try workspace(scratch)
    try house { () throws(TamisError) in
      try cleaner.add(source, host: host == nil ? nil : origin, to: repeats, scratch: workspace)
    }
  }
}

@c @implementation
public func tamis_repeats_merge(
  _ repeats: OpaquePointer?, _ other: OpaquePointer?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  answer(error) { () throws(Failure) in
    let repeats: Repeats = try object(repeats, "repeats")
    let other: Repeats = try object(other, "other")
    try house { () throws(TamisError) in try repeats.merge(other) }
  }
}

@c @implementation
public func tamis_repeats_find(
  _ repeats: OpaquePointer?, _ host: UnsafePointer<CChar>?, _ host_length: Int64, _ data: UnsafePointer<CChar>?,
  _ length: Int64, _ documents: UnsafeMutablePointer<Int64>?, _ of_host: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  documents?.pointee = 0
  of_host?.pointee = 0
  return answer(error) { () throws(Failure) in
    let repeats: Repeats = try object(repeats, "repeats")
    let origin = try bytes(host, host_length)
    let block = try bytes(data, length)
    let result = try place(documents, "documents")
    let found = try house { () throws(TamisError) in try repeats.documents(ofHost: origin, with: block) }
    result.pointee = Int64(found)
    of_host?.pointee = Int64(repeats.documents(ofHost: origin))
  }
}

@c @implementation
public func tamis_repeats_document_count(_ repeats: OpaquePointer?) -> Int64 {
  Int64(clamping: object(repeats, as: Repeats.self)?.documentCount ?? 0)
}

@c @implementation
public func tamis_repeats_save(
  _ repeats: OpaquePointer?, _ data: UnsafeMutablePointer<CChar>?, _ capacity: Int64,
  _ required: UnsafeMutablePointer<Int64>?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  required?.pointee = 0
  return answer(error) { () throws(Failure) in
    let repeats: Repeats = try object(repeats, "repeats")
    let size = try place(required, "required")
    let room = try buffer(data, capacity, "data")
    size.pointee = Int64(repeats.fileLength)
    guard size.pointee <= capacity else { throw .tooSmall("data", capacity: capacity, required: size.pointee) }
    var file = ByteBuffer()
    try house { () throws(TamisError) in try repeats.write(to: &file) }
    try file.view.withMemoryRebound(to: CChar.self) { (file) throws(Failure) in
      try deliver(file, to: room, required: size, "data")
    }
  }
}

@c @implementation
public func tamis_repeats_free(_ repeats: OpaquePointer?) { release(repeats, as: Repeats.self) }
