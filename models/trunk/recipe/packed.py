"""The product's trunk files: a fused tfjs graph whose kernels are int8, one scale per channel.

`value = int8 × scale[channel]`; the scales and everything else are float32 or int32. The graph
was cut out of the detector's and fused once; since then only the numbers in it change.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from networks import Kernel, layer_names

INT8_MAX = 127


def quantise(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """int8 values and a float32 scale for each channel of `axis`, zero staying zero."""
    others = tuple(i for i in range(weight.ndim) if i != axis)
    scale = (np.abs(weight).max(others) / INT8_MAX).astype(np.float32)
    shape = [-1 if i == axis else 1 for i in range(weight.ndim)]
    steps = weight / np.where(scale == 0, 1, scale).reshape(shape)
    return np.clip(np.rint(steps), -INT8_MAX, INT8_MAX).astype(np.int8), scale


def read_packed(folder: Path) -> tuple[dict, dict[str, np.ndarray]]:
    """`model.json`, and its weights as they are stored, by name."""
    model = json.loads((folder / "model.json").read_text())
    (group,) = model["weightsManifest"]
    data = b"".join((folder / path).read_bytes() for path in group["paths"])
    weights, offset = {}, 0
    for entry in group["weights"]:
        stored = np.dtype(entry.get("quantization", entry)["dtype"])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        weights[entry["name"]] = np.frombuffer(data, stored, count, offset).reshape(entry["shape"])
        offset += count * stored.itemsize
    if offset != len(data):
        raise ValueError(f"{len(data)} bytes of weights, but the manifest names {offset}")
    return model, weights


def unpack_kernels(folder: Path) -> dict[str, Kernel]:
    """The layers as the product computes with them, by the names of `layer_names`."""
    model, weights = read_packed(folder)
    kernels = {}
    for name in layer_names():
        node = packed_name(name, weights)
        entry = _entry(model, f"{node}/kernel")
        axis = entry["quantization"]["axis"]
        shape = [-1 if i == axis else 1 for i in range(4)]
        scale = weights[f"{node}/kernel/scale"].reshape(shape)
        kernels[name] = Kernel(weights[f"{node}/kernel"] * scale, weights[f"{node}/bias"])
    return kernels


def write_packed(kernels: dict[str, Kernel], template: Path, folder: Path) -> None:
    """Writes the template's graph with other kernels: the same nodes, names, shapes and order."""
    model, old = read_packed(template)
    new = dict(old)
    for name, kernel in kernels.items():
        node = packed_name(name, old)
        axis = _entry(model, f"{node}/kernel")["quantization"]["axis"]
        new[f"{node}/kernel"], new[f"{node}/kernel/scale"] = quantise(kernel.weight, axis)
        new[f"{node}/bias"] = kernel.bias.astype(np.float32)
    parts = []
    for entry in model["weightsManifest"][0]["weights"]:
        before, after = old[entry["name"]], new[entry["name"]]
        if (before.shape, before.dtype) != (after.shape, after.dtype):
            raise ValueError(f"{entry['name']}: {after.dtype}{after.shape} in place of {before.dtype}{before.shape}")
        if not np.isfinite(after).all():
            raise ValueError(f"{entry['name']} holds something that is not a number")
        parts.append(after.tobytes())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.bin").write_bytes(b"".join(parts))
    (folder / "model.json").write_bytes((template / "model.json").read_bytes())


def packed_name(layer: str, weights: dict[str, np.ndarray]) -> str:
    """A layer's node in the fused graph: a block that adds its input has `sum/conv` for `project`."""
    if f"{layer}/kernel" in weights:
        return layer
    return f"{layer.removesuffix('/project')}/sum/conv"


def _entry(model: dict, name: str) -> dict:
    return next(e for e in model["weightsManifest"][0]["weights"] if e["name"] == name)
