"""Writes the features of a golden picture by the packed trunk, computed here and not by TensorFlow.js:
the product's tests compare with them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from golden import golden_image
from packed import unpack_trunk
from photos import to_tensor
from sources import ROOT

SIDE = 224
SEED = 1
DIGITS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, default=ROOT / "models" / "trunk")
    parser.add_argument("--out", type=Path, default=ROOT / "tests" / "fixtures" / "trunk-features.json")
    args = parser.parse_args()
    torch.set_grad_enabled(False)
    trunk = unpack_trunk(args.packed)
    taps = trunk.describe(to_tensor(golden_image(SEED, SIDE)[np.newaxis]))
    rows = [[round(value, DIGITS) for value in tap[0].tolist()] for tap in taps]
    args.out.write_text(json.dumps({"seed": SEED, "taps": rows}) + "\n")


if __name__ == "__main__":
    main()
