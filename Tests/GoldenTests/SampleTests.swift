import Foundation
import Tamis
import TestSupport
import XCTest

/// Short and odd documents keep their text, and a document without furniture comes out whole: see Tests/Samples.
final class SampleTests: XCTestCase {
  private struct Sample {
    let name: String
    let labels: [Character]
    let text: String

    static func all() throws -> [Sample] {
      try Place.goldNames(Place.samples).map { name in
        let lines = try Place.gold(name, in: Place.samples).split(separator: "\n", omittingEmptySubsequences: false)
        return Sample(
          name: name, labels: lines.compactMap(\.first), text: lines.map { String($0.dropFirst(2)) }.joined(separator: "\n"))
      }
    }
  }

  /// Lines judged otherwise than labelled, at most, by document.
  private func ceilings() throws -> [String: Int] {
    let file = Place.samples.appendingPathComponent("known-disagreements.txt")
    var ceilings: [String: Int] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: " ")
      ceilings[String(fields[0])] = Int(fields[1])
    }
    return ceilings
  }

  private func judged(_ sample: Sample, _ favor: Favor = .balanced) throws -> [Bool] {
    var options = CleaningOptions()
    options.threshold = favor.threshold
    let document = try Array(sample.text.utf8).withUnsafeBufferPointer { try Cleaner(options).clean($0) }
    XCTAssertEqual(document.blocks.count, sample.labels.count, sample.name)
    return document.blocks.map(\.isKept)
  }

  func testThereAreManyOfThemInManyLanguages() throws {
    let samples = try Sample.all()
    XCTAssertGreaterThanOrEqual(samples.count, 60)
    XCTAssertGreaterThanOrEqual(Set(samples.map { $0.name.prefix(2) }).count, 15)
    XCTAssertGreaterThanOrEqual(samples.count { !$0.labels.contains("-") }, 40, "documents without furniture")
  }

  func testVerdictsAreThoseOfTheLabels() throws {
    var ceilings = try ceilings()
    var wrong = 0
    var total = 0
    for sample in try Sample.all() {
      let kept = try judged(sample)
      let errors = zip(sample.labels, kept).count { label, isKept in label != "~" && isKept != (label == "+") }
      wrong += errors
      total += kept.count
      let ceiling = ceilings.removeValue(forKey: sample.name) ?? 0
      if errors > 0 { print("samples: \(sample.name): \(errors) of \(kept.count) verdicts are not those of the labels") }
      XCTAssertLessThanOrEqual(errors, ceiling, "\(sample.name): see Tests/Samples/README.md")
      XCTAssertFalse(ceiling > 0 && errors < ceiling, "\(sample.name): lower its ceiling of \(ceiling) to \(errors)")
    }
    print("samples: \(total - wrong) of \(total) verdicts are those of the labels")
    XCTAssertTrue(ceilings.isEmpty, "ceilings for documents that are not there: \(ceilings.keys.sorted())")
  }

  /// A sparing threshold keeps all that a strict one keeps.
  func testThresholdsAreNested() throws {
    for sample in try Sample.all() {
      let kept = try [Favor.precision, .balanced, .recall].map { try judged(sample, $0).count { $0 } }
      XCTAssertEqual(kept, kept.sorted(), sample.name)
    }
  }
}
