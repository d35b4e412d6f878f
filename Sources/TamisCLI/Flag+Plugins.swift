import TamisPlugins
import TamisRecords

/// What plugins are asked, and what they are told.
extension Flag {
  static var pluginFlags: [Flag] {
    [
      Flag(
        "plugin", "PLUGIN[:KEY=VALUE,...]", "load a plugin, by path or name; once for each", [.all, .plugins]
      ) {
        do throws(PluginError) {
          $0.plugins.append(try PluginRequest($1.string))
          return $1.path.bytes.isEmpty ? "must not be empty" : nil
        } catch {
          return error.message
        }
      },
      Flag("url-field", "NAME", "the JSON field that plugins take for the document's name (default: url)") {
        $0.urlField = $1.path.bytes
        return nil
      },
    ]
  }
}
