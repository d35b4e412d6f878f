import TamisBase

/// A model file: what it says of itself in lines of text, then named sections. Every number is little-endian.
///
///     0      "Tamis boilerplate model 2\n", then lines that say how it was made (command, digest of the data, versions)
///            for `head` to show; a NUL ends them, NULs fill up to the next multiple of 64, which is H
///     H      u64  length of the file, a multiple of 64
///     H + 8  u64  checksum of the file, of which this field counts as zero
///     H + 16 u32  sections, at most 64; u32 zero
///     H + 24 for each section: its name, eight bytes filled up with NULs; u64 offset, a multiple of 64; u64 length
///     …      the sections, in the order of the table, NULs between them
///
/// A reader asks for sections by name and passes over those that it does not know, so a later model may have more.
struct ModelFile {
  /// The lines that a model begins with.
  let text: Bytes
  private let bytes: Bytes
  private let table: Int
  private let count: Int

  static let alignment = 64
  private static let greatestText = 1 << 16
  /// Hundreds of times the model that is compiled in.
  private static let greatestLength: UInt64 = 1 << 30
  /// How many bytes at the beginning, at most, say how long the file is.
  static let greatestHead = greatestText + alignment
  private static let greatestCount = 64
  private static let entryLength = 24
  private static let magic: StaticString = "Tamis boilerplate model "
  private static let version = UInt8(ascii: "2")

  /// - Parameter bytes: the file, which stays where it is, at a multiple of 8.
  /// - Throws: ``TamisError/badFile(_:)`` for bytes that are no whole and sound model file.
  init(_ bytes: Bytes) throws(TamisError) {
    self.bytes = bytes
    let end = try ModelFile.endOfText(bytes)
    text = Bytes(rebasing: bytes[..<end])
    let header = ModelFile.header(behind: end)
    guard try ModelFile.length(bytes) == bytes.count else { throw ModelFile.cutShort }
    guard bytes.number(header + 8, as: UInt64.self) == bytes.checksum(without: header + 8) else {
      throw .badFile("model: it is damaged, its checksum is wrong")
    }
    table = header + 24
    count = Int(bytes.number(header + 16, as: UInt32.self))
    guard count <= ModelFile.greatestCount, table + count * ModelFile.entryLength <= bytes.count else {
      throw .badFile("model: it has too many sections")
    }
    try checkTable()
  }

  /// How long the file is, in bytes, by its first ``greatestHead`` ones, or all if it is shorter; a multiple of the alignment
  /// that leaves room for a table.
  static func length(_ head: Bytes) throws(TamisError) -> Int {
    let header = header(behind: try endOfText(head))
    guard head.count >= header + 8 else { throw cutShort }
    let length = head.number(header, as: UInt64.self)
    guard length % UInt64(alignment) == 0, length >= UInt64(header + alignment), length <= greatestLength else { throw cutShort }
    return Int(length)
  }

  private static func header(behind end: Int) -> Int { (end + alignment) & ~(alignment - 1) }

  private static let cutShort = TamisError.badFile("model: it is cut short, or something stands behind it")

  /// The section of this name, at most eight characters; nil if there is none.
  func section(_ name: StaticString) -> Bytes? {
    for place in 0..<count where isNamed(place, name) { return content(place) }
    return nil
  }

  /// Where the NUL behind the text stands.
  private static func endOfText(_ bytes: Bytes) throws(TamisError) -> Int {
    let length = magic.utf8CodeUnitCount
    guard let base = bytes.baseAddress, Int(bitPattern: base) % 8 == 0, bytes.count > length + 1,
      (0..<length).allSatisfy({ base[$0] == magic.utf8Start[$0] })
    else { throw .badFile("model: it is no Tamis boilerplate model") }
    guard base[length] == version, base[length + 1] == 0x0A else {
      throw .badFile("model: its format is one that this version of Tamis does not read")
    }
    guard let end = bytes.prefix(greatestText).firstIndex(of: 0) else {
      throw cutShort
    }
    return end
  }

  /// Sections stand behind the table, one behind the other, inside the file.
  private func checkTable() throws(TamisError) {
    var end = UInt64(table + count * ModelFile.entryLength)
    for place in 0..<count {
      let entry = table + place * ModelFile.entryLength
      let offset = bytes.number(entry + 8, as: UInt64.self)
      let length = bytes.number(entry + 16, as: UInt64.self)
      guard offset % UInt64(ModelFile.alignment) == 0, offset >= end, offset <= UInt64(bytes.count),
        length <= UInt64(bytes.count) - offset
      else { throw .badFile("model: a section is not where it can be") }
      end = offset + length
    }
  }

  private func isNamed(_ place: Int, _ name: StaticString) -> Bool {
    let entry = table + place * ModelFile.entryLength
    return (0..<8).allSatisfy { at in
      bytes[entry + at] == (at < name.utf8CodeUnitCount ? name.utf8Start[at] : 0)
    }
  }

  private func content(_ place: Int) -> Bytes {
    let entry = table + place * ModelFile.entryLength
    let offset = Int(bytes.number(entry + 8, as: UInt64.self))
    return Bytes(rebasing: bytes[offset..<offset + Int(bytes.number(entry + 16, as: UInt64.self))])
  }
}
