"""Tables are known by their stacks of figures, without a look at every line of the page for each of them."""

from __future__ import annotations

from collections.abc import ItemsView

from ocr.layout.sheet import Entry, Sheet
from ocr.layout.tables import find_tables
from ocr.page import Box, TextLine

GOODS = ("Wheat", "Rye", "Oats and barley", "Coal", "Salt, in bags", "Herrings")


class Asked(dict[int, Entry]):
    """Entries that count how often all of them are gone through."""

    times = 0

    def items(self) -> ItemsView[int, Entry]:  # type: ignore[override]
        self.times += 1
        return super().items()


def test_the_rows_of_a_price_list_are_found() -> None:
    entries = Asked()
    for row in range(60):
        goods = GOODS[row % len(GOODS)]
        for left, text in ((0, goods), (160, str(10 + row)), (240, f"{row}.50")):
            box = Box(left, 30 * row, left + 10 * len(text), 30 * row + 20)
            entries[len(entries)] = Entry(TextLine(f"l{len(entries)}", box, box.polygon), box, text)
    sheet = Sheet(tuple(entries.values()), (), (), 600, 2000, 10.0, 2.0, 20.0, False, False)
    (table,) = find_tables(entries, sheet)
    assert table == [(3 * row, 3 * row + 1, 3 * row + 2) for row in range(60)]
    assert entries.times <= 2
