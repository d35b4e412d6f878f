import CTamis
import Tamis

@c @implementation
public func tamis_arrow_options_init(
  _ options: UnsafeMutablePointer<tamis_arrow_options>?, _ struct_size: UInt32
) -> tamis_status {
  answer(nil) { () throws(Failure) in try tamis_arrow_options.initialize(options, size: struct_size) }
}

@c @implementation
public func tamis_arrow_clean(
  _ cleaner: OpaquePointer?, _ schema: UnsafePointer<ArrowSchema>?, _ texts: UnsafePointer<ArrowArray>?,
  _ options: UnsafePointer<tamis_arrow_options>?, _ result_schema: UnsafeMutablePointer<ArrowSchema>?,
  _ result: UnsafeMutablePointer<ArrowArray>?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  result_schema?.initialize(to: ArrowSchema())
  result?.initialize(to: ArrowArray())
  return answer(error) { () throws(Failure) in
    let cleaner: Cleaner = try object(cleaner, "cleaner")
    guard let schema else { throw .null("schema") }
    guard let texts else { throw .null("texts") }
    let work = try ArrowWork(options, schema)
    let (types, values) = (try place(result_schema, "result_schema"), try place(result, "result"))
    try work.describe(to: types)
    do throws(Failure) {
      try work.clean(texts, with: cleaner, into: values)
    } catch {
      types.pointee.release?(types)
      throw error
    }
  }
}

/// What is to be done to arrays, checked: where the texts stand, how they are cleaned, what is wanted of them. It holds
/// nothing that has to be given back.
struct ArrowWork {
  private let place: TextPlace
  private let columns: ArrowColumns
  private let options: BatchOptions

  init(_ pointer: UnsafePointer<tamis_arrow_options>?, _ schema: UnsafePointer<ArrowSchema>) throws(Failure) {
    let options = try tamis_arrow_options(reading: pointer)
    self.options = try BatchOptions(
      threads: options.threads, progress: options.progress, context: options.context)
    place = try TextPlace(schema, named: try word(options.text_column, "text_column"))
    columns = try ArrowColumns(options.columns, isLarge: place.layout.isLarge)
  }

  /// Writes the schema of the results.
  func describe(to schema: UnsafeMutablePointer<ArrowSchema>) throws(Failure) {
    do throws(Failure) {
      try columns.describe(to: schema)
    } catch {
      schema.pointee.release?(schema)
      throw error
    }
  }

  /// Writes the results of an array of texts.
  func clean(
    _ array: UnsafePointer<ArrowArray>, with cleaner: Cleaner, into result: UnsafeMutablePointer<ArrowArray>
  ) throws(Failure) {
    let texts = try ArrowTexts(array, at: place)
    try ensureRoomForObjects()
    let rows = try clean(texts, with: cleaner)
    do throws(Failure) {
      try rows.assemble(into: result)
    } catch {
      result.pointee.release?(result)
      throw error
    }
  }

  private func clean(_ texts: ArrowTexts, with cleaner: Cleaner) throws(Failure) -> ArrowRows {
    guard let progress = options.progress else {
      return try .clean(texts, with: cleaner, columns, threads: options.threads, progress: nil)
    }
    var isCancelled = false
    let rows = try ArrowRows.clean(texts, with: cleaner, columns, threads: options.threads) { done in
      if progress(options.context, Int64(done), Int64(texts.count)) != 0 { isCancelled = true }
      return isCancelled
    }
    if isCancelled { throw .cancelled }
    return rows
  }
}
