// What a stranger writes who has found the library with CMake.
#include <tamis.h>

#include <iostream>
#include <memory>
#include <string>

int main() {
  const std::string article = "Home\nSign in\nThe ferry crosses the harbour every morning before seven.\nShare";
  tamis_document *document = nullptr;
  tamis_error error = TAMIS_ERROR_INIT;
  if (tamis_clean(article.data(), static_cast<int64_t>(article.size()), nullptr, &document, &error) != TAMIS_OK) {
    std::cerr << error.message << '\n';
    return 1;
  }
  const std::unique_ptr<tamis_document, void (*)(tamis_document *)> owner(document, tamis_document_free);
  const tamis_text text = tamis_document_text(document);
  std::cout << std::string(text.data, static_cast<size_t>(text.length)) << '\n';
}
