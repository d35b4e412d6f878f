import CTamis
import Tamis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@c @implementation
public func tamis_arrow_clean_stream(
  _ cleaner: OpaquePointer?, _ texts: UnsafeMutablePointer<ArrowArrayStream>?,
  _ options: UnsafePointer<tamis_arrow_options>?, _ results: UnsafeMutablePointer<ArrowArrayStream>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  // One struct for both would lose the texts.
  if results != texts { results?.initialize(to: ArrowArrayStream()) }
  return answer(error) { () throws(Failure) in
    let cleaner: Cleaner = try object(cleaner, "cleaner")
    let source = try place(texts, "texts")
    let result = try place(results, "results")
    guard result != source else { throw Failure(TAMIS_INVALID_ARGUMENT, "results", "is the same struct as texts") }
    guard source.pointee.release != nil, source.pointee.get_schema != nil, source.pointee.get_next != nil else {
      throw Failure(TAMIS_INVALID_ARGUMENT, "texts", "was released; its release is null")
    }
    let work = try work(options, source)
    guard let memory = malloc(MemoryLayout<StreamState>.stride) else { throw Failure(.outOfMemory) }
    let state = memory.bindMemory(to: StreamState.self, capacity: 1)
    state.initialize(to: StreamState(texts: source.pointee, cleaner: .passRetained(cleaner), work: work))
    source.pointee.release = nil
    result.pointee = ArrowArrayStream(
      get_schema: getSchema, get_next: getNext, get_last_error: getLastError, release: releaseStream,
      private_data: memory)
  }
}

private func work(
  _ options: UnsafePointer<tamis_arrow_options>?, _ texts: UnsafeMutablePointer<ArrowArrayStream>
) throws(Failure) -> ArrowWork {
  var schema = ArrowSchema()
  let code = texts.pointee.get_schema(texts, &schema)
  guard code == 0 else {
    throw Failure(TAMIS_INVALID_ARGUMENT, "texts", "cannot say its schema: it answers with error code %", Int64(code))
  }
  defer { schema.release?(&schema) }
  return try ArrowWork(options, &schema)
}

/// What `private_data` of a stream of results points to.
private struct StreamState {
  var texts: ArrowArrayStream
  let cleaner: Unmanaged<Cleaner>
  let work: ArrowWork
  /// What the last failure has to say, if it is not the texts' own.
  var message = tamis_error().message
  var hasMessage = false
  var isAtEnd = false

  /// Writes down what went wrong, for whoever asks; the stream ends.
  mutating func fail(_ failure: Failure) -> Int32 {
    withUnsafeMutableBytes(of: &message) { _ = failure.write(to: $0) }
    (hasMessage, isAtEnd) = (true, true)
    return failure.errorNumber
  }
}

private typealias Stream = UnsafeMutablePointer<ArrowArrayStream>

private func state(_ stream: Stream?) -> UnsafeMutablePointer<StreamState>? {
  guard let stream, stream.pointee.release != nil else { return nil }
  return stream.pointee.private_data?.assumingMemoryBound(to: StreamState.self)
}

private let getSchema: @convention(c) (Stream?, UnsafeMutablePointer<ArrowSchema>?) -> Int32 = { stream, schema in
  guard let state = state(stream), let schema else { return EINVAL }
  do throws(Failure) {
    try state.pointee.work.describe(to: schema)
    return 0
  } catch {
    return state.pointee.fail(error)
  }
}

private let getNext: @convention(c) (Stream?, UnsafeMutablePointer<ArrowArray>?) -> Int32 = { stream, result in
  guard let state = state(stream), let result else { return EINVAL }
  result.initialize(to: ArrowArray())
  if state.pointee.isAtEnd { return 0 }
  var texts = ArrowArray()
  state.pointee.hasMessage = false
  let code = state.pointee.texts.get_next(&state.pointee.texts, &texts)
  guard code == 0, texts.release != nil else {
    state.pointee.isAtEnd = true
    return code
  }
  defer { texts.release?(&texts) }
  do throws(Failure) {
    try state.pointee.work.clean(&texts, with: state.pointee.cleaner.takeUnretainedValue(), into: result)
    return 0
  } catch {
    return state.pointee.fail(error)
  }
}

private let getLastError: @convention(c) (Stream?) -> UnsafePointer<CChar>? = { stream in
  guard let state = state(stream) else { return nil }
  if !state.pointee.hasMessage { return state.pointee.texts.get_last_error?(&state.pointee.texts) }
  guard let message = MemoryLayout<StreamState>.offset(of: \.message) else { return nil }
  return UnsafePointer((UnsafeMutableRawPointer(state) + message).assumingMemoryBound(to: CChar.self))
}

private let releaseStream: @convention(c) (Stream?) -> Void = { stream in
  guard let stream, let state = state(stream) else { return }
  state.pointee.texts.release?(&state.pointee.texts)
  state.pointee.cleaner.release()
  free(state)
  stream.pointee.release = nil
}

extension Failure {
  /// What a stream answers.
  fileprivate var errorNumber: Int32 {
    switch Int(status) {
    case TAMIS_OUT_OF_MEMORY: ENOMEM
    case TAMIS_CANCELLED: ECANCELED
    default: EINVAL
    }
  }
}
