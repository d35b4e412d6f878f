import TamisBase

/// Writes the features of the first stage: the block, its document, its neighbours' shapes.
struct FeatureRows {
  let counts: UnsafeBufferPointer<BlockCounts>
  let kept: UnsafePointer<Token>
  let profile: DocumentProfile
  let topics: TopicTable
  let rows: UnsafeMutablePointer<UInt8>

  func fill() {
    guard counts.count > 0 else { return }
    var offset = 0
    for place in 0..<counts.count {
      let row = Row(rows + place &* FeatureLayout.stride)
      fillOwn(row, counts[place])
      fillCues(row, counts[place])
      fillPlace(row, counts[place], place, offset)
      fillDocument(row)
      offset &+= Int(counts[place].length)
    }
    fillRuns()
    fillSentenceRuns()
    fillWindows(2, nil, nil, nil)
    fillWindows(4, .endedNear4, .cuesNear4, .lengthNear4)
    fillWindows(10, .endedNear10, .cuesNear10, .lengthNear10)
    for place in 0..<counts.count { fillContext(place) }
  }

  /// One row, written by the names of its features.
  struct Row {
    let base: UnsafeMutablePointer<UInt8>
    @inline(__always) init(_ base: UnsafeMutablePointer<UInt8>) { self.base = base }
    @inline(__always) subscript(_ feature: Feature) -> UInt8 {
      get { base[feature.rawValue] }
      nonmutating set { base[feature.rawValue] = newValue }
    }
  }

  private func fillOwn(_ row: Row, _ c: BlockCounts) {
    let words = max(c.words, 1)
    row[.length] = Quantized.log(c.length)
    row[.words] = Quantized.log(c.words)
    // A script without word division gets what is usual elsewhere, so that the trees do not learn scripts by it.
    let isDivided = c.singles &* 2 < c.tokens
    row[.wordLength] = isDivided ? Quantized.clamped(Int(c.characters) &* 16 / Int(words)) : 96
    row[.longestToken] = isDivided ? Quantized.clamped(Int(c.longestToken) &* 4) : 32
    row[.upperShare] = Quantized.share(c.upper, c.characters)
    row[.capitalizedShare] = Quantized.share(c.capitalized, words)
    row[.allCapitalsShare] = Quantized.share(c.allCapitals, words)
    row[.digitShare] = Quantized.share(c.digits, c.characters)
    row[.terminators] = Quantized.log(c.terminators)
    row[.terminatorRate] = Quantized.share(c.terminators &* 4, words)
    row[.commas] = Quantized.log(c.commas)
    row[.commaRate] = Quantized.share(c.commas &* 4, words)
    row[.colons] = Quantized.log(c.colons)
    row[.symbols] = Quantized.log(c.symbols)
    row[.symbolRate] = Quantized.share(c.symbols &* 4, words)
    row[.quotes] = Quantized.log(c.quotes)
    row[.dashes] = Quantized.log(c.dashes)
    row[.brackets] = Quantized.log(c.brackets)
    row[.addresses] = Quantized.log(c.addresses)
    row[.first] = c.first &* 16
    row[.last] = c.last &* 16
    row[.closer] = c.closer &* 16
    row[.wordsPerSentence] = Quantized.log(Int(c.words) / Int(max(c.terminators, 1)))
    fillWords(row, c, words)
  }

  private func fillWords(_ row: Row, _ c: BlockCounts, _ words: Int32) {
    let tokens = max(c.tokens, 1)
    row[.stopDensity] = stopDensity(c)
    row[.cueShare] = Quantized.share(c.cueTokens, tokens)
    row[.cueHits] = Quantized.log(c.cueHits)
    row[.firstCue] = c.firstCue &* 8
    row[.lastCue] = c.lastCue &* 8
    row[.addressShare] = Quantized.share(c.address &* 4, tokens)
    // A column in the first person speaks so throughout; a plea behind a report stands out.
    row[.addressRelative] = Quantized.ratio(
      Int(c.address) &* 1024 / Int(tokens) &+ 16, profile.address &* 1024 / max(profile.tokens, 1) &+ 16)
    row[.pleaShare] = Quantized.share(c.plea &* 4, tokens)
    row[.wordScore] = FeatureRows.wordScore(c)
    row[.wordLeast] = Quantized.clamped(128 &+ Int(c.wordLeast))
    row[.wordMost] = Quantized.clamped(128 &+ Int(c.wordMost))
    row[.wordHead] = Quantized.clamped(128 &+ Int(c.wordHead) / 2)
    row[.copies] = Quantized.log(Int(c.copies) &- 1)
    row[.shapeCopies] = Quantized.log(Int(c.shapeCopies) &- 1)
    row[.isFirstCopy] = 0
  }

