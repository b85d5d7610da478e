"""Judges trunks side by side: start, trained (float32 and int8) and teacher, in one table.

Bears, TrashNet: 5 folds. Clothing: official train and test splits. Each with a linear probe and
5 nearest neighbours on the joined taps (the teacher: its pooled 1,280 features); neighbours, as the
product's, go by the taps for domain scores alone. Unfamiliarity: cosine distance to the 10th nearest
in-domain photo in those same features, as AUROC against photos from elsewhere (far) and against a
class left out of the bank (near).
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from networks import Teacher, Trunk
from packed import unpack_trunk
from photos import list_photos, load_square, open_cache, to_tensor
from probes import (
    area_under_roc,
    cross_validate,
    domain_distance,
    far_auroc,
    join_taps,
    linear_accuracy,
    near_auroc,
    neighbour_accuracy,
)
from reading import LAST_LAYER, fit_readings, fold_into
from sources import add_source_arguments, load_start, load_teacher

SETS = (
    "bears",
    "clothing/train",
    "clothing/test",
    "trashnet",
    "out-of-domain/pacs_photo",
    "out-of-domain/dtd",
    "out-of-domain/digits",
    "out-of-domain/screens",
)
OUTSIDE = SETS[4:]
BATCH = 32
DOMAIN_SIZE = 160 + 320
"""Numbers of the taps for domain scores, which come first."""


@dataclass(frozen=True)
class Features:
    """Features of a set of photos [n, d], all and those for domain scores; labels are folder numbers."""

    rows: Tensor
    domain: Tensor
    labels: Tensor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_source_arguments(parser)
    parser.add_argument("--weights", type=Path, help="trained float32 weights; WORK/trunk.pt by default")
    parser.add_argument("--packed", type=Path, help="folder of the exported int8 trunk")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.set_grad_enabled(False)
    args.work.mkdir(parents=True, exist_ok=True)

    networks: dict[str, Trunk | Teacher] = {"start": load_start(args), "teacher": load_teacher(args)}
    weights = args.weights or args.work / "trunk.pt"
    if weights.exists():
        networks["ours fp32"] = read_trained(weights, args)
    if args.packed:
        networks["ours int8"] = unpack_trunk(args.packed)

    columns = {name: judge(name, network, args) for name, network in networks.items()}
    rows = list(next(iter(columns.values())))
    print("| measure | " + " | ".join(columns) + " |")
    print("| --- |" + " ---: |" * len(columns))
    for row in rows:
        print(f"| {row} | " + " | ".join(column[row] for column in columns.values()) + " |")


def read_trained(weights: Path, args: argparse.Namespace) -> Trunk:
    """A trunk as it was trained, read as it would ship."""
    trunk = load_start(args)
    trunk.load_state_dict(torch.load(weights))
    readings, last = fit_readings(trunk, open_cache(args.photos, args.work))
    kernels = trunk.kernels()
    kernels[LAST_LAYER] = fold_into(kernels[LAST_LAYER], last)
    return Trunk(kernels, readings).to(memory_format=torch.channels_last)


def judge(name: str, network: Trunk | Teacher, args: argparse.Namespace) -> dict[str, str]:
    """Every measure of a network, as text."""
    sets = {path: extract(network, path, args) for path in SETS}
    bears, trash = sets["bears"], sets["trashnet"]
    train, test = sets["clothing/train"], sets["clothing/test"]
    column = {
        "bears: linear / 5-NN, %": percents(*cross_validate(bears.rows, bears.domain, bears.labels)),
        "clothing test: linear / 5-NN, %": percents(
            linear_accuracy(train.rows, train.labels, test.rows, test.labels),
            neighbour_accuracy(train.domain, train.labels, test.domain, test.labels),
        ),
        "TrashNet: linear / 5-NN, %": percents(*cross_validate(trash.rows, trash.domain, trash.labels)),
    }
    others = {
        "bears": (*OUTSIDE, "clothing/test", "trashnet"),
        "clothing": (*OUTSIDE, "bears", "trashnet"),
        "trash": (*OUTSIDE, "bears", "clothing/test"),
    }
    far: dict[str, Callable[[Tensor], float]] = {
        "bears": lambda outside: far_auroc(bears.domain, bears.labels, outside),
        "clothing": lambda outside: area_under_roc(
            domain_distance(train.domain, test.domain), domain_distance(train.domain, outside)
        ),
        "trash": lambda outside: far_auroc(trash.domain, trash.labels, outside),
    }
    for domain, paths in others.items():
        for path in paths:
            value = far[domain](sets[path].domain)
            column[f"far AUROC: {domain} / {path.split('/')[-1]}"] = f"{value:.4f}"
    for domain, features in (("bears", bears), ("clothing", train), ("trash", trash)):
        column[f"near AUROC: {domain}"] = f"{near_auroc(features.domain, features.labels):.3f}"
    return column


def percents(*shares: float) -> str:
    return " / ".join(f"{100 * share:.1f}" for share in shares)


def extract(network: Trunk | Teacher, path: str, args: argparse.Namespace) -> Features:
    """Features of a set; kept in the work folder by the network's own fingerprint."""
    images, labels = load_set(path, args)
    cache = args.work / "features" / f"{fingerprint(network)}-{path.replace('/', '-')}.npy"
    if not cache.exists():
        cache.parent.mkdir(exist_ok=True)
        parts = [describe(network, to_tensor(images[i : i + BATCH])) for i in range(0, len(images), BATCH)]
        np.save(cache, torch.cat(parts).numpy())
    rows = torch.from_numpy(np.load(cache))
    return Features(rows, rows[:, :DOMAIN_SIZE] if has_readings(network) else rows, labels)


def has_readings(network: Trunk | Teacher) -> bool:
    return isinstance(network, Trunk) and network.readings is not None


def describe(network: Trunk | Teacher, images: Tensor) -> Tensor:
    if isinstance(network, Teacher):
        return F.normalize(network(images)[1], dim=1)
    return join_taps(network.describe(images))


def load_set(path: str, args: argparse.Namespace) -> tuple[np.ndarray, Tensor]:
    """The middle squares of a set's photos, decoded once, and the number of each one's folder."""
    photos = list_photos(args.photos / path)
    folders = sorted({photo.parent for photo in photos})
    labels = torch.tensor([folders.index(photo.parent) for photo in photos])
    cache = args.work / "squares" / f"{path.replace('/', '-')}.npy"
    if not cache.exists():
        cache.parent.mkdir(exist_ok=True)
        np.save(cache, np.stack([load_square(photo) for photo in photos]))
    return np.load(cache, mmap_mode="r"), labels


def fingerprint(network: Trunk | Teacher) -> str:
    digest = hashlib.sha256()
    readings = network.readings if isinstance(network, Trunk) else None
    read = [readings.middle.weight, readings.middle.bias, readings.offset] if readings else []
    for value in [*network.state_dict().values(), *read]:
        digest.update(value.contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]


if __name__ == "__main__":
    main()
