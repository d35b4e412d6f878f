// The sieve of the text scan, once for all its kernels.
//
// A character beyond ASCII is let through when its first two bytes, or the three bytes of one that starts with E0, E2 or
// E3, fall into one of the classes below. A class is sets of nibbles: the high and low ones of each byte; a character is in
// the class when all its nibbles are in their sets. One class is one bit of a table of sixteen, so that a look-up by nibble
// tests eight classes at once, as Keiser and Lemire validate UTF-8 ("Validating UTF-8 In Less Than One Instruction Per
// Byte", 2021); where a look-up takes six bits, one does for a byte.
#ifndef TAMIS_TEXT_SIEVE_H
#define TAMIS_TEXT_SIEVE_H

#include <stdint.h>

#define N(n) (1 << 0x##n)
#define NS(from, to) ((0xFFFF >> (15 - 0x##to)) & (0xFFFF << 0x##from) & 0xFFFF)
#define ANY 0xFFFF
#define CONT (N(8) | N(9) | N(A) | N(B))
#define ODD (N(1) | N(3) | N(5) | N(7) | N(9) | N(B) | N(D) | N(F))
#define EVEN (ANY & ~ODD)

// Each line: cell(bit of the class, high 1, low 1, high 2, low 2), of the first and second byte.
#define LEAD_1(cell, ...)                                                                                          \
  cell(0, N(C), N(2), N(8) | N(9), ANY, __VA_ARGS__)              /* U+0080…009F */                                \
  cell(1, N(C), N(2), N(A), N(0) | N(D), __VA_ARGS__)             /* U+00A0, 00AD */                               \
  cell(2, N(C), N(C) | N(D), CONT, ANY, __VA_ARGS__)              /* U+0300…037F */                                \
  cell(3, N(C), N(E), N(8), N(7), __VA_ARGS__)                    /* U+0387 */                                     \
  cell(4, N(D), N(C) | N(D) | N(F), CONT, ANY, __VA_ARGS__)       /* U+0700…077F, 07C0…07FF */                     \
  cell(5, N(D), N(2) | N(7), N(8), ANY, __VA_ARGS__)              /* U+0480…048F, 05C0…05CF */                     \
  cell(6, N(D), N(B), N(A), ANY, __VA_ARGS__)                     /* U+06E0…06EF */                                \
  cell(7, N(D), N(B), N(9), NS(6, F), __VA_ARGS__)                /* U+06D6…06DF */
// The last three hold marks that compose with nothing, in Arabic and Hebrew, and a few letters.
#define LEAD_2(cell, ...)                                                                                          \
  cell(0, N(E), N(1) | N(A), N(8) | N(9) | N(A), ANY, __VA_ARGS__) /* U+1000…1BFF, A000…ABFF */                    \
  cell(1, N(E), N(1), N(B), NS(0, 7) | NS(C, F), __VA_ARGS__)     /* U+1C00…1DFF, 1F00…1FFF */                     \
  cell(2, N(E), N(F), N(A), NS(4, D), __VA_ARGS__)                /* U+F900…FB7F */                                \
  cell(3, N(E), N(F), N(B), N(8) | N(B) | N(F), __VA_ARGS__)      /* U+FE00…FE3F, FEC0…FEFF, FFC0…FFFF */          \
  cell(4, N(D), N(8) | N(9), N(9), NS(3, F), __VA_ARGS__)         /* U+0613…061F, 0653…065F */                     \
  cell(5, N(D), N(9), N(8) | N(B), N(0) | NS(B, F), __VA_ARGS__)  /* U+064B…064F, 0670 */                          \
  cell(6, N(D), N(8) | N(9), N(9), NS(0, 2), __VA_ARGS__)         /* U+0610…0612, 0650…0652 */                     \
  cell(7, N(D), N(6), N(9) | N(A) | N(B), ANY, __VA_ARGS__)       /* U+0590…05BF */
enum { LEAD_2_LONE = 0xE0 };
// Behind 0xE0, second and third byte. Three hold marks that compose with nothing; but the
// nukta of Devanagari does with three letters, which NUKTA_JOINS knows by their last bytes.
#define BEHIND_E0(cell, ...)                                                                                       \
  cell(0, N(A), NS(0, 3), CONT, ANY, __VA_ARGS__)                 /* U+0800…08FF */                                \
  cell(1, N(B), NS(C, F), CONT, ANY, __VA_ARGS__)                 /* U+0F00…0FFF */                                \
  cell(2, N(A) | N(B), EVEN, N(B), N(B) | N(C), __VA_ARGS__)      /* nuktas: U+093C, 09BC, …, 0D3C */              \
  cell(3, N(A), N(6) | N(7) | N(8) | N(C) | N(E), N(B), N(3) | N(6) | N(E), __VA_ARGS__)                           \
                                                                  /* U+09BE, 09FE, 0A33, 0A36, 0B3E, 0BBE */       \
  cell(4, N(B), N(3) | N(4) | N(7), N(8) | N(9) | N(B), N(2) | N(A) | N(E) | N(F), __VA_ARGS__)                    \
                                                                  /* U+0CC2, 0D3E, 0DCA, 0DCF, 0DDF */             \
  cell(5, N(A) | N(B), ODD & ~N(B), N(9), ANY, __VA_ARGS__) /* U+0950…095F, 09D0…09DF, … */              \
  cell(6, N(A) | N(B), ODD, N(8), N(D), __VA_ARGS__)              /* viramas: U+094D, 09CD, …, 0D4D */             \
  cell(7, N(B), NS(8, B), N(8) | N(B), NS(8, B), __VA_ARGS__)     /* U+0E38…0E3A, 0E48…0E4B, 0EB8…0EBA, 0EC8… */
