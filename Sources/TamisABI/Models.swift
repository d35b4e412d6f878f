import CTamis
import Tamis

@c @implementation
public func tamis_model_load(
  _ data: UnsafePointer<CChar>?, _ length: Int64, _ model: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  model?.pointee = nil
  return answer(error) { () throws(Failure) in
    let result = try place(model, "model")
    let file = try bytes(data, length)
    try ensureRoomForObjects()
    result.pointee = handle(owning: try house { () throws(TamisError) in try BoilerplateModel(file) })
  }
}

@c @implementation
public func tamis_model_free(_ model: OpaquePointer?) { release(model, as: BoilerplateModel.self) }
