#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Zeroed memory for a table of a fixed size, freed unless it is kept.
public struct TableMemory: ~Copyable {
  public let start: UnsafeMutableRawPointer

  public init(bytes: Int) throws(TamisError) {
    guard let memory = calloc(max(bytes, 1), 1) else { throw .outOfMemory }
    start = memory
  }

  deinit { free(start) }

  /// Leaves the memory to whoever has its address, who keeps it or frees it.
  public consuming func keep() { discard self }
}
