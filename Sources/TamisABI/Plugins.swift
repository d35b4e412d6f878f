import CTamis
import Tamis
import TamisPlugins

/// What a tamis_plugins is: the plugins, and what is said of them as C has texts.
final class PluginsHandle {
  let plugins: PluginSet
  private var texts: [CText] = []
  private(set) var infos: [tamis_plugin_info] = []
  private var settings: [UnsafeMutablePointer<tamis_plugin_setting_info>] = []
  private var reasons: [UnsafePointer<CChar>?] = []

  init(_ plugins: PluginSet) {
    self.plugins = plugins
    for description in plugins.descriptions { infos.append(info(description)) }
    for number in UInt8.min...UInt8.max { reasons.append(plugins.reasonName(number).map(text)) }
  }

  deinit {
    for list in settings { list.deallocate() }
  }

  func reasonName(_ number: Int32) -> UnsafePointer<CChar>? { UInt8(exactly: number).flatMap { reasons[Int($0)] } }

  private func text(_ text: String) -> UnsafePointer<CChar> {
    let copy = CText(text)
    texts.append(copy)
    return copy.start
  }

  private func info(_ plugin: PluginDescription) -> tamis_plugin_info {
    let list = UnsafeMutablePointer<tamis_plugin_setting_info>.allocate(capacity: max(1, plugin.options.count))
    settings.append(list)
    for (place, option) in plugin.options.enumerated() {
      let setting = tamis_plugin_setting_info(
        key: text(option.key), default_value: option.defaultValue.map(text), help: text(option.help))
      (list + place).initialize(to: setting)
    }
    return tamis_plugin_info(
      struct_size: 0, reserved: 0, id: text(plugin.id), description: text(plugin.summary),
      version: text(plugin.version), path: text(plugin.path),
      kinds: text(plugin.kinds.map(\.rawValue).joined(separator: " ")), settings: UnsafePointer(list),
      setting_count: Int64(plugin.options.count))
  }
}

private let greatestRequestCount: Int64 = 256
private let greatestRequestLength = 4096

/// What loading takes, in small objects and texts that cannot fail: so much is asked for first.
private let loadingBytes = 1 << 22

@c @implementation
public func tamis_plugins_load(
  _ requests: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int64, _ log: tamis_plugins_log?,
  _ context: UnsafeMutableRawPointer?, _ plugins: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  plugins?.pointee = nil
  return answer(error) { () throws(Failure) in
    let result = try place(plugins, "plugins")
    guard count >= 0, count <= greatestRequestCount else {
      throw Failure(TAMIS_INVALID_ARGUMENT, "count", "is %; it is 0 or up to %", count, greatestRequestCount)
    }
    guard requests != nil || count == 0 else { throw .null("requests") }
    try ensureRoomForObjects(loadingBytes)
    do throws(PluginError) {
      var wanted: [PluginRequest] = []
      for number in 0..<Int(count) { wanted.append(try PluginRequest(try request(requests?[number], Int64(number)))) }
      let set = try PluginSet(wanted, log: logger(log, context))
      result.pointee = handle(owning: PluginsHandle(set))
    } catch {
      throw Failure(error)
    }
  }
}

private func request(_ start: UnsafePointer<CChar>?, _ number: Int64) throws(PluginError) -> String {
  guard let start else {
    throw PluginError(reason: .badOption, path: "requests", message: "has null at place \(number); leave it out")
  }
  guard let text = text(start, atMost: greatestRequestLength) else {
    let message = "has at place \(number) what is no UTF-8 of at most \(greatestRequestLength) bytes"
    throw PluginError(reason: .badOption, path: "requests", message: message)
  }
  return text
}

/// The text before a NUL; nil for one that is too long or not UTF-8.
private func text(_ start: UnsafePointer<CChar>, atMost longest: Int) -> String? {
  var length = 0
  while length <= longest, start[length] != 0 { length += 1 }
  let bytes = Bytes(start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: length)
  guard length <= longest, wellFormedPrefix(of: bytes) == length else { return nil }
  return String(decoding: bytes, as: UTF8.self)
}

private func logger(_ log: tamis_plugins_log?, _ context: UnsafeMutableRawPointer?) -> PluginLog? {
  guard let log else { return nil }
  nonisolated(unsafe) let context = context
  return { message in
    message.plugin.withCString { plugin in
      message.text.withCString { text in log(context, plugin, Int32(message.level.rawValue), text) }
    }
  }
}

