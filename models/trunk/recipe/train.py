"""Trains the trunk: COCO trunk as the start, ImageNet network as the teacher, photos without labels.

Two processes of one thread each: one draws views and asks the teacher, the other teaches the
student. Stop it at any time; the same command goes on from the last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from lesson import Lesson, Targets, ask, total
from networks import Teacher, Trunk
from photos import PhotoCache, draw_batch, list_photos, load_square, open_cache, to_tensor
from probes import cross_validate, join_taps
from sources import add_source_arguments, load_start, load_teacher

STAGES = ((0.65, 160), (0.9, 192), (1.0, 224))
"""Side of the views, up to this share of the schedule."""
ROUNDED_FROM = 0.85
"""From here on the student computes with int8 weights, as it will when it ships."""
WARM_UP_STEPS = 100
LOG_STEPS = 20
CHECKPOINT_STEPS = 100
PROBE_STEPS = 400
HELD_OUT_EVERY = 47
START_BATCHES = 40


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_source_arguments(parser)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end the schedule by then")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=3.5e-4)
    parser.add_argument("--map-rate", type=float, default=1e-4)
    parser.add_argument("--frozen-blocks", type=int, default=4)
    parser.add_argument("--mixed", type=float, default=0.0, help="share of mixed views")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


@dataclass(frozen=True)
class Schedule:
    """How far training is: by steps or by the clock, whichever is further."""

    steps: int
    minutes: float
    begun: float

    def progress(self, step: int) -> float:
        minutes = (time.time() - self.begun) / 60
        return min(1.0, max(step / self.steps, minutes / self.minutes))

    def rate(self, step: int) -> float:
        """Warm-up, then cosine decay to nothing; a share of the full rate."""
        decay = (1 + math.cos(math.pi * self.progress(step))) / 2
        return min(1.0, (step + 1) / WARM_UP_STEPS) * decay

    def side(self, step: int) -> int:
        return next(side for end, side in STAGES if self.progress(step) <= end)


class Lessons(IterableDataset):
    """Batches of views with the teacher's word on them, from a step on. A step's photos and
    crops depend on the seed and the step alone."""

    def __init__(
        self,
        args: argparse.Namespace,
        cache: PhotoCache,
        photos: np.ndarray,
        teacher: Teacher,
        schedule: Schedule,
        step: int,
    ) -> None:
        self.args, self.cache, self.photos = args, cache, photos
        self.teacher, self.schedule, self.step = teacher, schedule, step

    def __iter__(self) -> Iterator[tuple[Tensor, Targets]]:
        torch.set_num_threads(1)
        step = self.step
        while True:
            yield self.draw(step, self.schedule.side(step))
            step += 1

    def draw(self, step: int, side: int) -> tuple[Tensor, Targets]:
        random = np.random.default_rng([self.args.seed, step])
        indices = random.choice(self.photos, self.args.batch, replace=False)
        images = draw_batch(self.cache, indices, side, random, self.args.mixed)
        return images, ask(self.teacher, images)


class Training:
    """The student, its lesson and its optimiser, with everything needed to go on later."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.trunk = load_start(args)
        self.teacher = load_teacher(args)
        self.lesson = Lesson(self.teacher)
        self.cache = open_cache(args.photos, args.work)
        photos = np.arange(len(self.cache))
        self.held_out = photos[::HELD_OUT_EVERY]
        groups = [
            {"params": list(self.trunk.parameters()), "full_rate": args.rate},
            {"params": list(self.lesson.parameters()), "full_rate": args.map_rate},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=args.rate, weight_decay=1e-5)
        self.step = 0
        self.schedule = Schedule(args.steps, args.minutes, time.time())
        resumed = self._resume()
        learned = np.setdiff1d(photos, self.held_out)
        lessons = Lessons(args, self.cache, learned, self.teacher, self.schedule, self.step)
        start = [lessons.draw(10**9 + i, STAGES[0][1]) for i in range(START_BATCHES)]
        if resumed:
            self.lesson.fit_whitening([targets for _, targets in start])
        else:
            self.lesson.fit_start(self.trunk, self.trunk, start)
        self.lessons = iter(DataLoader(lessons, batch_size=None, num_workers=1))

    @property
    def progress(self) -> float:
        return self.schedule.progress(self.step)

    def learn(self) -> dict[str, float]:
        """One step. Every loss by name."""
        for group in self.optimiser.param_groups:
            group["lr"] = group["full_rate"] * self.schedule.rate(self.step)
        self.trunk.use_rounded_weights(self.progress >= ROUNDED_FROM)
        images, targets = next(self.lessons)
        losses = self.lesson(self.trunk(images, self.args.frozen_blocks), targets)
        self.optimiser.zero_grad(set_to_none=True)
        total(losses).backward()
        torch.nn.utils.clip_grad_norm_(self.trunk.parameters(), 1)
        torch.nn.utils.clip_grad_norm_(self.lesson.parameters(), 1)
        self.optimiser.step()
        self.step += 1
        return {name: loss.item() for name, loss in losses.items()}

    @torch.no_grad()
    def hold_out(self) -> dict[str, float]:
        """The losses on photos that teach nothing, the same views every time."""
        random = np.random.default_rng(0)
        losses = []
        for part in np.array_split(self.held_out, 8):
            images = draw_batch(self.cache, part, 192, random, 0)
            losses.append(self.lesson(self.trunk(images), ask(self.teacher, images)))
        return {name: round(float(np.mean([x[name].item() for x in losses])), 4) for name in losses[0]}

    def save(self) -> None:
        state = {
            "trunk": self.trunk.state_dict(),
            "lesson": self.lesson.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "begun": self.schedule.begun,
        }
        part = self._checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self._checkpoint)

    def _resume(self) -> bool:
        if not self._checkpoint.exists():
            return False
        state = torch.load(self._checkpoint)
        self.trunk.load_state_dict(state["trunk"])
        self.lesson.load_state_dict(state["lesson"])
        self.optimiser.load_state_dict(state["optimiser"])
        # The rates are this run's: a run may be resumed with others.
        for group, rate in zip(self.optimiser.param_groups, (self.args.rate, self.args.map_rate)):
            group["full_rate"] = rate
        self.step = state["step"]
        self.schedule = Schedule(self.args.steps, self.args.minutes, state["begun"])
        return True

    @property
    def _checkpoint(self) -> Path:
        return self.args.work / "checkpoint.pt"