enum { E0_NUKTA = 0x04, E0_LONE = 0xC0 | E0_NUKTA };
#define NUKTA_JOINS(is) (is(0xA8) | is(0xB0) | is(0xB3))
// Behind 0xE2 the first five, behind 0xE3 the others.
#define BEHIND_E2_E3(cell, ...)                                                                                    \
  cell(0, N(8), N(0), N(8), ANY, __VA_ARGS__)                     /* U+2000…200F */                                \
  cell(1, N(8), N(0), N(A), NS(8, F), __VA_ARGS__)                /* U+2028…202F */                                \
  cell(2, N(8), N(1) | N(3), N(9) | N(A) | N(B), ANY, __VA_ARGS__) /* U+2050…207F, 20D0…20FF */                    \
  cell(3, N(8), N(4) | N(C), N(A), N(6) | N(9) | N(A) | N(B), __VA_ARGS__) /* U+2126, 212A, 212B, 2329, 232A */    \
  cell(4, N(A) | N(B), N(3) | N(5) | N(7) | N(B), N(9) | N(A) | N(B), ANY, __VA_ARGS__) /* U+2ADC, 2CEF…2DFF */    \
  cell(5, N(8), N(0), N(8), N(0), __VA_ARGS__)                    /* U+3000 */                                     \
  cell(6, N(8), N(0), N(A), NS(A, F), __VA_ARGS__)                /* U+302A…302F */                                \
  cell(7, N(8), N(2), N(9), N(9) | N(A), __VA_ARGS__)             /* U+3099, 309A */
enum { OF_E2 = 0x1F, OF_E3 = 0xE0 };

#define HIGH_1(bit, h1, l1, h2, l2, n) | ((((h1) >> (n)) & 1) << bit)
#define LOW_1(bit, h1, l1, h2, l2, n) | ((((l1) >> (n)) & 1) << bit)
#define HIGH_2(bit, h1, l1, h2, l2, n) | ((((h2) >> (n)) & 1) << bit)
#define LOW_2(bit, h1, l1, h2, l2, n) | ((((l2) >> (n)) & 1) << bit)
#define FOUR(SET, field, n) 0 SET(field, n), 0 SET(field, n + 1), 0 SET(field, n + 2), 0 SET(field, n + 3)
#define SIXTEEN(SET, field) {FOUR(SET, field, 0), FOUR(SET, field, 4), FOUR(SET, field, 8), FOUR(SET, field, 12)}

typedef struct sieve_classes {
  uint8_t high_1[16], low_1[16], high_2[16], low_2[16];
} sieve_classes;
#define SIEVE_CLASSES(SET) {SIXTEEN(SET, HIGH_1), SIXTEEN(SET, LOW_1), SIXTEEN(SET, HIGH_2), SIXTEEN(SET, LOW_2)}

static const sieve_classes lead_1 = SIEVE_CLASSES(LEAD_1), lead_2 = SIEVE_CLASSES(LEAD_2);
static const sieve_classes behind_e0 = SIEVE_CLASSES(BEHIND_E0), behind_e2_e3 = SIEVE_CLASSES(BEHIND_E2_E3);

// The same classes for look-ups by a byte's low six bits, which leave it open whether it is a lead or a continuation.
#define SIX_LEAD(bit, h1, l1, h2, l2, n) | ((((h1) >> (12 + (n) / 16)) & ((l1) >> (n) % 16) & 1) << bit)
#define SIX_SECOND(bit, h1, l1, h2, l2, n) | ((((h2) >> (8 + (n) / 16)) & ((l2) >> (n) % 16) & 1) << bit)
#define SIX_FIRST(bit, h1, l1, h2, l2, n) | ((((h1) >> (8 + (n) / 16)) & ((l1) >> (n) % 16) & 1) << bit)
#define SIXTY_FOUR(SET, field)                                                                                     \
  {FOUR(SET, field, 0),  FOUR(SET, field, 4),  FOUR(SET, field, 8),  FOUR(SET, field, 12),                         \
   FOUR(SET, field, 16), FOUR(SET, field, 20), FOUR(SET, field, 24), FOUR(SET, field, 28),                         \
   FOUR(SET, field, 32), FOUR(SET, field, 36), FOUR(SET, field, 40), FOUR(SET, field, 44),                         \
   FOUR(SET, field, 48), FOUR(SET, field, 52), FOUR(SET, field, 56), FOUR(SET, field, 60)}

#endif
