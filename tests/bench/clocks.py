# SPDX-License-Identifier: Apache-2.0
"""Writes clocks.h: for each function below, whatever its parameters are now, a __wrap_ with a clock around it.

usage: clocks.py OUT HEADER ...

A function that no header declares any more is left out, with a word on it.
"""
import re
import sys

# Function: the work it does, and its arithmetic, in terms of its parameters.
CLOCKS = {
    "tt_linear_forward": ("name_of(&forward_names, I, O)", "2.0 * N * I * O"),
    "tt_linear_gelu_forward": ("name_of(&forward_names, I, O)", "2.0 * N * I * O"),
    "tt_linear_backward_input": ("name_of(&input_names, I, O)", "2.0 * N * I * O"),
    "tt_linear_backward_residual": ("name_of(&input_names, I, O)", "2.0 * N * I * O"),
    "tt_linear_gelu_backward": ("name_of(&input_names, I, O)", "2.0 * N * I * O"),
    "tt_linear_backward_weights": ("name_of(&weights_names, I, O)", "2.0 * N * I * O"),
    "tt_norm_forward": ('"norm"', "0"),
    "tt_norm_backward": ('"norm, backward"', "0"),
    "tt_dropout_apply": ('"embeddings"', "0"),
    "tt_attention_forward": ('"attention"', "4.0 * E * squares(tokens)"),
    "tt_attention_backward": ('"attention, backward"', "8.0 * E * squares(tokens)"),
    "tt_embed_forward": ('"embeddings"', "0"),
    "tt_embed_backward": ('"embeddings, backward"', "0"),
    "tt_head_pool": ('"head"', "0"),
    "tt_head_logits": ('"head"', "0"),
    "tt_head_backward": ('"head"', "0"),
    "tt_optim_zero": ('"zero the gradients"', "0"),
    "tt_optim_norm": ('"clip"', "0"),
    "tt_optim_update": ('"adamw"', "0"),
}

WRAP = """__typeof__({name}) __real_{name}, __wrap_{name};
{result} __wrap_{name}({parameters}) {{
    watch clock __attribute__((cleanup(stop), unused)) = start({work}, {flops});
    {returns} __real_{name}({arguments});
}}
"""

FUNCTION = re.compile(r"^([a-z][\w ]*[ *])(tt_\w+)\(([^()]*)\);", re.M)


def main(out, *headers):
    found = {}
    for header in headers:
        with open(header, encoding="utf-8") as source:
            text = re.sub(r"/\*.*?\*/", "", source.read(), flags=re.S)
        found.update({name: (result.strip(), " ".join(rest.split())) for result, name, rest in FUNCTION.findall(text)})
    with open(out, "w", encoding="utf-8") as file:
        for name, (work, flops) in CLOCKS.items():
            if name not in found:
                print(f"clocks.py: no header declares {name}; its time goes to what calls it")
                continue
            result, parameters = found[name]
            names = [re.search(r"(\w+)$", part.strip())[1] for part in parameters.split(",")]
            returns = "" if result == "void" else "return"
            file.write(WRAP.format(arguments=", ".join(names), **locals()))


main(*sys.argv[1:])
