import CTamis

/// A struct of tamis.h that the caller fills: it begins with its size, it grows at the end, and zeros mean the default.
protocol SizedStruct {
  /// All zeros.
  init()
  var struct_size: UInt32 { get set }
  /// What it is called in tamis.h.
  static var name: StaticString { get }
  /// Whether an earlier version of it had this size.
  static func hadSize(_ size: Int) -> Bool
}

/// No struct of tamis.h will ever be larger; a size above it is a field that was not set.
private let greatestSize = 4096

extension SizedStruct {
  /// What the caller's struct says, of whatever version it is; the default for null.
  init(reading pointer: UnsafePointer<Self>?) throws(Failure) {
    self.init()
    guard let pointer else { return }
    let caller = UnsafeRawPointer(pointer)
    let size = Int(caller.loadUnaligned(as: UInt32.self))
    try Self.check(size)
    let known = min(size, MemoryLayout<Self>.size)
    withUnsafeMutableBytes(of: &self) { $0.copyMemory(from: UnsafeRawBufferPointer(start: caller, count: known)) }
    for offset in known..<size where caller.load(fromByteOffset: offset, as: UInt8.self) != 0 {
      throw Failure(
        TAMIS_UNKNOWN_OPTION, Self.name, "has a field at byte % that this library does not know; leave it 0 or update",
        Int64(offset))
    }
  }

  /// Sets the caller's struct, of whatever version, to all defaults.
  static func initialize(_ pointer: UnsafeMutablePointer<Self>?, size: UInt32) throws(Failure) {
    guard let pointer else { throw .null(name) }
    try check(Int(size))
    let caller = UnsafeMutableRawPointer(pointer)
    UnsafeMutableRawBufferPointer(start: caller, count: Int(size)).initializeMemory(as: UInt8.self, repeating: 0)
    caller.storeBytes(of: size, as: UInt32.self)
  }

  /// Fills the caller's struct, of whatever version, with as much of this one as it has room for.
  func write(to pointer: UnsafeMutablePointer<Self>) throws(Failure) {
    let caller = UnsafeMutableRawPointer(pointer)
    let size = caller.loadUnaligned(as: UInt32.self)
    try Self.initialize(pointer, size: size)
    var filled = self
    filled.struct_size = size
    withUnsafeBytes(of: filled) { bytes in
      caller.copyMemory(from: bytes.baseAddress.unsafelyUnwrapped, byteCount: min(Int(size), bytes.count))
    }
  }

  static func hadSize(_ size: Int) -> Bool { false }

  /// A size between those of two versions would cut a field in two, and be it a pointer.
  private static func check(_ size: Int) throws(Failure) {
    guard size >= MemoryLayout<Self>.size && size <= greatestSize || hadSize(size) else {
      throw Failure(
        TAMIS_BAD_STRUCT_SIZE, name, "has struct_size %, which no version of it has; was it initialised?", Int64(size))
    }
  }
}

extension tamis_options: SizedStruct {
  static var name: StaticString { "tamis_options" }
  static func hadSize(_ size: Int) -> Bool { size == 80 || size == 136 || size == 168 }
}

extension tamis_batch_options: SizedStruct {
  static var name: StaticString { "tamis_batch_options" }
  static func hadSize(_ size: Int) -> Bool { size == 24 }
}

extension tamis_arrow_options: SizedStruct {
  static var name: StaticString { "tamis_arrow_options" }
}

extension tamis_edits: SizedStruct {
  static var name: StaticString { "tamis_edits" }
  static func hadSize(_ size: Int) -> Bool { size == 56 || size == 88 }
}

extension tamis_encoding: SizedStruct {
  static var name: StaticString { "tamis_encoding" }
}

extension tamis_error: SizedStruct {
  static var name: StaticString { "tamis_error" }
}

extension tamis_plugin_info: SizedStruct {
  static var name: StaticString { "tamis_plugin_info" }
}

extension tamis_fact: SizedStruct {
  static var name: StaticString { "tamis_fact" }
}
