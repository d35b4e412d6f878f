import CPlugins

/// The look into a file, as a number: 0 is fine.
func peek(_ path: String, _ size: inout UInt32, _ version: inout UInt32) -> UInt32 {
  var code: Int32 = 0
  return cplugins_peek(path, &size, &version, &code).rawValue
}
