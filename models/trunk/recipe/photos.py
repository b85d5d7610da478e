"""Photos: which ones teach, which ones judge, decoding, and random views."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

TRAINING_FOLDERS = (
    "caltech101",
    "clothing/train",
    "trashnet",
    "out-of-domain/pacs_photo",
    "out-of-domain/dtd",
)
"""What the trunk learns from, without labels. Bears, clothing's validation and test photos,
digits and screens stay out: they judge it."""

SHORT_SIDE = 256
SUFFIXES = {".jpg", ".jpeg", ".png"}


def list_photos(folder: Path) -> list[Path]:
    """Every photo below a folder, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def load_short_side(path: Path, short_side: int) -> Image.Image:
    """A photo as RGB, its shorter side brought to `short_side` pixels."""
    with Image.open(path) as image:
        image = image.convert("RGB")
    scale = short_side / min(image.size)
    size = (max(short_side, round(image.width * scale)), max(short_side, round(image.height * scale)))
    return image if size == image.size else image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3)


def load_square(path: Path, side: int = 224) -> np.ndarray:
    """The middle square of a photo (the fit "crop"): uint8 [side, side, 3]."""
    image = load_short_side(path, side)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return np.asarray(image.crop((left, top, left + side, top + side)))


def to_tensor(pixels: np.ndarray) -> Tensor:
    """uint8 [n, h, w, 3] to float32 [n, 3, h, w] in [-1, 1], channels last in memory."""
    images = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
    return images.contiguous(memory_format=torch.channels_last)


@dataclass(frozen=True)
class PhotoCache:
    """Training photos decoded once, laid end to end in a file that the system pages in."""

    pixels: np.ndarray
    places: list[tuple[int, int, int]]
    """(offset, height, width) of every photo."""

    def __len__(self) -> int:
        return len(self.places)

    def image(self, index: int) -> Image.Image:
        offset, height, width = self.places[index]
        pixels = self.pixels[offset : offset + height * width * 3].reshape(height, width, 3)
        return Image.fromarray(pixels)


def open_cache(photos: Path, work: Path) -> PhotoCache:
    """The decoded training photos; made on the first call (about a minute)."""
    data, index = work / "photos.bin", work / "photos.json"
    if not index.exists():
        work.mkdir(parents=True, exist_ok=True)
        places, offset = [], 0
        with data.open("wb") as out:
            for folder in TRAINING_FOLDERS:
                for path in list_photos(photos / folder):
                    image = load_short_side(path, SHORT_SIDE)
                    places.append((offset, image.height, image.width))
                    offset += out.write(image.tobytes())
        index.write_text(json.dumps(places))
    places = [tuple(place) for place in json.loads(index.read_text())]
    return PhotoCache(np.memmap(data, np.uint8, "r"), places)


def draw_view(image: Image.Image, side: int, random: np.random.Generator) -> np.ndarray:
    """A random view: 35 to 100 % of the area, aspect 3:4 to 4:3, mirrored half the time, with
    brightness, contrast and colour a little off. uint8 [side, side, 3]."""
    area = image.width * image.height * random.uniform(0.35, 1)
    aspect = np.exp(random.uniform(np.log(3 / 4), np.log(4 / 3)))
    width = min(image.width, np.sqrt(area * aspect))
    height = min(image.height, np.sqrt(area / aspect))
    left = random.uniform(0, image.width - width)
    top = random.uniform(0, image.height - height)
    box = (left, top, left + width, top + height)
    view = np.asarray(image.resize((side, side), Image.Resampling.BILINEAR, box), np.float32)
    if random.random() < 0.5:
        view = view[:, ::-1]
    if random.random() < 0.8:
        contrast = random.uniform(0.7, 1.3) * random.uniform(0.92, 1.08, 3)
        middle = view.mean()
        view = (view - middle) * contrast + middle * random.uniform(0.75, 1.25)
    return np.clip(view, 0, 255).astype(np.uint8)


def draw_batch(
    cache: PhotoCache, indices: np.ndarray, side: int, random: np.random.Generator, mixed: float
) -> Tensor:
    """Random views of photos as a batch. A share of them is mixed with another view of the batch
    (Zhang et al., 2018): the teacher sees the same mixture, so no label is needed, and a few
    thousand photos go further (Beyer et al., 2022)."""
    views = np.stack([draw_view(cache.image(int(i)), side, random) for i in indices])
    images = to_tensor(views)
    count = round(mixed * len(indices))
    if count:
        others = images[torch.from_numpy(random.permutation(len(indices))[:count])]
        weight = torch.from_numpy(random.uniform(0.5, 1, (count, 1, 1, 1)).astype(np.float32))
        images[:count] = images[:count] * weight + others * (1 - weight)
    return images
