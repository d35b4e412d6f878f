import CTamis
import Tamis
import TamisICU

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A NUL-terminated text for C that is never freed.
struct ConstantText: @unchecked Sendable {
  private(set) var pointer: UnsafePointer<CChar>

  init(_ text: StaticString) {
    pointer = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  init(copying text: String) {
    self.init("unknown")
    if let copy = strdup(text) { pointer = UnsafePointer(copy) }
  }
}

private let version = ConstantText(copying: TamisVersion.string)
private let icuVersion = ConstantText(copying: ICUVersions.icu.description)
private let unicodeVersion = ConstantText(copying: ICUVersions.unicode.description)

@c @implementation
public func tamis_version_string() -> UnsafePointer<CChar>? { version.pointer }

@c @implementation
public func tamis_abi_version() -> Int32 { TAMIS_ABI_VERSION }

@c @implementation
public func tamis_icu_version() -> UnsafePointer<CChar>? { icuVersion.pointer }

@c @implementation
public func tamis_unicode_version() -> UnsafePointer<CChar>? { unicodeVersion.pointer }