@c @implementation
public func tamis_plugins_count(_ plugins: OpaquePointer?) -> Int64 {
  Int64(object(plugins, as: PluginsHandle.self)?.infos.count ?? 0)
}

@c @implementation
public func tamis_plugins_describe(
  _ plugins: OpaquePointer?, _ plugin: Int64, _ info: UnsafeMutablePointer<tamis_plugin_info>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  answer(error) { () throws(Failure) in
    let handle: PluginsHandle = try object(plugins, "plugins")
    let room = try place(info, "info")
    guard plugin >= 0, plugin < Int64(handle.infos.count) else {
      throw Failure(
        TAMIS_INVALID_ARGUMENT, "plugin", "is %; there are % plugins, from 0", plugin, Int64(handle.infos.count))
    }
    try handle.infos[Int(plugin)].write(to: room)
  }
}

@c @implementation
public func tamis_plugins_reason_name(_ plugins: OpaquePointer?, _ reason: Int32) -> UnsafePointer<CChar>? {
  object(plugins, as: PluginsHandle.self)?.reasonName(reason) ?? ConstantText("unknown").pointer
}

@c @implementation
public func tamis_plugins_free(_ plugins: OpaquePointer?) { release(plugins, as: PluginsHandle.self) }

@c @implementation
public func tamis_cleaner_new_with_plugins(
  _ options: UnsafePointer<tamis_options>?, _ plugins: OpaquePointer?, _ cleaner: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  cleaner?.pointee = nil
  return answer(error) { () throws(Failure) in
    let result = try place(cleaner, "cleaner")
    let recipe = try CleaningOptions(options)
    let guests = object(plugins, as: PluginsHandle.self)?.plugins
    try ensureRoomForObjects()
    result.pointee = handle(owning: try house { () throws(TamisError) in try Cleaner(recipe, guests: guests) })
  }
}

@c @implementation
public func tamis_document_fact_count(_ document: OpaquePointer?) -> Int64 {
  Int64(object(document, as: CleanedDocument.self)?.facts.all.count ?? 0)
}

@c @implementation
public func tamis_document_fact(
  _ document: OpaquePointer?, _ index: Int64, _ fact: UnsafeMutablePointer<tamis_fact>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  answer(error) { () throws(Failure) in
    let facts = try (object(document, "document") as CleanedDocument).facts
    let room = try place(fact, "fact")
    guard index >= 0, index < Int64(facts.all.count) else {
      throw Failure(
        TAMIS_INVALID_ARGUMENT, "index", "is %; there are % facts, from 0", index, Int64(facts.all.count))
    }
    let said = facts.all[Int(index)]
    try tamis_fact(
      struct_size: 0, kind: Int32(said.kind.rawValue), plugin: Int64(said.plugin), number: said.number,
      key: tamis_text(facts.key(of: said)), text: tamis_text(facts.text(of: said))
    ).write(to: room)
  }
}

@c @implementation
public func tamis_document_is_dropped(_ document: OpaquePointer?) -> Int32 {
  object(document, as: CleanedDocument.self)?.facts.isDropped == true ? 1 : 0
}

extension tamis_text {
  fileprivate init(_ text: Bytes) {
    let start = UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self)
    self.init(data: start ?? ConstantText("").pointer, length: Int64(text.count))
  }
}

extension Failure {
  /// Why a plugin was refused.
  fileprivate init(_ error: PluginError) {
    let status =
      switch error.reason {
      case .notFound: TAMIS_PLUGIN_NOT_FOUND
      case .notAPlugin: TAMIS_PLUGIN_NOT_A_PLUGIN
      case .wrongVersion: TAMIS_PLUGIN_WRONG_VERSION
      case .invalid: TAMIS_PLUGIN_INVALID
      case .badOption: TAMIS_PLUGIN_BAD_OPTION
      case .failed: TAMIS_PLUGIN_NOT_STARTED
      case .outOfMemory: TAMIS_OUT_OF_MEMORY
      }
    self.init(status, "", "")
    words = Words(Array(error.description.utf8))
  }

  /// What cleaning met; of a plugin that failed, its name and what it did.
  init(_ error: TamisError, by cleaner: Cleaner, _ facts: DocumentFacts) {
    guard case .plugin(let place) = error, let plugins = cleaner.guests as? PluginSet, let fault = facts.all.last,
      place < plugins.descriptions.count
    else {
      self.init(error)
      return
    }
    self.init(TAMIS_PLUGIN_FAILED, "", "plugin ")
    words = Words(Array(plugins.descriptions[place].id.utf8), Array(": ".utf8), Array(facts.text(of: fault)))
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
