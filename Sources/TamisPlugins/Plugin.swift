internal import CPlugins

/// One plugin with its options: what create made. Immutable, used by any number of threads.
final class Plugin: @unchecked Sendable {
  let library: PluginLibrary
  /// Its place among the plugins of its set.
  let place: Int
  /// Whether a document on which it fails is rejected; otherwise it goes on without.
  let rejects: Bool
  let instance: UnsafeMutableRawPointer?
  /// The number of its first reason.
  let firstReason: Int
  let abbreviations: [String]
  let host: HostTable

  var id: String { library.description.id }

  init(
    _ library: PluginLibrary, _ request: PluginRequest, place: Int, firstReason: Int, log: PluginLog?
  ) throws(PluginError) {
    self.library = library
    self.place = place
    self.firstReason = firstReason
    let path = library.description.path
    rejects = try request.rejects(path)
    let settings = request.settings.filter { $0.key != PluginRequest.onErrorKey }
    try library.description.check(settings)
    let host = HostTable(id: library.description.id, log: log)
    let instance = try Self.create(library, settings, host)
    do throws(PluginError) {
      abbreviations = try Self.abbreviations(library, instance, StructReader(path: path))
    } catch {
      library.factory.pointee.destroy?(instance)
      throw error
    }
    self.host = host
    self.instance = instance
  }

  deinit {
    library.factory.pointee.destroy?(instance)
  }

  private static func create(
    _ library: PluginLibrary, _ settings: [(key: String, value: String)], _ host: HostTable
  ) throws(PluginError) -> UnsafeMutableRawPointer? {
    let id = library.description.id
    var instance: UnsafeMutableRawPointer?
    let texts = settings.map { (CText($0.key), CText($0.value)) }
    let given = texts.map { tamis_plugin_setting(key: $0.0.start, value: $0.1.start) }
    let status = withExtendedLifetime(texts) {
      given.withUnsafeBufferPointer {
        library.factory.pointee.create?(host.table, $0.baseAddress, Int64($0.count), &instance) ?? 0
      }
    }
    guard status == TAMIS_PLUGIN_DONE else {
      let why = host.explanation.isEmpty ? "its create returned \(status)" : host.explanation
      let reason = status == TAMIS_PLUGIN_NO_MEMORY ? PluginError.Reason.outOfMemory : .failed
      throw PluginError(reason: reason, path: library.description.path, message: "\(id): \(why)")
    }
    return instance
  }

  private static func abbreviations(
    _ library: PluginLibrary, _ instance: UnsafeMutableRawPointer?, _ reader: StructReader
  ) throws(PluginError) -> [String] {
    guard let ask = library.kinds.sentenceRules?.pointee.abbreviations else { return [] }
    var words: UnsafePointer<UnsafePointer<CChar>?>?
    var count: Int64 = 0
    let status = ask(instance, &words, &count)
    guard status == TAMIS_PLUGIN_DONE else {
      let message = "\(library.description.id): its abbreviations returned \(status)"
      throw PluginError(reason: .failed, path: reader.path, message: message)
    }
    guard count >= 0, count <= 65_536, count == 0 || words != nil else {
      throw reader.invalid("it says that it has \(count) abbreviations")
    }
    var read: [String] = []
    for place in 0..<Int(count) { read.append(try reader.text(words?[place], "abbreviation \(place)")) }
    return read
  }

  /// A workspace for one thread; nil when the plugin needs none.
  func makeWorkspace() throws(TamisError) -> UnsafeMutableRawPointer? {
    guard let make = library.factory.pointee.workspace_new else { return nil }
    guard let made = make(instance) else { throw .outOfMemory }
    return made
  }

  func freeWorkspace(_ workspace: UnsafeMutableRawPointer?) {
    guard let workspace else { return }
    library.factory.pointee.workspace_free?(instance, workspace)
  }
}

/// A NUL-terminated copy of a text, for as long as the object lives.
private final class CText {
  let start: UnsafePointer<CChar>

  init(_ text: String) {
    let bytes = Array(text.utf8CString)
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    copy.initialize(from: bytes, count: bytes.count)
    start = UnsafePointer(copy)
  }

  deinit {
    start.deallocate()
  }
}

extension PluginRequest {
  /// The option that every plugin has from the host.
  static var onErrorKey: String { "on-error" }

  fileprivate func rejects(_ path: String) throws(PluginError) -> Bool {
    switch settings.first(where: { $0.key == Self.onErrorKey })?.value {
    case nil, "skip"?: return false
    case "reject"?: return true
    case let value?:
      throw PluginError(reason: .badOption, path: path, message: "on-error is '\(value)'; it is skip or reject")
    }
  }
}

extension PluginDescription {
  fileprivate func check(_ settings: [(key: String, value: String)]) throws(PluginError) {
    for setting in settings where !options.contains(where: { $0.key == setting.key }) {
      let keys = (options.map(\.key) + [PluginRequest.onErrorKey]).joined(separator: ", ")
      let message = "\(id) has no option '\(setting.key)'; it has \(keys)"
      throw PluginError(reason: .badOption, path: path, message: message)
    }
    for setting in settings where setting.value.utf8.contains(0) {
      throw PluginError(reason: .badOption, path: path, message: "\(id): '\(setting.key)' holds a NUL")
    }
    for option in options where option.defaultValue == nil && !settings.contains(where: { $0.key == option.key }) {
      let message = "\(id) needs the option '\(option.key)': \(option.help)"
      throw PluginError(reason: .badOption, path: path, message: message)
    }
  }
}
