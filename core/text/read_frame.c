/* SPDX-License-Identifier: Apache-2.0
 * The post_processor of a tokenizer.json: the special tokens around texts. */
#include "text/read.h"

static const char *const supported =
    "BertProcessing, RobertaProcessing or a TemplateProcessing as \"[CLS] A [SEP]\", \"[CLS] A [SEP] B [SEP]\"";

static tt_status refuse(tt_reader *reader, int32_t node) {
    return tt_refuse(reader, node, "the post_processor", supported);
}

/* The special token whose name is at `name`. */
static tt_status read_special(tt_reader *reader, int32_t *id, int32_t name) {
    size_t n;
    if (!tt_read_name(reader, name, &n)) return refuse(reader, name);
    return tt_need_piece(reader, id, reader->scratch, n);
}

/* "cls" and "sep" are each ["name", id]. */
static tt_status read_ends(tt_reader *reader, int32_t node) {
    const tt_json *json = &reader->json;
    TT_TRY(read_special(reader, &reader->to->start, tt_json_first(json, tt_json_get(json, node, "cls"))));
    return read_special(reader, &reader->to->separator, tt_json_first(json, tt_json_get(json, node, "sep")));
}

/* A template on its way: how many special tokens stand in front of A, between A and B, and behind the last text. */
typedef struct {
    int32_t runs[3];
    int32_t texts;
    int64_t segment; /* of the last text */
} layout;

/* One element of a template. False where it is not as supposed. */
static bool read_element(tt_reader *reader, layout *out, int32_t element) {
    static const char *const names[] = {"A", "B"};
    const tt_json *json = &reader->json;
    const int32_t text = tt_json_get(json, element, "Sequence"), token = tt_json_get(json, element, "SpecialToken");
    const int32_t body = text >= 0 ? text : token, name = tt_json_get(json, body, "id");
    int64_t segment = -1;
    int32_t id;
    size_t n;
    if (!tt_json_integer(json, tt_json_get(json, body, "type_id"), &segment) || segment < 0 || segment > 1) {
        return false;
    }
    if (text >= 0) {
        if (out->texts == 2 || !tt_json_equals(json, name, names[out->texts])) return false;
        if (out->texts == 0 && segment != 0) return false;
        out->texts++;
        out->segment = segment;
        return true;
    }
    if (!tt_read_name(reader, name, &n)) return false;
    id = tt_vocab_id(&reader->to->vocab, reader->scratch, n);
    int32_t *expected = out->texts == 0 ? &reader->to->start : &reader->to->separator;
    if (*expected < 0) *expected = id;
    /* what follows B is in its segment, and all else in the first */
    return id >= 0 && id == *expected && segment == (out->texts == 2 ? out->segment : 0) &&
           ++out->runs[out->texts] < 16;
}

static bool read_template(tt_reader *reader, layout *out, int32_t node, int32_t texts) {
    *out = (layout){.texts = 0};
    if (node < 0 || reader->json.nodes[node].type != TT_JSON_ARRAY) return false;
    for (int32_t i = tt_json_first(&reader->json, node); i >= 0; i = reader->json.nodes[i].next) {
        if (!read_element(reader, out, i)) return false;
    }
    return out->texts == texts && out->runs[0] > 0;
}

static tt_status read_templates(tt_reader *reader, int32_t node) {
    layout single, pair;
    tt_tokenizer *to = reader->to;
    to->start = to->separator = -1;
    if (!read_template(reader, &single, tt_json_get(&reader->json, node, "single"), 1) ||
        !read_template(reader, &pair, tt_json_get(&reader->json, node, "pair"), 2) || single.runs[0] != pair.runs[0] ||
        single.runs[1] != pair.runs[2] || to->separator < 0) {
        return refuse(reader, node);
    }
    to->frame = (tt_frame){pair.runs[0], pair.runs[1], pair.runs[2]};
    to->one_segment = pair.segment == 0;
    return TT_OK;
}

static tt_status read_roberta(tt_reader *reader, int32_t node) {
    reader->to->trim_offsets = reader->to->trim_prefix = true;
    TT_TRY(tt_read_bool(reader, &reader->to->trim_offsets, node, "trim_offsets"));
    TT_TRY(tt_read_bool(reader, &reader->to->trim_prefix, node, "add_prefix_space"));
    reader->to->frame = (tt_frame){1, 2, 1};
    reader->to->one_segment = true;
    return read_ends(reader, node);
}

static tt_status read_step(tt_reader *reader, int32_t node) {
    if (tt_is_type(reader, node, "BertProcessing")) {
        reader->to->frame = tt_frame_bert;
        return read_ends(reader, node);
    }
    if (tt_is_type(reader, node, "RobertaProcessing")) return read_roberta(reader, node);
    if (tt_is_type(reader, node, "TemplateProcessing")) return read_templates(reader, node);
    return refuse(reader, node);
}

/* A ByteLevel step trims offsets and adds no token. */
static tt_status read_byte_level(tt_reader *reader, int32_t node) {
    reader->to->trim_offsets = reader->to->trim_prefix = true;
    TT_TRY(tt_read_bool(reader, &reader->to->trim_offsets, node, "trim_offsets"));
    return tt_read_bool(reader, &reader->to->trim_prefix, node, "add_prefix_space");
}

tt_status tt_read_post_processor(tt_reader *reader) {
    const tt_json *json = &reader->json;
    int32_t node = tt_json_get(json, 0, "post_processor");
    if (tt_is_type(reader, node, "Sequence")) {
        const int32_t steps = tt_json_get(json, node, "processors"), first = tt_json_first(json, steps);
        if (first < 0 || json->nodes[steps].size > 2) return refuse(reader, node);
        node = first;
        if (tt_is_type(reader, first, "ByteLevel") && json->nodes[first].next >= 0) {
            TT_TRY(read_byte_level(reader, first));
            node = json->nodes[first].next;
        } else if (json->nodes[first].next >= 0) {
            return refuse(reader, json->nodes[first].next);
        }
    }
    return read_step(reader, node);
}
