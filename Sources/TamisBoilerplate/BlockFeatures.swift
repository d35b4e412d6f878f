import TamisBase

/// Writes the features of the first stage: the block, its document, its neighbours' shapes.
struct BlockFeatures {
  let counts: CountsView
  let profile: DocumentProfile
  let columns: FeatureColumns

  func fill() {
    guard counts.count > 0 else { return }
    fillDocument()
    var offset = 0
    for place in 0..<counts.count {
      let block = counts.at(place)
      fillOwn(place, block)
      fillWords(place, block)
      fillPlace(place, block, offset)
      offset &+= Int(block.pointee.length)
    }
    fillCues()
    fillRuns()
    fillSentenceRuns()
    fillPleas()
    fillNear4()
    fillNear10()
  }

  // MARK: the document

  private func fillDocument() {
    columns.fill(columns[.documentBlocks], Quantized.log(profile.blocks))
    columns.fill(columns[.documentLength], Quantized.log(profile.length / 16))
    columns.fill(columns[.documentMedian], Quantized.log(profile.medianLength))
    columns.fill(columns[.documentShortShare], Quantized.share(profile.shortBlocks, profile.blocks))
    columns.fill(columns[.documentProseShare], Quantized.share(profile.proseLength, profile.length))
    columns.fill(columns[.documentCueShare], Quantized.share(profile.cueTokens &* 2, profile.allTokens))
    columns.fill(columns[.documentRepeats], Quantized.share(profile.repeats, profile.blocks))
  }

  // MARK: the block

  @inline(__always)
  private func fillOwn(_ place: Int, _ block: Counts) {
    let c = block.pointee
    let words = max(c.words, 1)
    let marks = c.marks
    columns[.length][place] = max(1, Quantized.log(c.length))
    columns[.words][place] = byte(c.words)
    // A script without word division gets what is usual elsewhere, so that the trees do not learn scripts by it.
    let isDivided = c.singles &* 2 < c.tokens
    columns[.wordLength][place] = isDivided ? UInt8(min(255, Float(c.characters) * 16 / Float(words))) : 96
    columns[.longestToken][place] = isDivided ? byte(c.longestToken) : 8
    columns[.upperShare][place] = Quantized.share(c.upper, ofFew: c.characters)
    columns[.capitalizedShare][place] = Quantized.share(c.capitalized, ofFew: words)
    columns[.allCapitalsShare][place] = Quantized.share(c.allCapitals, ofFew: words)
    columns[.digitShare][place] = Quantized.share(c.digits, ofFew: c.characters)
    columns[.terminators][place] = byte(c.terminators)
    columns[.commas][place] = byte(c.commas)
    columns[.commaRate][place] = Quantized.share(c.commas &* 4, ofFew: words)
    columns[.colons][place] = byte(marks.count(MarkCounts.colon))
    let symbols = marks.count(MarkCounts.symbol)
    columns[.symbols][place] = byte(symbols)
    columns[.symbolRate][place] = Quantized.share(symbols &* 4, ofFew: words)
    columns[.quotes][place] = byte(marks.count(MarkCounts.quote))
    columns[.dashes][place] = byte(marks.count(MarkCounts.dash))
    columns[.brackets][place] = byte(marks.count(MarkCounts.bracket))
    columns[.addresses][place] = byte(c.addresses)
    columns[.first][place] = c.first
    columns[.last][place] = c.last &+ 1
    columns[.closer][place] = c.closer
    columns[.wordsPerSentence][place] = UInt8(min(255, Float(c.words) * 4 / Float(max(c.terminators, 1))))
  }

