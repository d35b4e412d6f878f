#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A failed system call: its `errno`.
package struct SystemError: Error, Equatable, Sendable {
  package let code: Int32

  package init(code: Int32) {
    self.code = code
  }

  /// The last call's error. Ask before any other call is made.
  package static var last: SystemError { SystemError(code: errno) }

  package static let brokenPipe = SystemError(code: EPIPE)

  /// The system's own words, such as "No such file or directory".
  package var description: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      text.initialize(repeating: 0)
      _ = strerror_r(code, text.baseAddress!, text.count)
      return String(cString: text.baseAddress!)
    }
  }
}

/// Repeats a call that a signal interrupted.
@inline(__always)
func retrying(_ call: () -> Int) throws(SystemError) -> Int {
  while true {
    let result = call()
    if result >= 0 { return result }
    let error = SystemError.last
    if error.code != EINTR { throw error }
  }
}
