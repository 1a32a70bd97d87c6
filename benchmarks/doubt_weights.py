"""The weights of evidence for an error, fitted on pages whose errors are known.

In: judged pages. Out: weights of a logistic model, for gaps and for characters: Newton's method on the likelihood with
a small penalty, which draws the weights to 0, or to those that stand: few pages move those, and do not make weights of
their own. Of the places without an error a share is enough, which then counts for all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from doubt_truth import Judged
from numpy.typing import NDArray

from correction.doubts.evidence import NAMES
from correction.doubts.weights import WEIGHTS
from ocr.page import Script

PENALTY = 3.0
SHARE = 0.12  # of the places without an error that are looked at
STEPS = 25
SCRIPTS: tuple[Script, ...] = ("fraktur", "latin", "han")

Numbers = NDArray[np.float64]


def fit_weights(pages: Sequence[Judged], script: Script, *, near: bool = False) -> tuple[Numbers, Numbers]:
    """The weights of gaps and of characters, in the order of `NAMES`: near those that stand, or near 0.

    Without pages of the script they are just these.
    """
    pages = [page for page in pages if page.script == script]
    before = [np.array(weights if near else [0.0] * len(NAMES)) for weights in WEIGHTS[script]]
    return _fitted(pages, 0, before[0]), _fitted(pages, 1, before[1])


def weigh_rows(page: Judged, weights: tuple[Numbers, Numbers]) -> list[list[float]]:
    """The chance of an error at each place of a page's lines, by other weights than Galley's own."""
    return [
        [1 / (1 + math.exp(-float(np.clip(weights[at % 2] @ row, -30, 30)))) for at, row in enumerate(rows)]
        for rows in page.rows
    ]


def write_table(pages: Sequence[Judged], *, near: bool = False) -> str:
    """The table of correction/doubts/weights.py."""
    columns = [column for script in SCRIPTS for column in fit_weights(pages, script, near=near)]
    rows = []
    for n, name in enumerate(NAMES):
        weights = ", ".join(f"{float(column[n]) + 0.0:.2f}".replace("-0.00", "0.00") for column in columns)
        rows.append(f'    "{name}": ({weights}),')
    return "\n".join(rows)


def _fitted(pages: Sequence[Judged], kind: int, before: Numbers) -> Numbers:
    evidence, wrong = _places(pages, kind)
    counts = np.where(wrong, 1.0, 1 / SHARE)
    weights = before
    for _ in range(STEPS if wrong.any() else 0):
        chance = 1 / (1 + np.exp(-np.clip(evidence @ weights, -30, 30)))
        slope = evidence.T @ (counts * (wrong - chance)) - PENALTY * (weights - before)
        bend = (evidence * (counts * chance * (1 - chance))[:, None]).T @ evidence + PENALTY * np.eye(len(NAMES))
        step = np.linalg.solve(bend, slope)
        weights = weights + step * min(1.0, 4 / np.abs(step).max())
        if np.abs(step).max() < 1e-3:
            break
    return weights


def _places(pages: Sequence[Judged], kind: int) -> tuple[Numbers, Numbers]:
    """Rows of evidence, and 1 where there is an error: all errors, and a share of the other places."""
    rng = np.random.default_rng(0)
    rows, wrong = [], []
    for page in pages:
        for line, errors in zip(page.rows, page.wrong, strict=True):
            for row, count in zip(line[kind::2], errors[kind::2], strict=True):
                if count or rng.random() < SHARE:
                    rows.append(row)
                    wrong.append(float(count > 0))
    return np.array(rows).reshape(-1, len(NAMES)), np.array(wrong)
