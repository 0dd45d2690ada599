#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""LoRA adapters as PEFT saves them, with random weights on tests/golden/tiny-bert, and what PEFT answers with them:
tests/golden/adapters/NAME/{adapter_config.json,adapter_model.safetensors,answers.json}. tests/e2e/adapters.test.ts holds
the engine to them. Needs torch, transformers and peft. Development only."""
import json
import pathlib
import re
import shutil

import torch
import transformers
from peft import LoraConfig, PeftModel, get_peft_model

ROOT = pathlib.Path(__file__).resolve().parent.parent
BASE = ROOT / "tests" / "golden" / "tiny-bert"
OUT = ROOT / "tests" / "golden" / "adapters"
TEXTS = ["it is a good film", "the worst of them all, and by far", "so", "I would see it again; would you?"]
QV = ["query", "value"]
CASES = {
    "plain": dict(target_modules=QV),
    "rslora": dict(target_modules=QV, use_rslora=True, lora_alpha=5),
    "patterns": dict(target_modules=["query", "key", "value"], lora_alpha=3,
                     rank_pattern={"layer.1.attention.self.query": 4, "key": 1}, alpha_pattern={"^.*layer.0.*value$": 9, "key": 7}),
    "rslora_patterns": dict(target_modules=QV, use_rslora=True, rank_pattern={"query": 3}, alpha_pattern={"query": 11}),
    "bias_all": dict(target_modules=QV, bias="all"),
    "bias_lora_only": dict(target_modules=QV, bias="lora_only"),
    "pooler_saved": dict(target_modules=QV, modules_to_save=["pooler"]),
    "one_layer": dict(target_modules=QV, layers_to_transform=[1]),
    "all_linear": dict(target_modules="all-linear", r=1),
    "dense": dict(target_modules=["dense"], r=1, fan_in_fan_out=True),
    "expression": dict(target_modules=r".*layer\.1.*\.(key|intermediate\.dense)"),
    "orthogonal": dict(target_modules=QV, init_lora_weights="orthogonal"),
    "words": dict(target_modules=QV, task_type="TOKEN_CLS"),
    "no_task": dict(target_modules=QV, task_type=None, modules_to_save=["classifier"]),
}


def model_of(task):
    kind = transformers.BertForTokenClassification if task == "TOKEN_CLS" else transformers.BertForSequenceClassification
    torch.manual_seed(1)
    return kind.from_pretrained(BASE, num_labels=3, dtype=torch.float32)


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    tokenizer = transformers.BertTokenizerFast.from_pretrained(BASE)
    for name, given in CASES.items():
        given = {"r": 2, "task_type": "SEQ_CLS", **given}
        model = get_peft_model(model_of(given["task_type"]), LoraConfig(**given)).eval()
        torch.manual_seed(2)
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.data += 0.2 * torch.randn_like(parameter)
        folder = OUT / name
        model.save_pretrained(folder)
        (folder / "README.md").unlink(missing_ok=True)
        config = json.loads((folder / "adapter_config.json").read_text())
        config["base_model_name_or_path"] = "tiny-bert"
        if isinstance(config["target_modules"], list):
            config["target_modules"].sort()
        (folder / "adapter_config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
        again = PeftModel.from_pretrained(model_of(given["task_type"]), folder).eval()
        answers = []
        for text in TEXTS:
            with torch.no_grad():
                logits = again(**tokenizer(text, return_tensors="pt")).logits[0]
            shares = torch.softmax(logits.double(), -1)
            if given["task_type"] == "TOKEN_CLS":  # of the first piece of each word
                starts = [start for start, _ in tokenizer(text, return_offsets_mapping=True)["offset_mapping"]]
                shares = torch.stack([shares[starts.index(word.start(), 1)] for word in re.finditer(r"\S+", text)])
            answers.append([round(share, 8) for share in shares.flatten().tolist()])
        (folder / "answers.json").write_text(json.dumps({"texts": TEXTS, "answers": answers}) + "\n")
        print(name, answers[0][:3])


main()
