# SPDX-License-Identifier: Apache-2.0
"""The same encoder and the same training step in PyTorch, to be measured beside the engine.

Reads a JSON object a line and answers with one. {"training": shape, "threads"} makes a model; {"steps": [[length, ...],
...]} runs an update for each list, its rows padded to the longest, and says the ms of each. Written as PyTorch is
fastest: query, key and value in one product, the fused attention, no mask where no row is
shorter than another.
"""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        E, inner = shape["hidden_size"], shape["intermediate_size"]
        self.heads = shape["num_attention_heads"]
        self.qkv, self.out = nn.Linear(E, 3 * E), nn.Linear(E, E)
        self.inner, self.outer = nn.Linear(E, inner), nn.Linear(inner, E)
        self.norm1, self.norm2 = nn.LayerNorm(E, eps=1e-12), nn.LayerNorm(E, eps=1e-12)

    def attention(self, x, mask):
        B, T, E = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.heads, E // self.heads).permute(2, 0, 3, 1, 4)
        p = 0.1 if self.training else 0.0
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=p)
        return y.transpose(1, 2).reshape(B, T, E)

    def forward(self, x, mask):
        x = self.norm1(x + F.dropout(self.out(self.attention(x, mask)), 0.1, self.training))
        return self.norm2(x + F.dropout(self.outer(F.gelu(self.inner(x))), 0.1, self.training))


class Classifier(nn.Module):
    def __init__(self, shape):
        super().__init__()
        E = shape["hidden_size"]
        self.word = nn.Embedding(shape["vocab_size"], E)
        self.position = nn.Embedding(shape["max_position_embeddings"], E)
        self.segment = nn.Embedding(shape["type_vocab_size"], E)
        self.norm = nn.LayerNorm(E, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape["num_hidden_layers"]))
        self.pooler, self.head = nn.Linear(E, E), nn.Linear(E, 2)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, ids, mask):
        x = self.word(ids) + self.position.weight[: ids.shape[1]] + self.segment.weight[0]
        x = F.dropout(self.norm(x), 0.1, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(F.dropout(torch.tanh(self.pooler(x[:, 0])), 0.1, self.training))


def batch_of(lengths, vocabulary):
    longest = max(lengths)
    ids = torch.randint(5, vocabulary, (len(lengths), longest))
    real = torch.arange(longest)[None, :] < torch.tensor(lengths)[:, None]
    mask = None if real.all() else (~real * -1e9)[:, None, None, :]
    return ids, mask, torch.randint(0, 2, (len(lengths),))


class Peer:
    def training(self, shape, threads):
        torch.set_num_threads(threads)
        torch.manual_seed(1)
        self.vocabulary = shape["vocab_size"]
        self.model = Classifier(shape).train()
        self.adamw = torch.optim.AdamW(self.model.parameters(), lr=1e-5, weight_decay=0.01)
        return {"version": torch.__version__, "threads": torch.get_num_threads()}

    def step(self, lengths):
        ids, mask, labels = batch_of(lengths, self.vocabulary)
        started = time.perf_counter()
        self.adamw.zero_grad(set_to_none=True)
        F.cross_entropy(self.model(ids, mask), labels).backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.adamw.step()
        return 1000 * (time.perf_counter() - started)


def main():
    peer = Peer()
    for line in sys.stdin:
        order = json.loads(line)
        if "training" in order:
            answer = peer.training(order["training"], order["threads"])
        else:
            answer = [peer.step(lengths) for lengths in order["steps"]]
        print(json.dumps(answer), flush=True)


main()
