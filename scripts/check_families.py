#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each family against transformers and PEFT, through the engine's own API: a tiny random classifier as save_pretrained
writes it is read and answers alike; trained here, it is written, opened by transformers without a missing or
unexpected tensor, and answers alike; and so is an adapter on the checkpoint that it was trained on.

    python scripts/check_families.py [FAMILY ...]

Compiles the engine once as a shared library in a temporary folder. Needs torch, transformers (4.57 was tried) and peft.
Development only."""
import ctypes
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
import torch
import transformers
from peft import PeftModel
from safetensors import safe_open

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORDS = [f"w{i}" for i in range(5, 83)]
SIZES = dict(hidden_size=24, num_attention_heads=3, intermediate_size=30, num_hidden_layers=3, vocab_size=83)
ROBERTA = dict(SIZES, max_position_embeddings=66, type_vocab_size=1)
MODERN = dict(SIZES, max_position_embeddings=64, local_attention=6, global_attn_every_n_layers=2, reference_compile=False,
              pad_token_id=0, bos_token_id=2, eos_token_id=3, cls_token_id=2, sep_token_id=3)
FAMILIES = {
    "bert": ("Bert", dict(SIZES, max_position_embeddings=64, hidden_act="gelu_new")),
    "distilbert": ("DistilBert", dict(dim=24, n_heads=3, hidden_dim=30, n_layers=3, vocab_size=83, activation="relu",
                                      max_position_embeddings=64)),
    "electra": ("Electra", dict(SIZES, embedding_size=12, max_position_embeddings=64)),
    "roberta": ("Roberta", ROBERTA),
    "xlm-roberta": ("XLMRoberta", dict(ROBERTA, hidden_act="relu")),
    "camembert": ("Camembert", dict(ROBERTA, hidden_act="gelu_pytorch_tanh")),
    "mpnet": ("MPNet", dict(SIZES, max_position_embeddings=66)),
    "modernbert": ("ModernBert", MODERN),
    "modernbert, mean": ("ModernBert", dict(MODERN, classifier_pooling="mean")),
}
HEADS = {"single_label_classification": "ForSequenceClassification", "token_classification": "ForTokenClassification"}


class Error(ctypes.Structure):
    _fields_ = [("code", ctypes.c_int), ("at", ctypes.c_int64), ("text", ctypes.c_char * 240)]


class Engine:
    def __init__(self, folder):
        library = folder / "tabtune.so"
        sources = [str(path) for path in ROOT.glob("core/**/*.c")]
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-ffp-contract=off",
                        f"-I{ROOT}/core", f"-I{ROOT}/core/include", *sources, "-lm", "-lpthread", "-o", library],
                       check=True)
        self.c = ctypes.CDLL(str(library))
        self.engine = ctypes.c_void_p()
        self("tt_engine_new", ctypes.byref(self.engine), 1)

    def __call__(self, name, *arguments):
        error = Error()
        status = getattr(self.c, name)(*arguments, ctypes.byref(error))
        if status > 1:
            sys.exit(f"{name}: {error.text.decode()}")
        return status


class Model:
    def __init__(self, engine, folder):
        self.engine, self.model = engine, ctypes.c_void_p()
        vocab = "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]).encode() + b"\n"
        config = (folder / "config.json").read_bytes()
        engine("tt_model_new", ctypes.byref(self.model), engine.engine, config, vocab, ctypes.c_size_t(len(vocab)), None)
        self.read((folder / "model.safetensors").read_bytes())

    def read(self, weights):
        stream = ctypes.c_void_p()
        self.engine("tt_import_begin", ctypes.byref(stream), self.model, b'{"what":"model"}')
        self.engine("tt_stream_write", stream, weights, ctypes.c_size_t(len(weights)))
        assert self.engine("tt_stream_end", stream) == 1, "tensors are missing"

    def info(self):
        out = ctypes.c_char_p()
        self.engine("tt_model_info", ctypes.byref(out), self.model)
        return json.loads(out.value)

    def data(self, rows, labels, words):
        texts = [" ".join(row) for row in rows]
        ends = numpy.cumsum([len(text) for text in texts]).astype(numpy.uint32)
        spans, word_ends = [], []
        for row in rows:
            at = 0
            for word in row:
                spans.append((at, at + len(word)))
                at += len(word) + 1
            word_ends.append(len(spans))
        pointer = lambda x, kind: numpy.array(x, kind).ctypes.data_as(ctypes.c_void_p)
        keep = [numpy.array(x, k) for x, k in ((ends, numpy.uint32), (word_ends, numpy.uint32), (spans, numpy.uint32),
                                               (labels, numpy.float64))]
        at = [array.ctypes.data_as(ctypes.c_void_p) for array in keep]
        data = ctypes.c_void_p()
        self.engine("tt_data_new", ctypes.byref(data), self.model, b'{"max_length":32}', "".join(texts).encode(), at[0],
                    at[1] if words else None, at[2] if words else None, at[3], len(rows))
        return data

    def answers(self, data, shape):
        run, out = ctypes.c_void_p(), ctypes.POINTER(ctypes.c_double)()
        self.engine("tt_eval_new", ctypes.byref(run), self.model, data)
        while self.engine("tt_eval_step", run) == 0:
            pass
        self.engine("tt_eval_outputs", ctypes.byref(out), run)
        answers = numpy.ctypeslib.as_array(out, shape).copy()
        self.engine.c.tt_eval_free(run)
        return answers

    def train(self, data, **options):
        run = ctypes.c_void_p()
        self.engine("tt_run_new", ctypes.byref(run), self.model, data, None, json.dumps(options).encode())
        while self.engine("tt_run_step", run) == 0:
            pass
        self.engine.c.tt_run_free(run)

    def export(self, what):
        stream, total, n = ctypes.c_void_p(), ctypes.c_size_t(), ctypes.c_size_t()
        spec = json.dumps(dict(what=what, dtype="F32")).encode()
        self.engine("tt_export_begin", ctypes.byref(stream), ctypes.byref(total), self.model, spec)
        out = ctypes.create_string_buffer(total.value)
        self.engine("tt_stream_read", ctypes.byref(n), stream, out, total)
        self.engine("tt_stream_end", stream)
        assert n.value == total.value
        return out.raw


@torch.no_grad()
def torch_answers(model, rows, words):
    """Padded, as people run it; the framing is the family's for one text."""
    pad = model.config.pad_token_id or 0
    ids = [[2, *(WORDS.index(word) + 5 for word in row), 3] for row in rows]
    longest = max(map(len, ids))
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
    logits = model.eval()(input_ids=torch.tensor([row + [pad] * (longest - len(row)) for row in ids]),
                          attention_mask=mask).logits.softmax(-1)
    if not words:
        return logits.numpy()
    return torch.cat([logits[i, 1 : len(row) + 1] for i, row in enumerate(rows)]).numpy()


