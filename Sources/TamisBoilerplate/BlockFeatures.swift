import CByteScan
import TamisBase

/// Writes the features of the first stage: the block, its document, its neighbours' shapes. What each block was counted
/// is spread into columns, and `feature_fill` makes features of them.
struct BlockFeatures {
  let counts: CountsView
  /// The cues found in them: see ``CueFinder/find(_:_:)``.
  let cues: UnsafeBufferPointer<UInt32>
  let profile: DocumentProfile
  let columns: FeatureColumns

  func fill() {
    guard counts.count > 0 else { return }
    fillDocument()
    spread()
    fillCues()
    var counted = feature_counts(
      count: counts.count, lengths: columns.lengths, word_sums: columns.wordSums, offsets: columns.offsets,
      characters: columns[.characters], tokens: columns[.tokens], cue_tokens: columns[.cueTokens],
      address: columns[.address], plea: columns[.plea], stops: columns[.stops], flags: columns[.flags],
      scratch: columns.scratch)
    var document = feature_document(
      length: Float(profile.length), stop_scale: profile.stopScale, address_scale: profile.addressScale,
      median_scale: Int32(profile.medianScale), typical_scale: Int32(profile.typicalScale),
      prose_length: Int64(profile.proseLength))
    var shapes = self.shapes
    feature_fill_shapes(&counted, &document, &shapes)
    var surroundings = self.surroundings
    feature_fill_surroundings(&counted, &document, &surroundings)
    fillSigns()
  }

  /// What a kernel reads behind the last block changes nothing, but a memory checker cannot see that.
  @inline(__always)
  private func clearBehind(_ column: UnsafeMutablePointer<UInt8>) {
    (column + counts.count).update(repeating: 0, count: 16)
  }

  private func fillSigns() {
    clearBehind(columns[.tokens])
    clearBehind(columns[.plea])
    clearBehind(columns[.copies])
    clearBehind(columns[.addresses])
    clearBehind(columns[.flags])
    clearBehind(columns[.firstCue])
    let first = Cue.share.rawValue
    var signs = block_columns(
      count: counts.count, tokens: columns[.tokens], plea: columns[.plea], copies: columns[.copies],
      addresses: columns[.addresses], flags: columns[.flags], first_cues: columns[.firstCue], cues: columns.column(FeatureLayout.cues + Int(first)), stride: columns.stride,
      first_cue: first, cue_count: UInt8(Cue.count) - first, date: Cue.date.rawValue, donate: Cue.donate.rawValue,
      subscribe: Cue.subscribe.rawValue, signs: columns[.signs], heaviest: columns[.heaviestCue])
    block_signs_fill(&signs)
  }

  private var shapes: feature_shapes {
    feature_shapes(
      upper_share: columns[.upperShare], capitalized_share: columns[.capitalizedShare],
      all_capitals_share: columns[.allCapitalsShare], digit_share: columns[.digitShare],
      comma_rate: columns[.commaRate], symbol_rate: columns[.symbolRate], words: columns[.words],
      terminators: columns[.terminators], commas: columns[.commas], symbols: columns[.symbols],
      length: columns[.length], word_length: columns[.wordLength], words_per_sentence: columns[.wordsPerSentence],
      stop_density: columns[.stopDensity], cue_share: columns[.cueShare], address_share: columns[.addressShare],
      address_relative: columns[.addressRelative], plea_share: columns[.pleaShare], word_score: columns[.wordScore],
      length_to_median: columns[.lengthToMedian], length_to_typical: columns[.lengthToTypical],
      index_from_start: columns[.indexFromStart], index_from_end: columns[.indexFromEnd],
      relative_offset: columns[.relativeOffset])
  }

