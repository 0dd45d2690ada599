/* SPDX-License-Identifier: Apache-2.0
 * The encoder as a description from which its graph can be written in another format. */
#ifndef TT_GRAPH_H
#define TT_GRAPH_H

#include "model/shape.h"

/* {"block", "first_position", "activation", "pooler", "stem", "embeddings", "layer", "top"}: the last three are the
 * names of tensors in files by what they are in the encoder, the same words for all families. Those of layer l stand
 * after "<stem>l.". */
void tt_graph_write(tt_text *out, const tt_shape *shape);

#endif
