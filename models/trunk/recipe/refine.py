"""Second stage: the later blocks alone, at several times the pace of `train.py`.

The first blocks are settled, so what they make of a view is computed once. One process draws views,
runs the first blocks, asks the teacher, and lays all of it into a store in memory; the other teaches
the later blocks with batches drawn from that store, each view several times. Towards the end views
of the full size take over and the student computes with int8 weights, as it will when it ships.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from ctypes import c_int
from pathlib import Path
from typing import Any, Callable

import numpy as np
import torch
import torch.multiprocessing as mp
from torch import Tensor

from lesson import DEPTHS_TAUGHT, Lesson, Targets, ask, total
from photos import PhotoCache, draw_batch, open_cache
from sources import add_source_arguments, load_start, load_teacher
from train import HELD_OUT_EVERY, Bears

FIRST = 7
"""The first block that learns; stride 16 from here on."""
SMALL, FULL = 160, 224
"""Sides of the views."""
FULL_FROM = 0.78
"""Share of the schedule after which views of the full size teach; they are laid in a little before."""
FULL_DRAWN_FROM = 0.68
DRAWN_AT_ONCE = 32
ENOUGH = 4000
"""Views of a size to have before they teach."""
WARM_UP_STEPS = 150
LOG_STEPS = 50
JUDGE_SECONDS = 600

SHAPES: dict[str, Callable[[int], tuple[int, ...]]] = {
    "front": lambda side: (64, side // 16, side // 16),
    "block 9": lambda side: (64, side // 16, side // 16),
    "block 12": lambda side: (96, side // 16, side // 16),
    "block 15": lambda side: (160, side // 32, side // 32),
    "block 16": lambda side: (320, side // 32, side // 32),
    "features": lambda side: (1280,),
    "logits": lambda side: (1001,),
}


class Store:
    """Views of one size as float16, shared by both processes; the oldest make room for new ones."""

    def __init__(self, side: int, size: int) -> None:
        self.size = size - size % DRAWN_AT_ONCE
        self.parts = {
            name: torch.zeros((self.size, *shape(side)), dtype=torch.float16).share_memory_()
            for name, shape in SHAPES.items()
        }
        self._laid_in = mp.Value(c_int, 0)

    def __len__(self) -> int:
        return min(self.size, self._laid_in.value)

    def lay_in(self, front: Tensor, targets: Targets) -> None:
        at = self._laid_in.value % self.size
        rows = slice(at, at + len(front))
        self.parts["front"][rows] = front.half()
        for depth, block in targets.blocks.items():
            self.parts[f"block {depth}"][rows] = block.half()
        self.parts["features"][rows] = targets.features.half()
        self.parts["logits"][rows] = targets.logits.half()
        self._laid_in.value += len(front)

    def draw(self, rows: Tensor) -> tuple[Tensor, Targets]:
        def read(name: str) -> Tensor:
            values = self.parts[name][rows].float()
            return values.contiguous(memory_format=torch.channels_last) if values.dim() == 4 else values

        blocks = {depth: read(f"block {depth}") for depth in (*DEPTHS_TAUGHT, 16)}
        return read("front"), Targets(blocks, read("features"), read("logits"))


def fill(args: argparse.Namespace, stores: dict[int, Store], side: Any, photos: np.ndarray) -> None:
    """Lays views into the store of the wanted size until told to stop (size 0)."""
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    trunk, teacher, cache = load_start(args), load_teacher(args), open_cache(args.photos, args.work)
    random = np.random.default_rng(args.seed)
    waiting: list[int] = []
    while wanted := side.value:
        if len(waiting) < DRAWN_AT_ONCE:
            waiting = list(random.permutation(photos))
        indices = np.array([waiting.pop() for _ in range(DRAWN_AT_ONCE)])
        images = draw_batch(cache, indices, wanted, random, 0)
        stores[wanted].lay_in(trunk.run_front(images, FIRST), ask(teacher, images))


class Refinement:
    """The student, its lesson and its optimiser."""

    def __init__(self, args: argparse.Namespace, stores: dict[int, Store]) -> None:
        self.args, self.stores = args, stores
        self.trunk, self.teacher = load_start(args), load_teacher(args)
        self.lesson = Lesson(self.teacher)
        known = [stores[SMALL].draw(rows) for rows in torch.arange(ENOUGH).split(DRAWN_AT_ONCE)]
        self.lesson.fit_start(self.trunk, lambda front: self.trunk.run_rest(front, FIRST), known)
        self.trunk.requires_grad_(False)
        self.learning = self.trunk.parameters_from(FIRST)
        for value in self.learning:
            value.requires_grad_(True)
        groups = [
            {"params": self.learning, "full_rate": args.rate},
            {"params": list(self.lesson.parameters()), "full_rate": args.map_rate},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=args.rate, weight_decay=1e-5)
        self.random = torch.Generator().manual_seed(args.seed)
        self.begun = time.time()
        self.step = 0

    @property
    def progress(self) -> float:
        return (time.time() - self.begun) / 60 / self.args.minutes

    @property
    def side(self) -> int:
        ready = self.progress > FULL_FROM and len(self.stores[FULL]) >= ENOUGH
        return FULL if ready else SMALL

    def learn(self) -> dict[str, float]:
        """One step. Every loss by name."""
        side = self.side
        decay = (1 + math.cos(math.pi * min(1, self.progress))) / 2
        for group in self.optimiser.param_groups:
            group["lr"] = group["full_rate"] * min(1, (self.step + 1) / WARM_UP_STEPS) * decay
        self.trunk.use_rounded_weights(side == FULL)
        count = self.args.batch if side == SMALL else self.args.batch // 2
        rows = torch.randint(len(self.stores[side]), (count,), generator=self.random)
        front, targets = self.stores[side].draw(rows)
        losses = self.lesson(self.trunk.run_rest(front, FIRST), targets)
        self.optimiser.zero_grad(set_to_none=True)
        total(losses).backward()
        torch.nn.utils.clip_grad_norm_(self.learning, 1)
        torch.nn.utils.clip_grad_norm_(self.lesson.parameters(), 1)
        self.optimiser.step()
        self.step += 1
        return {name: loss.item() for name, loss in losses.items()}

    @torch.no_grad()
    def hold_out(self, cache: PhotoCache, photos: np.ndarray) -> dict[str, float]:
        """The losses on photos that teach nothing, the same views every time."""
        random = np.random.default_rng(0)
        losses = []
        for part in np.array_split(photos, 8):
            images = draw_batch(cache, part, 192, random, 0)
            losses.append(self.lesson(self.trunk(images), ask(self.teacher, images)))
        return {name: mean_of(losses, name) for name in losses[0]}


def mean_of(rows: list[dict[str, Any]], name: str) -> float:
    return round(float(np.mean([float(row[name]) for row in rows])), 4)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_source_arguments(parser)
    parser.add_argument("--minutes", type=float, default=55)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--map-rate", type=float, default=2e-4)
    parser.add_argument("--views", type=int, default=40_000, help="to keep in memory (3.3 GB)")
    parser.add_argument("--full-views", type=int, default=10_000, help="of the full size (1.6 GB)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    args = read_arguments()
    torch.set_num_threads(args.threads)
    cache = open_cache(args.photos, args.work)
    photos = np.arange(len(cache))
    held_out = photos[::HELD_OUT_EVERY]
    stores = {SMALL: Store(SMALL, args.views), FULL: Store(FULL, args.full_views)}
    wanted = mp.Value(c_int, SMALL)
    learned = np.setdiff1d(photos, held_out)
    mp.Process(target=fill, args=(args, stores, wanted, learned), daemon=True).start()
    while len(stores[SMALL]) < ENOUGH:
        time.sleep(1)
    refinement = Refinement(args, stores)
    bears = Bears(args.photos)
    log = (args.work / "log.jsonl").open("a", buffering=1)

    def write(**values: object) -> None:
        log.write(json.dumps({"step": refinement.step, **values}) + "\n")

    def judge() -> dict[str, object]:
        refinement.trunk.use_rounded_weights(refinement.side == FULL)
        losses = refinement.hold_out(cache, held_out)
        return {"held_out": losses, "bears": bears.probe(refinement.trunk)}

    def save() -> None:
        torch.save(refinement.trunk.state_dict(), args.work / "trunk.pt")

    write(**judge())
    judged = time.time()
    recent: list[dict[str, float]] = []
    while refinement.progress < 1:
        if refinement.progress > FULL_DRAWN_FROM:
            wanted.value = FULL
        recent.append(refinement.learn())
        if refinement.step % LOG_STEPS == 0:
            means = {name: mean_of(recent, name) for name in recent[0]}
            write(progress=round(refinement.progress, 4), side=refinement.side, losses=means)
            recent = []
        if time.time() - judged > JUDGE_SECONDS:
            save()
            write(**judge())
            judged = time.time()
    wanted.value = 0
    save()
    write(done=True, **judge())


if __name__ == "__main__":
    main()
