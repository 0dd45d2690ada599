# SPDX-License-Identifier: Apache-2.0
"""The student: a BERT with a masked-language-modelling head, begun from the teacher's weights where widths allow."""
import torch
from transformers import BertConfig, BertForPreTraining


def new_student(teacher, teacher_vocabulary, pieces, layers, width, inner, heads, positions):
    config = BertConfig(vocab_size=len(pieces), hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads,
                        intermediate_size=inner, max_position_embeddings=positions, architectures=["BertForPreTraining"],
                        attn_implementation="eager")  # on a processor, half of sdpa's time for texts this short
    student = BertForPreTraining(config)
    with torch.no_grad():
        start_embeddings(student.bert.embeddings, teacher.embeddings,
                         torch.tensor([teacher_vocabulary[piece] for piece in pieces]), positions)
        if width == teacher.config.hidden_size:
            start_layers(student.bert, teacher)
    return student


def start_embeddings(mine, theirs, rows, positions):
    """The teacher's rows; of a narrower student their projection on the directions of largest variance."""
    words = theirs.word_embeddings.weight[rows]
    project = lambda x: x
    if mine.word_embeddings.weight.shape[1] != words.shape[1]:
        directions = torch.linalg.svd(words - words.mean(0), full_matrices=False)[2][: mine.word_embeddings.weight.shape[1]]
        project = lambda x: x @ directions.T
    else:
        mine.LayerNorm.load_state_dict(theirs.LayerNorm.state_dict())
    mine.word_embeddings.weight.copy_(project(words))
    mine.position_embeddings.weight.copy_(project(theirs.position_embeddings.weight[:positions]))
    mine.token_type_embeddings.weight.copy_(project(theirs.token_type_embeddings.weight))


def start_layers(mine, theirs):
    """Layers at even distances, the last among them; of a narrower inner layer the units that weigh most."""
    step = theirs.config.num_hidden_layers / mine.config.num_hidden_layers
    for i, layer in enumerate(mine.encoder.layer):
        source = theirs.encoder.layer[round((i + 1) * step) - 1]
        layer.attention.load_state_dict(source.attention.state_dict())
        weight = source.intermediate.dense.weight.norm(dim=1) * source.output.dense.weight.norm(dim=0)
        units = weight.topk(mine.config.intermediate_size).indices.sort().values
        layer.intermediate.dense.weight.copy_(source.intermediate.dense.weight[units])
        layer.intermediate.dense.bias.copy_(source.intermediate.dense.bias[units])
        layer.output.dense.weight.copy_(source.output.dense.weight[:, units])
        layer.output.dense.bias.copy_(source.output.dense.bias)
        layer.output.LayerNorm.load_state_dict(source.output.LayerNorm.state_dict())
    mine.pooler.load_state_dict(theirs.pooler.state_dict())


@torch.no_grad()
def go_on(mine, pieces, before, pieces_before):
    """The weights of a student trained before. Rows of pieces that it lacks are the teacher's, which `mine` begins with,
    moved by the least squares map of the rows that both have."""
    at = {piece: i for i, piece in enumerate(pieces_before)}
    both = torch.tensor([i for i, piece in enumerate(pieces) if piece in at])
    source = torch.tensor([at[piece] for piece in pieces if piece in at])
    rows, rows_before = mine.bert.embeddings.word_embeddings.weight, before.bert.embeddings.word_embeddings.weight
    rows.copy_(rows @ torch.linalg.lstsq(rows[both], rows_before[source]).solution)
    rows[both] = rows_before[source]
    for name in ("position_embeddings", "token_type_embeddings", "LayerNorm"):
        getattr(mine.bert.embeddings, name).load_state_dict(getattr(before.bert.embeddings, name).state_dict())
    start_layers(mine.bert, before.bert)
    mine.cls.predictions.transform.load_state_dict(before.cls.predictions.transform.state_dict())
    mine.cls.predictions.bias[both] = before.cls.predictions.bias[source]


class Distilled(torch.nn.Module):
    """The student and what it is compared by. Losses, each near 1 for a student that knows nothing:

    words     squared distance of a word's mean hidden state from the teacher's, in units of the teacher's variance
    sentence  1 - cosine of the projected pooler output and the teacher's sentence vector (mean of hidden states): a
              classifier reads the pooler, so what the teacher knows of a sentence has to end there
    masked    cross-entropy at masked tokens over the logarithm of the vocabulary's size"""

    def __init__(self, student, teacher_width):
        super().__init__()
        width = student.config.hidden_size
        self.student = student
        self.to_words = torch.nn.Identity() if width == teacher_width else torch.nn.Linear(width, teacher_width)
        self.to_sentence = torch.nn.Linear(width, teacher_width)

    def forward(self, batch, teacher_words, teacher_sentence):
        hidden, pooled = self.student.bert(batch["ids"], attention_mask=batch["mask"], return_dict=False)
        clean = ~batch["is_masked"]
        words = self.to_words(mean_words(hidden, batch["words"], teacher_words.shape[1]))
        both = (batch["words_known"] & clean[:, None])[..., None]
        difference = ((words - teacher_words) ** 2 * both).sum() / both.sum().clamp(min=1)
        losses = {"words": difference / teacher_words[both[..., 0]].var(0).sum().clamp(min=1e-6),
                  "sentence": (1 - torch.cosine_similarity(self.to_sentence(pooled), teacher_sentence))[clean].mean()}
        chosen = batch["targets"] >= 0
        if chosen.any():
            logits = self.student.cls.predictions(hidden[chosen])
            entropy = torch.nn.functional.cross_entropy(logits.float(), batch["targets"][chosen])
            losses["masked"] = entropy / torch.log(torch.tensor(float(logits.shape[1])))
        return losses


def mean_words(hidden, words, count):
    """[B, T, E] and the word of every token (-1: none) -> [B, count, E], the mean of each word's tokens."""
    table = torch.nn.functional.one_hot(words.clamp(max=count - 1) + 1, count + 1)[..., 1:].to(hidden.dtype)
    table = table * (words < count)[..., None]
    return torch.einsum("btw,bte->bwe", table, hidden) / table.sum(1).clamp(min=1)[..., None]
