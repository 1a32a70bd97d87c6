"""How long a run will take is told by the pages that were read."""

from correction.progress import MEASURED, Pace
from ocr.events import Event


def test_pages_that_are_skipped_cost_nothing() -> None:
    pace = Pace(0.0)
    for n in range(50):
        pace.take(Event("page_skipped", n + 1, 100), 100.0)
    assert pace.left(Event("page_skipped", 50, 100), 100.0) == ""
    for n in range(MEASURED):
        pace.take(Event("page_done", 51 + n, 100), 110.0 + 10 * n)
    assert pace.left(Event("page_done", 90, 100), 100.0 + 10 * MEASURED) == ", about 2 min"
