import TamisRecords

/// What sentences depend on besides the text.
extension Flag {
  static var languageFlags: [Flag] {
    let cutting: Commands = [.clean, .sentences, .annotate]
    return [
      Flag("language", "CODE", "the documents' language, such as de or pt-BR (default: unknown)", cutting) {
        guard let language = LanguageTag($1.path.bytes) else { return "must be a language tag such as de or pt-BR" }
        $0.language = language
        $0.cleaning.language = language.description
        return nil
      },
      Flag("language-field", "NAME", "the JSON field with the document's language, if it has one", cutting) {
        $0.languageField = $1.path.bytes
        return nil
      },
      Flag("abbreviations", "FILE", "more abbreviations: one a line, '#' begins a comment line", cutting) {
        do throws(AbbreviationFile.Fault) {
          $0.cleaning.abbreviations += try AbbreviationFile.read($1.path)
          return nil
        } catch {
          return error.description
        }
      },
    ]
  }
}
