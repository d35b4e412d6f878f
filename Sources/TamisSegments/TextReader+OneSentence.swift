import CByteScan

extension TextReader {
  /// Whether the standard rules find one sentence here for certain: a short stretch without a stop but at its end. Four
  /// in five lines of a web page are no more, and a walk through each, which is made for long texts, took 150 ns.
  var isOneSentence: Bool {
    let count = end &- start
    // The markers of a list end sentences without a stop.
    guard count <= 256, ListMarkers(self, at: start, allowsStops: true) == nil else { return false }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 4) { words in
      let words = words.baseAddress!
      withUnsafeBytes(of: StandardWalk.extraStops) {
        stop_scan(base + start, count, count, $0.baseAddress!.assumingMemoryBound(to: UInt8.self), words)
      }
      for place in 0..<(count &+ 63) &>> 6 where words[place] != 0 {
        return endsStretch(start &+ place &* 64 &+ words[place].trailingZeroBitCount)
      }
      return true
    }
  }

  /// Whether what begins at `position` and goes on to the end is a run of stops of ASCII, or one stop of any script.
  private func endsStretch(_ position: Int) -> Bool {
    var p = position
    while p < end, base[p] == 0x2E || base[p] == 0x21 || base[p] == 0x3F { p &+= 1 }
    return p == end || p == position && scalar(at: p)?.end == end
  }
}
