internal import CPlugins

/// A shared library that was found to be a plugin: its description, read and checked, and its factory. Whoever makes
/// one counts as one user of it: `init` has run, and `deinit` runs with the object's end.
final class PluginLibrary: @unchecked Sendable {
  let description: PluginDescription
  let factory: UnsafePointer<tamis_plugin_factory>
  let kinds: Kinds
  private let entry: UnsafePointer<tamis_plugin_entry>

  /// The structs of the kinds that it is.
  struct Kinds {
    var textFilter: UnsafePointer<tamis_plugin_text_filter>?
    var textAnnotator: UnsafePointer<tamis_plugin_annotator>?
    var blockScorer: UnsafePointer<tamis_plugin_block_scorer>?
    var sentenceRules: UnsafePointer<tamis_plugin_sentence_rules>?
    var cleanedAnnotator: UnsafePointer<tamis_plugin_annotator>?
    var documentFilter: UnsafePointer<tamis_plugin_document_filter>?
    /// What the scorer's reasons are called.
    var reasons: [String] = []
  }

  init(path: String) throws(PluginError) {
    let reader = StructReader(path: path)
    try Self.checkVersion(path)
    entry = try Self.load(path)
    try reader.checkSize(entry.pointee.struct_size, of: tamis_plugin_entry.self, "the entry")
    let id = try reader.key(entry.pointee.id, "the id")
    let summary = try reader.text(entry.pointee.description, "the description")
    let version = try reader.text(entry.pointee.version, "the version")
    guard let getFactory = entry.pointee.get_factory else { throw reader.invalid("the entry has no get_factory") }
    if let begin = entry.pointee.`init` {
      let status = begin()
      guard status == TAMIS_PLUGIN_DONE else {
        throw PluginError(reason: .failed, path: path, message: "\(id): its init returned \(status)")
      }
    }
    do throws(PluginError) {
      guard let made = getFactory(TAMIS_PLUGIN_FACTORY) else { throw reader.invalid("\(id) has no factory") }
      factory = made.assumingMemoryBound(to: tamis_plugin_factory.self)
      let options = try reader.options(factory)
      kinds = try reader.kinds(factory)
      description = PluginDescription(
        path: path, id: id, summary: summary, version: version, kinds: kinds.list, options: options)
    } catch {
      entry.pointee.`deinit`?()
      throw error
    }
  }

  deinit {
    entry.pointee.`deinit`?()
  }

  /// Reads the version from the file, before any code of it runs.
  private static func checkVersion(_ path: String) throws(PluginError) {
    var size: UInt32 = 0
    var version: UInt32 = 0
    var code: Int32 = 0
    switch cplugins_peek(path, &size, &version, &code) {
    case CPLUGINS_FINE: break
    case CPLUGINS_UNREADABLE:
      throw PluginError(reason: .notFound, path: path, message: "\(systemMessage(code)); check the path")
    case CPLUGINS_OTHER_MACHINE:
      throw PluginError(reason: .notAPlugin, path: path, message: "built for another machine; build it for this one")
    case CPLUGINS_NO_ENTRY:
      let message = "exports no tamis_plugin_entry_v1, so it is no plugin; name another file"
      throw PluginError(reason: .notAPlugin, path: path, message: message)
    case CPLUGINS_ENTRY_NOT_CONSTANT:
      let message = "its entry is not a constant in the file; initialise it with numbers known at compile time"
      throw PluginError(reason: .invalid, path: path, message: message)
    default:
      throw PluginError(reason: .notAPlugin, path: path, message: "not a shared library, or cut off; build it again")
    }
    #if !canImport(Darwin)
    try checkVersion(path, version)
    #endif
  }

  private static func checkVersion(_ path: String, _ version: UInt32) throws(PluginError) {
    guard version == TAMIS_PLUGIN_ABI_VERSION else {
      let message = "made for version \(version) of the plugin interface, and this is \(TAMIS_PLUGIN_ABI_VERSION)"
      let advice = version > TAMIS_PLUGIN_ABI_VERSION ? "; use a later Tamis" : "; build it with this tamis_plugin.h"
      throw PluginError(reason: .wrongVersion, path: path, message: message + advice)
    }
  }

  private static func load(_ path: String) throws(PluginError) -> UnsafePointer<tamis_plugin_entry> {
    var message = [CChar](repeating: 0, count: 512)
    // The dynamic linker looks elsewhere for a name without a slash.
    guard let entry = cplugins_load(path.contains("/") ? path : "./" + path, &message, message.count) else {
      let text = message.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
      throw PluginError(reason: .notAPlugin, path: path, message: "cannot be loaded: \(text)")
    }
    try checkVersion(path, entry.pointee.abi_version)
    return entry
  }
}

extension PluginLibrary.Kinds {
  var list: [PluginDescription.Kind] {
    PluginDescription.Kind.allCases.filter { kind in
      switch kind {
      case .textFilter: textFilter != nil
      case .textAnnotator: textAnnotator != nil
      case .blockScorer: blockScorer != nil
      case .sentenceRules: sentenceRules != nil
      case .cleanedAnnotator: cleanedAnnotator != nil
      case .documentFilter: documentFilter != nil
      }
    }
  }
}
