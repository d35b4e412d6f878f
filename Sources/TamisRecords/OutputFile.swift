#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file open for writing. Unbuffered: hand it large pieces.
package final class OutputFile {
  private var descriptor: Int32
  private let isOwned: Bool
  /// Whether what the file held when it was opened is still there.
  private var isAsFound: Bool

  private init(descriptor: Int32, isOwned: Bool) {
    self.descriptor = descriptor
    self.isOwned = isOwned
    isAsFound = isOwned
  }

  package static var standardOutput: OutputFile { OutputFile(descriptor: 1, isOwned: false) }
  package static var standardError: OutputFile { OutputFile(descriptor: 2, isOwned: false) }

  /// Creates the file or opens the one that is there, whose content stays until the first write, or ``empty()``.
  package convenience init(_ path: FilePath) throws(SystemError) {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC
    let descriptor = try retrying { path.withCString { Int(open($0, flags, 0o666)) } }
    self.init(descriptor: Int32(descriptor), isOwned: true)
  }

  /// The same in the folder `folder`, an open descriptor; `name` is one component and a symbolic link is not followed.
  convenience init(in folder: Int32, name: FilePath) throws(SystemError) {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW
    let descriptor = try retrying { name.withCString { Int(openat(folder, $0, flags, 0o666)) } }
    self.init(descriptor: Int32(descriptor), isOwned: true)
  }

  deinit {
    if isOwned && descriptor >= 0 { close(descriptor) }
  }

  package func facts() throws(SystemError) -> FileFacts {
    try FileFacts(ofDescriptor: descriptor)
  }

  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Forgets what the file held when it was opened, if it is one that holds something. The first write does so too.
  package func empty() throws(SystemError) {
    guard isAsFound else { return }
    if try facts().kind == .regular {
      let descriptor = descriptor
      _ = try retrying { Int(ftruncate(descriptor, 0)) }
    }
    isAsFound = false
  }

  package func write(_ bytes: Bytes) throws(SystemError) {
    guard var at = bytes.baseAddress, !bytes.isEmpty else { return }
    try empty()
    let end = at + bytes.count
    while at < end {
      let count = try retrying { Self.write(descriptor, at, end - at) }
      at += count
    }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
    #if canImport(Darwin)
    Darwin.write(descriptor, bytes, count)
    #elseif canImport(Musl)
    Musl.write(descriptor, bytes, count)
    #else
    Glibc.write(descriptor, bytes, count)
    #endif
  }

  /// Closes the file, which is where some file systems report a full disk first.
  package func finish() throws(SystemError) {
    guard isOwned, descriptor >= 0 else { return }
    let closing = descriptor
    descriptor = -1
    guard close(closing) == 0 else { throw .last }
  }
}

/// Makes sure that descriptors 0, 1 and 2 are taken, so that no file that is opened later gets the number of one that
/// the caller had closed and receives messages or results. Using one that was closed still fails.
package func holdStandardDescriptors() {
  for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
    // The wrong way round on purpose: reading standard input or writing standard output fails as it should.
    _ = open("/dev/null", descriptor == 1 ? O_RDONLY : O_WRONLY)
  }
}
