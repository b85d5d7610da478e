"""The product's trunk files: a fused tfjs graph whose kernels are int8, one scale per channel.

`value = int8 × scale[channel]`; the scales and everything else are float32 or int32. The graph
was cut out of the detector's and fused once; since then only the numbers in it change.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Sequence

import numpy as np

import torch

from networks import MIDDLE_BLOCKS, Kernel, Reading, Readings, Trunk, block_name, layer_names

INT8_MAX = 127
POOLED, LAST = "pooled_960", "pooled_320"
"""What is taught: the 960 channels and the last block, averaged over the picture."""
READ, CENTRED = "read_160", "centred_960"
"""The middle blocks as they are read, and the 960 channels less their mean. These and `LAST` ship."""
OFFSET = f"{CENTRED}/offset"
MIDDLE_SIDE = 14
"""Rows and columns of the middle blocks' maps."""
FLOAT, INT = {"type": "DT_FLOAT"}, {"type": "DT_INT32"}


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
        stored = weights[f"{node}/kernel"]
        scale = weights[f"{node}/kernel/scale"].reshape([-1 if i == axis else 1 for i in range(stored.ndim)])
        weight = stored * scale
        kernels[name] = Kernel(weight.reshape(_convolution_shape(weight)), weights[f"{node}/bias"])
    return kernels


def unpack_trunk(folder: Path) -> Trunk:
    """The trunk as the product computes with it."""
    _, weights = read_packed(folder)
    readings = None
    if f"{READ}/kernel" in weights:
        weight = (weights[f"{READ}/kernel"] * weights[f"{READ}/kernel/scale"]).T
        bias, offset = (torch.from_numpy(weights[name].copy()) for name in (f"{READ}/bias", OFFSET))
        readings = Readings(Reading(torch.from_numpy(weight.copy()), bias), offset)
    return Trunk(unpack_kernels(folder), readings).to(memory_format=torch.channels_last)


def _convolution_shape(weight: np.ndarray) -> tuple[int, ...]:
    """The last layer ships as a matrix: with nothing after it but the average over the picture, it
    comes after that, on one place instead of 49."""
    return (1, 1, *weight.shape) if weight.ndim == 2 else weight.shape


def write_packed(kernels: dict[str, Kernel], readings: Readings, template: Path, folder: Path) -> None:
    """Writes the template's network with other kernels, and with the readings of its taps."""
    model, old = read_packed(template)
    _cut_readings(model)
    new = {entry["name"]: old[entry["name"]] for entry in _entries(model)}
    for name, kernel in kernels.items():
        node = packed_name(name, old)
        entry = _entry(model, f"{node}/kernel")
        weight, axis = kernel.weight.reshape(entry["shape"]), entry["quantization"]["axis"]
        new[f"{node}/kernel"], new[f"{node}/kernel/scale"] = quantise(weight, axis)
        new[f"{node}/bias"] = kernel.bias.astype(np.float32)
    _add_readings(model, new, readings)
    parts = []
    for entry in _entries(model):
        value = new[entry["name"]]
        if list(value.shape) != entry["shape"] or value.dtype != entry.get("quantization", entry)["dtype"]:
            raise ValueError(f"{entry['name']}: {value.dtype}{value.shape} does not fit {entry}")
        if not np.isfinite(value).all():
            raise ValueError(f"{entry['name']} holds something that is not a number")
        parts.append(value.tobytes())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.bin").write_bytes(b"".join(parts))
    (folder / "model.json").write_text(json.dumps(model, separators=(",", ":")))


def _cut_readings(model: dict) -> None:
    """Takes everything off the graph that is not needed for the two taps that are taught."""
    nodes = {node["name"]: node for node in model["modelTopology"]["node"]}
    needed, waiting = set(), [POOLED, LAST]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += nodes[name].get("input", [])
    model["modelTopology"]["node"] = [node for name, node in nodes.items() if name in needed]
    (group,) = model["weightsManifest"]
    group["weights"] = [entry for entry in group["weights"] if entry["name"].removesuffix("/scale") in needed]


