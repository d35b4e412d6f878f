import CTamis
import Tamis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The batch through C beside the batch in Swift, and on two threads beside one: many articles, in turns, in one run.
struct Doors {
  private let cleaner: Cleaner
  private let library: CLibrary
  private let texts: Texts
  private let rounds: Int

  /// - Parameter path: of libtamis.so, loaded by hand, as the benchmark itself is built of the same modules.
  init(_ path: String, articles: Int, languages: [Language], rounds: Int = 3) throws {
    cleaner = try Cleaner()
    library = try CLibrary(path)
    texts = try Self.articles(articles, languages)
    self.rounds = rounds
  }

  /// Articles in all languages in turn. Making them costs more than cleaning them, so they come round again.
  private static func articles(_ count: Int, _ languages: [Language]) throws -> Texts {
    let made = try Texts()
    var makers = languages.map { ArticleMaker($0) }
    for place in 0..<min(count, 5000) { try made.append(makers[place % makers.count].article()) }
    let all = try Texts()
    for place in 0..<count { try all.append(made[place % made.count]) }
    return all
  }

  func run() throws {
    let subjects: [(name: String, run: () throws -> Int)] = [
      ("Swift, one thread", { try swift(threads: 1) }), ("Swift, two threads", { try swift(threads: 2) }),
      ("C, one thread", { try library.clean(texts, threads: 1) }),
      ("C, two threads", { try library.clean(texts, threads: 2) }),
    ]
    var best = Array(repeating: Times(wall: .infinity, processor: .infinity), count: subjects.count)
    var sizes = Set<Int>()
    for _ in 0..<rounds {
      for (place, subject) in subjects.enumerated() {
        let start = Times.now
        sizes.insert(try subject.run())
        best[place] = best[place].least(Times.now - start)
      }
    }
    guard sizes.count == 1 else { throw UsageError("the doors do not give the same text") }
    report(subjects.map(\.name), best)
  }

  private func swift(threads: Int) throws -> Int {
    let batch = try cleaner.clean(try TextColumn(data: texts.data, offsets: texts.offsets), threads: threads)
    return (0..<batch.count).reduce(0) { $0 + (batch.document(at: $1)?.text.count ?? 0) }
  }

  private func report(_ names: [String], _ best: [Times]) {
    var loads = [0.0, 0.0, 0.0]
    getloadavg(&loads, 3)
    let megabytes = Double(texts.byteCount) / 1e6
    show("\(texts.count) articles, \(fixed(megabytes)) MB, best of \(rounds) rounds; load of the machine \(fixed(loads[0]))\n")
    for (name, times) in zip(names, best) {
      show(
        "  \(name.padding(20)) \(fixed(times.wall)) s by the wall, \(fixed(times.processor)) s of processor time, "
          + "\(fixed(megabytes / times.processor)) MB/s\n")
    }
    let (swift, two, c, cTwo) = (best[0], best[1], best[2], best[3])
    show("C / Swift throughput on one thread: \(fixed(swift.processor / c.processor)) by processor time, ")
    show("\(fixed(swift.wall / c.wall)) by the wall\n")
    show("C on two threads / one: \(fixed(2 * c.processor / cTwo.processor)) by processor time, ")
    show("\(fixed(c.wall / cTwo.wall)) by the wall (Swift: \(fixed(2 * swift.processor / two.processor)), ")
    show("\(fixed(swift.wall / two.wall)))\n")
  }

  private func fixed(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

/// Seconds by two clocks. Processor time counts all threads of the process, so on two threads that share the work evenly
/// half of it is what the clock on the wall would show if nothing else ran.
private struct Times {
  var wall: Double
  var processor: Double

  static var now: Times {
    Times(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
  }

  func least(_ other: Times) -> Times { Times(wall: min(wall, other.wall), processor: min(processor, other.processor)) }
  static func - (a: Times, b: Times) -> Times { Times(wall: a.wall - b.wall, processor: a.processor - b.processor) }
}

/// What of the C library is measured.
private struct CLibrary {
  private let cleaner: OpaquePointer
  private let cleanBatch: CleanBatch
  private let copyTexts: CopyTexts
  private let freeBatch: @convention(c) (OpaquePointer?) -> Void

  private typealias NewCleaner = @convention(c) (
    UnsafePointer<tamis_options>?, UnsafeMutablePointer<OpaquePointer?>?, UnsafeMutablePointer<tamis_error>?
  ) -> tamis_status
  private typealias CleanBatch = @convention(c) (
    OpaquePointer?, UnsafePointer<tamis_texts>?, UnsafePointer<tamis_batch_options>?,
    UnsafeMutablePointer<OpaquePointer?>?, UnsafeMutablePointer<tamis_error>?
  ) -> tamis_status
  private typealias CopyTexts = @convention(c) (
    OpaquePointer?, UnsafeMutablePointer<CChar>?, Int64, UnsafeMutablePointer<Int64>?, UnsafeMutablePointer<UInt8>?,
    UnsafeMutablePointer<Int64>?, UnsafeMutablePointer<tamis_error>?
  ) -> tamis_status

  init(_ path: String) throws {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw InputError(path: path, reason: dlerror().map { String(cString: $0) } ?? "cannot be loaded")
    }
    func function<T>(_ name: String, as type: T.Type) throws -> T {
      guard let symbol = dlsym(handle, name) else { throw InputError(path: path, reason: "has no \(name)") }
      return unsafeBitCast(symbol, to: type)
    }
    cleanBatch = try function("tamis_cleaner_clean_batch", as: CleanBatch.self)
    copyTexts = try function("tamis_batch_copy_texts", as: CopyTexts.self)
    freeBatch = try function("tamis_batch_free", as: (@convention(c) (OpaquePointer?) -> Void).self)
    var made: OpaquePointer?
    guard try function("tamis_cleaner_new", as: NewCleaner.self)(nil, &made, nil) == 0, let made else {
      throw InputError(path: path, reason: "cannot make a cleaner")
    }
    cleaner = made
  }

  /// Cleans all and returns the length of the cleaned texts together.
  func clean(_ texts: Texts, threads: Int32) throws -> Int {
    let data = UnsafeRawPointer(texts.data.baseAddress)?.assumingMemoryBound(to: CChar.self)
    var column = tamis_texts(
      data: data, data_length: Int64(texts.data.count), offsets: texts.offsets.baseAddress, validity: nil,
      count: Int64(texts.count))
    var options = tamis_batch_options()
    options.struct_size = UInt32(MemoryLayout<tamis_batch_options>.size)
    options.threads = threads
    var batch: OpaquePointer?
    let status = cleanBatch(cleaner, &column, &options, &batch, nil)
    guard status == 0 else { throw UsageError("the C library answered \(status)") }
    defer { freeBatch(batch) }
    var size: Int64 = 0
    // Too small, and that is the question.
    _ = copyTexts(batch, nil, 0, nil, nil, &size, nil)
    return Int(size)
  }
}
