internal import CPlugins

/// One thread's work with the plugins of a set: shows them what is to be seen, takes what they propose, and checks it.
/// The functions that plugins call are in `PluginVisit+Proposals.swift`. Once warm, nothing here allocates.
final class PluginVisit: GuestVisit {
  /// What a call is for, and so which of the host's functions belong to it.
  enum Purpose { case none, edits, facts, verdicts, sentences, filter }

  private let set: PluginSet
  private var workspaces: [UnsafeMutableRawPointer?] = []
  /// What is shown to the plugin.
  private let frame: UnsafeMutablePointer<tamis_plugin_call>
  private var blocks = GrowableBuffer<tamis_plugin_block>()
  private var sentences = GrowableBuffer<tamis_plugin_span>()
  private var verdicts = GrowableBuffer<tamis_plugin_verdict>()
  private var ends = ByteBuffer()
  /// NUL-terminated.
  private var language = ByteBuffer()
  private var hasGivenLanguage = false
  private var facts = DocumentFacts()

  // Of the call that is going on.
  var purpose = Purpose.none
  var place = 0
  var edits: TextEdits?
  /// The first thing that was wrong, in words; empty if nothing was.
  var fault = ByteBuffer()
  var ranOutOfMemory = false

  init(_ set: PluginSet) throws(TamisError) {
    self.set = set
    frame = .allocate(capacity: 1)
    frame.initialize(to: tamis_plugin_call())
    frame.pointee.struct_size = UInt32(MemoryLayout<tamis_plugin_call>.size)
    frame.pointee.host_data = Unmanaged.passUnretained(self).toOpaque()
    for plugin in set.plugins { workspaces.append(try plugin.makeWorkspace()) }
  }

  deinit {
    for (plugin, workspace) in zip(set.plugins, workspaces) { plugin.freeWorkspace(workspace) }
    frame.deallocate()
  }

  // MARK: The places on a document's way

  func begin(name: Bytes, language: Bytes, facts: DocumentFacts) throws(TamisError) {
    self.facts = facts
    let start = UnsafeRawPointer(name.baseAddress)?.assumingMemoryBound(to: CChar.self)
    frame.pointee.name = start
    frame.pointee.name_length = Int64(name.count)
    hasGivenLanguage = !language.isEmpty
    try setLanguage(language)
    edits = nil
    showNothing()
  }

  func filter(_ number: Int, _ text: Bytes, _ edits: TextEdits) throws(TamisError) {
    let plugin = set.textFilters[number]
    guard let filter = plugin.library.kinds.textFilter?.pointee.filter else { return }
    self.edits = edits
    show(text)
    let isFine = try ask(plugin, .edits) { filter(plugin.instance, $1, $0) }
    self.edits = nil
    if !isFine { edits.begin(text) }
  }

  func read(_ text: Bytes) throws(TamisError) {
    show(text)
    for plugin in set.plugins {
      guard let annotate = plugin.library.kinds.textAnnotator?.pointee.annotate else { continue }
      try ask(plugin, .facts) { annotate(plugin.instance, $1, $0) }
    }
  }

  func judge(
    _ text: Bytes, _ spans: UnsafeBufferPointer<ByteSpan>, _ judged: UnsafeMutableBufferPointer<Verdict>,
    threshold: Float
  ) throws(TamisError) {
    show(text)
    for plugin in set.plugins {
      guard let score = plugin.library.kinds.blockScorer?.pointee.score else { continue }
      try fillBlocks(spans, UnsafeBufferPointer(judged))
      let proposed = verdicts.elements
      var count = Int64(proposed.count)
      let isFine = try ask(plugin, .verdicts) {
        score(plugin.instance, $1, $0, proposed.baseAddress, &count)
      } check: {
        checkVerdicts(count, plugin)
      }
      if isFine { apply(UnsafeBufferPointer(proposed), to: judged, plugin, threshold) }
    }
    showNothing()
  }

