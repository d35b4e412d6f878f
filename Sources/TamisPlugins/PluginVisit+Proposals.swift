internal import CPlugins

/// The bodies of the host's functions: each checks what the plugin hands over, and takes it or notes what is wrong.
extension PluginVisit {
  private var isSpoilt: Bool { !fault.isEmpty || ranOutOfMemory }

  /// What the plugin is told.
  private var answer: Int32 {
    Int32(ranOutOfMemory ? TAMIS_PLUGIN_NO_MEMORY : fault.isEmpty ? TAMIS_PLUGIN_DONE : TAMIS_PLUGIN_REFUSED)
  }

  func fail(_ message: Bytes) {
    guard !isSpoilt, purpose != .none else { return }
    do throws(TamisError) {
      if message.isEmpty { try fault.append("the plugin failed") }
      try fault.append(repaired: message)
      for place in fault.elements.indices where fault[place] < 0x20 || fault[place] == 0x7F { fault[place] = 0x20 }
    } catch {
      ranOutOfMemory = true
    }
  }

  func propose(_ start: Int64, _ end: Int64, _ text: UnsafePointer<CChar>?, _ length: Int64) -> Int32 {
    guard !isSpoilt, let edits else { return misplaced("edit") }
    guard let replacement = bytes(text, length) else { return answer }
    do throws(TextEdits.Fault) {
      try edits.propose(ByteSpan(Int(start), Int(end)), replacement)
    } catch {
      switch error {
      case .outOfBounds: note("an edit is out of bounds: it is from ", Int(start), " to ", Int(end))
      case .outOfOrder: note("an edit overlaps another or stands before it: it begins at ", Int(start))
      case .insideACharacter: note("an edit cuts a character: it is from ", Int(start), " to ", Int(end))
      case .replacementNotUTF8: note("an edit's text is not UTF-8: that of the edit at ", Int(start))
      case .tooLong: note("the edits make the text too long")
      case .outOfMemory: ranOutOfMemory = true
      }
    }
    return answer
  }

  func addNumber(_ kind: Fact.Kind, _ key: UnsafePointer<CChar>?, _ number: Double) -> Int32 {
    guard !isSpoilt, purpose == .facts else { return misplaced("add_number or add_flag") }
    guard let key = self.key(key) else { return answer }
    guard number.isFinite else {
      note("a number is not finite")
      return answer
    }
    guard kind != .flag || number == 0 || number == 1 else {
      note("a flag is neither 0 nor 1")
      return answer
    }
    add(kind, key: key, number: number, text: Bytes(start: nil, count: 0))
    return answer
  }

  func addText(_ key: UnsafePointer<CChar>?, _ text: UnsafePointer<CChar>?, _ length: Int64) -> Int32 {
    guard !isSpoilt, purpose == .facts else { return misplaced("add_text") }
    guard let key = self.key(key), let text = bytes(text, length) else { return answer }
    guard wellFormedPrefix(of: text) == text.count else {
      note("a text of the annotator is not UTF-8")
      return answer
    }
    add(.text, key: key, text: text)
    return answer
  }

  func setLanguage(_ tag: UnsafePointer<CChar>?, _ confidence: Double) -> Int32 {
    guard !isSpoilt, purpose == .facts else { return misplaced("set_language") }
    let tag = bounded(tag, 36)
    guard (1...35).contains(tag.count), tag.allSatisfy({ Self.isTagByte($0) }), confidence >= 0, confidence <= 1 else {
      note("a language is no tag, or its confidence no number from 0 to 1")
      return answer
    }
    add(.language, number: confidence, text: tag)
    return answer
  }

  func drop(_ reason: UnsafePointer<CChar>?) -> Int32 {
    guard !isSpoilt, purpose == .filter else { return misplaced("drop") }
    let reason = bounded(reason, 256)
    guard (1...255).contains(reason.count), wellFormedPrefix(of: reason) == reason.count else {
      note("the reason for dropping is not 1 to 255 bytes of UTF-8")
      return answer
    }
    add(.drop, text: reason)
    return answer
  }

  private func misplaced(_ function: StaticString) -> Int32 {
    if !isSpoilt { noteMisplaced(function) }
    return ranOutOfMemory ? answer : Int32(TAMIS_PLUGIN_REFUSED)
  }

  private func noteMisplaced(_ function: StaticString) {
    // Outside any call there is nobody to note it for.
    guard purpose != .none else { return }
    do throws(TamisError) {
      try fault.append(function)
      try fault.append(" was called where it does not belong")
    } catch {
      ranOutOfMemory = true
    }
  }

  private func key(_ text: UnsafePointer<CChar>?) -> Bytes? {
    let key = bounded(text, 65)
    if (1...64).contains(key.count), key.allSatisfy({ isKeyByte($0) }) { return key }
    note("a key is not 1 to 64 of a-z, 0-9, '_', '-' and '.'")
    return nil
  }

  private func bytes(_ start: UnsafePointer<CChar>?, _ length: Int64) -> Bytes? {
    guard length >= 0, start != nil || length == 0 else {
      note("a text is null or has a negative length: ", Int(length))
      return nil
    }
    return Bytes(start: UnsafeRawPointer(start)?.assumingMemoryBound(to: UInt8.self), count: Int(length))
  }

  private static func isTagByte(_ byte: UInt8) -> Bool {
    let small = byte | 0x20
    return small >= 0x61 && small <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "-")
  }
}
