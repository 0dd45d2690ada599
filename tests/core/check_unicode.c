/* SPDX-License-Identifier: Apache-2.0
 * The tables against what Hugging Face's normalizers do to each code point (tests/golden/README.md), and canonical
 * order against Unicode's own examples. */
#include "base/crc32.h"
#include "check.h"
#include "text/forms.h"
#include "text/normalize.h"
#include "text/unicode.h"

enum { CODES = 0x110000, LINE = 8192 };

static unsigned wanted[CODES];
static tt_mappings *mappings;

static bool is_surrogate(uint32_t code) { return code >= 0xd800 && code < 0xe000; }

/* The numbers of a line after its name. */
static int read_numbers(const char *line, uint32_t *numbers, int cap) {
    int count = 0, used;
    while (count < cap && sscanf(line, " %u%n", &numbers[count], &used) == 1) {
        line += used;
        count++;
    }
    return count;
}

static void read_ranges(const char *line, unsigned flag) {
    static uint32_t numbers[LINE];
    int count = read_numbers(line, numbers, LINE);
    CHECK(count > 0 && count % 2 == 0);
    for (int i = 0; i < count; i += 2) {
        for (uint32_t code = numbers[i]; code <= numbers[i + 1]; code++) wanted[code] |= flag;
    }
}

static int wrong_mappings;

static void check_mapping(const char *line, unsigned flag) {
    uint32_t numbers[8], got[TT_MAX_PARTS];
    int count = read_numbers(line, numbers, 8) - 1;
    int n =
        flag == TT_CHAR_UPPER ? tt_char_lower(got, numbers[0]) : tt_char_decompose(got, mappings, false, numbers[0]);
    bool same = n == count && memcmp(got, numbers + 1, (size_t)n * sizeof *got) == 0;
    if (!same) printf("  U+%04X is mapped wrongly\n", (unsigned)numbers[0]);
    wrong_mappings += !same;
    wanted[numbers[0]] |= flag;
}

static uint32_t composed[CODES][4]; /* the form C of a code point that is another, up to a 0 */

static void read_composition(const char *line) {
    uint32_t numbers[8];
    const int n = read_numbers(line, numbers, 8);
    CHECK(n > 1 && n < 5);
    for (int i = 1; i < n; i++) composed[numbers[0]][i - 1] = numbers[i];
}

/* After flags_and_mappings, which reads what the forms are. */
static void compositions(void) {
    tt_symbols out = {0}, marks = {0};
    int wrong = 0;
    for (uint32_t code = 1; code < CODES; code++) {
        const tt_symbol symbol = {code, 7};
        const uint32_t own[2] = {code}, *wanted_codes = composed[code][0] ? composed[code] : own;
        size_t i = 0;
        if (is_surrogate(code)) continue;
        tt_form_of(&out, &marks, (tt_form){.composed = true}, mappings, &symbol, 1);
        while (i < out.n && out.items[i].code == wanted_codes[i] && out.items[i].at == 7) i++;
        if (i == out.n && (i == 4 || wanted_codes[i] == 0)) continue;
        if (wrong++ < 10) printf("  the form C of U+%04X is wrong\n", (unsigned)code);
    }
    CHECK(wrong == 0);
    tt_symbols_free(&out);
    tt_symbols_free(&marks);
}

/* A mark does not join its letter past a mark of its own class (UAX 15, D115), and does past one of a lower class. */
static void blocked_marks(void) {
    static const tt_symbol blocked[] = {{'a', 0}, {0x305, 1}, {0x301, 2}},
                           free_of_it[] = {{'a', 0}, {0x329, 1}, {0x301, 2}};
    tt_symbols out = {0}, marks = {0};
    tt_form_of(&out, &marks, (tt_form){.composed = true}, mappings, blocked, 3);
    CHECK(out.n == 3 && out.items[0].code == 'a' && out.items[1].code == 0x305 && out.items[2].code == 0x301);
    tt_form_of(&out, &marks, (tt_form){.composed = true}, mappings, free_of_it, 3);
    CHECK(out.n == 2 && out.items[0].code == 0xe1 && out.items[1].code == 0x329);
    tt_symbols_free(&out);
    tt_symbols_free(&marks);
}

