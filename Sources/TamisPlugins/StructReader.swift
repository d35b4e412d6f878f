internal import CPlugins

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads what a plugin says of itself and refuses what breaks the rules of tamis_plugin.h.
struct StructReader {
  let path: String

  func invalid(_ message: String) -> PluginError {
    PluginError(reason: .invalid, path: path, message: "\(message); the plugin has to be mended")
  }

  /// A struct of a later revision is longer; a shorter one lacks fields.
  func checkSize<Struct>(_ size: UInt32, of type: Struct.Type, _ name: String) throws(PluginError) {
    guard Int(size) >= MemoryLayout<Struct>.size else {
      throw invalid("\(name) has struct_size \(size), which is less than \(MemoryLayout<Struct>.size)")
    }
  }

  /// The text before a NUL, at most `longest` bytes.
  func text(_ start: UnsafePointer<CChar>?, _ name: String, longest: Int = 255) throws(PluginError) -> String {
    guard let start else { throw invalid("\(name) is null") }
    let length = strnlen(start, longest + 1)
    guard length <= longest else { throw invalid("\(name) is longer than \(longest) bytes") }
    let bytes = Bytes(start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: length)
    guard wellFormedPrefix(of: bytes) == length else { throw invalid("\(name) is not UTF-8") }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A key or an id.
  func key(_ start: UnsafePointer<CChar>?, _ name: String) throws(PluginError) -> String {
    let key = try text(start, name, longest: 64)
    guard !key.isEmpty, key.utf8.allSatisfy({ isKeyByte($0) }) else {
      throw invalid("\(name) is '\(key)'; it is 1 to 64 of a-z, 0-9, '_', '-' and '.'")
    }
    return key
  }

  func options(_ factory: UnsafePointer<tamis_plugin_factory>) throws(PluginError) -> [PluginDescription.Option] {
    let factory = factory.pointee
    try checkSize(factory.struct_size, of: tamis_plugin_factory.self, "the factory")
    guard factory.create != nil, factory.destroy != nil, factory.get_kind != nil else {
      throw invalid("the factory lacks create, destroy or get_kind")
    }
    guard (factory.workspace_new == nil) == (factory.workspace_free == nil) else {
      throw invalid("the factory has only one of workspace_new and workspace_free")
    }
    guard factory.option_count >= 0, factory.option_count <= 256, factory.option_count == 0 || factory.options != nil
    else { throw invalid("the factory says that it has \(factory.option_count) options") }
    var options: [PluginDescription.Option] = []
    for place in 0..<Int(factory.option_count) {
      guard let option = factory.options?[place] else { break }
      let key = try key(option.key, "an option's key")
      let standard = option.default_value == nil ? nil : try text(option.default_value, "the default of '\(key)'")
      let help = try text(option.help, "the help of '\(key)'")
      guard key != PluginRequest.onErrorKey, !options.contains(where: { $0.key == key }) else {
        throw invalid("the option '\(key)' is there twice")
      }
      options.append(PluginDescription.Option(key: key, defaultValue: standard, help: help))
    }
    return options
  }

  func kinds(_ factory: UnsafePointer<tamis_plugin_factory>) throws(PluginError) -> PluginLibrary.Kinds {
    var kinds = PluginLibrary.Kinds()
    let get = factory.pointee.get_kind
    func kind<Struct>(_ id: String, _ type: Struct.Type) throws(PluginError) -> UnsafePointer<Struct>? {
      guard let found = id.withCString({ get?($0) }) else { return nil }
      try checkSize(found.load(as: UInt32.self), of: Struct.self, id)
      return found.assumingMemoryBound(to: Struct.self)
    }
    kinds.textFilter = try kind(TAMIS_PLUGIN_TEXT_FILTER, tamis_plugin_text_filter.self)
    kinds.textAnnotator = try kind(TAMIS_PLUGIN_TEXT_ANNOTATOR, tamis_plugin_annotator.self)
    kinds.blockScorer = try kind(TAMIS_PLUGIN_BLOCK_SCORER, tamis_plugin_block_scorer.self)
    kinds.sentenceRules = try kind(TAMIS_PLUGIN_SENTENCE_RULES, tamis_plugin_sentence_rules.self)
    kinds.cleanedAnnotator = try kind(TAMIS_PLUGIN_CLEANED_ANNOTATOR, tamis_plugin_annotator.self)
    kinds.documentFilter = try kind(TAMIS_PLUGIN_DOCUMENT_FILTER, tamis_plugin_document_filter.self)
    if let lacking = Self.lacking(kinds) { throw invalid("\(lacking) has no function") }
    if let scorer = kinds.blockScorer { kinds.reasons = try reasons(scorer.pointee) }
    return kinds
  }

  private static func lacking(_ kinds: PluginLibrary.Kinds) -> String? {
    if let kind = kinds.textFilter, kind.pointee.filter == nil { return TAMIS_PLUGIN_TEXT_FILTER }
    if let kind = kinds.textAnnotator, kind.pointee.annotate == nil { return TAMIS_PLUGIN_TEXT_ANNOTATOR }
    if let kind = kinds.blockScorer, kind.pointee.score == nil { return TAMIS_PLUGIN_BLOCK_SCORER }
    if let kind = kinds.sentenceRules, kind.pointee.review == nil, kind.pointee.abbreviations == nil {
      return TAMIS_PLUGIN_SENTENCE_RULES
    }
    if let kind = kinds.cleanedAnnotator, kind.pointee.annotate == nil { return TAMIS_PLUGIN_CLEANED_ANNOTATOR }
    if let kind = kinds.documentFilter, kind.pointee.judge == nil { return TAMIS_PLUGIN_DOCUMENT_FILTER }
    return nil
  }

  private func reasons(_ scorer: tamis_plugin_block_scorer) throws(PluginError) -> [String] {
    guard scorer.reason_count >= 0, scorer.reason_count <= 32, scorer.reason_count == 0 || scorer.reasons != nil
    else { throw invalid("the scorer says that it has \(scorer.reason_count) reasons") }
    var reasons: [String] = []
    for place in 0..<Int(scorer.reason_count) { reasons.append(try key(scorer.reasons?[place], "a reason")) }
    return reasons
  }
}

/// What the system says of an error number.
func systemMessage(_ code: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  return buffer.withUnsafeMutableBufferPointer { buffer in
    _ = strerror_r(code, buffer.baseAddress!, buffer.count)
    return String(cString: buffer.baseAddress!)
  }
}