  func review(_ text: Bytes, _ found: inout GrowableBuffer<ByteSpan>) throws(TamisError) {
    show(text)
    for plugin in set.plugins where found.count > 1 {
      guard let review = plugin.library.kinds.sentenceRules?.pointee.review else { continue }
      sentences.removeAll()
      for span in found.view { try sentences.append(tamis_plugin_span(span)) }
      ends.removeAll()
      try ends.append(repeating: 1, count: found.count - 1)
      let (spans, answers) = (sentences.view, ends.elements)
      let isFine = try ask(plugin, .sentences) {
        review(plugin.instance, $1, $0, spans.baseAddress, Int64(spans.count), answers.baseAddress)
      } check: {
        if let wrong = answers.firstIndex(where: { $0 > 1 }) {
          note("a boundary's answer is neither 0 nor 1 but ", Int(answers[wrong]))
        }
      }
      if isFine { Self.join(&found, answers) }
    }
  }

  func read(_ document: CleanedDocument) throws(TamisError) {
    try show(document)
    for plugin in set.plugins {
      let kinds = plugin.library.kinds
      if let annotate = kinds.cleanedAnnotator?.pointee.annotate {
        try ask(plugin, .facts) { annotate(plugin.instance, $1, $0) }
      }
      if let judge = kinds.documentFilter?.pointee.judge {
        try ask(plugin, .filter) { judge(plugin.instance, $1, $0) }
      }
    }
    showNothing()
  }

  // MARK: One call

  /// Asks a plugin and takes note of what is wrong with the answer; then everything that it said is forgotten.
  /// - Returns: whether the answer can be used.
  @discardableResult
  private func ask(
    _ plugin: Plugin, _ purpose: Purpose,
    _ question: (UnsafePointer<tamis_plugin_call>, UnsafeMutableRawPointer?) -> Int32, check: () -> Void = {}
  ) throws(TamisError) -> Bool {
    if !hasGivenLanguage { try setLanguage(facts.language) }
    frame.pointee.host = UnsafePointer(plugin.host.table)
    language.view.withMemoryRebound(to: CChar.self) { frame.pointee.language = $0.baseAddress }
    place = plugin.place
    fault.removeAll()
    ranOutOfMemory = false
    let before = facts.all.count
    self.purpose = purpose
    let status = question(frame, workspaces[plugin.place])
    self.purpose = .none
    if status == TAMIS_PLUGIN_NO_MEMORY { note("the plugin ran out of memory") }
    if status != TAMIS_PLUGIN_DONE { note("the plugin returned ", Int(status)) }
    if fault.isEmpty && !ranOutOfMemory { check() }
    if fault.isEmpty && !ranOutOfMemory { return true }
    facts.truncate(to: before)
    if ranOutOfMemory { throw .outOfMemory }
    try facts.add(.fault, plugin: plugin.place, text: fault.view)
    if plugin.rejects { throw .plugin(plugin.place) }
    return false
  }

  /// Notes what is wrong, unless something was wrong before.
  func note(_ text: StaticString, _ number: Int? = nil, _ more: StaticString = "", _ last: Int? = nil) {
    guard fault.isEmpty else { return }
    do throws(TamisError) {
      try fault.append(text)
      if let number { try fault.append(decimal: number) }
      try fault.append(more)
      if let last { try fault.append(decimal: last) }
    } catch {
      ranOutOfMemory = true
    }
  }

  /// Says something about the document on the plugin's behalf.
  func add(_ kind: Fact.Kind, key: Bytes = Bytes(start: nil, count: 0), number: Double = 0, text: Bytes) {
    do throws(TamisError) {
      try facts.add(kind, plugin: place, key: key, number: number, text: text)
    } catch {
      ranOutOfMemory = true
    }
  }

  // MARK: What is shown

  private func setLanguage(_ tag: Bytes) throws(TamisError) {
    language.removeAll()
    try language.append(tag)
    try language.append(0)
  }

  private static let empty: StaticString = ""

