import CTamis

@c @implementation
public func tamis_error_init(_ error: UnsafeMutablePointer<tamis_error>?, _ struct_size: UInt32) -> tamis_status {
  answer(nil) { () throws(Failure) in
    try tamis_error.initialize(error, size: struct_size)
    if let error { clear(error) }
  }
}

@c @implementation
public func tamis_options_init(_ options: UnsafeMutablePointer<tamis_options>?, _ struct_size: UInt32) -> tamis_status {
  answer(nil) { () throws(Failure) in try tamis_options.initialize(options, size: struct_size) }
}

@c @implementation
public func tamis_batch_options_init(
  _ options: UnsafeMutablePointer<tamis_batch_options>?, _ struct_size: UInt32
) -> tamis_status {
  answer(nil) { () throws(Failure) in try tamis_batch_options.initialize(options, size: struct_size) }
}
