/// What a run of dropped blocks is about where they do not say so themselves: titles below "most read", names and what readers
/// wrote below "comments".
struct FurnitureSection {
  private var kind: BlockKind?
  /// Whether text of the article has been seen. Above it comments are counted, not shown.
  private var isBehindText: Bool
  /// How many more blocks of a word or two it lasts: titles and comments have more, and two that have not are the next menu.
  private var patience = 0
  private static let patience = 1

  init(isBehindText: Bool) { self.isBehindText = isBehindText }

  /// Text of the article ends it.
  mutating func passText() {
    kind = nil
    isBehindText = true
  }

  /// As does the foot of a page.
  mutating func end() { kind = nil }

  /// What a block is that has the phrases of `cue`, which stands for `own`: part of this section or the beginning of another.
  mutating func enter(_ cue: Cue, _ own: BlockKind) -> BlockKind {
    if kind == nil || !FurnitureSection.isPart(cue, of: kind) {
      kind = cue == .related || cue == .comments && isBehindText ? own : nil
    }
    patience = FurnitureSection.patience
    return kind ?? own
  }

  /// What a block without phrases is; nil outside of a section.
  mutating func kind(isShort: Bool) -> BlockKind? {
    patience = isShort ? patience &- 1 : FurnitureSection.patience
    if patience < 0 { kind = nil }
    return kind
  }

  /// Whether blocks with phrases of this cue belong to such a section sooner than begin another one.
  private static func isPart(_ cue: Cue, of kind: BlockKind?) -> Bool {
    switch cue {
    case .byline, .date, .more: true
    case .credit: kind == .related
    case .share, .login: kind == .comments
    default: false
    }
  }
}
