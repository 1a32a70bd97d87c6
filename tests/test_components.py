"""Components are what OpenCV finds with 32-bit labels, however short the labels are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.components import components, look_up
from ocr.layout.ink import Mask, parts_of


def noise(seed: int, share: float, side: int = 60) -> Mask:
    return (np.random.default_rng(seed).random((side, side)) < share).astype(np.uint8)


@given(st.integers(0, 10**6), st.floats(0, 1), st.sampled_from((4, 8)))
def test_short_labels_are_those_of_opencv(seed: int, share: float, connectivity: int) -> None:
    mask = noise(seed, share)
    labels, rows = components(mask, connectivity)
    _, long_labels, long_rows, _ = cv2.connectedComponentsWithStats(mask, connectivity=connectivity)
    assert labels.dtype == np.uint16
    assert np.array_equal(labels, long_labels)
    assert np.array_equal(rows[1:], long_rows[1:])


@pytest.mark.parametrize("connectivity", [4, 8])
def test_more_components_than_16_bits_count(connectivity: int) -> None:
    mask = np.zeros((600, 600), np.uint8)
    mask[::2, ::2] = 1
    labels, rows = components(mask, connectivity)
    assert labels.dtype == np.int32
    assert len(rows) - 1 == labels.max() == 300 * 300
    table = (np.arange(len(rows)) % 3 == 1).astype(np.uint8)
    assert np.array_equal(look_up(table, labels), table[labels])


@given(st.integers(0, 10**6), st.floats(0.05, 0.5))
def test_chosen_parts_are_those_of_their_mask(seed: int, share: float) -> None:
    parts = parts_of(noise(seed, share))
    chosen = np.random.default_rng(seed).random(len(parts.area)) < 0.5
    some, anew = parts.only(chosen), parts_of(parts.mask(chosen))
    assert np.array_equal(some.labels, anew.labels)
    assert np.array_equal(some.boxes, anew.boxes)
    assert np.array_equal(some.area, anew.area)


def test_few_components_may_take_more_labels_on_the_way_than_16_bits_count() -> None:
    mask = np.zeros((800, 800), np.uint8)
    mask[1:, 2::4] = 1  # strokes, each with a foot to its lower left in every second row
    mask[1::2, 1::4] = 1
    labels, rows = components(mask)
    assert len(rows) - 1 == labels.max() == 200
