#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder that receives one file per input. Nothing is ever written outside it: names are walked one component at a
/// time, `..` is refused and symbolic links inside the folder are not followed.
package final class OutputFolder {
  private let descriptor: Int32

  /// Opens the folder; makes it, and those above it, if it is not there.
  package init(_ path: FilePath) throws(SystemError) {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    var opened = path.withCString { open($0, flags) }
    if opened < 0 && errno == ENOENT {
      try Self.makeFolders(path)
      opened = path.withCString { open($0, flags) }
    }
    guard opened >= 0 else { throw .last }
    descriptor = opened
  }

  deinit {
    close(descriptor)
  }

  private static func makeFolders(_ path: FilePath) throws(SystemError) {
    var sofar = FilePath(bytes: path.bytes.first == UInt8(ascii: "/") ? [UInt8(ascii: "/")] : [])
    for component in path.components {
      sofar = sofar.appending(component)
      guard sofar.withCString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST else { throw .last }
    }
  }

  /// Opens the file `name`, a relative path, making the folders it stands in. What it held stays until the first write.
  package func file(_ name: FilePath) throws(SystemError) -> OutputFile {
    let components = name.components
    guard let last = components.last, !components.contains(.parent) else { throw SystemError(code: EINVAL) }
    var folder = descriptor
    defer { if folder != descriptor { close(folder) } }
    for component in components.dropLast() {
      let inner = try Self.enter(component, of: folder)
      if folder != descriptor { close(folder) }
      folder = inner
    }
    return try OutputFile(in: folder, name: last)
  }

  private static func enter(_ component: FilePath, of folder: Int32) throws(SystemError) -> Int32 {
    guard component.withCString({ mkdirat(folder, $0, 0o777) }) == 0 || errno == EEXIST else { throw .last }
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    return Int32(try retrying { component.withCString { Int(openat(folder, $0, flags)) } })
  }
}
