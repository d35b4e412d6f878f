import TamisPlugins

/// What `tamis plugins` prints: those in the folders of TAMIS_PLUGIN_PATH, and those of `--plugin`, which are loaded as
/// for a run.
struct PluginList {
  private(set) var text = ""
  /// Whether all that were asked for can be used.
  private(set) var isComplete = true

  init(_ settings: Settings) {
    let search = PluginSearch.environment
    for file in search.files {
      do throws(PluginError) {
        add(try PluginSet.describe(path: file))
      } catch {
        refuse(error)
      }
    }
    for request in settings.plugins {
      do throws(PluginError) {
        for description in try PluginSet([request], log: Run.tell).descriptions { add(description) }
      } catch {
        refuse(error)
        isComplete = false
      }
    }
    if text.isEmpty {
      let folders = search.folders.isEmpty ? "names no folders" : "is \(search.folders.joined(separator: ":"))"
      text = "no plugins found: \(PluginSearch.variable) \(folders); --plugin names one\n"
    }
  }

  private mutating func add(_ plugin: PluginDescription) {
    text += """
      \(plugin.id) \(plugin.version)  \(plugin.path)
        \(plugin.summary)
        kinds: \(plugin.kinds.map(\.rawValue).joined(separator: ", "))

      """
    for option in plugin.options {
      let standard = option.defaultValue.map { $0.isEmpty ? "" : " (default: \($0))" } ?? " (must be given)"
      text += "  \(option.key)=…  \(option.help)\(standard)\n"
    }
    text += "  on-error=…  skip or reject a document on which it fails (default: skip)\n"
  }

  private mutating func refuse(_ error: PluginError) {
    text += "refused  \(error.path)\n  \(error.message)\n"
  }
}
