import TamisBase
import TamisText

/// The source map as a plain list of edits, asked one by one.
public struct NaiveSourceMap {
  public private(set) var edits: [SourceMap.Edit] = []

  public init() {}

  public mutating func record(source: ByteSpan, cleaned: ByteSpan) {
    if let last = edits.last, cleaned.isEmpty, last.cleaned.isEmpty, last.source.end == source.start,
      last.cleaned.end == cleaned.start {
      edits[edits.count - 1].source.end = source.end
    } else {
      edits.append(SourceMap.Edit(source: source, cleaned: cleaned))
    }
  }

  public func sourceSpan(of span: ByteSpan) -> ByteSpan {
    translate(span, edits.map { ($0.cleaned, $0.source) })
  }

  public func cleanedSpan(of span: ByteSpan) -> ByteSpan {
    translate(span, edits.map { ($0.source, $0.cleaned) })
  }

  private func translate(_ span: ByteSpan, _ edits: [(near: ByteSpan, far: ByteSpan)]) -> ByteSpan {
    let low = start(span.start, edits)
    return span.isEmpty ? ByteSpan(low, low) : ByteSpan(low, max(low, end(span.end, edits)))
  }

  private func start(_ position: Int, _ edits: [(near: ByteSpan, far: ByteSpan)]) -> Int {
    if let holder = edits.first(where: { $0.near.start <= position && position < $0.near.end }) {
      return holder.far.start
    }
    guard let behind = edits.last(where: { $0.near.end <= position }) else { return position }
    return position - behind.near.end + behind.far.end
  }

  private func end(_ position: Int, _ edits: [(near: ByteSpan, far: ByteSpan)]) -> Int {
    if let holder = edits.first(where: { $0.near.start < position && position <= $0.near.end }) { return holder.far.end }
    guard let behind = edits.last(where: { $0.near.start < position }) else { return position }
    return position - behind.near.end + behind.far.end
  }

  /// Byte by byte of the middle text: where edits of the two maps touch the same bytes, or stand empty at one place, they
  /// are one.
  public static func composed(_ first: NaiveSourceMap, _ second: NaiveSourceMap) -> NaiveSourceMap {
    var result = NaiveSourceMap()
    var (i, j, toSource, toResult) = (0, 0, 0, 0)
    let (a, b) = (first.edits, second.edits)
    func isBefore(_ x: ByteSpan, _ y: ByteSpan) -> Bool { (x.start, x.isEmpty ? 0 : 1) < (y.start, y.isEmpty ? 0 : 1) }
    while i < a.count || j < b.count {
      var group = i < a.count ? a[i].cleaned : b[j].source
      if j < b.count, isBefore(b[j].source, group) { group = b[j].source }
      let (source, cleaned) = (group.start + toSource, group.start + toResult)
      var count = -1
      while count != i + j {
        count = i + j
        while i < a.count, a[i].cleaned.start < group.end || a[i].cleaned == group {
          group.end = max(group.end, a[i].cleaned.end)
          toSource = a[i].source.end - a[i].cleaned.end
          i += 1
        }
        while j < b.count, b[j].source.start < group.end || b[j].source == group {
          group.end = max(group.end, b[j].source.end)
          toResult = b[j].cleaned.end - b[j].source.end
          j += 1
        }
      }
      result.record(
        source: ByteSpan(source, group.end + toSource), cleaned: ByteSpan(cleaned, group.end + toResult))
    }
    return result
  }
}
