import CTamis
import Tamis

/// A handle is a reference that C holds: an object of the house, retained once for the caller.
func handle<Object: AnyObject>(owning object: Object) -> OpaquePointer {
  OpaquePointer(Unmanaged.passRetained(object).toOpaque())
}

/// A handle to an object that somebody else keeps alive.
func handle<Object: AnyObject>(borrowing object: Object) -> OpaquePointer {
  OpaquePointer(Unmanaged.passUnretained(object).toOpaque())
}

/// The object behind a handle that may be null.
func object<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type = Object.self) -> Object? {
  guard let handle else { return nil }
  return Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
}

/// The object behind a handle that may not be null.
func object<Object: AnyObject>(_ handle: OpaquePointer?, _ name: StaticString) throws(Failure) -> Object {
  guard let object = object(handle, as: Object.self) else { throw .null(name) }
  return object
}

/// Gives back what ``handle(owning:)`` gave out.
func release<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type) {
  guard let handle else { return }
  Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).release()
}

/// Makes sure that small objects can be made; they take much less.
func ensureRoomForObjects(_ size: Int = 1 << 16) throws(Failure) {
  try house { () throws(TamisError) in try ensureRoom(size) }
}
