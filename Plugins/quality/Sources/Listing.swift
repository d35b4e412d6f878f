/// Says the signals to the host, under the names that README.md explains. A ratio of nothing is not said.
struct Listing {
  let call: UnsafePointer<tamis_plugin_call>

  func list(_ signals: Signals, _ families: Families) {
    if families.contains(.gopherQuality) { list(signals.gopherQuality) }
    if families.contains(.gopherRepetition) { list(signals.gopherRepetition) }
    if families.contains(.c4) {
      say("c4-paper.lines", Double(signals.c4Paper.lines))
      say("c4-paper.sentences", Double(signals.c4Paper.sentences))
      say("c4-tfds.lines", Double(signals.c4TFDS.lines))
      say("c4-tfds.sentences", Double(signals.c4TFDS.sentences))
    }
    if families.contains(.fineWeb) { list(signals.fineWeb) }
    if families.contains(.redPajama) { list(signals.redPajama) }
    for (preset, key) in zip(Preset.allCases, Self.failures)
    where families.isSuperset(of: preset.families) && preset.complaint(signals) != nil {
      sayTrue(key)
    }
  }

  private func say(_ key: StaticString, _ value: Double) {
    guard value.isFinite else { return }
    key.utf8Start.withMemoryRebound(to: CChar.self, capacity: key.utf8CodeUnitCount + 1) {
      _ = call.pointee.host.pointee.add_number?(call, $0, value)
    }
  }

  private func sayTrue(_ key: StaticString) {
    key.utf8Start.withMemoryRebound(to: CChar.self, capacity: key.utf8CodeUnitCount + 1) {
      _ = call.pointee.host.pointee.add_flag?(call, $0, 1)
    }
  }

  /// In the order of the presets.
  private static let failures: [StaticString] = [
    "fails.gopher-quality", "fails.gopher-repetition", "fails.c4-paper", "fails.c4-tfds", "fails.fineweb-quality",
    "fails.redpajama-2",
  ]

  private func list(_ signals: Signals.GopherQuality) {
    say("gopher.words", Double(signals.words))
    say("gopher.mean-word-length", signals.meanWordLength)
    say("gopher.hash-ratio", signals.hashRatio)
    say("gopher.ellipsis-ratio", signals.ellipsisRatio)
    say("gopher.bullet-lines", signals.bulletLines)
    say("gopher.ellipsis-lines", signals.ellipsisLines)
    say("gopher.words-with-letters", signals.lettersWords)
    say("gopher.stop-words", Double(signals.stopWords))
  }

  private func list(_ signals: Signals.GopherRepetition) {
    say("gopher.dup-lines", signals.lineFraction)
    say("gopher.dup-line-characters", signals.lineCharacters)
    say("gopher.dup-paragraphs", signals.paragraphFraction)
    say("gopher.dup-paragraph-characters", signals.paragraphCharacters)
    for (place, key) in Self.top.enumerated() { say(key, signals.top[place]) }
    for (place, key) in Self.repeated.enumerated() { say(key, signals.repeated[place]) }
  }

  private static let top: [StaticString] = ["gopher.top-2-gram", "gopher.top-3-gram", "gopher.top-4-gram"]
  private static let repeated: [StaticString] = [
    "gopher.dup-5-grams", "gopher.dup-6-grams", "gopher.dup-7-grams", "gopher.dup-8-grams", "gopher.dup-9-grams",
    "gopher.dup-10-grams",
  ]

  private func list(_ signals: Signals.FineWeb) {
    say("fineweb.line-ends", signals.lineEnds)
    say("fineweb.short-lines", signals.shortLines)
    say("fineweb.dup-line-characters", signals.duplicateCharacters)
    say("fineweb.line-feeds-per-word", signals.lineFeeds)
  }

  private func list(_ signals: Signals.RedPajama) {
    say("rps_doc_num_sentences", Double(signals.sentences))
    say("rps_doc_word_count", Double(signals.words))
    say("rps_doc_mean_word_length", signals.meanWordLength)
    say("rps_doc_symbol_to_word_ratio", signals.symbolRatio)
    say("rps_doc_frac_lines_end_with_ellipsis", signals.ellipsisLines)
    say("rps_doc_frac_no_alph_words", signals.withoutLetters)
    say("rps_doc_frac_unique_words", signals.uniqueWords)
    say("rps_doc_unigram_entropy", signals.entropy)
    say("rps_doc_frac_all_caps_words", signals.capitals)
    say("rps_doc_curly_bracket", signals.curlyBrackets)
    say("rps_doc_lorem_ipsum", signals.loremIpsum)
    for (place, key) in Self.topOfRedPajama.enumerated() { say(key, signals.top[place]) }
    for (place, key) in Self.repeatedOfRedPajama.enumerated() { say(key, signals.repeated[place]) }
  }

  private static let topOfRedPajama: [StaticString] = [
    "rps_doc_frac_chars_top_2gram", "rps_doc_frac_chars_top_3gram", "rps_doc_frac_chars_top_4gram",
  ]
  private static let repeatedOfRedPajama: [StaticString] = [
    "rps_doc_frac_chars_dupe_5grams", "rps_doc_frac_chars_dupe_6grams", "rps_doc_frac_chars_dupe_7grams",
    "rps_doc_frac_chars_dupe_8grams", "rps_doc_frac_chars_dupe_9grams", "rps_doc_frac_chars_dupe_10grams",
  ]
}
