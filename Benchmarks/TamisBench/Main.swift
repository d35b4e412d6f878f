import Tamis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@main
struct Main {
  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      if options.isHelp { return show(helpText) }
      if let library = options.library {
        return try Doors(library, articles: options.articles, languages: options.languages).run()
      }
      var bench = try Bench(options)
      try bench.run()
    } catch let error as UsageError {
      fail("\(error.message); see tamis-bench --help")
    } catch let error as InputError {
      fail("\(error.path): \(error.reason)")
    } catch {
      fail("\(error)")
    }
  }

  private static func fail(_ message: String) -> Never {
    var text = "tamis-bench: \(message)\n"
    _ = text.withUTF8 { writeAll(STDERR_FILENO, $0) }
    exit(2)
  }
}

/// Printed at once, so that a long run can be watched.
func show(_ text: String) {
  var text = text
  _ = text.withUTF8 { writeAll(STDOUT_FILENO, $0) }
}

/// All of it, or as much as the reader takes.
private func writeAll(_ file: Int32, _ bytes: Bytes) -> Bool {
  var written = 0
  while written < bytes.count {
    let count = write(file, bytes.baseAddress! + written, bytes.count - written)
    if count <= 0 { return false }
    written += count
  }
  return true
}

/// One run of the benchmark.
struct Bench {
  private let options: Options
  private var json = JSONReport()

  init(_ options: Options) throws {
    self.options = options
  }

  mutating func run() throws {
    if !options.isJSON { show(Report.heading) }
    if options.inputs.isEmpty {
      // One language's text at a time: memory is a few times --size.
      for language in options.languages { try measure(try Corpus(language, bytes: options.size)) }
    } else {
      let name = options.inputs.joined(separator: ", ")
      try measure(try Corpus(name: name, raw: try readInputs(options.inputs)))
    }
    if options.isJSON { show(json.text) }
  }

  private mutating func measure(_ corpus: Corpus) throws {
    if options.measuresGrowth { try grow(corpus) } else { try compete(corpus) }
  }

  private mutating func compete(_ corpus: Corpus) throws {
    if !options.isJSON { show(Report.heading(corpus)) }
    for contest in try Contest.all(threads: options.threads).compactMap({ $0.only(options.only) }) {
      for row in try contest.run(corpus, seconds: options.seconds) {
        json.add(row)
        if !options.isJSON { show(Report.line(row)) }
      }
    }
    if options.only.isEmpty || options.only.contains("clean") { try countAllocations(corpus) }
  }

  private mutating func countAllocations(_ corpus: Corpus) throws {
    guard let count = try CleanReusing().allocations(corpus.raw) else { return }
    json.add(allocations: count, corpus.raw, corpus)
    if !options.isJSON { show(Report.allocations(count, corpus.raw)) }
  }

  private mutating func grow(_ corpus: Corpus) throws {
    let growth = try Growth(corpus, longest: options.longest, seconds: options.seconds)
    if !options.isJSON { show(Report.growthHeading(growth)) }
    for subject in try Growth.subjects(options.only) {
      let points = try growth.run(subject)
      for point in points { json.add(point, growth) }
      if !options.isJSON { show(Report.line(points)) }
    }
  }
}
