import CTamis
import Tamis

@c @implementation
public func tamis_clean(
  _ data: UnsafePointer<CChar>?, _ length: Int64, _ options: UnsafePointer<tamis_options>?,
  _ document: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  document?.pointee = nil
  return answer(error) { () throws(Failure) in
    let result = try place(document, "document")
    let source = try bytes(data, length)
    let recipe = try CleaningOptions(options)
    try ensureRoomForObjects()
    result.pointee = handle(owning: try house { () throws(TamisError) in try Cleaner(recipe).clean(source) })
  }
}

@c @implementation
public func tamis_cleaner_new(
  _ options: UnsafePointer<tamis_options>?, _ cleaner: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  cleaner?.pointee = nil
  return answer(error) { () throws(Failure) in
    let result = try place(cleaner, "cleaner")
    let recipe = try CleaningOptions(options)
    try ensureRoomForObjects()
    result.pointee = handle(owning: try house { () throws(TamisError) in try Cleaner(recipe) })
  }
}

@c @implementation
public func tamis_cleaner_free(_ cleaner: OpaquePointer?) { release(cleaner, as: Cleaner.self) }

@c @implementation
public func tamis_scratch_new(
  _ scratch: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  scratch?.pointee = nil
  return answer(error) { () throws(Failure) in
    let result = try place(scratch, "scratch")
    try ensureRoomForObjects()
    result.pointee = handle(owning: Scratch())
  }
}

@c @implementation
public func tamis_scratch_free(_ scratch: OpaquePointer?) { release(scratch, as: Scratch.self) }

@c @implementation
public func tamis_document_new(
  _ document: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  document?.pointee = nil
  return answer(error) { () throws(Failure) in
    let result = try place(document, "document")
    try ensureRoomForObjects()
    result.pointee = handle(owning: CleanedDocument())
  }
}

@c @implementation
public func tamis_cleaner_clean(
  _ cleaner: OpaquePointer?, _ data: UnsafePointer<CChar>?, _ length: Int64, _ scratch: OpaquePointer?,
  _ document: OpaquePointer?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  clean(cleaner, data, length, nil, nil, scratch, document, error)
}

@c @implementation
public func tamis_cleaner_clean_from(
  _ cleaner: OpaquePointer?, _ data: UnsafePointer<CChar>?, _ length: Int64, _ host: UnsafePointer<CChar>?,
  _ host_length: Int64, _ scratch: OpaquePointer?, _ document: OpaquePointer?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  clean(cleaner, data, length, (host, host_length), nil, scratch, document, error)
}

@c @implementation
public func tamis_cleaner_clean_named(
  _ cleaner: OpaquePointer?, _ data: UnsafePointer<CChar>?, _ length: Int64, _ name: UnsafePointer<CChar>?,
  _ name_length: Int64, _ scratch: OpaquePointer?, _ document: OpaquePointer?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  clean(cleaner, data, length, nil, (name, name_length), scratch, document, error)
}

/// Bytes and how many, as C passes them.
private typealias Given = (start: UnsafePointer<CChar>?, length: Int64)

/// Once for its three callers, which would be 4 KB each.
@inline(never)
private func clean(
  _ cleaner: OpaquePointer?, _ data: UnsafePointer<CChar>?, _ length: Int64, _ host: Given?, _ name: Given?,
  _ scratch: OpaquePointer?, _ document: OpaquePointer?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  let result = object(document, as: CleanedDocument.self)
  let status = answer(error) { () throws(Failure) in
    let cleaner: Cleaner = try object(cleaner, "cleaner")
    let source = try bytes(data, length)
    let origin = try host.map { (host) throws(Failure) in try bytes(host.start, host.length) }
    let name = try bytes(name?.start, name?.length ?? 0, "name")
    guard let result else { throw .null("document") }
    let workspace = try workspace(scratch)
    do throws(TamisError) {
      try cleaner.clean(source, name: name, host: origin, scratch: workspace, into: result)
    } catch {
      throw Failure(error, by: cleaner, result.facts)
    }
  }
  if status != TAMIS_OK { result?.removeAll() }
  return status
}

/// The caller's workspace, or one for this call.
func workspace(_ scratch: OpaquePointer?) throws(Failure) -> Scratch {
  if let given = object(scratch, as: Scratch.self) { return given }
  try ensureRoomForObjects()
  return Scratch()
}
