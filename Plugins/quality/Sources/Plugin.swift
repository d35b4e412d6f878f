/// The plugin's functions, which Entry.c names, and its instance.
final class Quality: Sendable {
  let presets: [Preset]
  /// What is listed, and what is computed.
  let listed: Families
  let families: Families
  let wantsTokens: Bool
  let table = Characters()

  init(presets: [Preset], listed: Families, wantsTokens: Bool) {
    self.presets = presets
    self.listed = listed
    self.wantsTokens = wantsTokens
    families = presets.reduce(listed) { $0.union($1.families) }
  }
}

/// One thread's.
final class Desk {
  var gauge = Gauge()
  /// Of the text that was annotated last.
  var signals = Signals()
}

private struct Refusal: Error {
  let message: String
}

@_cdecl("quality_create")
public func create(
  _ host: UnsafePointer<tamis_plugin_host>, _ settings: UnsafePointer<tamis_plugin_setting>?, _ count: Int64,
  _ instance: UnsafeMutablePointer<UnsafeMutableRawPointer?>
) -> Int32 {
  do {
    let made = try quality(UnsafeBufferPointer(start: settings, count: Int(count)))
    instance.pointee = Unmanaged.passRetained(made).toOpaque()
    return Int32(TAMIS_PLUGIN_DONE)
  } catch {
    (error as? Refusal)?.message.withCString { host.pointee.explain?(host, $0) }
    return Int32(TAMIS_PLUGIN_ERROR)
  }
}

private func quality(_ settings: UnsafeBufferPointer<tamis_plugin_setting>) throws -> Quality {
  var presets: [Preset] = []
  var listed: Families = [.gopherQuality, .gopherRepetition, .c4, .fineWeb, .redPajama]
  var wantsTokens = true
  for setting in settings {
    let value = String(cString: setting.value)
    let names = value.split(separator: "+").map(String.init)
    switch String(cString: setting.key) {
    case "drop": presets = try names.map(preset)
    case "signals": listed = value == "none" ? [] : try names.reduce(into: []) { $0.formUnion(try family($1)) }
    default:
      guard value == "tokens" || value == "spaces" else { throw Refusal(message: "words is tokens or spaces") }
      wantsTokens = value == "tokens"
    }
  }
  return Quality(presets: presets, listed: listed, wantsTokens: wantsTokens)
}

private func preset(_ name: String) throws -> Preset {
  if let preset = Preset(rawValue: name) { return preset }
  let advice = name == "c4" ? "; c4 is c4-paper or c4-tfds, which differ" : ""
  let names = Preset.allCases.map(\.rawValue).joined(separator: ", ")
  throw Refusal(message: "there is no preset '\(name)'\(advice); there are \(names)")
}

private func family(_ name: String) throws -> Families {
  switch name {
  case "gopher": [.gopherQuality, .gopherRepetition]
  case "c4": .c4
  case "fineweb": .fineWeb
  case "redpajama": .redPajama
  default: throw Refusal(message: "there are no signals '\(name)'; there are gopher, c4, fineweb, redpajama and none")
  }
}

@_cdecl("quality_destroy")
public func destroy(_ instance: UnsafeMutableRawPointer) {
  Unmanaged<Quality>.fromOpaque(instance).release()
}

@_cdecl("quality_workspace_new")
public func makeWorkspace(_ instance: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged.passRetained(Desk()).toOpaque()
}

@_cdecl("quality_workspace_free")
public func freeWorkspace(_ instance: UnsafeMutableRawPointer, _ workspace: UnsafeMutableRawPointer) {
  Unmanaged<Desk>.fromOpaque(workspace).release()
}

@_cdecl("quality_annotate")
public func annotate(
  _ instance: UnsafeMutableRawPointer, _ workspace: UnsafeMutableRawPointer, _ call: UnsafePointer<tamis_plugin_call>
) -> Int32 {
  let quality = Unmanaged<Quality>.fromOpaque(instance).takeUnretainedValue()
  let desk = Unmanaged<Desk>.fromOpaque(workspace).takeUnretainedValue()
  let text = UnsafeRawBufferPointer(start: call.pointee.text, count: Int(call.pointee.length))
  let sentences = UnsafeBufferPointer(start: call.pointee.sentences, count: Int(call.pointee.sentence_count))
  do throws(OutOfMemory) {
    desk.signals = try desk.gauge.measure(
      text.bindMemory(to: UInt8.self), sentences: sentences, quality.table, quality.families,
      wantsTokens: quality.wantsTokens)
  } catch {
    return Int32(TAMIS_PLUGIN_NO_MEMORY)
  }
  Listing(call: call).list(desk.signals, quality.listed)
  return Int32(TAMIS_PLUGIN_DONE)
}

@_cdecl("quality_judge")
public func judge(
  _ instance: UnsafeMutableRawPointer, _ workspace: UnsafeMutableRawPointer, _ call: UnsafePointer<tamis_plugin_call>
) -> Int32 {
  let quality = Unmanaged<Quality>.fromOpaque(instance).takeUnretainedValue()
  let desk = Unmanaged<Desk>.fromOpaque(workspace).takeUnretainedValue()
  for preset in quality.presets {
    guard let complaint = preset.complaint(desk.signals) else { continue }
    return complaint.utf8Start.withMemoryRebound(to: CChar.self, capacity: complaint.utf8CodeUnitCount + 1) {
      call.pointee.host.pointee.drop?(call, $0) ?? Int32(TAMIS_PLUGIN_ERROR)
    }
  }
  return Int32(TAMIS_PLUGIN_DONE)
}
