#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file to be read, or the reason why something that was named cannot be.
package struct InputEntry: Sendable {
  package enum Fault: Sendable, Equatable {
    case system(SystemError)
    /// The folder contains itself by way of a symbolic link.
    case loop
    /// A socket, a pipe or a device that a folder holds; reading it might never end.
    case notAFile
  }

  /// The path as it was given, or as it is reached from the folder that was given. `-` is standard input.
  package let path: FilePath
  /// The path from the folder that was given; the last component when the file itself was.
  package let relativePath: FilePath
  /// Known for regular files.
  package let identity: FileIdentity?
  package let fault: Fault?
}

/// Walks what was named on the command line: files as they are, folders in sorted order and all the way down, hidden
/// names left out. Symbolic links are followed; a folder inside itself is a fault of its own and the walk goes on.
package struct InputList {
  package private(set) var entries: [InputEntry] = []

  package init(_ paths: [FilePath]) {
    for path in paths { add(path) }
  }

  private mutating func add(_ path: FilePath) {
    if path == .standard {
      let facts = try? FileFacts(ofDescriptor: 0)
      append(path, relative: path, identity: facts?.kind == .regular ? facts?.identity : nil)
      return
    }
    do {
      let facts = try FileFacts(of: path)
      switch facts.kind {
      case .regular: append(path, relative: path.lastComponent, identity: facts.identity)
      case .other: append(path, relative: path.lastComponent, identity: nil)
      case .folder: walk(path, relative: FilePath(bytes: []), above: [facts.identity])
      }
    } catch {
      append(path, relative: path, fault: .system(error))
    }
  }

  private mutating func append(
    _ path: FilePath, relative: FilePath, identity: FileIdentity? = nil, fault: InputEntry.Fault? = nil
  ) {
    entries.append(InputEntry(path: path, relativePath: relative, identity: identity, fault: fault))
  }

  private mutating func walk(_ folder: FilePath, relative: FilePath, above: [FileIdentity]) {
    let names: [FilePath]
    do {
      names = try Self.names(in: folder)
    } catch {
      return append(folder, relative: relative, fault: .system(error))
    }
    for name in names { visit(folder.appending(name), relative: relative.appending(name), above: above) }
  }

  private mutating func visit(_ path: FilePath, relative: FilePath, above: [FileIdentity]) {
    let facts: FileFacts
    do {
      facts = try FileFacts(of: path)
    } catch {
      return append(path, relative: relative, fault: error.code == ELOOP ? .loop : .system(error))
    }
    switch facts.kind {
    case .regular: append(path, relative: relative, identity: facts.identity)
    case .other: append(path, relative: relative, fault: .notAFile)
    case .folder where above.contains(facts.identity): append(path, relative: relative, fault: .loop)
    case .folder: walk(path, relative: relative, above: above + [facts.identity])
    }
  }

  private static func names(in folder: FilePath) throws(SystemError) -> [FilePath] {
    guard let stream = folder.withCString({ opendir($0) }) else { throw .last }
    defer { closedir(stream) }
    var names: [FilePath] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath(cString: $0) }
      }
      if name.bytes.first != UInt8(ascii: ".") { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw .last }
    return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