/* The checksum of a form of 1,024 code points: of each that is another in it, its number and those of the form. */
static uint32_t checksum(tt_form form, uint32_t first) {
    static tt_crc32 tables;
    tt_symbols out = {0}, marks = {0};
    uint32_t crc = 0;
    if (!tables.table[0][1]) tt_crc32_begin(&tables);
    for (uint32_t code = first; code < first + 1024; code++) {
        const tt_symbol symbol = {code, 0};
        if (code == 0 || is_surrogate(code)) continue;
        tt_form_of(&out, &marks, form, mappings, &symbol, 1);
        if (out.n == 1 && out.items[0].code == code) continue;
        for (size_t i = 0; i <= out.n; i++) {
            const uint32_t number = i == 0 ? code : out.items[i - 1].code;
            const char bytes[4] = {(char)number, (char)(number >> 8), (char)(number >> 16), (char)(number >> 24)};
            crc = tt_crc32_of(&tables, crc, bytes, 4);
        }
    }
    tt_symbols_free(&out);
    tt_symbols_free(&marks);
    return crc;
}

/* Each block of code points in NFKD and NFKC, and what StripAccents takes out. */
static void compatible_forms(void) {
    static uint32_t crcs[2][CODES / 1024], numbers[LINE];
    static char line[1 << 16], combining[CODES];
    FILE *file = fopen("tests/golden/tokenizer/forms.txt", "r");
    int wrong = 0;
    CHECK(file != NULL);
    while (file && fgets(line, sizeof line, file)) {
        const int count = read_numbers(strchr(line, ' '), numbers, LINE);
        if (line[0] == 'N') {
            crcs[line[3] == 'C'][numbers[0] / 1024] = numbers[1];
        } else {
            for (int i = 0; i < count; i += 2) memset(combining + numbers[i], 1, numbers[i + 1] - numbers[i] + 1);
        }
    }
    if (file) fclose(file);
    for (uint32_t code = 0; code < CODES; code++) {
        wrong += !is_surrogate(code) && ((tt_char_flags(code) & TT_CHAR_COMBINING) != 0) != combining[code];
    }
    CHECK(wrong == 0 && combining[0x300]);
    for (uint32_t block = 0; block < CODES / 1024; block++) {
        for (int composed = 0; composed < 2; composed++) {
            if (checksum((tt_form){true, composed}, block * 1024) == crcs[composed][block]) continue;
            printf("  the form %s of U+%04X and after is wrong\n", composed ? "KC" : "KD", (unsigned)block * 1024);
            wrong++;
        }
    }
    CHECK(wrong == 0 && crcs[0][0x3ff] == 0 && crcs[0][0] != crcs[1][0]);
}

static void flags_and_mappings(void) {
    static const struct {
        const char *name;
        unsigned flag;
    } sets[] = {{"removed", TT_CHAR_REMOVED},
                {"space", TT_CHAR_SPACE},
                {"punctuation", TT_CHAR_PUNCTUATION},
                {"mark", TT_CHAR_MARK},
                {"ideograph", TT_CHAR_IDEOGRAPH},
                {"decompose", TT_CHAR_DECOMPOSES},
                {"lower", TT_CHAR_UPPER},
                {"letter", TT_CHAR_LETTER},
                {"number", TT_CHAR_NUMBER},
                {"compose", 0}};
    /* user-perceived characters: check_unigram has them, through a map; all marks: compatible_forms */
    static const unsigned elsewhere = TT_CHAR_EXTENDS | TT_CHAR_PREPENDS | TT_CHAR_ALONE | TT_CHAR_COMBINING;
    static char line[1 << 16];
    int wrong = 0;
    FILE *file = fopen("tests/golden/tokenizer/unicode.txt", "r");
    CHECK(file != NULL);
    while (file && fgets(line, sizeof line, file)) {
        size_t name = strcspn(line, " "), set = 0;
        while (strncmp(line, sets[set].name, name) != 0) set++;
        if (sets[set].flag == 0) {
            read_composition(line + name);
        } else if (!(sets[set].flag & (TT_CHAR_DECOMPOSES | TT_CHAR_UPPER))) {
            read_ranges(line + name, sets[set].flag);
        } else {
            check_mapping(line + name, sets[set].flag);
        }
    }
    if (file) fclose(file);
    CHECK(wrong_mappings == 0);
    for (uint32_t code = 0xac00; code < 0xd7a4; code++) wanted[code] |= TT_CHAR_DECOMPOSES;
    for (uint32_t code = 0; code < CODES; code++) {
        if (is_surrogate(code) || (tt_char_flags(code) & ~elsewhere) == wanted[code]) continue;
        if (wrong++ < 10) printf("  U+%04X is %x, wanted %x\n", (unsigned)code, tt_char_flags(code), wanted[code]);
    }
    CHECK(wrong == 0);
}

