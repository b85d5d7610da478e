"""The product's trunk files: a fused tfjs graph whose kernels are int8, one scale per channel.

`value = int8 × scale[channel]`; the scales and everything else are float32 or int32. The graph
was cut out of the detector's and fused once; since then only the numbers in it change.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np

import torch

from networks import Kernel, Reading, Trunk, layer_names

INT8_MAX = 127
POOLED = "pooled_960"
READ = "read_960"
"""The first tap before and after its reading."""


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


def unpack_trunk(folder: Path) -> Trunk:
    """The trunk as the product computes with it."""
    _, weights = read_packed(folder)
    reading = None
    if f"{READ}/kernel" in weights:
        weight = (weights[f"{READ}/kernel"] * weights[f"{READ}/kernel/scale"]).T
        reading = Reading(torch.from_numpy(weight.copy()), torch.from_numpy(weights[f"{READ}/bias"].copy()))
    return Trunk(unpack_kernels(folder), reading).to(memory_format=torch.channels_last)


def write_packed(kernels: dict[str, Kernel], reading: Reading, template: Path, folder: Path) -> None:
    """Writes the template's graph with other kernels, and with the first tap's reading."""
    model, old = read_packed(template)
    _add_reading(model, old, reading)
    new = dict(old)
    new[f"{READ}/kernel"], new[f"{READ}/kernel/scale"] = quantise(reading.weight.numpy().T, 1)
    new[f"{READ}/bias"] = reading.bias.numpy()
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
    (folder / "model.json").write_text(json.dumps(model, separators=(",", ":")))


def _add_reading(model: dict, weights: dict[str, np.ndarray], reading: Reading) -> None:
    """Puts the reading's node and weights into the graph, unless the template has them."""
    size, inputs = reading.weight.shape
    entries = model["weightsManifest"][0]["weights"]
    if f"{READ}/kernel" not in weights:
        shapes = {"kernel": [inputs, size], "bias": [size]}
        for part, shape in shapes.items():
            model["modelTopology"]["node"].append(_constant(f"{READ}/{part}", shape))
        model["modelTopology"]["node"].append(_fused_matmul(READ, [POOLED, f"{READ}/kernel", f"{READ}/bias"]))
        outputs = model["signature"]["outputs"]
        del outputs[POOLED]
        outputs[READ] = {
            "name": f"{READ}:0",
            "dtype": "DT_FLOAT",
            "tensorShape": {"dim": [{"size": "-1"}, {"size": str(size)}]},
        }
        quantization = {"dtype": "int8", "axis": 1, "scale": f"{READ}/kernel/scale"}
        entries += [
            {"name": f"{READ}/kernel/scale", "shape": [size], "dtype": "float32"},
            {"name": f"{READ}/kernel", "shape": [inputs, size], "dtype": "float32", "quantization": quantization},
            {"name": f"{READ}/bias", "shape": [size], "dtype": "float32"},
        ]
    weights[f"{READ}/kernel"] = np.zeros((inputs, size), np.int8)
    weights[f"{READ}/kernel/scale"] = np.zeros(size, np.float32)
    weights[f"{READ}/bias"] = np.zeros(size, np.float32)


def _constant(name: str, shape: list[int]) -> dict:
    tensor = {"dtype": "DT_FLOAT", "tensorShape": {"dim": [{"size": str(side)} for side in shape]}}
    return {
        "name": name,
        "op": "Const",
        "attr": {"dtype": {"type": "DT_FLOAT"}, "value": {"tensor": tensor}},
    }


def _fused_matmul(name: str, inputs: list[str]) -> dict:
    bias_add = base64.b64encode(b"BiasAdd").decode()
    return {
        "name": name,
        "op": "_FusedMatMul",
        "input": inputs,
        "attr": {
            "T": {"type": "DT_FLOAT"},
            "transpose_a": {"b": False},
            "transpose_b": {"b": False},
            "num_args": {"i": "1"},
            "fused_ops": {"list": {"s": [bias_add]}},
        },
    }


def packed_name(layer: str, weights: dict[str, np.ndarray]) -> str:
    """A layer's node in the fused graph: a block that adds its input has `sum/conv` for `project`."""
    if f"{layer}/kernel" in weights:
        return layer
    return f"{layer.removesuffix('/project')}/sum/conv"


def _entry(model: dict, name: str) -> dict:
    return next(e for e in model["weightsManifest"][0]["weights"] if e["name"] == name)