  /// The share of common words, on a scale on which the document's own prose has 100: languages differ in it by half.
  private func stopDensity(_ c: BlockCounts) -> UInt8 {
    let tokens = Int(max(c.tokens, 1))
    guard profile.stops > 0 else { return Quantized.share(Int(c.stops), tokens) }
    return Quantized.clamped(Int(c.stops) &* 100 &* profile.tokens / (tokens &* profile.stops))
  }

  /// The sum of the words' weights over the root of their number, as the table was trained; eighths of a logit.
  static func wordScore(_ c: BlockCounts) -> UInt8 {
    let root = Float(max(c.tokens, 1)).squareRoot()
    return Quantized.clamped(128 &+ Int(Float(c.wordSum) / root))
  }

  private func fillCues(_ row: Row, _ c: BlockCounts) {
    let tokens = max(c.tokens, 1)
    for cue in 0..<Cue.count {
      row.base[FeatureLayout.cues &+ cue] = Quantized.share(Int32(c.cues[cue]), tokens)
    }
  }

  private func fillPlace(_ row: Row, _ c: BlockCounts, _ place: Int, _ offset: Int) {
    row[.lengthToMedian] = Quantized.ratio(Int(c.length), profile.medianLength)
    row[.lengthToTypical] = Quantized.ratio(Int(c.length), profile.typicalLength)
    row[.indexFromStart] = Quantized.log(place)
    row[.indexFromEnd] = Quantized.log(counts.count &- 1 &- place)
    row[.relativeIndex] = Quantized.share(place, counts.count)
    row[.relativeOffset] = Quantized.share(offset, profile.length)
    let found = topics.share(kept + Int(c.firstToken), Int(c.keptTokens), isIn: c.isProse)
    row[.topicShare] = found.share
    row[.topicWeight] = found.weight
  }

  private func fillDocument(_ row: Row) {
    row[.documentBlocks] = Quantized.log(profile.blocks)
    row[.documentLength] = Quantized.log(profile.length / 16)
    row[.documentMedian] = Quantized.log(profile.medianLength)
    row[.documentShortShare] = Quantized.share(profile.shortBlocks, profile.blocks)
    row[.documentProseShare] = Quantized.share(profile.proseLength, profile.length)
  }

  /// What a walk from the front and one from the back carry along.
  private struct Carried {
    var shortRun = 0
    var plainRun = 0
    var sinceProse = 0
    var bytesSinceProse = 0
    var prose = 0

    mutating func step(_ c: BlockCounts) {
      if c.isProse {
        prose &+= 1
        sinceProse = 0
        bytesSinceProse = 0
      } else {
        sinceProse &+= 1
        bytesSinceProse &+= Int(c.length)
      }
      plainRun = c.endsSentence ? 0 : plainRun &+ 1
      shortRun = c.length < DocumentProfile.shortLength && !c.endsSentence ? shortRun &+ 1 : 0
    }
  }

  private func fillRuns() {
    var before = Carried()
    for place in 0..<counts.count {
      let row = Row(rows + place &* FeatureLayout.stride)
      row[.plainRunBefore] = Quantized.log(before.plainRun)
      row[.shortRunBefore] = Quantized.log(before.shortRun)
      row[.proseBefore] = before.prose > 0 ? Quantized.log(before.sinceProse) : 255
      row[.lengthFromProse] = before.prose > 0 ? Quantized.log(before.bytesSinceProse) : 255
      row[.proseCountBefore] = Quantized.log(before.prose)
      before.step(counts[place])
    }
    var after = Carried()
    for place in stride(from: counts.count - 1, through: 0, by: -1) {
      let row = Row(rows + place &* FeatureLayout.stride)
      row[.plainRunAfter] = Quantized.log(after.plainRun)
      row[.shortRunAfter] = Quantized.log(after.shortRun)
      row[.proseAfter] = after.prose > 0 ? Quantized.log(after.sinceProse) : 255
      row[.lengthToProse] = after.prose > 0 ? Quantized.log(after.bytesSinceProse) : 255
      row[.proseCountAfter] = Quantized.log(after.prose)
      after.step(counts[place])
    }
  }

