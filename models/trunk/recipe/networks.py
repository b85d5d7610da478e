"""MobileNetV2 with its batch norm folded away, as student (our trunk) and as teacher.

Both are built from TensorFlow.js graphs and compute what those compute, TensorFlow's uneven
"SAME" padding included. Images: float32 [n, 3, side, side], RGB in [-1, 1].
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from read_tfjs import Graph

STUDENT_PREFIX = "FeatureExtractor/MobilenetV2/"
TEACHER_PREFIX = "module_apply_default/MobilenetV2/"

# Stride of the depthwise layer of every inverted-residual block (Sandler et al., 2018, table 2).
STRIDES = (1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1)
TAP_BLOCK = 14
"""The block whose depthwise output (960 channels) is a tap."""
MIDDLE_BLOCKS = (8, 10)
"""Blocks half-way, whose outputs (64 and 96 channels) say how a picture was made rather than what is
in it: flat like a screen, lit like a snapshot."""
DEPTHS = (2, 5, 9, 12, 15, 16)
"""Blocks whose outputs the student can be taught from: 24, 32, 64, 96, 160, 320 channels."""


@dataclass(frozen=True)
class Kernel:
    """A folded layer: TensorFlow kernel [h, w, in, out] (depthwise: [h, w, channels, 1]), bias."""

    weight: np.ndarray
    bias: np.ndarray


def block_name(index: int) -> str:
    return "expanded_conv" if index == 0 else f"expanded_conv_{index}"


def layer_names() -> list[str]:
    """The trunk's layers from first to last, without a graph's prefix."""
    names = ["Conv"]
    for index in range(len(STRIDES)):
        parts = ("depthwise", "project") if index == 0 else ("expand", "depthwise", "project")
        names += [f"{block_name(index)}/{part}" for part in parts]
    return names


def read_student_kernels(graph: Graph) -> dict[str, Kernel]:
    """The detector's trunk, batch norm folded. Its plain kernels hold their scale already."""
    kernels = {}
    for name in layer_names():
        path = STUDENT_PREFIX + name
        bias = graph.constants[f"{path}/BatchNorm/batchnorm/sub"]
        if name.endswith("/depthwise"):
            scale = graph.constants[f"{path}/BatchNorm/batchnorm/mul"]
            weight = graph.constants[f"{path}/depthwise_weights"] * scale[:, np.newaxis]
        else:
            weight = graph.constants[f"{path}/Conv2D/merged_input"]
        kernels[name] = Kernel(weight, bias)
    return kernels


def read_teacher_kernels(graph: Graph) -> dict[str, Kernel]:
    """The ImageNet network: the trunk's layers, then `Conv_1` (1,280) and `Logits` (1,001).

    Its graph is already fused; a node's name starts or ends with the layer it came from, so the
    layers are told apart by their order, which is the network's own.
    """
    fused = [
        node for node in graph.nodes.values()
        if node["op"] in ("_FusedConv2D", "FusedDepthwiseConv2dNative")
    ]
    names = [*layer_names(), "Conv_1", "Logits"]
    if len(fused) != len(names):
        raise ValueError(f"{len(fused)} layers in the teacher's graph instead of {len(names)}")
    kernels = {}
    for name, node in zip(names, fused):
        part = name.split("/")[0]
        if f"{part}/" not in node["name"] or _has_relu6(node) != _ends_in_relu6(name):
            raise ValueError(f"the teacher's node {node['name']} is not {name}")
        kernels[name] = Kernel(*(graph.constants[source] for source in node["input"][1:3]))
    return kernels


def _has_relu6(node: dict) -> bool:
    ops = node["attr"]["fused_ops"]["list"]["s"]
    return any(base64.b64decode(op) == b"Relu6" for op in ops)


def _ends_in_relu6(name: str) -> bool:
    return not name.endswith("/project") and name != "Logits"


