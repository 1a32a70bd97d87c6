"""Pictures for the desk: page images, lines, boxes, thumbnails, tiles, and the folder that they are kept in."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from page_readers import make_page
from PIL import Image
from project_pages import source

from correction.audit import audit
from correction.desk.derived import DerivedFolder
from correction.desk.images import TALLEST, PageImages, level
from correction.desk.tiles import SIZE, Tiles, halves, place, top_level
from correction.search import refresh
from correction.store.backup import backup, restore
from correction.store.folder import ProjectFolder
from ocr.errors import InputError, UsageError
from ocr.page import Box, Page, Source, TextLine

WIDE, HIGH = 1300, 900


def scanned(project: ProjectFolder, folder: Path, picture: np.ndarray | None = None, turn: int = 0) -> Page:
    """A page of a project with a real picture, darker to the right and to the foot."""
    if picture is None:
        picture = np.add.outer(np.linspace(0, 100, HIGH), np.linspace(150, 20, WIDE)).astype(np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "scan.png"
    Image.fromarray(picture).save(file)
    entry = project.add_sources([source(file)])[0].entry
    wide, high = (HIGH, WIDE) if turn else (WIDE, HIGH)
    page = make_page(entry.id, "one", "two", source=replace(entry.source, turn=turn))  # type: ignore[arg-type]
    return project.save_page(replace(page, width=wide, height=high))


@pytest.fixture
def page(local: ProjectFolder, tmp_path: Path) -> Page:
    return scanned(local, tmp_path / "in")


@pytest.fixture
def derived(local: ProjectFolder) -> DerivedFolder:
    return DerivedFolder(local.root)


@pytest.fixture
def images(local: ProjectFolder, derived: DerivedFolder) -> PageImages:
    return PageImages(local, derived)


@pytest.fixture
def tiles(images: PageImages, derived: DerivedFolder) -> Iterator[Tiles]:
    found = Tiles(images, derived)
    yield found
    found.close()


def opened(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def test_a_page_image_is_decoded_once_and_the_oldest_goes(local: ProjectFolder, tmp_path: Path) -> None:
    found = [scanned(local, tmp_path / str(n), np.full((50, 40 + n), 90, np.uint8)) for n in range(3)]
    images = PageImages(local, limit=50 * 85)
    first = images.image(found[0].id)
    assert first.shape == (50, 40)
    assert images.image(found[0].id) is first
    images.image(found[1].id)
    assert images.image(found[0].id) is first
    images.image(found[2].id)
    images.image(found[1].id)
    assert images.image(found[0].id) is not first
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 1


def test_many_threads_get_one_image(images: PageImages, page: Page) -> None:
    with ThreadPoolExecutor(8) as crew:
        found = list(crew.map(lambda _: images.image(page.id), range(16)))
    assert all(each is found[0] for each in found)


def test_an_image_is_turned_as_its_page_was(local: ProjectFolder, tmp_path: Path) -> None:
    page = scanned(local, tmp_path / "in", turn=90)
    images = PageImages(local)
    assert images.image(page.id, page.source.turn).shape == (page.height, page.width)
    assert images.image(page.id).shape == (page.width, page.height)
    assert images.thumbnail(page.id, 90).tag != images.thumbnail(page.id).tag


def test_a_scan_that_is_gone_or_changed_is_said(local: ProjectFolder, images: PageImages, page: Page) -> None:
    file = local.root / page.source.path
    data = file.read_bytes()
    file.write_bytes(data + b"more")
    with pytest.raises(InputError, match="changed"):
        images.image(page.id)
    file.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        images.box(page, Box(0, 0, 10, 10))
    file.write_bytes(data)
    assert images.image(page.id).shape == (HIGH, WIDE)
    with pytest.raises(UsageError):
        images.image("p000099")


def test_a_line_shows_its_neighbours_and_is_no_taller_than_needed(images: PageImages, page: Page) -> None:
    line = page.lines[0]
    picture = images.line(page, line)
    assert opened(picture.data).shape == (50, 410 + 10)  # half a letter more on every side where the page goes on
    assert picture.tag == images.line(page, line).tag != images.line(page, page.lines[1]).tag
    tall = replace(line, box=Box(0, 0, 1000, 600), polygon=Box(0, 0, 1000, 600).polygon, glyph=300.0)
    assert opened(images.line(page, tall).data).shape[0] == TALLEST


def test_a_column_stands_or_lies_on_its_side(images: PageImages, page: Page) -> None:
    box = Box(100, 100, 140, 700)
    column = TextLine("l_c", box, box.polygon, direction="vertical", glyph=36.0)
    standing, lying = images.line(page, column), images.line(page, column, upright=True)
    assert opened(standing.data).shape == (636, 76)
    assert opened(lying.data).shape == (76, 636)
    assert standing.tag != lying.tag
    shown = opened(lying.data).astype(int)
    assert shown[:, :50].mean() < shown[:, -50:].mean()  # its head, which is darker, is at the left


def test_a_line_of_a_page_that_lies_askew_is_level() -> None:
    image = np.full((600, 900), 255, np.uint8)
    cv2.line(image, (100, 320), (800, 295), (0,), 5)
    angle = np.degrees(np.arctan2(295 - 320, 700))
    polygon = ((100, 310), (800, 285), (800, 305), (100, 330))
    part = level(image, polygon, float(angle), 10)
    middles = [float(np.flatnonzero(part[:, x] < 128).mean()) for x in (60, 350, 640)]
    assert max(middles) - min(middles) <= 1.0
    assert part.shape[0] < 60


def test_a_box_is_cut_bounded_and_must_lie_on_the_page(images: PageImages, page: Page) -> None:
    assert opened(images.box(page, Box(-50, 10, 100, 60)).data).shape == (50, 100)
    with pytest.raises(InputError, match="nothing of page"):
        images.box(page, Box(5000, 0, 6000, 10))


def test_thumbnails_are_kept(images: PageImages, page: Page, derived: DerivedFolder, local: ProjectFolder) -> None:
    first = images.thumbnail(page.id)
    assert max(opened(first.data).shape) == 240
    (local.root / page.source.path).unlink()
    assert PageImages(local, derived).thumbnail(page.id) == first


def test_a_pyramid_has_every_level_and_the_page_can_be_put_together(
    tiles: Tiles, images: PageImages, page: Page, derived: DerivedFolder
) -> None:
    assert f'Width="{WIDE}" Height="{HIGH}"' in tiles.describe(page)
    assert tiles.prepare(page).result()
    top = top_level(WIDE, HIGH)
    folder = derived.root / place(images.source(page))
    assert sorted(int(each.name) for each in folder.iterdir()) == list(range(top + 1))
    whole = np.zeros((HIGH, WIDE), np.uint8)
    for row in range(2):
        for column in range(3):
            tile = opened(tiles.tile(page, top, column, row).data)
            whole[row * SIZE : row * SIZE + tile.shape[0], column * SIZE : column * SIZE + tile.shape[1]] = tile
    assert np.abs(whole.astype(int) - images.image(page.id)).max() <= 6
    assert opened(tiles.tile(page, 0, 0, 0).data).shape == (1, 1)
    assert opened(tiles.tile(page, top - 1, 1, 0).data).shape == (450, 650 - SIZE)


def test_sides_are_rounded_up_as_dzi_has_it() -> None:
    assert [each.shape for each in halves(np.zeros((5, 9), np.uint8))] == [(5, 9), (3, 5), (2, 3), (1, 2), (1, 1)]


def test_a_tile_is_served_before_the_pyramid_is_whole_and_without_any(
    tiles: Tiles, page: Page, derived: DerivedFolder, local: ProjectFolder
) -> None:
    derived.root.write_bytes(b"a file in the way, as on a disk that cannot be written to")
    first = tiles.tile(page, top_level(WIDE, HIGH), 2, 1)
    assert opened(first.data).shape == (HIGH - SIZE, WIDE - 2 * SIZE)
    assert not tiles.prepare(page).result()
    assert PageImages(local, derived).thumbnail(page.id).data
    derived.root.unlink()
    assert tiles.prepare(page).result()
    assert tiles.tile(page, top_level(WIDE, HIGH), 2, 1) == first


@pytest.mark.parametrize(("level_", "column", "row"), [(12, 0, 0), (-1, 0, 0), (11, 3, 0), (11, 0, -1), (9, 1, 0)])
def test_a_tile_that_there_is_not_is_refused(tiles: Tiles, page: Page, level_: int, column: int, row: int) -> None:
    with pytest.raises(UsageError, match="no tile"):
        tiles.tile(page, level_, column, row)


def test_half_a_pyramid_is_never_served(tiles: Tiles, page: Page, derived: DerivedFolder, images: PageImages) -> None:
    part = derived.begin()
    assert part
    (part / "11").mkdir()
    (part / "11" / "0_0.jpg").write_bytes(b"half")
    assert not (derived.root / place(images.source(page))).exists()
    os.utime(part, (time.time() - 7200,) * 2)
    assert tiles.prepare(page).result()
    assert not part.exists()  # what was cut off is cleared away
    assert opened(tiles.tile(page, 11, 0, 0).data).shape == (SIZE, SIZE)


def test_what_was_not_looked_at_longest_goes_when_there_is_too_much(tmp_path: Path) -> None:
    folder = DerivedFolder(tmp_path, limit=250)
    for n, name in enumerate(("a", "b", "c")):
        part = folder.begin()
        assert part
        (part / "tile.jpg").write_bytes(b"x" * 100)
        assert folder.finish(part, f"tiles/{name}")
        os.utime(folder.root / f"tiles/{name}", (1000 + n,) * 2)
    folder.use("tiles/a")
    folder.trim()
    assert sorted(each.name for each in (folder.root / "tiles").iterdir()) == ["a", "c"]


def test_check_and_backup_leave_derived_files_out(
    local: ProjectFolder, tiles: Tiles, images: PageImages, page: Page, tmp_path: Path
) -> None:
    tiles.prepare(page).result()
    images.thumbnail(page.id)
    refresh(local)
    assert list(audit(local)) == []
    backup(local, tmp_path / "project.zip")
    again = restore(tmp_path / "project.zip", tmp_path / "again")
    assert not (again.root / "derived").exists()
    assert list(audit(again)) == []
    assert PageImages(again).thumbnail(page.id).data == images.thumbnail(page.id).data
    again.close()


def test_a_turned_or_cut_page_has_tiles_of_its_own() -> None:
    whole = Source("scans/page.png", "0" * 64)
    others = (replace(whole, frame=1), replace(whole, turn=90), replace(whole, crop=Box(0, 0, 10, 10)))
    assert len({place(each) for each in (whole, *others)}) == 4
