/// What a calibrated score may be told: a block's logit in 1/1024, above zero where it is sooner article than not.
enum Score {
  /// 85 chances in a hundred: a block of which the judge is sure.
  static let sure: Int16 = 1740

  /// A score with evidence of up to 16 logits either way added: far below zero it stays a number.
  @inline(__always)
  static func sum(_ score: Int16, _ evidence: Int16) -> Int16 { max(score, -16384) &+ evidence }
}