  private var surroundings: feature_surroundings {
    feature_surroundings(
      plain_run_before: columns[.plainRunBefore], short_run_before: columns[.shortRunBefore],
      prose_before: columns[.proseBefore], length_from_prose: columns[.lengthFromProse],
      prose_count_before: columns[.proseCountBefore], plain_run_after: columns[.plainRunAfter],
      short_run_after: columns[.shortRunAfter], prose_after: columns[.proseAfter],
      length_to_prose: columns[.lengthToProse], prose_count_after: columns[.proseCountAfter],
      sentence_run: columns[.sentenceRun], sentence_run_place: columns[.sentenceRunPlace],
      sentence_run_to_longest: columns[.sentenceRunToLongest], longest_run_share: columns[.longestRunShare],
      longest_run_place: columns[.longestRunPlace], longest_run_distance: columns[.longestRunDistance],
      word_score: columns[.wordScore], plea_near_2: columns[.pleaNear2], ended_near_4: columns[.endedNear4],
      digits_near_4: columns[.digitsNear4], cues_near_4: columns[.cuesNear4], length_near_4: columns[.lengthNear4],
      words_near_4: columns[.wordsNear4], length_near_10: columns[.lengthNear10], words_near_10: columns[.wordsNear10],
      document_words: columns[.documentWords])
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

  /// What was counted, a column each; some become features in their place.
  private func spread() {
    var offset = 0
    for place in 0..<counts.count {
      let block = counts.at(place)
      spreadShape(place, block)
      spreadWords(place, block)
      columns.offsets[place] = Float(offset)
      offset &+= Int(block.pointee.length)
    }
  }

  @inline(__always)
  private func spreadShape(_ place: Int, _ block: Counts) {
    let marks = block.pointee.marks
    columns.lengths[place] = block.pointee.length
    columns[.characters][place] = few(block.pointee.characters)
    columns[.tokens][place] = few(block.pointee.tokens)
    columns[.words][place] = few(block.pointee.words)
    let isDivided = Int(block.pointee.flags) & feature_is_divided != 0
    // A script without word division gets what is usual elsewhere, so that the trees do not learn scripts by it.
    columns[.longestToken][place] = isDivided ? few(block.pointee.longestToken) : 8
    columns[.upperShare][place] = few(block.pointee.upper)
    columns[.capitalizedShare][place] = few(block.pointee.capitalized)
    columns[.allCapitalsShare][place] = few(block.pointee.allCapitals)
    columns[.digitShare][place] = few(block.pointee.digits)
    columns[.terminators][place] = marks.byte(MarkCounts.terminator)
    columns[.commas][place] = marks.byte(MarkCounts.comma)
    columns[.colons][place] = marks.byte(MarkCounts.colon)
    columns[.symbols][place] = marks.byte(MarkCounts.symbol)
    columns[.quotes][place] = marks.byte(MarkCounts.quote)
    columns[.dashes][place] = marks.byte(MarkCounts.dash)
    columns[.brackets][place] = marks.byte(MarkCounts.bracket)
    columns[.addresses][place] = marks.byte(MarkCounts.address)
    columns[.first][place] = block.pointee.first
    columns[.last][place] = block.pointee.last &+ 1
    columns[.closer][place] = block.pointee.closer
    columns[.flags][place] = block.pointee.flags
  }

  @inline(__always)
  private func spreadWords(_ place: Int, _ block: Counts) {
    columns.wordSums[place] = block.pointee.wordSum
    columns[.cueTokens][place] = few(block.pointee.cueTokens)
    columns[.address][place] = few(block.pointee.address)
    columns[.plea][place] = few(block.pointee.plea)
    // Words of a block and Korean's particles among them: far below 255.
    columns[.stops][place] = byte(block.pointee.stops)
    columns[.cueHits][place] = few(block.pointee.cueHits)
    columns[.firstCue][place] = block.pointee.firstCue
    columns[.lastCue][place] = block.pointee.lastCue
    columns[.wordLeast][place] = Quantized.clamped(128 &+ Int(block.pointee.wordLeast))
    columns[.wordMost][place] = Quantized.clamped(128 &+ Int(block.pointee.wordMost))
    columns[.wordHead][place] = Quantized.clamped(128 &+ Int(block.pointee.wordHead) / 2)
    columns[.copies][place] = byte(block.pointee.copies)
    columns[.shapeCopies][place] = byte(block.pointee.shapeCopies)
  }

  /// At most ``BlockScanner/detail``.
  @inline(__always)
  private func few(_ number: Int32) -> UInt8 { UInt8(truncatingIfNeeded: number) }

  @inline(__always)
  private func byte(_ number: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(255, number)) }

  /// What share of each block the cues cover, and how far each block is from those that hear them.
  private func fillCues() {
    let shares = columns.column(FeatureLayout.cues)
    let (since, until) = (columns.column(FeatureLayout.since), columns.column(FeatureLayout.until))
    // All of them and what lies between, at once; the distances ahead lie behind those back.
    shares.update(repeating: 0, count: Cue.count &* columns.stride &- FeatureColumns.margin)
    since.update(repeating: 255, count: 2 &* Cue.count &* columns.stride &- FeatureColumns.margin)
    let inverses = Quantized.inverses
    for cue in cues {
      let (place, number) = (Int(cue &>> 8), Int(cue & 0xFF))
      let at = number &* columns.stride &+ place
      let block = counts.at(place)
      shares[at] = Quantized.share(block.pointee.cues[number], ofFew: block.pointee.tokens, inverses)
      guard shares[at] >= FeatureLayout.heard else { continue }
      // Cues come in the order of their blocks: back to the one before it is this one that is ahead, and from here on it is the
      // last that was heard.
      let reach = place == 0 ? 0 : min(place, 254, Int(since[at &- 1]))
      (until + at - reach).update(from: BlockFeatures.ramp + 254 - reach, count: reach &+ 1)
      (since + at).update(from: BlockFeatures.ramp + 254, count: min(255, counts.count &- place))
    }
  }

  /// 254, 253, … 0, 1, … 254; kept for the life of the process.
  nonisolated(unsafe) static let ramp: UnsafePointer<UInt8> = {
    let ramp = UnsafeMutablePointer<UInt8>.allocate(capacity: 509)
    for number in 0..<509 { ramp[number] = UInt8(abs(number - 254)) }
    return UnsafePointer(ramp)
  }()
}
