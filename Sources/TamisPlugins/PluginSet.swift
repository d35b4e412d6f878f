/// What a plugin has to tell the user.
public struct PluginMessage: Sendable {
  public enum Level: Int, Sendable {
    case info = 0
    case warning = 1
    case error = 2
  }

  /// The plugin's id.
  public let plugin: String
  public let level: Level
  /// One line.
  public let text: String
}

/// Gets what plugins have to tell, from any thread.
public typealias PluginLog = @Sendable (PluginMessage) -> Void

/// Plugins, loaded and ready, in the order in which they are asked. Hand it to ``Cleaner`` as its guests; it stays
/// loaded as long as a cleaner or a scratch uses it. Immutable; shared by any number of cleaners and threads.
///
///     let plugins = try PluginSet([PluginRequest("redact:emails=[MAIL]")])
///     let cleaner = try Cleaner(options, guests: plugins)
public final class PluginSet: CleaningGuests {
  let plugins: [Plugin]
  /// Those that propose edits.
  let textFilters: [Plugin]
  public let readsTexts: Bool
  public let judgesBlocks: Bool
  public let reviewsSentences: Bool
  public let readsDocuments: Bool
  public let abbreviations: [String]

  /// - Parameters:
  ///   - requests: the plugins and their options; one that is there twice is loaded twice.
  ///   - search: where plugins without a path are looked for.
  ///   - log: gets what they have to tell; nil drops it.
  /// - Throws: why the first that cannot be loaded cannot.
  public init(
    _ requests: [PluginRequest], search: PluginSearch = .environment, log: PluginLog? = nil
  ) throws(PluginError) {
    var plugins: [Plugin] = []
    var firstReason = Int(Reasons.firstOfPlugins)
    for request in requests {
      let library = try PluginLibrary(path: try search.path(of: request.path))
      let plugin = try Plugin(library, request, place: plugins.count, firstReason: firstReason, log: log)
      firstReason += library.kinds.reasons.count
      guard firstReason <= 256 else {
        let message = "\(plugin.id): the plugins have more than 64 reasons together; load fewer"
        throw PluginError(reason: .invalid, path: library.description.path, message: message)
      }
      plugins.append(plugin)
    }
    self.plugins = plugins
    textFilters = plugins.filter { $0.library.kinds.textFilter != nil }
    readsTexts = plugins.contains { $0.library.kinds.textAnnotator != nil }
    judgesBlocks = plugins.contains { $0.library.kinds.blockScorer != nil }
    reviewsSentences = plugins.contains { $0.library.kinds.sentenceRules?.pointee.review != nil }
    readsDocuments = plugins.contains {
      $0.library.kinds.cleanedAnnotator != nil || $0.library.kinds.documentFilter != nil
    }
    abbreviations = plugins.flatMap(\.abbreviations)
  }

  public var textFilterCount: Int { textFilters.count }

  /// What each plugin says of itself, in order.
  public var descriptions: [PluginDescription] { plugins.map(\.library.description) }

  /// What a reason of a block is called, such as "site-rules.drop"; nil for a number that no plugin of this set has.
  public func reasonName(_ number: UInt8) -> String? {
    for plugin in plugins {
      let place = Int(number) - plugin.firstReason
      let reasons = plugin.library.kinds.reasons
      if place >= 0, place < reasons.count { return "\(plugin.id).\(reasons[place])" }
    }
    return nil
  }

  public func makeVisit() throws(TamisError) -> any GuestVisit { try PluginVisit(self) }

  /// Loads a plugin only to see what it is: nothing is created.
  public static func describe(path: String) throws(PluginError) -> PluginDescription {
    try PluginLibrary(path: path).description
  }
}
