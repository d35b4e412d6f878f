import TamisBase

/// Writes the features of the first stage: the block, its document, its neighbours' shapes.
struct FeatureRows {
  let counts: CountsView
  let profile: DocumentProfile
  let topics: TopicTable
  let rows: UnsafeMutablePointer<UInt8>

  func fill() {
    guard counts.count > 0 else { return }
    var offset = 0
    let document = DocumentFeatures(profile)
    for place in 0..<counts.count {
      let row = Row(rows + place &* FeatureLayout.stride)
      fillOwn(row, counts.at(place))
      fillCues(row, counts.at(place))
      fillPlace(row, counts.at(place), place, offset)
      document.fill(row)
      offset &+= Int(counts.at(place).pointee.length)
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

  private func fillOwn(_ row: Row, _ c: Counts) {
    let words = max(c.pointee.words, 1)
    row[.length] = Quantized.log(c.pointee.length)
    row[.words] = Quantized.log(c.pointee.words)
    // A script without word division gets what is usual elsewhere, so that the trees do not learn scripts by it.
    let isDivided = c.pointee.singles &* 2 < c.pointee.tokens
    row[.wordLength] = isDivided ? Quantized.clamped(Int(c.pointee.characters) &* 16 / Int(words)) : 96
    row[.longestToken] = isDivided ? Quantized.clamped(Int(c.pointee.longestToken) &* 4) : 32
    row[.upperShare] = Quantized.share(c.pointee.upper, c.pointee.characters)
    row[.capitalizedShare] = Quantized.share(c.pointee.capitalized, words)
    row[.allCapitalsShare] = Quantized.share(c.pointee.allCapitals, words)
    row[.digitShare] = Quantized.share(c.pointee.digits, c.pointee.characters)
    row[.terminators] = Quantized.log(c.pointee.terminators)
    row[.terminatorRate] = Quantized.share(c.pointee.terminators &* 4, words)
    row[.commas] = Quantized.log(c.pointee.commas)
    row[.commaRate] = Quantized.share(c.pointee.commas &* 4, words)
    row[.colons] = Quantized.log(c.pointee.colons)
    row[.symbols] = Quantized.log(c.pointee.symbols)
    row[.symbolRate] = Quantized.share(c.pointee.symbols &* 4, words)
    row[.quotes] = Quantized.log(c.pointee.quotes)
    row[.dashes] = Quantized.log(c.pointee.dashes)
    row[.brackets] = Quantized.log(c.pointee.brackets)
    row[.addresses] = Quantized.log(c.pointee.addresses)
    row[.first] = c.pointee.first &* 16
    row[.last] = c.pointee.last &* 16
    row[.closer] = c.pointee.closer &* 16
    row[.wordsPerSentence] = Quantized.log(Int(c.pointee.words) / Int(max(c.pointee.terminators, 1)))
    fillWords(row, c, words)
  }

  private func fillWords(_ row: Row, _ c: Counts, _ words: Int32) {
    let tokens = max(c.pointee.tokens, 1)
    row[.stopDensity] = stopDensity(c)
    row[.cueShare] = Quantized.share(c.pointee.cueTokens, tokens)
    row[.cueHits] = Quantized.log(c.pointee.cueHits)
    row[.firstCue] = c.pointee.firstCue &* 8
    row[.lastCue] = c.pointee.lastCue &* 8
    row[.addressShare] = Quantized.share(c.pointee.address &* 4, tokens)
    // A column in the first person speaks so throughout; a plea behind a report stands out.
    row[.addressRelative] = Quantized.ratio(
      Int(c.pointee.address) &* 1024 / Int(tokens) &+ 16, profile.address &* 1024 / max(profile.tokens, 1) &+ 16)
    row[.pleaShare] = Quantized.share(c.pointee.plea &* 4, tokens)
    row[.wordScore] = FeatureRows.wordScore(c)
    row[.wordLeast] = Quantized.clamped(128 &+ Int(c.pointee.wordLeast))
    row[.wordMost] = Quantized.clamped(128 &+ Int(c.pointee.wordMost))
    row[.wordHead] = Quantized.clamped(128 &+ Int(c.pointee.wordHead) / 2)
    row[.copies] = Quantized.log(Int(c.pointee.copies) &- 1)
    row[.shapeCopies] = Quantized.log(Int(c.pointee.shapeCopies) &- 1)
    row[.isFirstCopy] = 0
  }

  /// The share of common words, on a scale on which the document's own prose has 100: languages differ in it by half.
  private func stopDensity(_ c: Counts) -> UInt8 {
    let tokens = Int(max(c.pointee.tokens, 1))
    guard profile.stops > 0 else { return Quantized.share(Int(c.pointee.stops), tokens) }
    return Quantized.clamped(Int(c.pointee.stops) &* 100 &* profile.tokens / (tokens &* profile.stops))
  }

  /// The sum of the words' weights over the root of their number, as the table was trained; eighths of a logit.
  static func wordScore(_ c: Counts) -> UInt8 {
    let root = Float(max(c.pointee.tokens, 1)).squareRoot()
    return Quantized.clamped(128 &+ Int(Float(c.pointee.wordSum) / root))
  }

  private func fillCues(_ row: Row, _ c: Counts) {
    let tokens = max(c.pointee.tokens, 1)
    let target = row.base + FeatureLayout.cues
    for cue in 0..<Cue.count { target[cue] = 0 }
    c.pointee.cues.forEach { cue, covered in target[cue] = Quantized.share(Int32(covered), tokens) }
  }

  private func fillPlace(_ row: Row, _ c: Counts, _ place: Int, _ offset: Int) {
    row[.lengthToMedian] = Quantized.ratio(Int(c.pointee.length), profile.medianLength)
    row[.lengthToTypical] = Quantized.ratio(Int(c.pointee.length), profile.typicalLength)
    row[.indexFromStart] = Quantized.log(place)
    row[.indexFromEnd] = Quantized.log(counts.count &- 1 &- place)
    row[.relativeIndex] = Quantized.share(place, counts.count)
    row[.relativeOffset] = Quantized.share(offset, profile.length)
    let found = topics.share(c, isIn: c.pointee.isProse)
    row[.topicShare] = found.share
    row[.topicWeight] = found.weight
  }

  /// What is the same in all rows.
  private struct DocumentFeatures {
    let blocks: UInt8
    let length: UInt8
    let median: UInt8
    let shortShare: UInt8
    let proseShare: UInt8

    init(_ profile: DocumentProfile) {
      blocks = Quantized.log(profile.blocks)
      length = Quantized.log(profile.length / 16)
      median = Quantized.log(profile.medianLength)
      shortShare = Quantized.share(profile.shortBlocks, profile.blocks)
      proseShare = Quantized.share(profile.proseLength, profile.length)
    }

    func fill(_ row: Row) {
      row[.documentBlocks] = blocks
      row[.documentLength] = length
      row[.documentMedian] = median
      row[.documentShortShare] = shortShare
      row[.documentProseShare] = proseShare
    }
  }

  /// What a walk from the front and one from the back carry along.
  private struct Carried {
    var shortRun = 0
    var plainRun = 0
    var sinceProse = 0
    var bytesSinceProse = 0
    var prose = 0

    @inline(__always)
    mutating func step(_ c: Counts) {
      if c.pointee.isProse {
        prose &+= 1
        sinceProse = 0
        bytesSinceProse = 0
      } else {
        sinceProse &+= 1
        bytesSinceProse &+= Int(c.pointee.length)
      }
      plainRun = c.pointee.endsSentence ? 0 : plainRun &+ 1
      shortRun = c.pointee.length < DocumentProfile.shortLength && !c.pointee.endsSentence ? shortRun &+ 1 : 0
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
      before.step(counts.at(place))
    }
    var after = Carried()
    for place in stride(from: counts.count - 1, through: 0, by: -1) {
      let row = Row(rows + place &* FeatureLayout.stride)
      row[.plainRunAfter] = Quantized.log(after.plainRun)
      row[.shortRunAfter] = Quantized.log(after.shortRun)
      row[.proseAfter] = after.prose > 0 ? Quantized.log(after.sinceProse) : 255
      row[.lengthToProse] = after.prose > 0 ? Quantized.log(after.bytesSinceProse) : 255
      row[.proseCountAfter] = Quantized.log(after.prose)
      after.step(counts.at(place))
    }
  }

  /// Unbroken runs of sentences, the longest of which is mostly the article.
  private func fillSentenceRuns() {
    var longest = (start: 0, end: 0, bytes: 0)
    forEachRun { start, end, bytes in
      if bytes > longest.bytes { longest = (start, end, bytes) }
    }
    forEachRun { start, end, bytes in
      for place in start..<end {
        let row = Row(rows + place &* FeatureLayout.stride)
        row[.sentenceRun] = Quantized.log(bytes)
        row[.sentenceRunPlace] = Quantized.log(min(place &- start &+ 1, end &- place))
        row[.sentenceRunToLongest] = Quantized.ratio(bytes, longest.bytes)
      }
    }
    let longestShare = Quantized.share(longest.bytes, profile.proseLength)
    for place in 0..<counts.count {
      let row = Row(rows + place &* FeatureLayout.stride)
      let isInside = place >= longest.start && place < longest.end
      row[.longestRunPlace] = longest.bytes == 0 ? 0 : isInside ? 2 : place < longest.start ? 1 : 3
      let distance = place < longest.start ? longest.start &- place : place &+ 1 &- longest.end
      row[.longestRunDistance] = isInside || longest.bytes == 0 ? 0 : Quantized.log(distance)
      row[.longestRunShare] = longestShare
    }
  }

  /// Calls `body` for each run, and with an empty one for each block outside.
  @inline(__always)
  private func forEachRun(_ body: (_ start: Int, _ end: Int, _ bytes: Int) -> Void) {
    var place = 0
    while place < counts.count {
      let start = place
      var bytes = 0
      while place < counts.count && counts.at(place).pointee.isSentence {
        bytes &+= Int(counts.at(place).pointee.length)
        place &+= 1
      }
      if place == start { place &+= 1 }
      body(start, place, bytes)
    }
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

    @inline(__always)
    mutating func add(_ c: Counts, _ sign: Int) {
      blocks &+= sign
      bytes &+= sign &* Int(c.pointee.length)
      ended &+= c.pointee.endsSentence ? sign : 0
      tokens &+= sign &* Int(c.pointee.tokens)
      cues &+= sign &* Int(c.pointee.cueTokens)
      withDigits &+= c.pointee.digits > 0 ? sign : 0
      plea &+= sign &* Int(c.pointee.plea)
    }
  }

  @inline(__always)
  private func fillWindows(_ reach: Int, _ ended: Feature?, _ cues: Feature?, _ length: Feature?) {
    var window = Window()
    for place in 0..<min(reach, counts.count) { window.add(counts.at(place), 1) }
    for place in 0..<counts.count {
      if place &+ reach < counts.count { window.add(counts.at(place &+ reach), 1) }
      if place &- reach &- 1 >= 0 { window.add(counts.at(place &- reach &- 1), -1) }
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