  @inline(__always)
  private func byte(_ number: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(255, number)) }

  @inline(__always)
  private func fillWords(_ place: Int, _ block: Counts) {
    let tokens = max(block.pointee.tokens, 1)
    columns[.stopDensity][place] = max(1, stopDensity(block))
    columns[.cueShare][place] = max(1, Quantized.share(block.pointee.cueTokens, ofFew: tokens))
    columns[.cueHits][place] = byte(block.pointee.cueHits)
    columns[.firstCue][place] = block.pointee.firstCue
    columns[.lastCue][place] = block.pointee.lastCue
    let address = block.pointee.address
    columns[.addressShare][place] = Quantized.share(address &* 4, ofFew: tokens)
    // A column in the first person speaks so throughout; a plea behind a report stands out.
    let relative = Float(address) * profile.addressScale / Float(tokens)
    columns[.addressRelative][place] = UInt8(min(255, relative))
    columns[.pleaShare][place] = Quantized.share(block.pointee.plea &* 4, ofFew: tokens)
    columns[.wordScore][place] = BlockFeatures.wordScore(block)
    columns[.wordLeast][place] = Quantized.clamped(128 &+ Int(block.pointee.wordLeast))
    columns[.wordMost][place] = Quantized.clamped(128 &+ Int(block.pointee.wordMost))
    columns[.wordHead][place] = Quantized.clamped(128 &+ Int(block.pointee.wordHead) / 2)
    columns[.copies][place] = byte(block.pointee.copies)
    columns[.shapeCopies][place] = byte(block.pointee.shapeCopies)
  }

  /// The share of common words, on a scale on which the document's own prose has 100: languages differ in it by half.
  @inline(__always)
  private func stopDensity(_ block: Counts) -> UInt8 {
    let density = Float(block.pointee.stops) * profile.stopScale / Float(max(block.pointee.tokens, 1))
    return UInt8(min(255, density))
  }

  /// The sum of the words' weights over the root of their number, as the table was trained; eighths of a logit.
  @inline(__always)
  static func wordScore(_ block: Counts) -> UInt8 {
    let root = Float(max(block.pointee.tokens, 1)).squareRoot()
    return max(1, Quantized.clamped(128 &+ Int(Float(block.pointee.wordSum) / root)))
  }

  @inline(__always)
  private func fillPlace(_ place: Int, _ block: Counts, _ offset: Int) {
    let length = Int(columns[.length][place])
    columns[.lengthToMedian][place] = Quantized.clamped(128 &+ length &- profile.medianScale)
    columns[.lengthToTypical][place] = Quantized.clamped(128 &+ length &- profile.typicalScale)
    columns[.indexFromStart][place] = Quantized.log(place)
    columns[.indexFromEnd][place] = Quantized.log(counts.count &- 1 &- place)
    columns[.relativeOffset][place] = Quantized.part(offset, profile.length)
  }

  private func fillCues() {
    let first = columns.column(FeatureLayout.cues)
    for cue in 0..<Cue.count { columns.fill(first + cue &* columns.stride, 0) }
    for place in 0..<counts.count where counts.at(place).pointee.hasCues {
      let tokens = max(counts.at(place).pointee.tokens, 1)
      counts.at(place).pointee.cues.forEach { cue, covered in
        first[cue &* columns.stride &+ place] = Quantized.share(Int32(covered), ofFew: tokens)
      }
    }
  }

  // MARK: runs

  /// What a walk from the front and one from the back carry along.
  private struct Carried {
    var shortRun = 0
    var plainRun = 0
    var sinceProse = 0
    var lengthSinceProse = 0
    var prose = 0

    @inline(__always)
    mutating func step(_ c: Counts) {
      let length = Int(c.pointee.length)
      let isProse = c.pointee.isProse
      prose &+= isProse ? 1 : 0
      sinceProse = isProse ? 0 : sinceProse &+ 1
      lengthSinceProse = isProse ? 0 : lengthSinceProse &+ length
      let isEnded = c.pointee.endsSentence
      plainRun = isEnded ? 0 : plainRun &+ 1
      shortRun = length < DocumentProfile.shortLength && !isEnded ? shortRun &+ 1 : 0
    }
  }

  private func fillRuns() {
    var before = Carried()
    for place in 0..<counts.count {
      columns[.plainRunBefore][place] = Quantized.clamped(before.plainRun)
      columns[.shortRunBefore][place] = Quantized.clamped(before.shortRun)
      columns[.proseBefore][place] = before.prose > 0 ? Quantized.clamped(before.sinceProse) : 255
      columns[.lengthFromProse][place] = before.prose > 0 ? Quantized.log(before.lengthSinceProse) : 255
      columns[.proseCountBefore][place] = Quantized.clamped(before.prose)
      before.step(counts.at(place))
    }
    var after = Carried()
    for place in stride(from: counts.count &- 1, through: 0, by: -1) {
      columns[.plainRunAfter][place] = Quantized.clamped(after.plainRun)
      columns[.shortRunAfter][place] = Quantized.clamped(after.shortRun)
      columns[.proseAfter][place] = after.prose > 0 ? Quantized.clamped(after.sinceProse) : 255
      columns[.lengthToProse][place] = after.prose > 0 ? Quantized.log(after.lengthSinceProse) : 255
      columns[.proseCountAfter][place] = Quantized.clamped(after.prose)
      after.step(counts.at(place))
    }
  }

  /// Unbroken runs of sentences, the longest of which is mostly the article.
  private func fillSentenceRuns() {
    var longest = (start: 0, end: 0, length: 0)
    forEachRun { start, end, length in
      if length > longest.length { longest = (start, end, length) }
    }
    forEachRun { start, end, length in
      let scale = Quantized.log(length)
      let ratio = Quantized.ratio(length, longest.length)
      for place in start..<end {
        columns[.sentenceRun][place] = scale
        columns[.sentenceRunPlace][place] = Quantized.clamped(min(place &- start &+ 1, end &- place))
        columns[.sentenceRunToLongest][place] = ratio
      }
    }
    columns.fill(columns[.longestRunShare], Quantized.share(longest.length, profile.proseLength))
    for place in 0..<counts.count {
      let isInside = place >= longest.start && place < longest.end
      columns[.longestRunPlace][place] = longest.length == 0 ? 0 : isInside ? 2 : place < longest.start ? 1 : 3
      let distance = place < longest.start ? longest.start &- place : place &+ 1 &- longest.end
      columns[.longestRunDistance][place] = isInside || longest.length == 0 ? 0 : Quantized.clamped(distance)
    }
  }

  /// Calls `body` for each run, and with an empty one for each block outside.
  @inline(__always)
  private func forEachRun(_ body: (_ start: Int, _ end: Int, _ length: Int) -> Void) {
    var place = 0
    while place < counts.count {
      let start = place
      var length = 0
      while place < counts.count && counts.at(place).pointee.isSentence {
        length &+= Int(counts.at(place).pointee.length)
        place &+= 1
      }
      if place == start { place &+= 1 }
      body(start, place, length)
    }
  }

  // MARK: windows

  /// Calls `enter` for each block that comes into the window `reach` around a block, `leave` for each that goes out of it,
  /// and `body` for the block itself with the number of blocks in the window.
  @inline(__always)
  private func slide(
    _ reach: Int, enter: (Int) -> Void, leave: (Int) -> Void, body: (_ place: Int, _ blocks: Int) -> Void
  ) {
    let count = counts.count
    for place in 0..<min(reach, count) { enter(place) }
    for place in 0..<count {
      if place &+ reach < count { enter(place &+ reach) }
      if place &- reach > 0 { leave(place &- reach &- 1) }
      body(place, min(place &+ reach, count &- 1) &- max(place &- reach, 0) &+ 1)
    }
  }

  private func fillPleas() {
    var tokens = 0
    var plea = 0
    let add = { (place: Int, sign: Int) in
      tokens &+= sign &* Int(counts.at(place).pointee.tokens)
      plea &+= sign &* Int(counts.at(place).pointee.plea)
    }
    slide(2, enter: { add($0, 1) }, leave: { add($0, -1) }) { place, _ in
      columns[.pleaNear2][place] = plea == 0 ? 0 : Quantized.part(plea &* 4, tokens)
    }
  }

  private func fillNear4() {
    var sums = Window()
    slide(4, enter: { sums.add(counts.at($0), columns[.wordScore][$0], 1) },
      leave: { sums.add(counts.at($0), columns[.wordScore][$0], -1) }
    ) { place, blocks in
      let share = 255 / Float(blocks)
      columns[.endedNear4][place] = UInt8(min(255, Float(sums.ended) * share))
      columns[.digitsNear4][place] = UInt8(min(255, Float(sums.withDigits) * share))
      columns[.cuesNear4][place] = sums.cues == 0 ? 0 : Quantized.part(sums.cues, sums.tokens)
      columns[.lengthNear4][place] = Quantized.log(Int(Float(sums.length) / Float(blocks)))
      columns[.wordsNear4][place] = sums.meanWords
    }
  }

  private func fillNear10() {
    var sums = Window()
    slide(10, enter: { sums.add(counts.at($0), columns[.wordScore][$0], 1) },
      leave: { sums.add(counts.at($0), columns[.wordScore][$0], -1) }
    ) { place, blocks in
      columns[.lengthNear10][place] = Quantized.log(Int(Float(sums.length) / Float(blocks)))
      columns[.wordsNear10][place] = sums.meanWords
    }
    var whole = Window()
    for place in 0..<counts.count { whole.add(counts.at(place), columns[.wordScore][place], 1) }
    columns.fill(columns[.documentWords], whole.meanWords)
  }

  /// Sums over the blocks of a window, carried along from block to block.
  private struct Window {
    var length = 0
    var ended = 0
    var tokens = 0
    var cues = 0
    var withDigits = 0
    var words = 0

    @inline(__always)
    mutating func add(_ c: Counts, _ wordScore: UInt8, _ sign: Int) {
      length &+= sign &* Int(c.pointee.length)
      ended &+= c.pointee.endsSentence ? sign : 0
      let weight = sign &* Int(c.pointee.tokens)
      tokens &+= weight
      words &+= weight &* Int(wordScore)
      cues &+= sign &* Int(c.pointee.cueTokens)
      withDigits &+= c.pointee.digits > 0 ? sign : 0
    }

    /// The mean word score of the window's tokens.
    @inline(__always)
    var meanWords: UInt8 { tokens > 0 ? UInt8(max(0, min(255, Float(words) / Float(tokens)))) : 128 }
  }
}
