/* What a stranger writes who has found the library with pkg-config. */
#include <stdio.h>
#include <tamis.h>

int main(void) {
  const char article[] = "Home\nSign in\nThe ferry crosses the harbour every morning before seven.\nShare";
  tamis_document *document = NULL;
  tamis_text text;
  if (tamis_abi_version() != TAMIS_ABI_VERSION) return 2;
  if (tamis_clean(article, sizeof article - 1, NULL, &document, NULL) != TAMIS_OK) return 1;
  text = tamis_document_text(document);
  printf("%.*s\n", (int)text.length, text.data);
  tamis_document_free(document);
  return 0;
}
