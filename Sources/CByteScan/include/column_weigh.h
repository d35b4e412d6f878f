// A weighed sum over columns of bytes.
#ifndef TAMIS_COLUMN_WEIGH_H
#define TAMIS_COLUMN_WEIGH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The sum, over `count` columns, of a column's weight times the sum of its first `rows` bytes. Column `c` begins at
/// `columns + c * stride`; `rows` is at most 1 << 23.
int64_t column_weigh(const uint8_t *columns, size_t stride, size_t rows, const int32_t *weights, size_t count);

#ifdef __cplusplus
}
#endif
#endif
