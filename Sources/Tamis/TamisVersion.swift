/// The version of this library. `CHANGELOG.md` says what each brought.
public enum TamisVersion {
  public static let string = "0.1.0"
}
