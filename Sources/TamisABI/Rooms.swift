import CTamis
import Tamis

@c @implementation
public func tamis_validate_utf8(
  _ data: UnsafePointer<CChar>?, _ length: Int64, _ first_invalid: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  first_invalid?.pointee = 0
  return answer(error) { () throws(Failure) in
    let text = try bytes(data, length)
    let valid = Int64(wellFormedPrefix(of: text))
    first_invalid?.pointee = valid
    guard valid == length else {
      throw Failure(TAMIS_INVALID_UTF8, "data", "is not well-formed UTF-8 from byte %; clean or normalise it", valid)
        .at(byte: valid)
    }
  }
}

@c @implementation
public func tamis_normalize(
  _ data: UnsafePointer<CChar>?, _ length: Int64, _ options: UnsafePointer<tamis_options>?,
  _ output: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ required: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  required?.pointee = 0
  return answer(error) { () throws(Failure) in
    let size = try place(required, "required")
    let room = try buffer(output, capacity, "output")
    let recipe = try CleaningOptions(options)
    let source = try document(data, length, recipe)
    var workspace = TextWorkspace()
    try house { () throws(TamisError) in try TextCleaner(recipe.text).clean(source, &workspace) }
    try workspace.text.withMemoryRebound(to: CChar.self) { (text) throws(Failure) in
      try deliver(text, to: room, required: size, "output")
    }
  }
}

@c @implementation
public func tamis_split_sentences(
  _ data: UnsafePointer<CChar>?, _ length: Int64, _ options: UnsafePointer<tamis_options>?,
  _ spans: UnsafeMutablePointer<tamis_span>?, _ capacity: Int64, _ required: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  required?.pointee = 0
  return answer(error) { () throws(Failure) in
    let size = try place(required, "required")
    let room = try buffer(spans, capacity, "spans")
    let recipe = try CleaningOptions(options)
    let source = try document(data, length, recipe)
    var sentences = GrowableBuffer<ByteSpan>()
    try house { () throws(TamisError) in
      try SentenceSplitter(rules: recipe.sentences, language: recipe.language, abbreviations: recipe.abbreviations)
        .guessing(source).split(source, in: ByteSpan(0, source.count), into: &sentences)
    }
    // The two span types have one layout; a test compares them.
    try sentences.view.withMemoryRebound(to: tamis_span.self) { (found) throws(Failure) in
      try deliver(found, to: room, required: size, "spans")
    }
  }
}

@c @implementation
public func tamis_judge_blocks(
  _ data: UnsafePointer<CChar>?, _ length: Int64, _ options: UnsafePointer<tamis_options>?,
  _ blocks: UnsafeMutablePointer<tamis_block>?, _ capacity: Int64, _ required: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  required?.pointee = 0
  return answer(error) { () throws(Failure) in
    let size = try place(required, "required")
    let room = try buffer(blocks, capacity, "blocks")
    let recipe = try CleaningOptions(options)
    let source = try document(data, length, recipe)
    let judged = try house { () throws(TamisError) in try judge(source, recipe) }
    // The two types of a block have one layout; a test compares them.
    try judged.view.withMemoryRebound(to: tamis_block.self) { (judged) throws(Failure) in
      try deliver(judged, to: room, required: size, "blocks")
    }
  }
}

private func judge(_ source: Bytes, _ recipe: CleaningOptions) throws(TamisError) -> GrowableBuffer<Block> {
  var spans = GrowableBuffer<ByteSpan>()
  var verdicts = GrowableBuffer<Verdict>()
  try findBlocks(in: source, into: &spans)
  let judge = try BlockJudge(threshold: recipe.threshold, model: recipe.model, repeats: recipe.repeats)
  var host = ByteBuffer()
  for byte in recipe.host.utf8 { try host.append(byte) }
  var workspace = JudgeWorkspace()
  try judge.judge(source, blocks: spans.view, host: host.view, workspace: &workspace, into: &verdicts)
  var blocks = GrowableBuffer<Block>()
  try blocks.reserve(spans.count)
  for place in 0..<spans.count {
    try blocks.append(
      Block(
        source: spans[place], cleaned: ByteSpan(0, 0), verdict: verdicts[place], firstSentence: 0, sentenceCount: 0))
  }
  return blocks
}

/// Bytes within the limit of the options, and room for the objects that the rooms need.
@inline(never)
private func document(
  _ data: UnsafePointer<CChar>?, _ length: Int64, _ options: CleaningOptions
) throws(Failure) -> Bytes {
  let source = try bytes(data, length)
  guard source.count <= options.maximumDocumentBytes else {
    throw Failure(.documentTooLarge(limit: options.maximumDocumentBytes))
  }
  try ensureRoomForObjects()
  return source
}
