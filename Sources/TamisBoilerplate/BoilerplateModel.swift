#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import CBoilerplateData
import TamisBase

/// What a ``BlockJudge`` has learnt: the model that is compiled in, or one that `Scripts/train-boilerplate
/// --output-model` wrote. Immutable; any number of judges and threads may share one.
public final class BoilerplateModel: Sendable {
  package let analyzer: BlockAnalyzer
  private let memory: Memory?

  /// The model that is compiled in; made at the first use, with the lexicon and ICU's properties in about 16 milliseconds.
  package static func shipped() throws(TamisError) -> BoilerplateModel { try place.get(room: 1 << 20, make) }

  private static let place = MadeOnce()

  private static func make() throws(TamisError) -> BoilerplateModel {
    let base = UnsafeRawPointer(boilerplate_model_bytes()).assumingMemoryBound(to: UInt8.self)
    return try BoilerplateModel(shipped: Bytes(start: base, count: Int(boilerplate_model_length)))
  }

  /// Reads a model file, which is copied.
  ///
  /// - Parameter file: the whole file.
  /// - Throws: ``TamisError/badFile(_:)`` for bytes that are no sound model file or one made for other features
  ///   than this version of Tamis has; ``TamisError/outOfMemory``.
  public init(_ file: Bytes) throws(TamisError) {
    let memory = try Memory(copying: file)
    analyzer = try BlockAnalyzer.with(memory.bytes)
    self.memory = memory
  }

  /// How many bytes at the beginning of a model file, at most, say how long it is.
  package static let greatestHead = ModelFile.greatestHead

  /// How many bytes a model file has, by what it begins with.
  ///
  /// - Parameter head: its first ``greatestHead`` bytes, or all if it is shorter.
  /// - Throws: ``TamisError/badFile(_:)`` for what does not begin as a model of this version.
  package static func fileLength(_ head: Bytes) throws(TamisError) -> Int { try ModelFile.length(head) }

  private init(shipped: Bytes) throws(TamisError) {
    analyzer = try BlockAnalyzer.with(shipped)
    memory = nil
  }

  deinit {
    analyzer.explainer.deallocate()
    analyzer.model.deallocate()
  }

  /// A copy of a file, laid out as the file asks for.
  private final class Memory: @unchecked Sendable {
    let bytes: Bytes

    init(copying file: Bytes) throws(TamisError) {
      var memory: UnsafeMutableRawPointer?
      guard posix_memalign(&memory, ModelFile.alignment, max(file.count, 1)) == 0, let memory else {
        throw .outOfMemory
      }
      if let base = file.baseAddress { memory.copyMemory(from: base, byteCount: file.count) }
      bytes = Bytes(start: memory.assumingMemoryBound(to: UInt8.self), count: file.count)
    }

    deinit {
      free(UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
  }
}