def _add_readings(model: dict, weights: dict[str, np.ndarray], readings: Readings) -> None:
    """Puts the taps that ship into the graph: the middle blocks, averaged, joined and read; the last
    block as it is; the 960 channels, centred."""
    nodes, entries = model["modelTopology"]["node"], _entries(model)

    def add_weight(name: str, value: np.ndarray, axis: int | None = None) -> str:
        nodes.append(_constant(name, value))
        entry = {"name": name, "shape": list(value.shape), "dtype": value.dtype.name}
        if axis is not None:
            scale = f"{name}/scale"
            entry["quantization"] = {"dtype": "int8", "axis": axis, "scale": scale}
            value, weights[scale] = quantise(value, axis)
            entries.append({"name": scale, "shape": list(weights[scale].shape), "dtype": "float32"})
        entries.append(entry)
        weights[name] = value
        return name

    def add_node(name: str, op: str, inputs: list[str], **attributes: dict) -> str:
        nodes.append({"name": name, "op": op, "input": inputs, "attr": {"T": FLOAT, **attributes}})
        return name

    last_axis = add_weight("middle/axis", np.array(-1, np.int32))
    pooled = []
    for block in MIDDLE_BLOCKS:
        name = f"middle/pooled_{block}"
        # Not "Mean": over rows and columns that turns the whole map round first, in WebAssembly.
        average = add_node(
            f"{name}/average",
            "AvgPool",
            [_output(nodes, block)],
            ksize=_ints(1, MIDDLE_SIDE, MIDDLE_SIDE, 1),
            strides=_ints(1, 1, 1, 1),
            padding={"s": _encode("VALID")},
            data_format={"s": _encode("NHWC")},
        )
        pooled.append(add_node(name, "Squeeze", [average], squeeze_dims=_ints(1, 2)))
    count = {"i": str(len(pooled))}
    joined = add_node("middle", "ConcatV2", [*pooled, last_axis], N=count, Tidx=INT)
    kernel = add_weight(f"{READ}/kernel", np.ascontiguousarray(readings.middle.weight.numpy().T), 1)
    bias = add_weight(f"{READ}/bias", readings.middle.bias.numpy())
    add_node(
        READ,
        "_FusedMatMul",
        [joined, kernel, bias],
        transpose_a={"b": False},
        transpose_b={"b": False},
        num_args={"i": "1"},
        fused_ops={"list": {"s": [_encode("BiasAdd")]}},
    )
    add_node(CENTRED, "AddV2", [POOLED, add_weight(OFFSET, readings.offset.numpy())])
    model["signature"]["outputs"] = {
        name: {"name": f"{name}:0", "dtype": "DT_FLOAT", "tensorShape": _shape([-1, size])}
        for name, size in ((READ, len(readings.middle.bias)), (LAST, 320), (CENTRED, len(readings.offset)))
    }


def _output(nodes: list[dict], block: int) -> str:
    """The node that gives a block's output: the sum with its input where there is one."""
    names = {node["name"] for node in nodes}
    added = f"{block_name(block)}/sum"
    return added if added in names else f"{block_name(block)}/project"


def _constant(name: str, value: np.ndarray) -> dict:
    dtype = INT if value.dtype == np.int32 else FLOAT
    tensor = {"dtype": dtype["type"], "tensorShape": _shape(value.shape)}
    return {"name": name, "op": "Const", "attr": {"dtype": dtype, "value": {"tensor": tensor}}}


def _ints(*values: int) -> dict:
    return {"list": {"i": [str(value) for value in values]}}


def _encode(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _shape(sides: Sequence[int]) -> dict:
    return {"dim": [{"size": str(side)} for side in sides]}


def packed_name(layer: str, weights: dict[str, np.ndarray]) -> str:
    """A layer's node in the fused graph: a block that adds its input has `sum/conv` for `project`."""
    if f"{layer}/kernel" in weights:
        return layer
    return f"{layer.removesuffix('/project')}/sum/conv"


def _entries(model: dict) -> list[dict]:
    return model["weightsManifest"][0]["weights"]


def _entry(model: dict, name: str) -> dict:
    return next(entry for entry in _entries(model) if entry["name"] == name)
