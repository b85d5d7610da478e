"""Judges trunks side by side: start, trained (float32 and int8) and teacher, in one table.

Bears, TrashNet: 5 folds. Clothing: official train and test splits. Each with a linear probe and
5 nearest neighbours on the joined taps (the teacher: its pooled 1,280 features). Unfamiliarity:
cosine distance to the 10th nearest in-domain photo (trunks: the 320-channel tap), as AUROC
against photos from elsewhere (far) and against a class left out of the bank (near).
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

from networks import Kernel, Teacher, Trunk
from packed import unpack_kernels
from photos import list_photos, load_square, to_tensor
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


@dataclass(frozen=True)
class Features:
    """Features of a set of photos: for probes, for unfamiliarity; labels are folder numbers."""

    probe: Tensor
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
        trained = load_start(args)
        trained.load_state_dict(torch.load(weights))
        networks["ours fp32"] = trained
    if args.packed:
        networks["ours int8"] = build_trunk(unpack_kernels(args.packed))

    columns = {name: judge(name, network, args) for name, network in networks.items()}
    rows = list(next(iter(columns.values())))
    print("| measure | " + " | ".join(columns) + " |")
    print("| --- |" + " ---: |" * len(columns))
    for row in rows:
        print(f"| {row} | " + " | ".join(column[row] for column in columns.values()) + " |")


def build_trunk(kernels: dict[str, Kernel]) -> Trunk:
    return Trunk(kernels).to(memory_format=torch.channels_last)


def judge(name: str, network: Trunk | Teacher, args: argparse.Namespace) -> dict[str, str]:
    """Every measure of a network, as text."""
    sets = {path: extract(network, path, args) for path in SETS}
    bears, trash = sets["bears"], sets["trashnet"]
    train, test = sets["clothing/train"], sets["clothing/test"]
    split = (train.probe, train.labels, test.probe, test.labels)
    column = {
        "bears: linear / 5-NN, %": percents(*cross_validate(bears.probe, bears.labels)),
        "clothing test: linear / 5-NN, %": percents(linear_accuracy(*split), neighbour_accuracy(*split)),
        "TrashNet: linear / 5-NN, %": percents(*cross_validate(trash.probe, trash.labels)),
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
    cache = args.work / "features" / f"{fingerprint(network)}-{path.replace('/', '-')}.npz"
    if not cache.exists():
        cache.parent.mkdir(exist_ok=True)
        outputs = [describe(network, to_tensor(images[i : i + BATCH])) for i in range(0, len(images), BATCH)]
        probe, domain = (torch.cat(parts).numpy() for parts in zip(*outputs))
        np.savez(cache, probe=probe, domain=domain)
    stored = np.load(cache)
    return Features(torch.from_numpy(stored["probe"]), torch.from_numpy(stored["domain"]), labels)


def describe(network: Trunk | Teacher, images: Tensor) -> tuple[Tensor, Tensor]:
    """Features to probe, and features to measure unfamiliarity by."""
    if isinstance(network, Teacher):
        features = F.normalize(network(images)[1], dim=1)
        return features, features
    taps = network(images).pooled_taps()
    return join_taps(taps), F.normalize(taps[1], dim=1)


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
    for value in network.state_dict().values():
        digest.update(value.contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]


if __name__ == "__main__":
    main()
