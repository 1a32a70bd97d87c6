"""Values as the JSON documents that the tables hold, and back.

In: frozen dataclasses or documents. Out: the other; a document that is damaged raises DamageError.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

import msgspec

from ocr.errors import DamageError
from ocr.page import Reading

Value = TypeVar("Value")

_SWITCH = Lock()  # of the search for garbage, which two threads could leave off for good


def encode(value: object) -> str:
    """A value as its document."""
    return msgspec.json.encode(value).decode()


def decode(document: str | bytes, kind: type[Value], owner: str) -> Value:
    """A value from its document; raises DamageError, which names the `owner`, for one that is damaged."""
    try:
        with _uncollected():
            return msgspec.json.decode(document, type=kind)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise damage(owner, str(error)) from error


def decode_reading(document: str) -> Reading | None:
    """A reading from its document; None for one that is damaged."""
    try:
        with _uncollected():
            return msgspec.json.decode(document, type=Reading)
    except (msgspec.DecodeError, UnicodeError):
        return None


def damage(owner: str, what: str) -> DamageError:
    """The error for a record that cannot be decoded."""
    return DamageError(
        f"the record of {owner} is damaged ({what})", "restore a backup, or read its file anew: galley ocr FILE --force"
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: every few hundred of a page's 200,000 new values it would go through them all."""
    with _SWITCH:
        was = gc.isenabled()
        gc.disable()
    try:
        yield
    finally:
        with _SWITCH:
            if was:
                gc.enable()
