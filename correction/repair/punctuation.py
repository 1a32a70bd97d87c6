"""Marks of Chinese text made one form each: the one that most of a page's marks have.

In: a passage with the habits of its page. Out: an edit for each mark that has the other form. Off unless asked for:
punctuation stays as printed. 、 and ， are different marks, digits and letters keep their width.
"""

from __future__ import annotations

from collections.abc import Iterator

from correction.repair.marks import find_marks
from correction.repair.passage import Edit, Passage

PUNCTUATION = "punctuation"


def unify_marks(passage: Passage) -> Iterator[Edit]:
    """Give each mark the form that prevails."""
    if not passage.chinese or not passage.habits.full:
        return
    for place in find_marks(passage.text):
        form = passage.habits.form(place)
        if form is not None and form != passage.text[place.at]:
            width = "full" if passage.habits.full[place.mark] else "half"
            yield Edit(place.at, place.at + 1, form, f"most of these marks on the page are {width} wide")
