import Tamis

/// Verdicts on the blocks of a document; finding the blocks is in the time.
final class JudgeBlocks: Contestant {
  let name = "judge"
  let title = "Find and judge the blocks of clean text"
  let role = Role.tamis
  private let judge: BlockJudge
  private var workspace = JudgeWorkspace()
  private var blocks = GrowableBuffer<ByteSpan>()
  private var verdicts = GrowableBuffer<Verdict>()

  init() throws(TamisError) {
    judge = try BlockJudge()
  }

  func run(_ texts: Texts) throws(TamisError) -> Int {
    var kept = 0
    for place in 0..<texts.count {
      let text = texts[place]
      blocks.removeAll()
      verdicts.removeAll()
      try findBlocks(in: text, into: &blocks)
      try judge.judge(text, blocks: blocks.view, workspace: &workspace, into: &verdicts)
      for verdict in verdicts.view where verdict.isKept { kept &+= 1 }
    }
    return kept
  }
}
