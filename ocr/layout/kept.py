"""The structure of a page that came from elsewhere, kept when a person changes a part of it, and found where it lacks.

In: a `Page` whose regions were imported. Out: what its regions say as `Overrides`, over which a person's lie; or the
page with the items that Galley finds in it, its regions, their lines and their order as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ocr.layout.arrange import rearrange
from ocr.layout.overrides import Overrides, Run
from ocr.page import Page, TextRegion

COARSE = "regions of the file hold several articles, which stay together: --layout find parts them"
ASTRAY = 0.1  # of a page's lines that are found to be in another article than most of their region


def structure_of(page: Page) -> Overrides:
    """What the regions of a page say, line by line: order, roles, items, types, and where paragraphs begin."""
    regions = [region for region in page.regions if region.lines]
    starts = [region.lines[0].id for region in regions if not region.continues]
    within = [line.id for region in regions for line in region.lines[0 if region.continues else 1 :]]
    held = {region.item for region in regions}
    return Overrides(
        roles={line.id: region.role for region in regions for line in region.lines},
        items={line.id: region.item for region in regions for line in region.lines},
        order=(Run(tuple(line.id for region in regions for line in region.lines)),) if regions else (),
        joins=frozenset(within),
        splits=frozenset(starts),
        types={item.id: item.type for item in page.items if item.id in held},
    )


def rearrange_kept(page: Page, overrides: Overrides) -> Page:
    """An imported page under a person's overrides: what they do not speak of stays as it was imported."""
    kept = structure_of(page)
    both = replace(overrides.over(kept), order=(*kept.order, *overrides.order))
    found = rearrange(page, both)
    there = {item.id for item in found.items}
    owners = {picture.id: picture.item for picture in page.pictures if picture.item in there}
    pictures = tuple(replace(each, item=each.item or owners.get(each.id)) for each in found.pictures)
    return replace(found, pictures=pictures)


def with_items(page: Page) -> Page:
    """The page with the items and roles that Galley finds, where its file named no item at all."""
    if page.items or not page.lines:
        return page
    structure = structure_of(page)
    told = {line: role for line, role in structure.roles.items() if role not in ("body", "furniture")}
    found = rearrange(page, Overrides(roles=told, joins=structure.joins))
    homes = {line.id: region for region in found.regions for line in region.lines}
    regions = tuple(_owned(region, [homes[line.id] for line in region.lines]) for region in page.regions)
    held = {region.item for region in regions}
    owners = {line.id: region.item for region in regions for line in region.lines}
    astray = sum(owners[line.id] != homes[line.id].item for line in page.lines)
    return replace(
        page,
        notes=(*page.notes, *([COARSE] if astray > ASTRAY * len(page.lines) else [])),
        regions=regions,
        items=tuple(item for item in found.items if item.id in held),
        pictures=tuple(replace(each, item=each.item if each.item in held else None) for each in found.pictures),
    )


def _owned(region: TextRegion, homes: Sequence[TextRegion]) -> TextRegion:
    """A region with the item and role that most of its lines were found to have; what its file called it stays."""
    if not homes:
        return region
    item = Counter(home.item for home in homes).most_common(1)[0][0]
    role = Counter(home.role for home in homes if home.item == item).most_common(1)[0][0]
    if region.role not in ("body", "furniture"):
        return replace(region, item=item)
    return replace(region, item=item, role=role)
