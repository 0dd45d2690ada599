/* SPDX-License-Identifier: Apache-2.0 */
#include "text/merges.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

void tt_merges_free(tt_merges *merges) {
    free(merges->slots);
    memset(merges, 0, sizeof *merges);
}

static tt_merge *slot_of(const tt_merges *merges, int32_t left, int32_t right) {
    const uint64_t hash = tt_hash_word(0, (uint64_t)(uint32_t)left << 32 | (uint32_t)right);
    uint32_t i = (uint32_t)(hash >> 32) & (merges->slot_count - 1);
    for (;; i = (i + 1) & (merges->slot_count - 1)) {
        tt_merge *slot = &merges->slots[i];
        if (slot->left < 0 || (slot->left == left && slot->right == right)) return slot;
    }
}

/* The merge of two pieces, or NULL. */
static const tt_merge *find(const tt_merges *merges, int32_t left, int32_t right) {
    if (merges->used == 0) return NULL;
    const tt_merge *slot = slot_of(merges, left, right);
    return slot->left < 0 ? NULL : slot;
}

static bool grow_slots(tt_merges *merges) {
    const tt_merges old = *merges;
    const uint32_t count = old.slot_count ? old.slot_count * 2 : 1024;
    tt_merge *slots = tt_grow(NULL, count, sizeof *slots);
    if (!slots) return false;
    for (uint32_t i = 0; i < count; i++) slots[i].left = -1;
    merges->slots = slots;
    merges->slot_count = count;
    for (uint32_t i = 0; i < old.slot_count; i++) {
        if (old.slots[i].left >= 0) *slot_of(merges, old.slots[i].left, old.slots[i].right) = old.slots[i];
    }
    free(old.slots);
    return true;
}

bool tt_merges_put(tt_merges *merges, tt_merge merge) {
    if (merges->used * 2 >= merges->slot_count && !grow_slots(merges)) return false;
    tt_merge *slot = slot_of(merges, merge.left, merge.right);
    merges->used += slot->left < 0;
    *slot = merge;
    return true;
}

void tt_merging_free(tt_merging *word) {
    free(word->pieces);
    free(word->heap);
    memset(word, 0, sizeof *word);
}

bool tt_merging_put(tt_merging *word, int32_t id, int32_t start, int32_t n) {
    if (word->n == word->cap) {
        tt_merged *pieces = tt_grow(word->pieces, 2 * (uint64_t)word->cap + 64, sizeof *pieces);
        if (!pieces) return false;
        word->pieces = pieces;
        word->cap = 2 * word->cap + 64;
    }
    const int32_t place = (int32_t)word->n++;
    if (place > 0) word->pieces[place - 1].next = place;
    word->pieces[place] = (tt_merged){id, start, n, place - 1, -1};
    return true;
}

static bool push(tt_merging *word, tt_candidate candidate) {
    if (word->heap_n == word->heap_cap) {
        tt_candidate *heap = tt_grow(word->heap, 2 * (uint64_t)word->heap_cap + 64, sizeof *heap);
        if (!heap) return false;
        word->heap = heap;
        word->heap_cap = 2 * word->heap_cap + 64;
    }
    size_t i = word->heap_n++;
    for (; i > 0 && word->heap[(i - 1) / 2].key > candidate.key; i = (i - 1) / 2) {
        word->heap[i] = word->heap[(i - 1) / 2];
    }
    word->heap[i] = candidate;
    return true;
}

static tt_candidate pop(tt_merging *word) {
    const tt_candidate top = word->heap[0], last = word->heap[--word->heap_n];
    size_t i = 0, child;
    while ((child = 2 * i + 1) < word->heap_n) {
        if (child + 1 < word->heap_n && word->heap[child + 1].key < word->heap[child].key) child++;
        if (word->heap[child].key >= last.key) break;
        word->heap[i] = word->heap[child];
        i = child;
    }
    word->heap[i] = last;
    return top;
}

/* The merge of the piece at `place` with the one after it becomes a candidate. */
static bool consider(tt_merging *word, const tt_merges *merges, int32_t place) {
    const tt_merged *piece = &word->pieces[place];
    if (piece->next < 0) return true;
    const tt_merge *merge = find(merges, piece->id, word->pieces[piece->next].id);
    return !merge || push(word, (tt_candidate){(uint64_t)(uint32_t)merge->rank << 32 | (uint32_t)place, merge->id});
}

bool tt_merging_run(tt_merging *word, const tt_merges *merges) {
    word->heap_n = 0;
    for (size_t i = 0; i + 1 < word->n; i++) {
        if (!consider(word, merges, (int32_t)i)) return false;
    }
    while (word->heap_n > 0) {
        const tt_candidate best = pop(word);
        const int32_t place = (int32_t)(uint32_t)best.key;
        tt_merged *piece = &word->pieces[place];
        if (piece->n == 0 || piece->next < 0) continue;
        tt_merged *right = &word->pieces[piece->next];
        const tt_merge *merge = find(merges, piece->id, right->id);
        if (!merge || merge->id != best.id) continue; /* its pieces went into others */
        piece->id = best.id;
        piece->n += right->n;
        right->n = 0;
        piece->next = right->next;
        if (piece->next >= 0) word->pieces[piece->next].previous = place;
        if (piece->previous >= 0 && !consider(word, merges, piece->previous)) return false;
        if (!consider(word, merges, place)) return false;
    }
    return true;
}
