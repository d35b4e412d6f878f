/// Why a plugin is not loaded.
public struct PluginError: Error, Sendable, CustomStringConvertible {
  public enum Reason: Sendable {
    /// There is no such file, or it cannot be read.
    case notFound
    /// The file is no shared library for this machine, or exports no entry, or cannot be loaded.
    case notAPlugin
    /// It is made for another version of the interface.
    case wrongVersion
    /// What it says of itself breaks the rules of tamis_plugin.h.
    case invalid
    /// It was given an option that it does not have, or that cannot be read, or not one that it must have.
    case badOption
    /// It does not want to begin.
    case failed
    case outOfMemory
  }

  public let reason: Reason
  /// The plugin as it was asked for, or where it was found.
  public let path: String
  /// What is wrong and what to do.
  public let message: String

  public init(reason: Reason, path: String, message: String) {
    self.reason = reason
    self.path = path
    self.message = message
  }

  public var description: String { "\(path): \(message)" }
}
