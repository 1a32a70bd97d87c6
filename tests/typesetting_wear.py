"""A clean page image goes in, the same page as print and scanner leave it comes out. Grey, 0 black, 255 white."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Wear:
    """How worn a page is; strengths are shares of the full grey range, `skew` is in degrees clockwise.

    `gain` is how much more the ink spreads than usual: faces with hairlines need it to stay readable.
    """

    skew: float = 0.4
    gain: float = 0.0
    ink_noise: float = 0.13
    faintness: float = 0.2
    paper_noise: float = 0.022
    show_through: float = 0.11
    light: float = 0.12
    specks: int = 200
    gutter: float = 0.0


WEARS = {
    "clean": Wear(ink_noise=0.05, faintness=0.05, paper_noise=0.01, show_through=0.03, light=0.05, specks=20),
    "light": Wear(ink_noise=0.07, faintness=0.12, paper_noise=0.018, show_through=0.08, light=0.1, specks=80),
    "usual": Wear(),
    "heavy": Wear(ink_noise=0.24, faintness=0.42, paper_noise=0.045, show_through=0.2, light=0.22, specks=800),
}
"""What a description may name with `like`: "usual" is a sample page, "heavy" one that was printed and kept badly."""


def smooth_noise(rng: np.random.Generator, shape: tuple[int, int], grain: float) -> Grey:
    """Noise of mean 0 and deviation 1 whose spots are about `grain` pixels wide; made small and enlarged."""
    rows, columns = (max(2, round(n / grain)) for n in shape)
    small = rng.standard_normal((rows, columns)).astype(np.float32)
    return cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC).astype(np.float32)


def halftone(grey: Grey, cell: int) -> Grey:
    """Print a picture (0-1) in dots on a grid turned by 45 degrees, `cell` pixels apart."""
    rows, columns = np.indices(grey.shape, dtype=np.float32)
    a, b = (columns + rows) * np.pi / cell / 1.4142, (columns - rows) * np.pi / cell / 1.4142
    screen = (np.cos(a * 1.4142) * np.cos(b * 1.4142) + 1) / 2
    return np.where(grey > screen, 255, 0).astype(np.float32)


def invent_picture(rng: np.random.Generator, width: int, height: int) -> Grey:
    """A hazy view with a horizon and some dark shapes, 0-1: enough to be a picture, no text."""
    picture = np.linspace(0.85, 0.45, height, dtype=np.float32)[:, None] * np.ones((1, width), np.float32)
    horizon = int(height * rng.uniform(0.5, 0.65))
    picture[horizon:] = 0.42
    for _ in range(9):
        left, wide = int(rng.uniform(0, 0.9) * width), int(rng.uniform(0.05, 0.22) * width)
        top = horizon - int(rng.uniform(0.08, 0.38) * height)
        picture[top : horizon + int(0.04 * height), left : left + wide] = rng.uniform(0.12, 0.4)
    picture += 0.08 * smooth_noise(rng, (height, width), height / 14) + 0.05 * smooth_noise(rng, (height, width), 9)
    return np.asarray(np.clip(cv2.GaussianBlur(picture, (0, 0), 4), 0.05, 0.97), dtype=np.float32)


def spread_ink(page: Grey, rng: np.random.Generator, wear: Wear) -> Grey:
    """Press and paper: edges frayed where ink spread or failed, and whole patches paler."""
    ink = cv2.GaussianBlur(1 - page / 255, (0, 0), 1.15)
    fray = wear.ink_noise * smooth_noise(rng, ink.shape, 2.2) + 0.04 * smooth_noise(rng, ink.shape, 240)
    edge = np.clip((ink - 0.34 + wear.gain + fray * (ink > 0.02)) * 3.0 + 0.42, 0, 1)
    patches = np.clip(smooth_noise(rng, ink.shape, 300) * 0.5 + 0.3, 0, 1)
    mottled = 1 - wear.faintness * patches - 0.10 * np.abs(smooth_noise(rng, ink.shape, 3))
    soft = cv2.GaussianBlur(edge * mottled, (0, 0), 0.9)
    return np.asarray(np.clip(soft, 0, 1), dtype=np.float32)


def light_paper(shape: tuple[int, int], rng: np.random.Generator, wear: Wear) -> Grey:
    """The empty paper, 0-1: its tone, lit more on one side, darker by the gutter."""
    rows, columns = shape
    slope = np.linspace(-1, 1, columns, dtype=np.float32)[None, :] * rng.uniform(0.4, 1)
    fall = np.linspace(-1, 1, rows, dtype=np.float32)[:, None] * rng.uniform(-1, 1)
    paper = 0.86 - wear.light * 0.5 * (slope + fall) + 0.012 * smooth_noise(rng, shape, 420)
    from_gutter = np.arange(columns, dtype=np.float32)[None, :] / columns
    return np.asarray(paper - wear.gutter * np.exp(-from_gutter / 0.015), dtype=np.float32)


def add_specks(page: Grey, rng: np.random.Generator, count: int) -> None:
    """Dirt and bare spots, in place."""
    rows, columns = page.shape
    for _ in range(count):
        spot = (int(rng.uniform(0, columns)), int(rng.uniform(0, rows)))
        tone = float(rng.choice([0.12, 0.25, 0.9]))
        axes = (int(rng.integers(1, 5)), int(rng.integers(1, 4)))
        cv2.ellipse(page, spot, axes, float(rng.uniform(0, 180)), 0, 360, tone, -1, cv2.LINE_AA)


def wear_page(page: Grey, back: Grey, wear: Wear, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Print and scan a page; `back` shows through mirrored. Returns the scan and the 2 x 3 matrix from page to scan."""
    rng = np.random.default_rng(seed)
    rows, columns = page.shape
    ink = spread_ink(page, rng, wear)
    behind = cv2.GaussianBlur(1 - np.roll(back[:, ::-1], (rows // 37, columns // 23), (0, 1)) / 255, (0, 0), 3.5)
    scan = light_paper((rows, columns), rng, wear)
    scan = scan * (1 - wear.show_through * behind) * (1 - 0.9 * ink)
    add_specks(scan, rng, wear.specks)
    matrix = np.asarray(cv2.getRotationMatrix2D((columns / 2, rows / 2), -wear.skew, 1.0), dtype=np.float64)
    turned = cv2.warpAffine(scan, matrix, (columns, rows), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    grainy = turned + wear.paper_noise * smooth_noise(rng, (rows, columns), 1.5)
    return np.clip(grainy * 255, 0, 255).astype(np.uint8), matrix


def move_box(box: Box, matrix: NDArray[np.float64], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The upright box around a box that was turned by `matrix`, kept inside `size` (width, height)."""
    left, top, right, bottom = box
    corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]]) @ matrix.T
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    return (max(0, round(x0)), max(0, round(y0)), min(size[0], round(x1)), min(size[1], round(y1)))
