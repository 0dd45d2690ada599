#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/golden/torch: small files of torch.save, and the same tensors as safetensors.

    python scripts/golden_torch.py

The numbers of a tensor are its own place in the file, so that none is like another. Development only."""
import collections
import pathlib

import torch
from safetensors.torch import save_file

ROOT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "torch"


def numbers(*shape, dtype=torch.float32, start=0):
    count = torch.Size(shape).numel()
    return (torch.arange(start, start + count) * 0.25).to(dtype).reshape(shape)


def state():
    """Every type, a scalar, an empty tensor, one tensor under two names, two parts of one storage, one that is
    transposed, a column, and one number as if it were many."""
    table = numbers(5, 4)
    both = numbers(12, start=40)
    return collections.OrderedDict([
        ("table", table),
        ("double", numbers(3, dtype=torch.float64, start=20)),
        ("half", numbers(7, dtype=torch.float16, start=30)),
        ("bfloat", numbers(2, 3, dtype=torch.bfloat16, start=60)),
        ("position_ids", torch.arange(6).reshape(1, 6)),
        ("bytes", torch.arange(5, dtype=torch.uint8)),
        ("flags", torch.tensor([True, False, True])),
        ("scalar", torch.tensor(1.5)),
        ("empty", torch.zeros(0, 4)),
        ("tied", table),
        ("second", both[8:]),
        ("first", both[:8].reshape(2, 4)),
        ("transposed", numbers(3, 5, start=80).t()),
        ("column", numbers(4, 3, start=100)[:, 1]),
        ("repeated", torch.tensor([2.5]).expand(3, 2)),
        ("parameter", torch.nn.Parameter(numbers(4, start=120))),
        ("__proto__", numbers(2, start=130)),
    ])


def main():
    ROOT.mkdir(parents=True, exist_ok=True)
    tensors = state()
    tensors._metadata = collections.OrderedDict([("", {"version": 1})])
    nested = {"epoch": 3, "loss": 0.25, "big": 2**70, "note": "so far", "none": None, "list": [1, 2.5, True],
              "optimizer": {"state": {0: {"step": torch.tensor(3.0)}}}, "state_dict": tensors}
    torch.save(tensors, ROOT / "zip.bin")
    torch.save(tensors, ROOT / "legacy.bin", _use_new_zipfile_serialization=False)
    torch.save(nested, ROOT / "nested.bin")
    torch.save(nested, ROOT / "legacy_nested.bin", _use_new_zipfile_serialization=False)
    torch.save(tensors, ROOT / "protocol5.bin", pickle_protocol=5)
    torch.save(torch.nn.Linear(2, 2), ROOT / "module.bin")
    torch.save({"w": torch.zeros(2, dtype=torch.complex64)}, ROOT / "complex.bin")
    same = {name: tensor.detach().contiguous().clone() for name, tensor in tensors.items()}
    save_file(same, ROOT / "expected.safetensors")
    print(sum(file.stat().st_size for file in ROOT.iterdir()), "bytes")


if __name__ == "__main__":
    main()