/* The text's code points up to a 0, normalized, equal these. */
static bool normalizes(const tt_normalization *how, const uint32_t *text, const uint32_t *codes, const int32_t *from) {
    tt_changing changing = {0};
    const tt_symbols *out = &changing.now;
    bool same = true;
    for (int32_t i = 0; text[i]; i++) tt_symbols_put(&changing.now, text[i], i);
    tt_normalize(&changing, how, mappings);
    for (size_t i = 0; i < out->n && same; i++) same = out->items[i].code == codes[i] && out->items[i].at == from[i];
    same = same && codes[out->n] == 0;
    tt_changing_free(&changing);
    return same;
}

#define CODES_OF(...) \
    (const uint32_t[]) { __VA_ARGS__, 0 }
#define FROM(...) \
    (const int32_t[]) { __VA_ARGS__ }

static void canonical_order(void) {
    tt_normalization strip = {.strip_accents = true}, lower = {.lowercase = true}, clean = {.clean = true},
                     ideographs = {.ideographs = true};
    /* Classes 230 and 220: they change places, and each stands for the code point at its place. */
    CHECK(tt_char_combining_class(0x301) == 230 && tt_char_combining_class(0x323) == 220);
    CHECK(tt_char_combining_class('a') == 0 && tt_char_combining_class(0x1734) == 9);
    /* Spacing marks are ordered but stay: U+302E is of class 224, U+1D16D of 226, U+1D165 of 216. */
    CHECK(normalizes(&strip, CODES_OF('a', 0x1d16d, 0x302e, 0x1d165, 'b'), CODES_OF('a', 0x1d165, 0x302e, 0x1d16d, 'b'),
                     FROM(0, 1, 2, 3, 4)));
    /* A mark that goes is still counted: what comes after it in order takes the later place. */
    CHECK(normalizes(&strip, CODES_OF('a', 0x1d16d, 0x323), CODES_OF('a', 0x1d16d), FROM(0, 2)));
    /* The sort is stable. */
    CHECK(normalizes(&strip, CODES_OF('a', 0x302f, 0x302e), CODES_OF('a', 0x302f, 0x302e), FROM(0, 1, 2)));
    CHECK(normalizes(&strip, CODES_OF(0xac01, 0x1ea8), CODES_OF(0x1100, 0x1161, 0x11a8, 'A'), FROM(0, 0, 0, 1)));
    CHECK(normalizes(&lower, CODES_OF(0x130, 'B'), CODES_OF('i', 0x307, 'b'), FROM(0, 0, 1)));
    CHECK(normalizes(&clean, CODES_OF('a', 0x85, '\t', 0x200b, 'b'), CODES_OF('a', ' ', 'b'), FROM(0, 2, 4)));
    CHECK(normalizes(&ideographs, CODES_OF('a', 0x4e00), CODES_OF('a', ' ', 0x4e00, ' '), FROM(0, 1, 1, 1)));
}

/* Latin Extended-A alternates between upper and lower case, and what has no lower case keeps its code. */
static void lower_case(void) {
    static const uint32_t pairs[][2] = {{'A', 'a'},     {'a', 'a'},     {0x100, 0x101},  {0x101, 0x101},
                                        {0x12e, 0x12f}, {0x12f, 0x12f}, {0x17d, 0x17e},  {0x17e, 0x17e},
                                        {0x391, 0x3b1}, {'1', '1'},     {0x4e00, 0x4e00}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        uint32_t lower[2] = {0};
        CHECK(tt_char_lower(lower, pairs[i][0]) == 1 && lower[0] == pairs[i][1]);
    }
}

int main(void) {
    mappings = tt_mappings_new();
    CHECK(mappings != NULL);
    if (!mappings) return check_end("unicode");
    flags_and_mappings();
    compositions();
    compatible_forms();
    blocked_marks();
    canonical_order();
    lower_case();
    free(mappings);
    return check_end("unicode");
}
