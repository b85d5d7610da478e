"""How good features are: linear probe, nearest neighbours, unfamiliarity. Features are [n, d]."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

FOLDS = 5
NEIGHBOURS = 5
DOMAIN_NEIGHBOURS = 10
DECAY = 1e-4
"""L2 penalty of the linear probe, on features scaled to mean square 1."""


def join_taps(taps: tuple[Tensor, ...]) -> Tensor:
    """Each tap L2-normalised, then joined: what the product's heads see."""
    return torch.cat([F.normalize(tap, dim=1) for tap in taps], 1)


def fit_linear(features: Tensor, labels: Tensor, classes: int) -> tuple[Tensor, Tensor]:
    """Multinomial logistic regression, L2-regularised, to convergence (L-BFGS)."""
    scale = features.pow(2).mean().rsqrt()
    x = features * scale
    weight = torch.zeros(classes, x.shape[1], requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    solver = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        solver.zero_grad()
        value = F.cross_entropy(F.linear(x, weight, bias), labels) + DECAY / 2 * weight.pow(2).sum()
        value.backward()
        return value

    with torch.enable_grad():
        solver.step(loss)
    return weight.detach() * scale, bias.detach()


def linear_accuracy(train: Tensor, train_labels: Tensor, test: Tensor, labels: Tensor) -> float:
    weight, bias = fit_linear(train, train_labels, int(train_labels.max()) + 1)
    return (F.linear(test, weight, bias).argmax(1) == labels).float().mean().item()


def neighbour_accuracy(train: Tensor, train_labels: Tensor, test: Tensor, labels: Tensor) -> float:
    """k nearest by cosine; the vote is weighted by similarity."""
    similarity = F.normalize(test, dim=1) @ F.normalize(train, dim=1).T
    values, indices = similarity.topk(NEIGHBOURS, 1)
    votes = torch.zeros(len(test), int(train_labels.max()) + 1)
    votes.scatter_add_(1, train_labels[indices], values.clamp_min(0))
    return (votes.argmax(1) == labels).float().mean().item()


def folds_of(labels: Tensor, seed: int = 1) -> Tensor:
    """The fold of every photo; every class is spread evenly."""
    random = np.random.default_rng(seed)
    folds = torch.zeros(len(labels), dtype=torch.long)
    for label in labels.unique():
        members = torch.nonzero(labels == label).flatten().numpy()
        folds[random.permutation(members)] = torch.arange(len(members)) % FOLDS
    return folds


def cross_validate(features: Tensor, domain: Tensor, labels: Tensor) -> tuple[float, float]:
    """Accuracy of the linear probe and, by `domain` features, of the neighbours, over all photos of
    five folds."""
    folds = folds_of(labels)
    linear = neighbours = 0.0
    for fold in range(FOLDS):
        train, test = folds != fold, folds == fold
        known, asked = labels[train], labels[test]
        share = test.float().mean().item()
        linear += share * linear_accuracy(features[train], known, features[test], asked)
        neighbours += share * neighbour_accuracy(domain[train], known, domain[test], asked)
    return linear, neighbours


def domain_distance(bank: Tensor, features: Tensor) -> Tensor:
    """Cosine distance to the 10th nearest bank row (Sun et al., 2022). Higher is odder."""
    similarity = F.normalize(features, dim=1) @ F.normalize(bank, dim=1).T
    return 1 - similarity.topk(DOMAIN_NEIGHBOURS, 1).values[:, -1]


def area_under_roc(inside: Tensor, outside: Tensor) -> float:
    """How often an outside photo is odder than an inside one; ties count half."""
    difference = outside[:, None] - inside[None, :]
    return ((difference > 0).float() + (difference == 0).float() / 2).mean().item()


def far_auroc(inside: Tensor, labels: Tensor, outside: Tensor) -> float:
    """In-domain photos against others: five folds, the bank is made of the other four."""
    folds = folds_of(labels)
    values = []
    for fold in range(FOLDS):
        bank, held_out = inside[folds != fold], inside[folds == fold]
        values.append(area_under_roc(domain_distance(bank, held_out), domain_distance(bank, outside)))
    return float(np.mean(values))


def near_auroc(features: Tensor, labels: Tensor) -> float:
    """Every class in turn is the unknown one; the bank is made of four folds of the rest."""
    values = []
    for unknown in labels.unique():
        known = labels != unknown
        values.append(far_auroc(features[known], labels[known], features[~known]))
    return float(np.mean(values))
