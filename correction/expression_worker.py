"""The process behind `correction.expressions`: tries one expression on texts, and may be killed at any time.

Reads JSON from its standard input, a line each: first the expression, then texts; answers each with a line. It runs
without the project's packages, so that it starts at once.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

MEMORY = 1 << 30  # bytes that the process may have
MOST = 100_000  # places in the texts of one question


def main() -> None:
    """Answer until there are no more questions."""
    _bound_memory()
    questions = (json.loads(line) for line in sys.stdin.buffer)
    pattern: re.Pattern[str] | None = None
    put: str | None = None
    for asked in questions:
        try:
            if pattern is None:
                put = asked["put"]
                pattern = re.compile(asked["find"], 0 if asked["case"] else re.IGNORECASE)
                pattern.sub(put or "", "")  # says what is wrong with the words to put in
                _answer({"places": []})
            else:
                _answer({"places": _places(pattern, asked, put)})
        except (re.error, ValueError, IndexError, OverflowError, RecursionError, MemoryError) as error:
            _answer({"problem": str(error) or type(error).__name__})


def _places(pattern: re.Pattern[str], texts: list[str], put: str | None) -> list[list[tuple[int, int, str | None]]]:
    left = MOST
    found = []
    for text in texts:
        places = list(_matches(pattern, text, put, left))
        left -= len(places)
        found.append(places)
    return found


def _matches(pattern: re.Pattern[str], text: str, put: str | None, most: int) -> Iterator[tuple[int, int, str | None]]:
    for match in pattern.finditer(text):
        if match.end() > match.start():
            if most <= 0:
                return
            most -= 1
            yield match.start(), match.end(), None if put is None else match.expand(put)


def _answer(value: object) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")
    sys.stdout.buffer.flush()


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows knows no such bound
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
