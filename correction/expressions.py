r"""Regular expressions of a person, tried in a process of its own: none can hang or fill up this one.

In: an expression of Python's `re`, texts. Out: the places where it matches. The process may use so much time for a
stretch of texts, and so much memory; beyond that it is ended, and UsageError says so.

>>> with Expression(r"Th(\w+)", put=r"T\1") as expression:
...     expression.places(["die Thür", "das Thor und der Theil"])
[[Place(start=4, end=8, put='Tür')], [Place(start=4, end=8, put='Tor'), Place(start=17, end=22, put='Teil')]]
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any

import msgspec

from ocr.errors import UsageError

WORKER = Path(__file__).with_name("expression_worker.py")
SECONDS = 5.0  # for the lines of a page; an honest expression takes some milliseconds
LONGEST = 1000  # characters of an expression, and of what it is replaced by


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a text matches, in code points, and what is put there."""

    start: int
    end: int
    put: str | None = None


class _Answer(msgspec.Struct, frozen=True):
    places: list[list[tuple[int, int, str | None]]] = []
    problem: str = ""


class Expression:
    """An expression and what its matches become; `put` may name groups as in `re.sub`, None replaces nothing."""

    def __init__(self, find: str, case: bool = True, put: str | None = None, seconds: float = SECONDS) -> None:
        """Start the process; raises UsageError for what is no expression."""
        if max(len(find), len(put or "")) > LONGEST:
            raise UsageError("the expression is too long", f"make it shorter than {LONGEST} characters")
        self._seconds = seconds
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            self._ask({"find": find, "case": case, "put": put})
        except BaseException:
            self.close()
            raise

    def places(self, texts: Sequence[str]) -> list[list[Place]]:
        """The places of each text from left to right, none over another, none empty; raises UsageError."""
        return [[Place(*each) for each in found] for found in self._ask(texts).places]

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def __enter__(self) -> Expression:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, value: Any) -> _Answer:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        timer = Timer(self._seconds, self._process.kill)
        timer.start()
        try:
            stdin.write(msgspec.json.encode(value) + b"\n")
            stdin.flush()
            line = stdout.readline()
        except OSError:  # it was ended before it had read everything
            line = b""
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise UsageError("the expression takes too long", "make it simpler: no repetition within a repetition")
        answer = msgspec.json.decode(line, type=_Answer)
        if answer.problem:
            raise UsageError(f"this is no expression: {answer.problem}", "mend it, or look for plain words")
        return answer
