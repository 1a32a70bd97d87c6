"""Layout decisions from a file: read, checked against the pages, and kept in the log.

In: a JSON or TOML file of page ids with their `Overrides`. Out: the overrides, words on ids that nothing has, and the
`Decision`s that make them last: a page that is read again finds them in the log.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args

import msgspec

from correction.review import Decision, Kind, Reviewed, decide, replay, write_regions
from ocr.errors import InputError
from ocr.layout.overrides import DrawnRegion, Overrides, Run
from ocr.page import Box, ItemType, Page, Role

AUTHOR = "overrides file"
NAMED = 10  # ids or boxes that one warning names
FARTHEST = 1_000_000  # pixels: no page reaches further


Side = Annotated[int, msgspec.Meta(ge=-FARTHEST, le=FARTHEST)]


class RegionRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A drawn box: left, top, right, bottom in pixels of the page."""

    box: tuple[Side, Side, Side, Side]
    group: str | None
    role: Role | None = None


class PageRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file may say of a page."""

    roles: dict[str, Role] = {}
    items: dict[str, str | None] = {}
    order: tuple[str, ...] = ()
    joins: frozenset[str] = frozenset()
    splits: frozenset[str] = frozenset()
    types: dict[str, ItemType] = {}
    regions: tuple[RegionRecord, ...] = ()


def read_overrides(file: Path) -> Mapping[str, Overrides]:
    """Read page ids with their Overrides from JSON or TOML; raises InputError with the key or place that is wrong."""
    keys = ", ".join(PageRecord.__struct_fields__)
    page = ""
    try:
        decode = msgspec.toml.decode if file.suffix.lower() == ".toml" else msgspec.json.decode
        content = decode(file.read_bytes().removeprefix(codecs.BOM_UTF8), type=dict[str, Any])
        read: dict[str, Overrides] = {}
        for page, each in content.items():
            read[page] = _overrides(msgspec.convert(each, PageRecord))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})", "check the path") from error
    except RecursionError as error:
        raise InputError(f"{file}: is nested too deeply", f"give page ids with {keys}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        place = f" in {page}" if page else ""
        raise InputError(f"{file}: {error}{place}", _remedy(str(error), keys)) from error
    return read


def _remedy(said: str, keys: str) -> str:
    """What may stand where something else stood, by the path that msgspec names behind its words."""
    what, _, path = said.partition(" - at `$.")
    if what.startswith("Invalid enum value") and path.startswith("types"):
        return f"a type is one of {', '.join(get_args(ItemType))}"
    if what.startswith("Invalid enum value"):
        return f"a role is one of {', '.join(get_args(Role))}"
    if path.startswith("regions"):
        return "a region has a box of left, top, right, bottom, a group (a name or null), and may have a role"
    return f"give page ids with {keys}"


def _overrides(record: PageRecord) -> Overrides:
    regions = tuple(DrawnRegion(Box(*each.box), each.group, each.role) for each in record.regions)
    for number, b in enumerate(region.box for region in regions):
        if b.left >= b.right or b.top >= b.bottom:
            raise ValueError(f"the box {_written(b)} holds nothing - at `$.regions[{number}].box`")
    return Overrides(
        roles=record.roles,
        items=record.items,
        order=(Run(record.order),) if record.order else (),
        joins=record.joins,
        splits=record.splits,
        types=record.types,
        regions=regions,
    )


def _written(box: Box) -> str:
    return f"[{box.left}, {box.top}, {box.right}, {box.bottom}]"


def warnings(page: Page, overrides: Overrides) -> list[str]:
    """Words on boxes that hold no line, and on lines that the page has not."""
    said = []
    if empty := empty_boxes(page, overrides):
        stay = "; its regions stay as they were" if len(empty) == len(overrides.regions) else ""
        said.append(f"{page.id} has no line in the box {in_short(empty)}{stay}")
    if unknown := unknown_lines(page, overrides):
        said.append(f"{page.id} has no line {in_short(unknown)}")
    return said


def in_short(names: Sequence[str]) -> str:
    """Names in a row, the first of many only.

    >>> in_short([str(n) for n in range(30)])
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 20 more'
    """
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def unknown_lines(page: Page, overrides: Overrides) -> list[str]:
    """The ids that overrides speak of and the page has not; a new reading may have cut its lines otherwise."""
    return sorted(overrides.lines - {line.id for line in page.lines})


def empty_boxes(page: Page, overrides: Overrides) -> list[str]:
    """The boxes of drawn regions that no line of the page stands in, as they are written."""
    empty = (region for region in overrides.regions if not any(region.holds(line.box) for line in page.lines))
    return [_written(region.box) for region in empty]


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

    # A list of boxes beside the print would take the place of one that is right.
    drawn = len(empty_boxes(page, overrides)) < len(overrides.regions)
    if drawn and overrides.regions != logged.regions:
        yield decide(page, "regions", (), write_regions(overrides.regions), AUTHOR, reviewed)
    for value, lines in _by_value(overrides.roles, logged.roles).items():
        yield from make("role", lines, value)
    for value, lines in _by_value(overrides.items, logged.items).items():
        yield from make("item", lines, value)
    for value, lines in _by_value(_types_of_lines(page, overrides), logged.types).items():
        yield from make("type", lines, value)
    yield from make("join", sorted(overrides.joins - logged.joins), None)
    yield from make("split", sorted(overrides.splits - logged.splits), None)
    for run in overrides.order:
        if run not in logged.order:
            yield from make("order", list(run.lines), None)


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
