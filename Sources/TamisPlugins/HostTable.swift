internal import CPlugins

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The functions that a plugin gets: a tamis_plugin_host, at one place in memory as long as the plugin lives.
final class HostTable: @unchecked Sendable {
  let table: UnsafeMutablePointer<tamis_plugin_host>
  private let id: String
  private let log: PluginLog?
  private let version: UnsafeMutablePointer<CChar>?
  /// What explain said; only while the plugin is created.
  fileprivate(set) var explanation = ""

  init(id: String, log: PluginLog?) {
    self.id = id
    self.log = log
    version = strdup(TamisVersion.string)
    table = .allocate(capacity: 1)
    table.initialize(
      to: tamis_plugin_host(
        struct_size: UInt32(MemoryLayout<tamis_plugin_host>.size), abi_version: UInt32(TAMIS_PLUGIN_ABI_VERSION),
        version: version, host_data: nil, log: tellUser, explain: explainFailure, fail: failCall, edit: proposeEdit,
        add_number: addNumber, add_text: addText, add_flag: addFlag, set_language: setLanguage, drop: dropDocument))
    table.pointee.host_data = Unmanaged.passUnretained(self).toOpaque()
  }

  deinit {
    table.deallocate()
    free(version)
  }

  fileprivate static func of(_ host: UnsafePointer<tamis_plugin_host>?) -> HostTable? {
    guard let data = host?.pointee.host_data else { return nil }
    return Unmanaged<HostTable>.fromOpaque(data).takeUnretainedValue()
  }

  fileprivate func tell(_ level: Int32, _ message: UnsafePointer<CChar>?) {
    log?(PluginMessage(plugin: id, level: PluginMessage.Level(rawValue: Int(level)) ?? .error, text: line(message)))
  }

  fileprivate func explain(_ message: UnsafePointer<CChar>?) {
    explanation = line(message)
  }

  private func line(_ message: UnsafePointer<CChar>?) -> String {
    String(decoding: bounded(message, 511).map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
  }
}

/// The bytes before a NUL, or the first `longest`; none for null.
func bounded(_ text: UnsafePointer<CChar>?, _ longest: Int) -> Bytes {
  guard let text else { return Bytes(start: nil, count: 0) }
  return Bytes(start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: strnlen(text, longest))
}

// The functions of the table. Null arguments are answered like any others that make no sense.

private let refused = Int32(TAMIS_PLUGIN_REFUSED)

private let tellUser:
  @convention(c) (UnsafePointer<tamis_plugin_host>?, Int32, UnsafePointer<CChar>?) -> Void = {
    HostTable.of($0)?.tell($1, $2)
  }

private let explainFailure: @convention(c) (UnsafePointer<tamis_plugin_host>?, UnsafePointer<CChar>?) -> Void = {
  HostTable.of($0)?.explain($1)
}

/// The visit that a call belongs to.
private func visit(_ call: UnsafePointer<tamis_plugin_call>?) -> PluginVisit? {
  guard let data = call?.pointee.host_data else { return nil }
  return Unmanaged<PluginVisit>.fromOpaque(data).takeUnretainedValue()
}

private let failCall: @convention(c) (UnsafePointer<tamis_plugin_call>?, UnsafePointer<CChar>?) -> Int32 = {
  visit($0)?.fail(bounded($1, 511))
  return Int32(TAMIS_PLUGIN_ERROR)
}

private let proposeEdit:
  @convention(c) (UnsafePointer<tamis_plugin_call>?, Int64, Int64, UnsafePointer<CChar>?, Int64) -> Int32 = {
    visit($0)?.propose($1, $2, $3, $4) ?? refused
  }

private let addNumber:
  @convention(c) (UnsafePointer<tamis_plugin_call>?, UnsafePointer<CChar>?, Double) -> Int32 = {
    visit($0)?.addNumber(.number, $1, $2) ?? refused
  }

private let addText:
  @convention(c) (UnsafePointer<tamis_plugin_call>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, Int64) -> Int32 = {
    visit($0)?.addText($1, $2, $3) ?? refused
  }

private let addFlag: @convention(c) (UnsafePointer<tamis_plugin_call>?, UnsafePointer<CChar>?, Int32) -> Int32 = {
  visit($0)?.addNumber(.flag, $1, Double($2)) ?? refused
}

private let setLanguage:
  @convention(c) (UnsafePointer<tamis_plugin_call>?, UnsafePointer<CChar>?, Double) -> Int32 = {
    visit($0)?.setLanguage($1, $2) ?? refused
  }

private let dropDocument: @convention(c) (UnsafePointer<tamis_plugin_call>?, UnsafePointer<CChar>?) -> Int32 = {
  visit($0)?.drop($1) ?? refused
}