  private func show(_ text: Bytes) {
    let start = text.baseAddress ?? Self.empty.utf8Start
    frame.pointee.text = UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
    frame.pointee.length = Int64(text.count)
    frame.pointee.blocks = nil
    frame.pointee.block_count = 0
    frame.pointee.sentences = nil
    frame.pointee.sentence_count = 0
  }

  private func showNothing() {
    show(Bytes(start: nil, count: 0))
  }

  private func showBlocks() {
    frame.pointee.blocks = blocks.view.baseAddress
    frame.pointee.block_count = Int64(blocks.count)
  }

  private func fillBlocks(
    _ spans: UnsafeBufferPointer<ByteSpan>, _ judged: UnsafeBufferPointer<Verdict>
  ) throws(TamisError) {
    blocks.removeAll()
    verdicts.removeAll()
    for (span, verdict) in zip(spans, judged) {
      try blocks.append(tamis_plugin_block(span, verdict))
      try verdicts.append(
        tamis_plugin_verdict(score: verdict.score, kind: verdict.kind.rawValue, reason: 0, reserved: (0, 0)))
    }
    showBlocks()
  }

  private func show(_ document: CleanedDocument) throws(TamisError) {
    show(document.text)
    blocks.removeAll()
    for block in document.blocks { try blocks.append(tamis_plugin_block(block.cleaned, block.verdict)) }
    showBlocks()
    sentences.removeAll()
    for sentence in document.sentences where !sentence.cleaned.isEmpty {
      try sentences.append(tamis_plugin_span(sentence.cleaned))
    }
    frame.pointee.sentences = sentences.view.baseAddress
    frame.pointee.sentence_count = Int64(sentences.count)
  }

  // MARK: What is done with the answers

  private func checkVerdicts(_ count: Int64, _ plugin: Plugin) {
    guard count == Int64(verdicts.count) else {
      return note("the number of verdicts is ", Int(count), ", and that of blocks ", verdicts.count)
    }
    for (number, verdict) in verdicts.view.enumerated() {
      // Not a number is neither.
      guard verdict.score >= 0, verdict.score <= 1 else {
        return note("a score is no number from 0 to 1: that of block ", number)
      }
      guard BlockKind(rawValue: verdict.kind) != nil else { return note("no kind has the number ", Int(verdict.kind)) }
      guard Int(verdict.reason) <= plugin.library.kinds.reasons.count else {
        return note("no reason of the plugin has the number ", Int(verdict.reason))
      }
    }
  }

  private func apply(
    _ proposed: UnsafeBufferPointer<tamis_plugin_verdict>, to judged: UnsafeMutableBufferPointer<Verdict>,
    _ plugin: Plugin, _ threshold: Float
  ) {
    for (place, verdict) in proposed.enumerated() {
      if verdict.score != judged[place].score {
        judged[place].score = verdict.score
        judged[place].isKept = verdict.score >= threshold
      }
      if let kind = BlockKind(rawValue: verdict.kind) { judged[place].kind = kind }
      if verdict.reason > 0 {
        judged[place].reasons.putFirst(UInt8(plugin.firstReason + Int(verdict.reason) - 1))
      }
    }
  }

  /// Joins each sentence that does not end where it does to the next.
  private static func join(_ sentences: inout GrowableBuffer<ByteSpan>, _ ends: UnsafeMutableBufferPointer<UInt8>) {
    var last = 0
    for place in 1..<sentences.count {
      if ends[place - 1] == 0 {
        sentences[last].end = sentences[place].end
      } else {
        last += 1
        sentences[last] = sentences[place]
      }
    }
    sentences.truncate(to: last + 1)
  }
}

extension tamis_plugin_span {
  fileprivate init(_ span: ByteSpan) {
    self.init(start: Int64(span.start), end: Int64(span.end))
  }
}

extension tamis_plugin_block {
  fileprivate init(_ span: ByteSpan, _ verdict: Verdict) {
    self.init(
      span: tamis_plugin_span(span), score: verdict.score, kind: verdict.kind.rawValue, kept: verdict.isKept ? 1 : 0,
      reserved: (0, 0))
  }
}
