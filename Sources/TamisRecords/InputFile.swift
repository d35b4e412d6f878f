#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Which file it is, whatever the name it was reached by.
package struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let number: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }
}

/// What `stat` says, as far as it matters here.
package struct FileFacts: Sendable {
  package enum Kind: Sendable { case regular, folder, other }

  package let kind: Kind
  package let identity: FileIdentity
  /// Bytes; meaningful for regular files.
  package let size: Int

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      default: .other
      }
    identity = FileIdentity(status)
    size = Int(status.st_size)
  }

  /// Follows symbolic links.
  package init(of path: FilePath) throws(SystemError) {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else { throw .last }
    self.init(status)
  }

  package init(ofDescriptor descriptor: Int32) throws(SystemError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    self.init(status)
  }
}

/// A file open for reading; closed when released, except for standard input.
package final class InputFile {
  private let descriptor: Int32
  private let isOwned: Bool

  package init(_ path: FilePath) throws(SystemError) {
    if path == .standard {
      descriptor = 0
      isOwned = false
      return
    }
    descriptor = Int32(try retrying { path.withCString { Int(open($0, O_RDONLY | O_CLOEXEC)) } })
    isOwned = true
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  package func facts() throws(SystemError) -> FileFacts {
    try FileFacts(ofDescriptor: descriptor)
  }

  /// Appends at most `limit` bytes; none at the end of the file.
  package func read(upTo limit: Int, into buffer: inout ByteBuffer) throws(ReadError) -> Int {
    let room: UnsafeMutablePointer<UInt8>
    do { room = try buffer.spare(limit) } catch { throw .outOfMemory }
    let descriptor = descriptor
    do {
      #if canImport(Darwin)
      let count = try retrying { Darwin.read(descriptor, room, limit) }
      #elseif canImport(Musl)
      let count = try retrying { Musl.read(descriptor, room, limit) }
      #else
      let count = try retrying { Glibc.read(descriptor, room, limit) }
      #endif
      buffer.commit(count)
      return count
    } catch {
      throw .system(error)
    }
  }

  /// Whether a read would return at once: with bytes, at the end, or with an error.
  package func isReady() -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) != 0
  }
}

/// Why a read did not succeed.
package enum ReadError: Error, Equatable, Sendable {
  case system(SystemError)
  case outOfMemory

  package var description: String {
    switch self {
    case .system(let error): error.description
    case .outOfMemory: "out of memory"
    }
  }
}
