import TamisBase
public struct JudgeWorkspace: ~Copyable { public init() {} }
public struct BlockJudge: Sendable {
  public init(threshold: Float = 0.5) throws(TamisError) {}
  public func judge(
    _ text: Bytes, blocks: UnsafeBufferPointer<ByteSpan>, workspace: inout JudgeWorkspace,
    into verdicts: inout GrowableBuffer<Verdict>
  ) throws(TamisError) {
    for b in blocks {
      let keep = b.count > 40
      try verdicts.append(Verdict(score: keep ? 0.9 : 0.1, kind: .paragraph, isKept: keep, reasons: Reasons()))
    }
  }
}
