/* SPDX-License-Identifier: Apache-2.0 */
#include "text/vocab.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/unicode.h"

enum { MAX_SIZE = 1 << 21 };

static const size_t continues_n = sizeof TT_CONTINUES - 1;

void tt_vocab_free(tt_vocab *vocab) {
    free(vocab->bytes);
    free(vocab->pieces);
    free(vocab->slots);
    memset(vocab, 0, sizeof *vocab);
}

/* Where `hash` is or would be. FNV's low bits are its best mixed, but not by much: the high ones help. */
static uint32_t first_slot(const tt_vocab *vocab, uint32_t hash) {
    return (hash ^ hash >> 15) & (vocab->slot_count - 1);
}

static int32_t find(const tt_vocab *vocab, uint32_t hash, bool continues, const char *bytes, size_t n) {
    size_t skip = continues ? continues_n : 0;
    if (vocab->slot_count == 0) return -1;
    for (uint32_t i = first_slot(vocab, hash); vocab->slots[i].id >= 0; i = (i + 1) & (vocab->slot_count - 1)) {
        if (vocab->slots[i].hash != hash) continue;
        tt_piece piece = vocab->pieces[vocab->slots[i].id];
        const char *have = vocab->bytes + piece.start;
        if (piece.length == skip + n && memcmp(have, TT_CONTINUES, skip) == 0 && memcmp(have + skip, bytes, n) == 0) {
            return vocab->slots[i].id;
        }
    }
    return -1;
}

int32_t tt_vocab_find(const tt_vocab *vocab, uint32_t hash, bool continues, const char *bytes, size_t n) {
    int32_t id = find(vocab, hash, continues, bytes, n);
    return id >= 0 && vocab->pieces[id].matched ? id : -1;
}

int32_t tt_vocab_id(const tt_vocab *vocab, const char *name, size_t n) {
    return find(vocab, tt_hash_bytes(TT_HASH_START, name, n), false, name, n);
}

static void insert(tt_vocab *vocab, uint32_t hash, int32_t id) {
    uint32_t i = first_slot(vocab, hash);
    while (vocab->slots[i].id >= 0) i = (i + 1) & (vocab->slot_count - 1);
    vocab->slots[i] = (tt_slot){hash, id};
}

static bool grow_slots(tt_vocab *vocab) {
    tt_slot *old = vocab->slots;
    uint32_t old_count = vocab->slot_count, count = old_count ? old_count * 2 : 1024;
    tt_slot *slots = malloc(count * sizeof *slots);
    if (!slots) return false;
    for (uint32_t i = 0; i < count; i++) slots[i] = (tt_slot){0, -1};
    vocab->slots = slots;
    vocab->slot_count = count;
    for (uint32_t i = 0; i < old_count; i++) {
        if (old[i].id >= 0) insert(vocab, old[i].hash, old[i].id);
    }
    free(old);
    return true;
}

/* Room for one more piece of `n` bytes with this id. */
static bool reserve(tt_vocab *vocab, int32_t id, size_t n) {
    if (!vocab->bytes || n > vocab->bytes_cap - vocab->bytes_used) {
        size_t cap = (vocab->bytes_cap + n) * 2 + 64;
        char *bytes = realloc(vocab->bytes, cap);
        if (!bytes) return false;
        vocab->bytes = bytes;
        vocab->bytes_cap = cap;
    }
    if (id >= vocab->pieces_cap) {
        int32_t cap = id + id / 2 + 1024;
        tt_piece *pieces = tt_grow(vocab->pieces, (uint64_t)cap, sizeof *pieces);
        if (!pieces) return false;
        memset(pieces + vocab->pieces_cap, 0, (size_t)(cap - vocab->pieces_cap) * sizeof *pieces);
        vocab->pieces = pieces;
        vocab->pieces_cap = cap;
    }
    return vocab->slots_used * 2 < vocab->slot_count || grow_slots(vocab);
}

tt_status tt_vocab_put(tt_vocab *vocab, int64_t id, const char *bytes, size_t n, bool matched, tt_error *err) {
    uint32_t hash = tt_hash_bytes(TT_HASH_START, bytes, n);
    int32_t same = find(vocab, hash, false, bytes, n);
    if (id < 0 || id >= MAX_SIZE || n >= MAX_SIZE) {
        return tt_fail(err, TT_E_FORMAT, -1,
                       "the vocabulary has a piece with the id %lld and %zu bytes; %d is the limit of both",
                       (long long)id, n, MAX_SIZE);
    }
    if (id < vocab->size && vocab->pieces[id].used) {
        return tt_fail(err, TT_E_FORMAT, -1, "the vocabulary has two pieces with the id %lld", (long long)id);
    }
    if (!reserve(vocab, (int32_t)id, n)) {
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the vocabulary");
    }
    memcpy(vocab->bytes + vocab->bytes_used, bytes, n);
    vocab->pieces[id] = (tt_piece){vocab->bytes_used, (uint32_t)n, true, matched};
    vocab->bytes_used += n;
    if (id >= vocab->size) vocab->size = (int32_t)id + 1;
    if (n > vocab->longest) vocab->longest = (uint32_t)n;
    if (same >= 0) {
        uint32_t i = first_slot(vocab, hash);
        while (vocab->slots[i].id != same) i = (i + 1) & (vocab->slot_count - 1);
        vocab->slots[i].id = (int32_t)id;
    } else {
        insert(vocab, hash, (int32_t)id);
        vocab->slots_used++;
    }
    return TT_OK;
}

/* The length of a line without the white space at its end: Hugging Face's reader drops it, CR included. */
static size_t trimmed(const char *line, size_t n) {
    size_t kept = 0, length;
    for (size_t i = 0; i < n; i += length) {
        length = tt_utf8_length(line + i, n - i);
        if (!(tt_char_flags(tt_utf8_code(line + i, length)) & TT_CHAR_SPACE)) kept = i + length;
    }
    return kept;
}

tt_status tt_vocab_lines(tt_vocab *vocab, const char *text, size_t n, tt_error *err) {
    int64_t id = 0;
    for (size_t i = 0, length; i < n; i += length) {
        length = tt_utf8_length(text + i, n - i);
        if (length == 0) {
            return tt_fail(err, TT_E_FORMAT, (int64_t)i, "the vocabulary is not UTF-8 at byte %zu, in line %lld", i,
                           (long long)id + 1);
        }
        if (text[i] == '\n') id++;
    }
    id = 0;
    for (size_t i = 0, end; i < n; i = end + 1, id++) {
        const char *newline = memchr(text + i, '\n', n - i);
        end = newline ? (size_t)(newline - text) : n;
        size_t length = trimmed(text + i, end - i);
        /* A blank line takes an id but is no piece: no word is empty. */
        if (length > 0) TT_TRY(tt_vocab_put(vocab, id, text + i, length, true, err));
    }
    return TT_OK;
}
