/// A path as the system has it: bytes without NUL, in no particular encoding. A Swift string would repair names that
/// are not UTF-8 and then not find the file.
package struct FilePath: Hashable, Sendable {
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init(_ string: String) {
    bytes = Array(string.utf8)
  }

  package init(cString: UnsafePointer<CChar>) {
    var bytes: [UInt8] = []
    var at = cString
    while at.pointee != 0 {
      bytes.append(UInt8(bitPattern: at.pointee))
      at += 1
    }
    self.bytes = bytes
  }

  /// The path for people: repaired where it is not UTF-8.
  package var description: String { String(decoding: bytes, as: UTF8.self) }

  package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { copy in
      for (place, byte) in bytes.enumerated() { copy.initializeElement(at: place, to: CChar(bitPattern: byte)) }
      copy.initializeElement(at: bytes.count, to: 0)
      return body(copy.baseAddress!)
    }
  }

  package func appending(_ name: FilePath) -> FilePath {
    if bytes.isEmpty { return name }
    return FilePath(bytes: bytes + (isFolderByName ? [] : [UInt8(ascii: "/")]) + name.bytes)
  }

  /// What stands between slashes, without empty parts and `.`.
  package var components: [FilePath] {
    bytes.split(separator: UInt8(ascii: "/")).map { FilePath(bytes: Array($0)) }.filter { $0.bytes != Self.dot }
  }

  package var lastComponent: FilePath { components.last ?? self }

  package var isFolderByName: Bool { bytes.last == UInt8(ascii: "/") }

  /// `-`, which stands for standard input or output.
  package static let standard = FilePath("-")
  package static let parent = FilePath("..")
  private static let dot = [UInt8(ascii: ".")]
}
