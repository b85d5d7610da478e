"""What the student is asked to learn from the teacher on one batch of views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from networks import Maps, Reading, Teacher, Trunk
from reading import fit_reading

DEPTHS_TAUGHT = (9, 12, 15)
"""Blocks taught through a linear map, at strides 16, 16 and 32. Block 16 needs none: its
`project` layer is linear itself, so its 320 channels are taught to be the teacher's own."""
CHANNELS = {9: 64, 12: 96, 15: 160}

WEIGHTS = {
    "map": 3.0,
    "tap": 3.0,
    "features": 2.0,
    "classes": 0.03,
    "relations": 10.0,
    "depths": 2.0,
    "whitened": 2.0,
}
"""Chosen so that each loss pulls about equally hard (the norm of its gradient on the trunk). Losses of
equal size do not: class scores alone would drown the maps, and it is the maps that reach the early
blocks."""

RIDGE = 1e-2
"""Ridge penalty of the starting maps, as a share of the inputs' mean square."""
RIDGE_ROWS = 40_000


@dataclass(frozen=True)
class Targets:
    """What the teacher says about a batch: block outputs, pooled features, class scores."""

    blocks: dict[int, Tensor]
    features: Tensor
    logits: Tensor

    @property
    def tap(self) -> Tensor:
        return self.blocks[16].mean((2, 3))


@torch.no_grad()
def ask(teacher: Teacher, images: Tensor) -> Targets:
    maps, features = teacher(images)
    blocks = {depth: maps.blocks[depth] for depth in (*DEPTHS_TAUGHT, 16)}
    return Targets(blocks, features, teacher.classify(features))