def opened(folder, kind, config, weights):
    """As AutoModel finds it: every tensor in its place and no other in the file."""
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "model.safetensors").write_bytes(weights)
    model, loading = getattr(transformers, "AutoModel" + kind).from_pretrained(folder, output_loading_info=True)
    wrong = {what: names for what, names in loading.items() if names}
    assert not wrong, wrong
    return model.float()


def check(engine, name, task, folder):
    family, sizes = FAMILIES[name]
    kind, words = HEADS[task], task == "token_classification"
    torch.manual_seed(1)
    config = getattr(transformers, family + "Config")(num_labels=3, problem_type=None if words else task, **sizes)
    theirs = getattr(transformers, family + kind)(config)
    for parameter in theirs.parameters():  # far from their start, so that a wrong place is seen
        parameter.data += 0.1 * torch.randn(parameter.shape)
    theirs.save_pretrained(folder / "theirs")
    generator = torch.Generator().manual_seed(2)
    draw = lambda high: int(torch.randint(high, (1,), generator=generator))
    rows = [[WORDS[draw(len(WORDS))] for _ in range(1 + draw(24))] for _ in range(40)]
    items = sum(map(len, rows)) if words else len(rows)
    labels = [i % 3 for i in range(items)]
    off = {}
    for method in ("full", "lora", "head", "bias", "layers"):
        ours = Model(engine, folder / "theirs")
        data = ours.data(rows, labels, words)
        if method == "full":
            off["read"] = abs(ours.answers(data, (items, 3)) - torch_answers(theirs, rows, words)).max()
        ours.train(data, method=method, epochs=2, learning_rate=5e-3, lora_targets="linear")
        info, answers = ours.info(), ours.answers(data, (items, 3))
        architecture = info["family"]["architectures"]["words" if words else "texts"]
        written = dict(json.loads((folder / "theirs/config.json").read_text()), **info["family"]["config"],
                       architectures=[architecture])
        again = opened(folder / "ours", kind, written, ours.export("model"))
        off[method] = abs(answers - torch_answers(again, rows, words)).max()
        if method != "lora":
            continue
        adapter = folder / "adapter"
        adapter.mkdir(exist_ok=True)
        (adapter / "adapter_model.safetensors").write_bytes(ours.export("adapter"))
        (adapter / "adapter_config.json").write_text(json.dumps(dict(
            info["adapter"], peft_type="LORA", task_type="TOKEN_CLS" if words else "SEQ_CLS", bias="none")))
        peft = PeftModel.from_pretrained(getattr(transformers, family + kind).from_pretrained(folder / "theirs"), adapter)
        with safe_open(adapter / "adapter_model.safetensors", "pt") as file:
            held = set(peft.state_dict())
            places = {key.replace(".weight", ".default.weight") if "lora_" in key else key for key in file.keys()}
            stray = {key for key in places if "lora_" in key} - held
        assert not stray, stray
        off["adapter"] = abs(answers - torch_answers(peft, rows, words)).max()
    return off


def main():
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(1)
    worst = 0.0
    with tempfile.TemporaryDirectory() as temporary:
        engine = Engine(pathlib.Path(temporary))
        for name in sys.argv[1:] or FAMILIES:
            for task in HEADS:
                folder = pathlib.Path(temporary) / f"{name}-{task}"
                folder.mkdir()
                off = check(engine, name, task, folder)
                worst = max(worst, *off.values())
                print(f"{name}, {task}: " + ", ".join(f"{what} {number:.1e}" for what, number in off.items()), flush=True)
    sys.exit(int(worst > 2e-5))


if __name__ == "__main__":
    main()
