"""The synthetic picture that golden outputs are computed on, as `src/core/golden.ts` draws it."""

from __future__ import annotations

import numpy as np

LAYERS = ((4, 160), (12, 96))
"""Cells across the picture, and strength out of 256, of each layer of clouds."""
ONE = 256
MASK = 0xFFFFFFFF


def golden_image(seed: int, side: int) -> np.ndarray:
    """uint8 [side, side, 3]; whole-number arithmetic, so the same bytes as in TypeScript."""
    image = np.zeros((side, side, 3), np.int64)
    for layer, (cells, strength) in enumerate(LAYERS):
        at = np.arange(side) * cells * ONE // side
        cell, part = at >> 8, at & 255
        for channel in range(3):
            grid = _draw_grid(seed * 31 + layer * 3 + channel, cells + 1)
            rows = grid[cell] * (ONE - part)[:, None] + grid[cell + 1] * part[:, None]
            left, right = rows[:, cell], rows[:, cell + 1]
            value = (left * (ONE - part) + right * part) >> 16
            image[:, :, channel] += (value * strength) >> 8
    return image.astype(np.uint8)


def _draw_grid(seed: int, side: int) -> np.ndarray:
    start = seed * 7919 & MASK
    bytes_ = [_hash(start + i & MASK) & 255 for i in range(side * side)]
    return np.array(bytes_, np.int64).reshape(side, side)


def _hash(bits: int) -> int:
    """The finaliser of MurmurHash3."""
    bits = (bits ^ bits >> 16) * 0x85EBCA6B & MASK
    bits = (bits ^ bits >> 13) * 0xC2B2AE35 & MASK
    return bits ^ bits >> 16
