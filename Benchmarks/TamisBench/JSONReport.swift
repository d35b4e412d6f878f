import CByteScan
import Tamis
import TamisICU

/// The same for charts. Everything that goes in is a number or a text of ours, except the name of an input.
struct JSONReport {
  private var rows: [String] = []
  private var points: [String] = []

  mutating func add(_ row: Row) {
    let ratios = row.ratios.map { "\(quoted($0.rival)):\(decimal($0.value, 4))" }.joined(separator: ",")
    rows.append(
      """
      {"corpus":\(quoted(row.corpus)),"name":\(quoted(row.name)),"title":\(quoted(row.title)),\
      "role":\(quoted(row.role.rawValue)),"bytes":\(row.bytes),"documents":\(row.documents),"rounds":\(row.rounds),\
      "mb_per_second":\(decimal(row.speed, 2)),"times":{\(ratios)}}
      """)
  }

  mutating func add(allocations: Int, _ texts: Texts, _ corpus: Corpus) {
    rows.append(
      """
      {"corpus":\(quoted(corpus.name)),"name":"clean-allocations",\
      "title":"Heap allocations once warm, on one thread","role":"count","documents":\(texts.count),\
      "allocations":\(allocations)}
      """)
  }

  mutating func add(_ point: Growth.Point, _ growth: Growth) {
    points.append(
      """
      {"corpus":\(quoted(growth.corpus.name)),"name":\(quoted(point.name)),"title":\(quoted(point.title)),\
      "bytes":\(point.bytes),"ns_per_byte":\(decimal(point.nanosecondsPerByte, 4)),\
      "relative":\(decimal(point.relative, 4))}
      """)
  }

  var text: String {
    """
    {"tamis":\(quoted(TamisVersion.string)),"icu":\(quoted(ICUVersions.icu.description)),\
    "kernel":\(quoted(String(cString: scan_kernel_name()))),
    "rows":[\(list(rows))],
    "growth":[\(list(points))]}

    """
  }

  private func list(_ items: [String]) -> String {
    items.isEmpty ? "" : "\n" + items.joined(separator: ",\n") + "\n"
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\0"..<" ": result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