class Bears:
    """The probe that is watched while training: bears, which never teach."""

    def __init__(self, photos: Path) -> None:
        folders = sorted(path for path in (photos / "bears").iterdir() if path.is_dir())
        found = [(path, label) for label, folder in enumerate(folders) for path in list_photos(folder)]
        self.images = np.stack([load_square(path) for path, _ in found])
        self.labels = torch.tensor([label for _, label in found])

    @torch.no_grad()
    def probe(self, trunk: Trunk) -> dict[str, float]:
        parts = np.array_split(self.images, 13)
        taps = [trunk(to_tensor(part)).pooled_taps() for part in parts]
        features = join_taps((torch.cat([a for a, _ in taps]), torch.cat([b for _, b in taps])))
        linear, neighbours = cross_validate(features, features, self.labels)
        return {"linear": round(linear, 4), "neighbours": round(neighbours, 4)}


def main() -> None:
    args = read_arguments()
    torch.set_num_threads(args.threads)
    args.work.mkdir(parents=True, exist_ok=True)
    bears = Bears(args.photos)
    training = Training(args)
    log = (args.work / "log.jsonl").open("a", buffering=1)

    def write(**values: object) -> None:
        log.write(json.dumps({"step": training.step, **values}) + "\n")

    def judge() -> dict[str, object]:
        return {"held_out": training.hold_out(), "bears": bears.probe(training.trunk)}

    write(progress=round(training.progress, 4), **judge())
    recent: list[dict[str, float]] = []
    while training.progress < 1:
        recent.append(training.learn())
        if training.step % LOG_STEPS == 0:
            means = {name: round(float(np.mean([x[name] for x in recent])), 4) for name in recent[0]}
            minutes = round((time.time() - training.schedule.begun) / 60, 1)
            write(progress=round(training.progress, 4), minutes=minutes, losses=means)
            recent = []
        if training.step % CHECKPOINT_STEPS == 0:
            training.save()
        if training.step % PROBE_STEPS == 0:
            write(**judge())
    training.save()
    torch.save(training.trunk.state_dict(), args.work / "trunk.pt")
    write(done=True, **judge())


if __name__ == "__main__":
    main()
