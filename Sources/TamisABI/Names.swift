import CTamis
import Tamis

@c @implementation
public func tamis_status_name(_ status: tamis_status) -> UnsafePointer<CChar>? {
  ConstantText(statusName(Int(status)) ?? "unknown").pointer
}

@c @implementation
public func tamis_change_name(_ kind: Int32) -> UnsafePointer<CChar>? {
  ConstantText(UInt8(exactly: kind).flatMap(EditKind.init(rawValue:))?.name ?? "unknown").pointer
}

@c @implementation
public func tamis_kind_name(_ kind: Int32) -> UnsafePointer<CChar>? {
  ConstantText(UInt8(exactly: kind).flatMap(BlockKind.init(rawValue:))?.name ?? "unknown").pointer
}

@c @implementation
public func tamis_reason_name(_ reason: Int32) -> UnsafePointer<CChar>? {
  if reason == 0 { return ConstantText("none").pointer }
  return ConstantText(UInt8(exactly: reason).flatMap(Reason.init(rawValue:))?.name ?? "unknown").pointer
}

func statusName(_ status: Int) -> StaticString? {
  switch status {
  case TAMIS_OK: "TAMIS_OK"
  case TAMIS_INVALID_ARGUMENT: "TAMIS_INVALID_ARGUMENT"
  case TAMIS_BAD_STRUCT_SIZE: "TAMIS_BAD_STRUCT_SIZE"
  case TAMIS_UNKNOWN_OPTION: "TAMIS_UNKNOWN_OPTION"
  case TAMIS_BAD_OFFSETS: "TAMIS_BAD_OFFSETS"
  case TAMIS_BUFFER_TOO_SMALL: "TAMIS_BUFFER_TOO_SMALL"
  case TAMIS_CANCELLED: "TAMIS_CANCELLED"
  case TAMIS_BAD_FILE: "TAMIS_BAD_FILE"
  case TAMIS_DOCUMENT_TOO_LARGE: "TAMIS_DOCUMENT_TOO_LARGE"
  case TAMIS_INVALID_UTF8: "TAMIS_INVALID_UTF8"
  case TAMIS_OUT_OF_MEMORY: "TAMIS_OUT_OF_MEMORY"
  case TAMIS_ICU_FAILED: "TAMIS_ICU_FAILED"
  case TAMIS_PLUGIN_NOT_FOUND: "TAMIS_PLUGIN_NOT_FOUND"
  case TAMIS_PLUGIN_NOT_A_PLUGIN: "TAMIS_PLUGIN_NOT_A_PLUGIN"
  case TAMIS_PLUGIN_WRONG_VERSION: "TAMIS_PLUGIN_WRONG_VERSION"
  case TAMIS_PLUGIN_INVALID: "TAMIS_PLUGIN_INVALID"
  case TAMIS_PLUGIN_BAD_OPTION: "TAMIS_PLUGIN_BAD_OPTION"
  case TAMIS_PLUGIN_NOT_STARTED: "TAMIS_PLUGIN_NOT_STARTED"
  case TAMIS_PLUGIN_FAILED: "TAMIS_PLUGIN_FAILED"
  case TAMIS_INTERNAL: "TAMIS_INTERNAL"
  default: nil
  }
}