def conv_same(x: Tensor, weight: Tensor, bias: Tensor, stride: int, groups: int) -> Tensor:
    """Convolution with TensorFlow's SAME padding, where the odd row and column come last."""
    size = weight.shape[-1]
    before_and_after = [_same_padding(n, size, stride) for n in (x.shape[-1], x.shape[-2])]
    if all(before == after for before, after in before_and_after):
        padding = (before_and_after[1][0], before_and_after[0][0])
        return F.conv2d(x, weight, bias, stride, padding, groups=groups)
    x = F.pad(x, (*before_and_after[0], *before_and_after[1]))
    return F.conv2d(x, weight, bias, stride, groups=groups)


def _same_padding(length: int, size: int, stride: int) -> tuple[int, int]:
    total = max((-(-length // stride) - 1) * stride + size - length, 0)
    return total // 2, total - total // 2


class FoldedConv(nn.Module):
    """Convolution with bias, and ReLU6 where asked."""

    def __init__(self, kernel: Kernel, stride: int, depthwise: bool, relu6: bool) -> None:
        super().__init__()
        order = (2, 3, 0, 1) if depthwise else (3, 2, 0, 1)
        weight = np.ascontiguousarray(kernel.weight.transpose(order))
        self.weight = nn.Parameter(torch.from_numpy(weight))
        self.bias = nn.Parameter(torch.from_numpy(kernel.bias.copy()))
        self.stride = stride
        self.depthwise = depthwise
        self.relu6 = relu6
        self.rounded = False
        """Compute with the weights as int8 will hold them (Jacob et al., 2018)."""

    def forward(self, x: Tensor) -> Tensor:
        groups = self.weight.shape[0] if self.depthwise else 1
        weight = round_weights(self.weight) if self.rounded else self.weight
        x = conv_same(x, weight, self.bias, self.stride, groups)
        return F.hardtanh(x, 0, 6, inplace=True) if self.relu6 else x

    def kernel(self) -> Kernel:
        """The layer in TensorFlow's order."""
        order = (2, 3, 0, 1) if self.depthwise else (2, 3, 1, 0)
        weight = self.weight.detach().numpy().transpose(order)
        return Kernel(np.ascontiguousarray(weight), self.bias.detach().numpy().copy())


def round_weights(weight: Tensor) -> Tensor:
    """Weights on the grid of int8 with one scale for each output channel. Their gradient passes as
    if nothing had been rounded (straight-through estimator; Bengio et al., 2013)."""
    with torch.no_grad():
        scale = weight.abs().amax((1, 2, 3), keepdim=True).clamp_min(1e-12) / 127
        difference = (weight / scale).round() * scale - weight
    return weight + difference


@dataclass(frozen=True)
class Reading:
    """A linear reading of a pooled tap: `x @ weight.T + bias`."""

    weight: Tensor
    bias: Tensor

    def __call__(self, tap: Tensor) -> Tensor:
        return F.linear(tap, self.weight, self.bias)


@dataclass(frozen=True)
class Readings:
    """How the pooled taps are read when the trunk ships; the last tap's is part of its last layer."""

    middle: Reading
    """Of the middle blocks."""
    offset: Tensor
    """Added to the 960 channels."""


@dataclass(frozen=True)
class Maps:
    """What a trunk computes for a batch: the 960 channels, and block outputs by block number."""

    tap: Tensor
    blocks: dict[int, Tensor]

    def pooled_taps(self) -> tuple[Tensor, Tensor]:
        """What is taught, averaged over the image: [n, 960] and [n, 320]."""
        return self.tap.mean((2, 3)), self.blocks[16].mean((2, 3))

    def pooled_middle(self) -> Tensor:
        """The middle blocks, averaged over the image and joined: [n, 160]."""
        return torch.cat([self.blocks[block].mean((2, 3)) for block in MIDDLE_BLOCKS], 1)


class Trunk(nn.Module):
    """MobileNetV2 1.0 from the image to the last block's 320 channels."""

    def __init__(self, kernels: dict[str, Kernel], readings: Readings | None = None) -> None:
        super().__init__()
        self.readings = readings
        self.layers = nn.ModuleDict()
        for name in layer_names():
            depthwise = name.endswith("/depthwise")
            stride = 2 if name == "Conv" else 1
            if depthwise:
                stride = STRIDES[_block_index(name)]
            layer = FoldedConv(kernels[name], stride, depthwise, _ends_in_relu6(name))
            self.layers[_module_name(name)] = layer

    def layer(self, name: str) -> FoldedConv:
        layer = self.layers[_module_name(name)]
        assert isinstance(layer, FoldedConv)
        return layer

    def forward(self, images: Tensor, frozen_blocks: int = 0) -> Maps:
        """Runs the trunk; the first convolution and `frozen_blocks` blocks keep no gradient."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and frozen_blocks == 0):
            x = self.run_front(images, frozen_blocks)
        return self.run_rest(x, frozen_blocks)

    def run_front(self, images: Tensor, blocks: int) -> Tensor:
        """The first convolution and so many blocks."""
        x = self.layer("Conv")(images)
        for index in range(blocks):
            x, _ = self._run_block(x, index)
        return x

    def run_rest(self, x: Tensor, first: int) -> Maps:
        """The blocks from the `first` on, given the output of the one before."""
        tap = x
        blocks: dict[int, Tensor] = {}
        for index in range(first, len(STRIDES)):
            x, depthwise = self._run_block(x, index)
            if index == TAP_BLOCK:
                tap = depthwise
            if index in DEPTHS or index in MIDDLE_BLOCKS:
                blocks[index] = x
        return Maps(tap, blocks)

    def _run_block(self, x: Tensor, index: int) -> tuple[Tensor, Tensor]:
        """A block's output, and its depthwise layer's."""
        name = block_name(index)
        y = x if index == 0 else self.layer(f"{name}/expand")(x)
        depthwise = self.layer(f"{name}/depthwise")(y)
        y = self.layer(f"{name}/project")(depthwise)
        return (x + y if x.shape == y.shape else y), depthwise

    def parameters_from(self, first: int) -> list[nn.Parameter]:
        """Of the blocks from the `first` on."""
        names = [name for name in layer_names()[1:] if _block_index(name) >= first]
        return [value for name in names for value in self.layer(name).parameters()]

    def describe(self, images: Tensor) -> tuple[Tensor, ...]:
        """The taps as the product reads them, in its order; without readings the two that are
        taught, as they are."""
        maps = self(images)
        tap, last = maps.pooled_taps()
        if not self.readings:
            return tap, last
        return self.readings.middle(maps.pooled_middle()), last, tap + self.readings.offset

    def use_rounded_weights(self, rounded: bool) -> None:
        for name in layer_names():
            self.layer(name).rounded = rounded

    def kernels(self) -> dict[str, Kernel]:
        return {name: self.layer(name).kernel() for name in layer_names()}


class Teacher(nn.Module):
    """The ImageNet MobileNetV2: trunk, `Conv_1`, pooled 1,280 features, 1,001 logits."""

    def __init__(self, kernels: dict[str, Kernel]) -> None:
        super().__init__()
        self.trunk = Trunk(kernels)
        self.conv_1 = FoldedConv(kernels["Conv_1"], 1, False, True)
        logits = kernels["Logits"]
        self.class_weight = nn.Parameter(torch.from_numpy(logits.weight[0, 0].T.copy()))
        self.class_bias = nn.Parameter(torch.from_numpy(logits.bias.copy()))

    def forward(self, images: Tensor) -> tuple[Maps, Tensor]:
        """The trunk's maps and the pooled features [n, 1280]."""
        maps = self.trunk(images)
        return maps, self.conv_1(maps.blocks[16]).mean((2, 3))

    def classify(self, features: Tensor) -> Tensor:
        """Logits [n, 1001] of pooled features; index 0 is the background."""
        return F.linear(features, self.class_weight, self.class_bias)


def _block_index(name: str) -> int:
    block = name.split("/")[0]
    return 0 if block == "expanded_conv" else int(block.rsplit("_", 1)[1])


def _module_name(name: str) -> str:
    return name.replace("/", "_")
