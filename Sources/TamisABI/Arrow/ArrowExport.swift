import CTamis
import Tamis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// An array on its way out. Its memory hangs on the C struct from the first moment, so whoever fails half-way releases
/// the outermost one and is done.
struct ArrowExport {
  let array: UnsafeMutablePointer<ArrowArray>

  /// What `private_data` points to; behind it lie the pointers to the children, and the children.
  private struct Node {
    var buffers: (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) = (nil, nil, nil)
  }

  /// Makes an array of no rows at `array`, whose former content is not looked at.
  init(
    at array: UnsafeMutablePointer<ArrowArray>, buffers: Int, children: Int = 0
  ) throws(Failure) {
    self.array = array
    array.initialize(to: ArrowArray())
    let pointers = MemoryLayout<Node>.stride
    let structs = pointers + children * MemoryLayout<UnsafeMutableRawPointer>.stride
    guard let memory = calloc(1, structs + children * MemoryLayout<ArrowArray>.stride) else {
      throw Failure(.outOfMemory)
    }
    memory.initializeMemory(as: Node.self, to: Node())
    array.pointee.private_data = memory
    array.pointee.n_buffers = Int64(buffers)
    array.pointee.buffers = memory.assumingMemoryBound(to: UnsafeRawPointer?.self)
    array.pointee.n_children = Int64(children)
    if children > 0 {
      let list = (memory + pointers).bindMemory(to: UnsafeMutablePointer<ArrowArray>?.self, capacity: children)
      let first = (memory + structs).bindMemory(to: ArrowArray.self, capacity: children)
      for place in 0..<children { list[place] = first + place }
      array.pointee.children = list
    }
    array.pointee.release = releaseArray
  }

  /// A child on its way out.
  func child(_ place: Int, buffers: Int, children: Int = 0) throws(Failure) -> ArrowExport {
    guard let child = array.pointee.children?[place] else { throw Failure(TAMIS_INTERNAL, "", "a column has no place") }
    return try ArrowExport(at: child, buffers: buffers, children: children)
  }

  func set(length: Int, nulls: Int = 0) {
    array.pointee.length = Int64(length)
    array.pointee.null_count = Int64(nulls)
  }

  /// Zeroed memory for a buffer, aligned to 64 bytes as Arrow advises; of at least one element.
  func buffer<Element: BitwiseCopyable>(
    _ place: Int, of type: Element.Type, _ count: Int
  ) throws(Failure) -> UnsafeMutablePointer<Element> {
    let (size, isTooMuch) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    var memory: UnsafeMutableRawPointer?
    guard !isTooMuch, posix_memalign(&memory, 64, size) == 0, let memory else { throw Failure(.outOfMemory) }
    memset(memory, 0, size)
    array.pointee.buffers[place] = UnsafeRawPointer(memory)
    return memory.bindMemory(to: Element.self, capacity: max(count, 1))
  }

  /// Bits, all 0.
  func bits(_ place: Int, _ count: Int) throws(Failure) -> UnsafeMutablePointer<UInt8> {
    try buffer(place, of: UInt8.self, (count + 7) / 8)
  }
}

/// Arrow's release of an array: the children that nobody has moved elsewhere first.
private let releaseArray: @convention(c) (UnsafeMutablePointer<ArrowArray>?) -> Void = { array in
  guard let array, array.pointee.release != nil else { return }
  for place in 0..<Int(array.pointee.n_children) {
    if let child = array.pointee.children?[place], let release = child.pointee.release { release(child) }
  }
  for place in 0..<Int(array.pointee.n_buffers) {
    free(UnsafeMutableRawPointer(mutating: array.pointee.buffers?[place]))
  }
  free(array.pointee.private_data)
  array.pointee.release = nil
}

/// A schema on its way out: the same for types.
struct ArrowSchemaExport {
  let schema: UnsafeMutablePointer<ArrowSchema>

  init(
    at schema: UnsafeMutablePointer<ArrowSchema>, _ name: StaticString, _ format: StaticString, isNullable: Bool = false,
    children: Int = 0
  ) throws(Failure) {
    self.schema = schema
    schema.initialize(to: ArrowSchema())
    let structs = children * MemoryLayout<UnsafeMutableRawPointer>.stride
    guard let memory = calloc(1, max(1, structs + children * MemoryLayout<ArrowSchema>.stride)) else {
      throw Failure(.outOfMemory)
    }
    schema.pointee.private_data = memory
    schema.pointee.name = ConstantText(name).pointer
    schema.pointee.format = ConstantText(format).pointer
    schema.pointee.flags = isNullable ? Int64(ARROW_FLAG_NULLABLE) : 0
    schema.pointee.n_children = Int64(children)
    if children > 0 {
      let list = memory.bindMemory(to: UnsafeMutablePointer<ArrowSchema>?.self, capacity: children)
      let first = (memory + structs).bindMemory(to: ArrowSchema.self, capacity: children)
      for place in 0..<children { list[place] = first + place }
      schema.pointee.children = list
    }
    schema.pointee.release = releaseSchema
  }

  @discardableResult
  func child(
    _ place: Int, _ name: StaticString, _ format: StaticString, isNullable: Bool = false, children: Int = 0
  ) throws(Failure) -> ArrowSchemaExport {
    guard let child = schema.pointee.children?[place] else { throw Failure(TAMIS_INTERNAL, "", "a column has no place") }
    return try ArrowSchemaExport(at: child, name, format, isNullable: isNullable, children: children)
  }
}

private let releaseSchema: @convention(c) (UnsafeMutablePointer<ArrowSchema>?) -> Void = { schema in
  guard let schema, schema.pointee.release != nil else { return }
  for place in 0..<Int(schema.pointee.n_children) {
    if let child = schema.pointee.children?[place], let release = child.pointee.release { release(child) }
  }
  free(schema.pointee.private_data)
  schema.pointee.release = nil
}
