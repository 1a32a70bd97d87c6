"""Layout decisions from a file: read, checked against the pages, and kept in the log.

In: a JSON or TOML file of page ids with their `Overrides`. Out: the overrides, words on ids that nothing has, and the
`Decision`s that make them last: a page that is read again finds them in the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from correction.review import Decision, Kind, Reviewed, decide, replay, write_regions
from ocr.errors import InputError
from ocr.layout.overrides import Overrides
from ocr.page import Page

AUTHOR = "overrides file"


def read_overrides(file: Path) -> Mapping[str, Overrides]:
    """Read page ids with their Overrides from JSON or TOML; raises InputError with the key or place that is wrong."""
    try:
        decode = msgspec.toml.decode if file.suffix.lower() == ".toml" else msgspec.json.decode
        content = decode(file.read_bytes(), type=dict[str, dict[str, Any]])
        known = {field.name for field in fields(Overrides)}
        if unknown := sorted({key for each in content.values() for key in each} - known):
            raise InputError(f"{file}: there is no key {', '.join(unknown)}", f"use {', '.join(sorted(known))}")
        read = {page: msgspec.convert(_boxed(each), Overrides) for page, each in content.items()}
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})", "check the path") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        keys = ", ".join(field.name for field in fields(Overrides))
        raise InputError(f"{file}: {error}", f"give page ids with {keys}") from error
    for page, overrides in read.items():
        for b in (region.box for region in overrides.regions):
            if b.left >= b.right or b.top >= b.bottom:
                said = f"[{b.left}, {b.top}, {b.right}, {b.bottom}]"
                raise InputError(f"{file}: the box {said} of {page} holds nothing", "write left, top, right, bottom")
    return read


def _boxed(content: dict[str, Any]) -> dict[str, Any]:
    """A box is written as [left, top, right, bottom]."""
    regions = content.get("regions")
    if not isinstance(regions, list):
        return content
    sides = ("left", "top", "right", "bottom")
    boxed = [
        {**r, "box": dict(zip(sides, r["box"], strict=True))}
        if isinstance(r, dict) and isinstance(r.get("box"), list) and len(r["box"]) == len(sides)
        else r
        for r in regions
    ]
    return {**content, "regions": boxed}


def unknown_lines(page: Page, overrides: Overrides) -> list[str]:
    """The ids that overrides speak of and the page has not; a new reading may have cut its lines otherwise."""
    return sorted(overrides.lines - {line.id for line in page.lines})


def empty_boxes(page: Page, overrides: Overrides) -> list[str]:
    """The boxes of drawn regions that no line of the page stands in, as they are written."""
    boxes = [region.box for region in overrides.regions if not any(region.holds(line.box) for line in page.lines)]
    return [f"[{b.left}, {b.top}, {b.right}, {b.bottom}]" for b in boxes]


def keep(page: Page, overrides: Overrides, log: list[Decision]) -> list[Decision]:
    """The decisions to add to a page's log so that these overrides last; none for what the log says already."""
    reviewed = replay(page, log)
    return list(_decisions(page, overrides, reviewed))


def _decisions(page: Page, overrides: Overrides, reviewed: Reviewed) -> Iterator[Decision]:
    logged = reviewed.overrides
    known = {line.id for line in page.lines}

    def make(kind: Kind, lines: list[str], value: str | None) -> Iterator[Decision]:
        if held := [line for line in lines if line in known]:
            yield decide(page, kind, held, value, AUTHOR, reviewed)

    if overrides.regions and overrides.regions != logged.regions:
        yield decide(page, "regions", (), write_regions(overrides.regions), AUTHOR, reviewed)
    for value, lines in _by_value(overrides.roles, logged.roles).items():
        yield from make("role", lines, value)
    for value, lines in _by_value(overrides.items, logged.items).items():
        yield from make("item", lines, value)
    for value, lines in _by_value(_types_of_lines(page, overrides), logged.types).items():
        yield from make("type", lines, value)
    yield from make("join", sorted(overrides.joins - logged.joins), None)
    yield from make("split", sorted(overrides.splits - logged.splits), None)
    if overrides.order != logged.order:
        yield from make("order", list(overrides.order), None)


def _by_value(wanted: Mapping[str, Any], logged: Mapping[str, Any]) -> dict[str | None, list[str]]:
    """Lines by what is new for them."""
    found: dict[str | None, list[str]] = {}
    for line, value in wanted.items():
        if line not in logged or logged[line] != value:
            found.setdefault(value, []).append(line)
    return found


def _types_of_lines(page: Page, overrides: Overrides) -> dict[str, str]:
    """Types by line: the log knows lines, and a group by one of its lines."""
    member: dict[str | None, str] = {}
    for region in overrides.regions:
        for line in page.lines:
            if region.holds(line.box):
                member.setdefault(region.group, line.id)
    member |= {name: line for line, name in overrides.items.items()}
    return {member.get(key, key): value for key, value in overrides.types.items()}
