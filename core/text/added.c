/* SPDX-License-Identifier: Apache-2.0 */
#include "text/added.h"

#include <stdlib.h>
#include <string.h>

/* Each is put in its place among the others, which takes time by the square of their number. */
enum { MAX_COUNT = 10000 };

void tt_added_free(tt_added *added) {
    for (int32_t i = 0; i < added->count; i++) free(added->tokens[i].codes);
    free(added->tokens);
    memset(added, 0, sizeof *added);
}

static bool goes_before(const tt_added_token *a, const tt_added_token *b) {
    return a->codes[0] < b->codes[0] || (a->codes[0] == b->codes[0] && a->n > b->n);
}

tt_status tt_added_put(tt_added *added, const tt_added_token *how, const tt_symbol *codes, size_t n, tt_error *err) {
    if (n == 0) return TT_OK;
    if (added->count == MAX_COUNT) {
        return tt_fail(err, TT_E_FORMAT, -1, "the tokenizer has more than %d added tokens", MAX_COUNT);
    }
    tt_added_token token = {malloc(n * sizeof *token.codes), n, how->id, how->lstrip, how->rstrip};
    tt_added_token *tokens = tt_grow(added->tokens, (uint64_t)added->count + 1, sizeof *tokens);
    if (tokens) added->tokens = tokens;
    if (!tokens || !token.codes) {
        free(token.codes);
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the added tokens");
    }
    for (size_t i = 0; i < n; i++) token.codes[i] = codes[i].code;
    int32_t place = added->count++;
    for (; place > 0 && goes_before(&token, &tokens[place - 1]); place--) tokens[place] = tokens[place - 1];
    tokens[place] = token;
    added->firsts[(token.codes[0] & 0xff) / 8] |= (uint8_t)(1u << token.codes[0] % 8);
    return TT_OK;
}

static bool is_at(const tt_added_token *token, const tt_symbol *text, size_t n) {
    if (token->n > n) return false;
    for (size_t i = 1; i < token->n; i++) {
        if (token->codes[i] != text[i].code) return false;
    }
    return true;
}

const tt_added_token *tt_added_find(const tt_added *added, const tt_symbol *text, size_t n) {
    uint32_t first = text[0].code;
    int32_t low = 0, high = added->count;
    if (!(added->firsts[(first & 0xff) / 8] >> first % 8 & 1)) return NULL;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (added->tokens[middle].codes[0] < first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < added->count && added->tokens[low].codes[0] == first; low++) {
        if (is_at(&added->tokens[low], text, n)) return &added->tokens[low];
    }
    return NULL;
}
