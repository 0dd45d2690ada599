# SPDX-License-Identifier: Apache-2.0
"""ModernBERT's attention in float64: transformers computes its softmax and its positions' angles, cosines and sines in
float32 whatever the weights are. The angles stay float32, as they are a part of what was pre-trained."""
import numpy
import torch
from transformers.models.modernbert import modeling_modernbert


def turned(x, cosine, sine):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cosine - b * sine, b * cosine + a * sine), -1)


def attend(module, qkv, attention_mask, sliding_window_mask, position_ids, local_attention, bs, dim,
           output_attentions=False, **_):
    base, size = module.rotary_emb.config.rope_theta, module.head_dim
    slopes = numpy.float32(1 / numpy.float64(base) ** (numpy.arange(0, size, 2) / size))
    angles = torch.from_numpy(numpy.float32(position_ids[0].numpy()[:, None]) * slopes).to(qkv.dtype)
    query, key, value = qkv.transpose(3, 1).unbind(2)
    query, key = (turned(x, angles.cos(), angles.sin()) for x in (query, key))
    mask = attention_mask if local_attention == (-1, -1) else sliding_window_mask
    weights = (query @ key.transpose(2, 3) / size ** 0.5 + mask).softmax(-1)
    dropped = getattr(module, "probability_dropout", lambda x: x)(weights)
    out = (dropped @ value).transpose(1, 2).reshape(bs, -1, dim)
    return (out, weights) if output_attentions else (out,)


def in_double():
    modeling_modernbert.MODERNBERT_ATTENTION_FUNCTION["eager"] = attend
