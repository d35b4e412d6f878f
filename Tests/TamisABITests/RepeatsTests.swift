import CTamis
import Tamis
import TestSupport
import XCTest

/// Thresholds, models and indexes come through the C door as they are in the house.
final class RepeatsTests: XCTestCase {
  private let pages = (0..<30).map { number in
    """
    What the tide left on the beach of \(String(repeating: "x", count: number))
    The keepers of the \(String(repeating: "y", count: number)) walked the sand from the pier to the mouth of the river.
    The museum of the shore is kept by its friends, who count every shell that is brought to its door and number it.
    """
  }

  func testAnIndexCountsAndJudgesAsInTheHouse() throws {
    let house = try Repeats(memory: 1 << 18, seed: 3)
    let recipe = try Cleaner()
    var repeats: OpaquePointer?
    XCTAssertEqual(tamis_repeats_new(1 << 18, 3, &repeats, nil), tamis_status(TAMIS_OK))
    defer { tamis_repeats_free(repeats) }
    var cleaner: OpaquePointer?
    XCTAssertEqual(tamis_cleaner_new(nil, &cleaner, nil), tamis_status(TAMIS_OK))
    defer { tamis_cleaner_free(cleaner) }
    for page in pages {
      let bytes = Array(page.utf8)
      try bytes.withUnsafeBufferPointer { bytes in
        try Array("shore.example".utf8).withUnsafeBufferPointer { host in
          try recipe.add(bytes, host: host, to: house, scratch: Scratch())
          let status = bytes.withMemoryRebound(to: CChar.self) { bytes in
            host.withMemoryRebound(to: CChar.self) { host in
              tamis_repeats_add(
                repeats, cleaner, bytes.baseAddress, Int64(bytes.count), host.baseAddress, Int64(host.count), nil, nil)
            }
          }
          XCTAssertEqual(status, tamis_status(TAMIS_OK))
        }
      }
    }
    XCTAssertEqual(try saved(repeats), try saved(house))

    var recipeWith = CleaningOptions()
    recipeWith.repeats = house
    recipeWith.host = "shore.example"
    var options = tamis_options()
    options.struct_size = UInt32(MemoryLayout<tamis_options>.size)
    options.repeats = repeats
    let wanted = try Array(pages[3].utf8).withUnsafeBufferPointer { try Cleaner(recipeWith).clean($0) }
    XCTAssertFalse(wanted.string.contains("museum"), wanted.string)
    try "shore.example".withCString { host in
      options.host = host
      XCTAssertEqual(try Document(Array(pages[3].utf8), &options).text, Array(wanted.text))
    }
    options.host = nil
    XCTAssertEqual(
      try Document(Array(pages[3].utf8), &options).text,
      Array(try Array(pages[3].utf8).withUnsafeBufferPointer { try Cleaner().clean($0).string }.utf8))
    XCTAssertEqual(try batch(&options), Array(wanted.text))
  }

  /// The first row of a batch whose hosts are a column.
  private func batch(_ options: inout tamis_options) throws -> [UInt8] {
    var cleaner: OpaquePointer?
    XCTAssertEqual(tamis_cleaner_new(&options, &cleaner, nil), tamis_status(TAMIS_OK))
    defer { tamis_cleaner_free(cleaner) }
    let text = Array(pages[3].utf8CString.dropLast())
    let host = Array("shore.example".utf8CString.dropLast())
    var batch: OpaquePointer?
    defer { tamis_batch_free(batch) }
    text.withUnsafeBufferPointer { text in
      host.withUnsafeBufferPointer { host in
        [Int64(0), Int64(text.count)].withUnsafeBufferPointer { textOffsets in
          [Int64(0), Int64(host.count)].withUnsafeBufferPointer { hostOffsets in
            var texts = tamis_texts(
              data: text.baseAddress, data_length: Int64(text.count), offsets: textOffsets.baseAddress, validity: nil, count: 1)
            var hosts = tamis_texts(
              data: host.baseAddress, data_length: Int64(host.count), offsets: hostOffsets.baseAddress, validity: nil, count: 1)
            withUnsafePointer(to: &hosts) { hosts in
              var how = tamis_batch_options()
              how.struct_size = UInt32(MemoryLayout<tamis_batch_options>.size)
              how.hosts = hosts
              XCTAssertEqual(tamis_cleaner_clean_batch(cleaner, &texts, &how, &batch, nil), tamis_status(TAMIS_OK))
            }
            hosts.count = 0
            var none: OpaquePointer?
            withUnsafePointer(to: &hosts) { hosts in
              var how = tamis_batch_options()
              how.struct_size = UInt32(MemoryLayout<tamis_batch_options>.size)
              how.hosts = hosts
              XCTAssertEqual(
                tamis_cleaner_clean_batch(cleaner, &texts, &how, &none, nil), tamis_status(TAMIS_INVALID_ARGUMENT))
            }
          }
        }
      }
    }
    let result = tamis_document_text(tamis_batch_document(batch, 0))
    return UnsafeRawBufferPointer(start: result.data, count: Int(result.length)).map { $0 }
  }

  func testThresholdsByPurpose() throws {
    for (favor, wanted) in [(TAMIS_FAVOR_PRECISION, Favor.precision), (TAMIS_FAVOR_BALANCED, .balanced), (TAMIS_FAVOR_RECALL, .recall)] {
      for page in try SampleArticle.all().prefix(6) {
        var options = tamis_options()
        options.struct_size = UInt32(MemoryLayout<tamis_options>.size)
        options.favor = Int32(favor)
        var house = CleaningOptions()
        house.threshold = wanted.threshold
        let document = try page.bytes.withUnsafeBufferPointer { try Cleaner(house).clean($0) }
        XCTAssertEqual(try Document(page.bytes, &options).text, Array(document.text), page.name)
      }
    }
  }

  private func saved(_ repeats: OpaquePointer?) throws -> [UInt8] {
    var length: Int64 = 0
    XCTAssertEqual(tamis_repeats_save(repeats, nil, 0, &length, nil), tamis_status(TAMIS_BUFFER_TOO_SMALL))
    var file = [CChar](repeating: 0, count: Int(length))
    XCTAssertEqual(tamis_repeats_save(repeats, &file, length, &length, nil), tamis_status(TAMIS_OK))
    return file.map(UInt8.init(bitPattern:))
  }

  private func saved(_ repeats: Repeats) throws -> [UInt8] {
    var file = ByteBuffer()
    try repeats.write(to: &file)
    return Array(file.view)
  }
}
