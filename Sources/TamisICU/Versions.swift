import CICU

/// A version as ICU gives it: up to four numbers.
public struct LibraryVersion: Sendable, Equatable {
  public let major: UInt8
  public let minor: UInt8

  public var description: String { "\(major).\(minor)" }
}

/// The version of the ICU library that is linked, and of the Unicode Standard that it implements.
public enum ICUVersions {
  public static var icu: LibraryVersion { read(cicu_version) }
  public static var unicode: LibraryVersion { read(cicu_unicode_version) }

  private static func read(_ ask: (UnsafeMutablePointer<UInt8>) -> Void) -> LibraryVersion {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { numbers in
      numbers.initialize(repeating: 0)
      ask(numbers.baseAddress!)
      return LibraryVersion(major: numbers[0], minor: numbers[1])
    }
  }
}
