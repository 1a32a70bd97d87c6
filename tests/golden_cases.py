"""Golden cases in plain text, as a proof-reader can write them.

A case is a title, a line with a single dot, the input, a dot, what is expected, a dot. Blank lines and lines that
begin with # may stand between cases. A title ends in its language in brackets: `a suspended hyphen [de]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
FENCE = "."


@dataclass(frozen=True)
class Case:
    file: str
    title: str
    language: str
    given: str
    expected: str


def read_cases(name: str) -> list[Case]:
    cases: list[Case] = []
    parts: list[list[str]] = [[]]
    for line in (GOLDEN / name).read_text(encoding="utf-8").split("\n"):
        if line == FENCE:
            parts.append([])
        elif parts[0] or len(parts) > 1 or (line and not line.startswith("#")):
            parts[-1].append(line)
        if len(parts) == 4:
            title = parts[0][0]
            language = re.search(r"\[([\w-]+)\]$", title)
            assert language, f"{name}: the title {title!r} names no language"
            cases.append(Case(name, title, language[1], "\n".join(parts[1]), "\n".join(parts[2])))
            parts = [[]]
    assert parts == [[]] or not any(parts[0]), f"{name}: the last case is not closed"
    return cases


def update_cases(name: str, answer: Callable[[Case], str]) -> None:
    """Rewrite every expectation of a file with what comes out now; comments between cases are kept."""
    path = GOLDEN / name
    text = path.read_text(encoding="utf-8")
    for case in read_cases(name):
        head = f"{case.title}\n.\n{case.given}\n.\n"
        old = head + (f"{case.expected}\n" if case.expected else "") + ".\n"
        assert old in text, case.title
        text = text.replace(old, f"{head}{answer(case)}\n.\n")
    path.write_text(text, encoding="utf-8")