  /// Unbroken runs of sentences, the longest of which is mostly the article.
  private func fillSentenceRuns() {
    let longest = forEachRun { _, _, _ in }
    _ = forEachRun { start, end, bytes in
      for place in start..<end {
        let row = Row(rows + place &* FeatureLayout.stride)
        row[.sentenceRun] = Quantized.log(bytes)
        row[.sentenceRunPlace] = Quantized.log(min(place &- start &+ 1, end &- place))
        row[.sentenceRunToLongest] = Quantized.ratio(bytes, longest.bytes)
      }
    }
    for place in 0..<counts.count {
      let row = Row(rows + place &* FeatureLayout.stride)
      let isInside = place >= longest.start && place < longest.end
      row[.longestRunPlace] = longest.bytes == 0 ? 0 : isInside ? 2 : place < longest.start ? 1 : 3
      let distance = place < longest.start ? longest.start &- place : place &+ 1 &- longest.end
      row[.longestRunDistance] = isInside || longest.bytes == 0 ? 0 : Quantized.log(distance)
      row[.longestRunShare] = Quantized.share(longest.bytes, profile.proseLength)
    }
  }

  /// Calls `body` for each run, and with an empty one for each block outside; returns the run with the most text.
  private func forEachRun(_ body: (_ start: Int, _ end: Int, _ bytes: Int) -> Void) -> (start: Int, end: Int, bytes: Int) {
    var longest = (start: 0, end: 0, bytes: 0)
    var place = 0
    while place < counts.count {
      let start = place
      var bytes = 0
      while place < counts.count && counts[place].isSentence {
        bytes &+= Int(counts[place].length)
        place &+= 1
      }
      if place == start { place &+= 1 }
      body(start, place, bytes)
      if bytes > longest.bytes { longest = (start, place, bytes) }
    }
    return longest
  }

  /// Sums over the blocks within `reach`, the block itself included, carried along from block to block.
  private struct Window {
    var blocks = 0
    var bytes = 0
    var ended = 0
    var tokens = 0
    var cues = 0
    var withDigits = 0
    var plea = 0

    mutating func add(_ c: BlockCounts, _ sign: Int) {
      blocks &+= sign
      bytes &+= sign &* Int(c.length)
      ended &+= c.endsSentence ? sign : 0
      tokens &+= sign &* Int(c.tokens)
      cues &+= sign &* Int(c.cueTokens)
      withDigits &+= c.digits > 0 ? sign : 0
      plea &+= sign &* Int(c.plea)
    }
  }

  private func fillWindows(_ reach: Int, _ ended: Feature?, _ cues: Feature?, _ length: Feature?) {
    var window = Window()
    for place in 0..<min(reach, counts.count) { window.add(counts[place], 1) }
    for place in 0..<counts.count {
      if place &+ reach < counts.count { window.add(counts[place &+ reach], 1) }
      if place &- reach &- 1 >= 0 { window.add(counts[place &- reach &- 1], -1) }
      let row = Row(rows + place &* FeatureLayout.stride)
      if reach == 2 { row[.pleaNear2] = Quantized.share(window.plea &* 4, window.tokens) }
      guard let ended, let cues, let length else { continue }
      row[ended] = Quantized.share(window.ended, window.blocks)
      row[cues] = Quantized.share(window.cues, window.tokens)
      row[length] = Quantized.log(window.bytes / max(window.blocks, 1))
      if reach == 4 { row[.digitsNear4] = Quantized.share(window.withDigits, window.blocks) }
    }
  }

  private func fillContext(_ place: Int) {
    let base = rows + place &* FeatureLayout.stride
    fillContext(base, 0, place &- 3)
    fillContext(base, 1, place &- 2)
    fillContext(base, 2, place &- 1)
    fillContext(base, 3, place &+ 1)
    fillContext(base, 4, place &+ 2)
    fillContext(base, 5, place &+ 3)
  }

  @inline(__always)
  private func fillContext(_ base: UnsafeMutablePointer<UInt8>, _ which: Int, _ neighbour: Int) {
    let target = base + (FeatureLayout.context &+ which &* FeatureLayout.contextEach)
    guard neighbour >= 0, neighbour < counts.count else {
      for place in 0..<FeatureLayout.contextEach { target[place] = 0 }
      return
    }
    let other = Row(rows + neighbour &* FeatureLayout.stride)
    target[0] = max(other[.length], 1)
    target[1] = max(other[.last], 1)
    target[2] = max(other[.stopDensity], 1)
    target[3] = max(other[.cueShare], 1)
    target[4] = max(other[.wordScore], 1)
  }
}