class LinearMap(nn.Module):
    """A 1×1 convolution, or a matrix on vectors."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outputs, inputs))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x: Tensor) -> Tensor:
        if x.dim() == 2:
            return F.linear(x, self.weight, self.bias)
        return F.conv2d(x, self.weight[:, :, None, None], self.bias)

    def fit(self, inputs: Tensor, outputs: Tensor) -> None:
        """Ridge regression on rows."""
        weight, bias = fit_ridge(inputs, outputs)
        self.weight.data.copy_(weight)
        self.bias.data.copy_(bias)


class Lesson(nn.Module):
    """The losses, and the linear maps they need; the maps are thrown away after training."""

    def __init__(self, teacher: Teacher) -> None:
        super().__init__()
        self.to_features = LinearMap(960 + 320, 1280)
        self.to_depths = nn.ModuleDict(
            {str(depth): LinearMap(CHANNELS[depth], CHANNELS[depth]) for depth in DEPTHS_TAUGHT}
        )
        self.whitening: Reading | None = None
        """Of the teacher's last tap; `fit_whitening` sets it."""
        self.register_buffer("class_weight", teacher.class_weight.detach(), persistent=False)
        self.register_buffer("class_bias", teacher.class_bias.detach(), persistent=False)

    def forward(self, ours: Maps, theirs: Targets) -> dict[str, Tensor]:
        """Every loss by name, unweighted."""
        tap_960, tap_320 = ours.pooled_taps()
        guess = self.to_features(torch.cat([tap_960, tap_320], 1))
        logits = F.linear(guess, self.class_weight, self.class_bias)
        depths = [
            relative_error(self.to_depths[str(depth)](ours.blocks[depth]), theirs.blocks[depth])
            for depth in DEPTHS_TAUGHT
        ]
        assert self.whitening
        return {
            "map": relative_error(ours.blocks[16], theirs.blocks[16]),
            "tap": cosine_distance(tap_320, theirs.tap),
            "features": cosine_distance(guess, theirs.features),
            "classes": class_divergence(logits, theirs.logits),
            "relations": relation_error(tap_960, theirs.features)
            + relation_error(tap_320, theirs.features),
            "depths": torch.stack(depths).sum(),
            "whitened": (self.whitening(tap_320) - self.whitening(theirs.tap)).pow(2).mean(),
        }

    def fit_whitening(self, lessons: list[Targets]) -> None:
        """Errors are also judged where all directions of the teacher's tap count alike: there the
        trunk is read when it ships, and plain errors mind the largest directions alone."""
        taps = torch.cat([targets.tap for targets in lessons])
        self.whitening = fit_reading(taps)

    @torch.no_grad()
    def fit_start(
        self, trunk: Trunk, run: Callable[[Tensor], Maps], lessons: list[tuple[Tensor, Targets]]
    ) -> None:
        """Sets every linear map, and the student's last layer, by regression on some views, so
        that training starts from the best linear reading of what the student knows already.
        `run` gives the student's maps of what stands first in a lesson."""
        inputs: list[Tensor] = []
        last = trunk.layer("expanded_conv_16/project")
        hook = last.register_forward_pre_hook(lambda _, given: inputs.append(given[0]))
        ours = [run(given) for given, _ in lessons]
        hook.remove()
        theirs = [targets for _, targets in lessons]
        self.fit_whitening(theirs)
        weight, bias = fit_ridge(rows(inputs), rows([t.blocks[16] for t in theirs]))
        last.weight.copy_(weight[:, :, None, None])
        last.bias.copy_(bias)
        for depth in DEPTHS_TAUGHT:
            mine, target = (rows([m.blocks[depth] for m in maps]) for maps in (ours, theirs))
            every = max(1, len(mine) // RIDGE_ROWS)
            self.to_depths[str(depth)].fit(mine[::every], target[::every])
        taps_960 = torch.cat([m.tap.mean((2, 3)) for m in ours])
        taps_320 = F.linear(torch.cat([x.mean((2, 3)) for x in inputs]), weight, bias)
        features = torch.cat([t.features for t in theirs])
        self.to_features.fit(torch.cat([taps_960, taps_320], 1), features)


def total(losses: dict[str, Tensor]) -> Tensor:
    return torch.stack([WEIGHTS[name] * loss for name, loss in losses.items()]).sum()


def rows(maps: list[Tensor]) -> Tensor:
    """Every position of every map as a row of channels."""
    return torch.cat([m.permute(0, 2, 3, 1).flatten(0, 2) for m in maps])


def fit_ridge(inputs: Tensor, outputs: Tensor) -> tuple[Tensor, Tensor]:
    """Ridge regression with an intercept: weight [outputs, inputs] and bias."""
    x, y = inputs.double(), outputs.double()
    x_mean, y_mean = x.mean(0), y.mean(0)
    x, y = x - x_mean, y - y_mean
    gram = x.T @ x
    gram.diagonal().add_(RIDGE * gram.diagonal().mean())
    weight = torch.linalg.solve(gram, x.T @ y).T
    return weight.float(), (y_mean - weight @ x_mean).float()


def relative_error(ours: Tensor, theirs: Tensor) -> Tensor:
    """Squared error as a share of the teacher's variance over batch and positions."""
    variance = (theirs - theirs.mean((0, 2, 3), keepdim=True)).pow(2).mean()
    return (ours - theirs).pow(2).mean() / variance


def cosine_distance(ours: Tensor, theirs: Tensor) -> Tensor:
    return 1 - F.cosine_similarity(ours, theirs, 1).mean()


def class_divergence(ours: Tensor, theirs: Tensor) -> Tensor:
    """Kullback-Leibler divergence of the class scores (Hinton et al., 2015, temperature 1)."""
    ours, theirs = ours.log_softmax(1), theirs.log_softmax(1)
    return F.kl_div(ours, theirs, reduction="batchmean", log_target=True)


def relation_error(ours: Tensor, theirs: Tensor) -> Tensor:
    """Squared difference of the batch's similarity matrices (Tung and Mori, 2019), about the
    batch's mean: what all photos have in common says nothing about which are alike."""
    mine, target = (F.normalize(x - x.mean(0), dim=1) for x in (ours, theirs))
    return (mine @ mine.T - target @ target.T).pow(2).mean()
