import CByteScan
import TamisICU
import Tamis

/// Tables for people.
enum Report {
  static var heading: String {
    let kernel = String(cString: scan_kernel_name())
    return "Tamis \(TamisVersion.string), ICU \(ICUVersions.icu.description), byte scan \(kernel)\n"
  }

  static func heading(_ corpus: Corpus) -> String {
    let size = "\(decimal(Double(corpus.raw.byteCount) / 1e6, 1)) MB in \(corpus.raw.count) documents"
    let columns = right("MB/s", 9) + right("x memcpy", 10) + right("x ICU", 8)
    return "\n" + left("\(corpus.name), \(size)", titleWidth) + columns + "\n"
  }

  /// Rivals stand behind a dash, so that the eye finds the subjects.
  static func line(_ row: Row) -> String {
    let title = row.role == .tamis ? row.title : "  - " + row.title
    let memcpy = row.ratio(to: .memcpy).map { decimal($0, 3) } ?? ""
    let icu = row.ratio(to: .icu).map { decimal($0, 1) } ?? ""
    return left(title, titleWidth) + right(decimal(row.speed, 0), 9) + right(memcpy, 10) + right(icu, 8) + "\n"
  }

  static func allocations(_ count: Int, _ texts: Texts) -> String {
    let each = decimal(Double(count) / Double(max(1, texts.count)), 2)
    return left("Heap allocations per document once warm, on one thread", titleWidth) + right(each, 9) + "\n"
  }

  static func growthHeading(_ growth: Growth) -> String {
    let note = "nanoseconds per byte, and beside documents of 64 KiB"
    let columns = growth.sizes.map { right(bytes($0), 12) }.joined()
    return "\n\(growth.corpus.name): \(note)\n" + left("", 18) + columns + "\n"
  }

  static func line(_ points: [Growth.Point]) -> String {
    let cells = points.map { right("\(decimal($0.nanosecondsPerByte, 2)) x\(decimal($0.relative, 2))", 12) }
    return left(points.first?.name ?? "", 18) + cells.joined() + "\n"
  }

  private static let titleWidth = 80

  private static func bytes(_ count: Int) -> String {
    count >= 1 << 20 ? "\(count >> 20) MiB" : "\(count >> 10) KiB"
  }
}

func left(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(1, width - text.count))
}

func right(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(1, width - text.count)) + text
}

/// A number that is not negative, with `places` behind the point.
func decimal(_ value: Double, _ places: Int) -> String {
  var factor = 1.0
  for _ in 0..<places { factor *= 10 }
  let scaled = (value * factor).rounded()
  guard scaled.isFinite, scaled >= 0, scaled < 1e15 else { return "-" }
  let digits = String(Int(scaled))
  guard places > 0 else { return digits }
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  return "\(padded.dropLast(places)).\(padded.suffix(places))"
}
