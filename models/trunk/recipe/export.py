"""Writes the trained trunk as the product reads it: `model.json` and int8 `weights.bin`."""

from __future__ import annotations

import argparse
import gzip
import hashlib
from pathlib import Path

import torch

from packed import write_packed
from sources import ROOT, add_source_arguments, load_start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_source_arguments(parser)
    parser.add_argument("--weights", type=Path, help="trained weights; WORK/trunk.pt by default")
    parser.add_argument(
        "--template",
        type=Path,
        default=ROOT / "models" / "trunk",
        help="folder with the fused graph to put them into (npm run models:prepare)",
    )
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    trunk = load_start(args)
    trunk.load_state_dict(torch.load(args.weights or args.work / "trunk.pt"))
    write_packed(trunk.kernels(), args.template, args.out)
    for path in (args.out / "model.json", args.out / "weights.bin"):
        data = path.read_bytes()
        print(path.name, len(data), "bytes,", len(gzip.compress(data)), "gzip,", hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
