"""What exported files say of the program that wrote them, and of times.

In: times. Out: words. A time without a zone is taken as UTC, so that the bytes do not depend on the machine's own zone.
"""

from __future__ import annotations

from datetime import UTC, datetime

from correction.version import installed_version

PROGRAM = "Galley"


def signature() -> str:
    """The program with its version."""
    return f"{PROGRAM} {installed_version()}"


def in_utc(time: datetime) -> datetime:
    """A time in UTC."""
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def timestamp(time: datetime) -> str:
    """A time in UTC as XML Schema writes it, in whole seconds.

    >>> timestamp(datetime(2026, 3, 1, 18))
    '2026-03-01T18:00:00Z'
    """
    return in_utc(time).strftime("%Y-%m-%dT%H:%M:%SZ")
