"""Hairlines: strokes so thin that at layout scale they are paler than the threshold that parts ink from paper.

In: the grey image of a page at layout scale. Out: a mask of its hairlines. In Song and Ming type what is level is thin,
most of all 一, and rings and commas are; on worn paper whole characters are pale. What shows through from the other
side is as pale, but blurred: only what is darker than the paper right beside it is a hairline.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.layout.ink import Mask, rect
from ocr.prepare import GreyImage, ink_level

# Of the way from the page's threshold to paper:
CONTRAST = 0.4  # how much paler what is beside a hairline is, at least
PALEST = 0.5  # how pale a hairline is, at most
THICK = 0.25  # of a character: a stroke of body type and the edges of it


def find_hairlines(grey: GreyImage, em: float) -> Mask:
    """The thin pale strokes as 0/1; `em` is a character in pixels. By the black top-hat (Meyer 1979)."""
    level = ink_level(grey)
    beside = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, rect(THICK * em, THICK * em))
    pale = grey < level + PALEST * (255 - level)
    return ((beside >= CONTRAST * (255 - level)) & pale).astype(np.uint8)
