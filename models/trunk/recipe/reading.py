"""How the trunk's taps are read: centred, and those that domain scores go by whitened.

In raw features a few directions that say little about what is in the photo have most of the
variance, and cosine listens to them above all. Whitening by what photos in general look like
(Mahalanobis' distance, with a shrunk covariance: Ledoit and Wolf, 2004) makes kinds of things, near
and far, much easier to tell apart by cosine. It is linear, so it costs nothing: on the last tap it
goes into the last layer's weights, on the middle one it is one small matrix. The 960 channels, which
heads learn from and domain scores leave alone, are centred only: whitening them would take another
million numbers.
"""

from __future__ import annotations

from typing import Iterator

import numpy as np
import torch
from torch import Tensor

from networks import Kernel, Reading, Readings, Trunk
from photos import PhotoCache, to_tensor

SHRINKAGE = 0.1
CENTRING = 0.8
"""Share of the last tap's mean that is taken off. All of it would throw away how far a photo is from
photos in general, which tells screens and plain textures from things."""
MIDDLE_CENTRING = 0.3
"""The same of the middle tap, which is there for nothing else."""
PHOTOS_EVERY = 4
BATCH = 32
SIDE = 224
LAST_LAYER = "expanded_conv_16/project"
"""Its 320 channels, averaged, are the last tap."""


@torch.no_grad()
def fit_readings(trunk: Trunk, cache: PhotoCache) -> tuple[Readings, Reading]:
    """Readings of the taps, and that of the last layer, from every few training photos' middle
    squares."""
    middle, taps, last = [], [], []
    for images in middle_squares(cache):
        maps = trunk(images)
        middle.append(maps.pooled_middle())
        for pooled, parts in zip(maps.pooled_taps(), (taps, last)):
            parts.append(pooled)
    return (
        Readings(fit_reading(torch.cat(middle), MIDDLE_CENTRING), -torch.cat(taps).mean(0)),
        fit_reading(torch.cat(last), CENTRING),
    )


def fit_reading(features: Tensor, centring: float = CENTRING) -> Reading:
    """All directions, each scaled to about unit variance."""
    x = features.double()
    mean = x.mean(0)
    covariance = (x - mean).T @ (x - mean) / len(x)
    values, vectors = torch.linalg.eigh(covariance)
    values, vectors = values.flip(0).clamp_min(0), vectors.flip(1)
    shrunk = (1 - SHRINKAGE) * values + SHRINKAGE * values.mean()
    weight = vectors.T * shrunk[:, None].rsqrt()
    return Reading(weight.float(), (-centring * weight @ mean).float())


def fold_into(kernel: Kernel, reading: Reading) -> Kernel:
    """A linear 1×1 layer that gives what `reading` makes of its old output. Averaging over the
    picture is linear too, so it does not matter which comes first."""
    weight = kernel.weight @ reading.weight.numpy().T
    bias = reading(torch.from_numpy(kernel.bias)).numpy()
    return Kernel(weight.astype(np.float32), bias.astype(np.float32))


def middle_squares(cache: PhotoCache) -> Iterator[Tensor]:
    indices = np.arange(0, len(cache), PHOTOS_EVERY)
    for part in np.array_split(indices, max(1, len(indices) // BATCH)):
        yield to_tensor(np.stack([middle_square(cache, int(i)) for i in part]))


def middle_square(cache: PhotoCache, index: int) -> np.ndarray:
    image = cache.image(index)
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return np.asarray(image.resize((SIDE, SIDE), box=(left, top, left + side, top + side)))
