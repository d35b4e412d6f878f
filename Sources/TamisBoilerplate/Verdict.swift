/// Why a block was judged as it was: the evidence that weighed most, heaviest first, at most four.
@frozen
public struct Reasons: Equatable, Sendable, BitwiseCopyable {
  /// Raw values of ``Reason``, the first in the lowest byte; a zero byte is "no more".
  public var packed: UInt32

  @inlinable public init() { packed = 0 }

  @inlinable public var count: Int { 4 - packed.leadingZeroBitCount / 8 }

  public subscript(_ place: Int) -> Reason? { Reason(rawValue: number(place)) }

  /// The raw value at a place; 0 for none. From ``firstOfPlugins`` on it is a plugin's reason, which has no ``Reason``.
  public func number(_ place: Int) -> UInt8 {
    place >= 0 && place < 4 ? UInt8(truncatingIfNeeded: packed >> (8 * place)) : 0
  }

  /// Puts a reason, by its raw value or a plugin's number, before all others; the last of four goes.
  public mutating func putFirst(_ number: UInt8) {
    packed = packed << 8 | UInt32(number)
  }

  /// The first of the numbers that the plugins of a cleaner share among themselves.
  public static var firstOfPlugins: UInt8 { 192 }

  public func contains(_ reason: Reason) -> Bool {
    for place in 0..<count where self[place] == reason { return true }
    return false
  }
}

/// The judgement on one block.
@frozen
public struct Verdict: Equatable, Sendable, BitwiseCopyable {
  /// Probability, 0…1, that the block is article text.
  public var score: Float
  public var kind: BlockKind
  public var isKept: Bool
  public var reasons: Reasons

  @inlinable
  public init(score: Float, kind: BlockKind, isKept: Bool, reasons: Reasons) {
    self.score = score
    self.kind = kind
    self.isKept = isKept
    self.reasons = reasons
  }
}
