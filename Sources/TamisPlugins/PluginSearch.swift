#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The folders in which plugins without a path are looked for, first come first served.
public struct PluginSearch: Sendable {
  public static let variable = "TAMIS_PLUGIN_PATH"
  public static let suffix = ".so"

  public var folders: [String]

  public init(folders: [String]) {
    self.folders = folders
  }

  /// What `TAMIS_PLUGIN_PATH` says: folders divided by colons.
  public static var environment: PluginSearch {
    guard let value = getenv(variable) else { return PluginSearch(folders: []) }
    return PluginSearch(folders: String(cString: value).split(separator: ":").map(String.init))
  }

  /// Every file of the folders that has the name of a plugin, in the order in which they are found.
  public var files: [String] {
    folders.flatMap { folder in
      Self.names(in: folder).filter { $0.hasSuffix(Self.suffix) }.sorted().map { folder + "/" + $0 }
    }
  }

  /// Where the plugin of a name is; what has a slash or ends in `.so` is a path already.
  /// - Throws: ``PluginError/Reason/notFound``.
  public func path(of name: String) throws(PluginError) -> String {
    if name.contains("/") || name.hasSuffix(Self.suffix) { return name }
    for folder in folders {
      let path = folder + "/" + name + Self.suffix
      if access(path, F_OK) == 0 { return path }
    }
    let places = folders.isEmpty ? "\(Self.variable) names no folders" : "not in \(folders.joined(separator: ", "))"
    let advice = "give its path, with a slash or ending in \(Self.suffix)"
    throw PluginError(reason: .notFound, path: name, message: "no such plugin: \(places); \(advice)")
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names
  }
}
