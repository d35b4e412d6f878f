import TamisBase

/// The file of an index, every number little-endian:
///
///     0   "Tamis repeats 2\n"
///     16  u64  length of the file
///     24  u64  checksum, of which this field counts as zero
///     32  u64  seed
///     40  u64  documents
///     48  u32  bits of a row of blocks; then zeros up to 64
///     64  u32  four rows of counters of hosts, then u16 four rows of counters of blocks
extension Repeats {
  package static let headerLength = 64
  private static let magic: StaticString = "Tamis repeats 2\n"

  /// How long the file is, in bytes.
  public var fileLength: Int { Self.headerLength + layout.bytes }

  /// Appends the file to `output`.
  /// - Throws: ``TamisError/outOfMemory``.
  public func write(to output: inout ByteBuffer) throws(TamisError) {
    let start = output.count
    try output.reserve(fileLength)
    try output.append(Self.magic.utf8Start, count: Self.magic.utf8CodeUnitCount)
    for number in [UInt64(fileLength), 0, seed, documentCount, UInt64(layout.bits), 0] {
      try append(number, &output)
    }
    try output.append(counters, count: layout.bytes)
    let file = Bytes(rebasing: output.view[start...])
    let checksum = file.checksum(without: 24).littleEndian
    withUnsafeBytes(of: checksum) { for place in 0..<8 { output.elements[start + 24 + place] = $0[place] } }
  }

  private func append(_ number: UInt64, _ output: inout ByteBuffer) throws(TamisError) {
    for place in 0..<8 { try output.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place))) }
  }

  /// All counters as bytes; they lie in memory as in the file on every machine that Swift runs on.
  private var counters: UnsafeMutablePointer<UInt8> {
    UnsafeMutableRawPointer(hosts.baseAddress.unsafelyUnwrapped).assumingMemoryBound(to: UInt8.self)
  }

  /// Reads a file, which is copied.
  /// - Throws: ``TamisError/badFile(_:)`` for bytes that are no whole and sound index; ``TamisError/outOfMemory``.
  public convenience init(_ file: Bytes) throws(TamisError) {
    let layout = try Self.checkedLayout(file)
    try self.init(layout, seed: file.number(32, as: UInt64.self))
    documentCount = file.number(40, as: UInt64.self)
    counters.update(from: file.baseAddress.unsafelyUnwrapped + Self.headerLength, count: layout.bytes)
  }

  /// How many bytes an index has as a file, by its first ``headerLength`` ones, or all if it is shorter.
  /// - Throws: ``TamisError/badFile(_:)`` for what does not begin as an index of this version.
  package static func fileLength(_ head: Bytes) throws(TamisError) -> Int {
    headerLength + (try announcedLayout(head)).bytes
  }

  /// Checks all that a header says before any memory is asked for.
  private static func checkedLayout(_ file: Bytes) throws(TamisError) -> RepeatsLayout {
    let layout = try announcedLayout(file)
    guard file.count == headerLength + layout.bytes else { throw cutShort }
    guard file.number(24, as: UInt64.self) == file.checksum(without: 24) else { throw damaged }
    return layout
  }

  private static let cutShort = TamisError.badFile("repeats: it is cut short, or something stands behind it")
  private static let damaged = TamisError.badFile("repeats: it is damaged, its checksum or its size is wrong")

  private static func announcedLayout(_ file: Bytes) throws(TamisError) -> RepeatsLayout {
    let length = magic.utf8CodeUnitCount
    guard file.count >= length, (0..<length - 2).allSatisfy({ file[$0] == magic.utf8Start[$0] }) else {
      throw .badFile("repeats: this is no index of repeated blocks")
    }
    guard file[length - 2] == magic.utf8Start[length - 2], file[length - 1] == 0x0A else {
      throw .badFile("repeats: its format is one that this version of Tamis does not read")
    }
    guard file.count >= headerLength else { throw cutShort }
    let bits = Int(file.number(48, as: UInt32.self))
    guard RepeatsLayout.bitRange.contains(bits),
      file.number(16, as: UInt64.self) == UInt64(headerLength + RepeatsLayout(bits: bits).bytes)
    else { throw damaged }
    return RepeatsLayout(bits: bits)
  }
}
