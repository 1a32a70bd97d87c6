"""Where the files of a METS issue lie on this machine.

In: a `MetsIssue` and the folder of its METS file, or more files that were brought along. Out: paths by the ids of its
files. What lies elsewhere in the net is never fetched. Deliveries are renamed and moved about: a file that is not
where METS says is looked for by its name, by its checksum, and at last by the number in its name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from correction.exchange.mets.issue import MetsFile, MetsIssue, MetsPage
from ocr.ingest import PAGE_SUFFIXES

CLIMB = 2  # folders up from the METS file that `../` may lead: from METS/ to the issue, and from there to its reel
TEXT_SUFFIXES = frozenset({".xml", ".alto"})
_SUMS = {"SHA256": "sha256", "SHA1": "sha1", "MD5": "md5", "SHA512": "sha512"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_NUMBER = re.compile(r"\d+(?=\D*$)")


def locate(href: str, folder: Path) -> Path | None:
    """The file that METS names, where it is one below the METS file's folder, or `CLIMB` above it.

    None for an address in the net, an absolute path, and what is no picture, PDF or XML file.
    """
    path = _relative(href)
    if path is None:
        return None
    place = folder.joinpath(*path.parts)
    try:
        found = place.resolve()
        home = folder.resolve()
        roof = home.parents[min(CLIMB, len(home.parents)) - 1] if ".." in path.parts and home.parents else home
        fits = found.suffix.lower() in PAGE_SUFFIXES | TEXT_SUFFIXES
        return place if fits and found.is_relative_to(roof) and found.is_file() else None
    except (OSError, ValueError, RuntimeError):  # a name that is too long, or holds what none may; links in a circle
        return None


def find_files(issue: MetsIssue, folder: Path, brought: Iterable[Path] = ()) -> dict[str, Path]:
    """The files of an issue that are there, by their ids; `brought` are more files to look among.

    Each path is given once. By numbers files are told only where the names of all of one kind differ in nothing else.
    """
    texts = [page.text for page in issue.pages if page.text]
    images = [image for page in issue.pages for image in page.images]
    near = [*brought, *(path for path in sorted(folder.iterdir()) if path.is_file())] if folder.is_dir() else [*brought]
    found = {file.id: path for file in (*texts, *images) if (path := locate(file.href, folder))}
    for files, suffixes in ((texts, TEXT_SUFFIXES), (images, PAGE_SUFFIXES)):
        free = [path for path in dict.fromkeys(near) if path.suffix.lower() in suffixes and path not in found.values()]
        _by_name(files, free, found)
        _by_sum(files, free, found)
    _by_number(issue, near, found)
    return found


def _relative(href: str) -> PurePosixPath | None:
    """A reference as a path from the METS file; None where it leads elsewhere."""
    text = href.strip().replace("\\", "/")
    for beginning in ("file://./", "file:./", "file:"):  # the first is what some write for a relative path
        if text.lower().startswith(beginning):
            text = text[len(beginning) :]
            break
    if _SCHEME.match(text) or text.startswith("/"):
        return None
    path = PurePosixPath(unquote(text.partition("#")[0].partition("?")[0]))
    return None if path.is_absolute() or not path.name or "\0" in str(path) else path


def _name(href: str) -> str:
    """The file's own name in a reference of whatever kind."""
    return unquote(re.split(r"[?#]", href.strip().replace("\\", "/"))[0]).rpartition("/")[2].casefold()


def _by_name(files: Sequence[MetsFile], near: list[Path], found: dict[str, Path]) -> None:
    """The same name first; then the same but for its ending, as of pictures that were converted."""
    for key in (str.casefold, _stem):
        by_name: dict[str, list[Path]] = {}
        for path in near:
            by_name.setdefault(key(path.name), []).append(path)
        names = [key(_name(file.href)) for file in files]
        for file, name in zip(files, names, strict=True):
            same = by_name.get(name, [])
            if name and file.id not in found and len(same) == 1 and names.count(name) == 1:
                _take(file, same[0], near, found)


def _stem(name: str) -> str:
    return name.casefold().partition(".")[0]


def _by_sum(files: Sequence[MetsFile], near: list[Path], found: dict[str, Path]) -> None:
    wanted = {(file.checksum_type.upper().replace("-", ""), file.checksum): file for file in files if file.checksum}
    wanted = {key: file for key, file in wanted.items() if file.id not in found and key[0] in _SUMS}
    for path in list(near) if wanted else ():
        sizes = {file.size for file in wanted.values()}
        if None not in sizes and path.stat().st_size not in sizes:
            continue
        for kind in {kind for kind, _ in wanted}:
            with path.open("rb") as stream:
                file = wanted.get((kind, hashlib.file_digest(stream, _SUMS[kind]).hexdigest()))
            if file and file.id not in found:
                _take(file, path, near, found)
                break


def _by_number(issue: MetsIssue, near: Sequence[Path], found: dict[str, Path]) -> None:
    """Files whose names are like each other but for a number, for pages whose files are: `00001.xml`, `p1.alto.xml`."""
    texts = {page.text.id: page.text for page in issue.pages if page.text}
    images = {page.images[0].id: page.images[0] for page in issue.pages if page.images and not _has_one(page, found)}
    for files, suffixes in ((texts, TEXT_SUFFIXES), (images, PAGE_SUFFIXES)):
        if any(name in found for name in files):
            continue  # the delivery has its own names, and what it lacks is not there
        wanted = _numbered((_name(file.href), file) for file in files.values())
        there = [path for path in near if path.suffix.lower() in suffixes]
        for offered in _families(there):
            if wanted and wanted.keys() <= offered.keys():
                found |= {file.id: offered[number] for number, file in wanted.items()}
                break


def _has_one(page: MetsPage, found: Mapping[str, Path]) -> bool:
    return any(image.id in found for image in page.images)


def _numbered(named: Iterable[tuple[str, MetsFile]]) -> dict[int, MetsFile]:
    """Files by the last number in their names; empty where two have the same, or one has none."""
    several = [(_NUMBER.search(_last(name)), file) for name, file in named]
    numbers = {int(match[0]): file for match, file in several if match}
    return numbers if len(numbers) == len(several) else {}


def _families(paths: Sequence[Path]) -> Iterator[dict[int, Path]]:
    """Paths whose names differ in their last number alone, by it."""
    families: dict[tuple[str, str], dict[int, Path]] = {}
    for path in paths:
        stem = _last(path.name.casefold())
        if match := _NUMBER.search(stem):
            rest = str(path.parent), stem[: match.start()] + "#" + path.name.casefold()[match.end() :]
            families.setdefault(rest, {})[int(match[0])] = path
    return iter(sorted(families.values(), key=len, reverse=True))


def _last(name: str) -> str:
    """A name without its endings, whose digits (`.jp2`) are none of a page."""
    return re.sub(r"(\.[a-z][a-z0-9]{0,4})+$", "", name)


def _take(file: MetsFile, path: Path, near: list[Path], found: dict[str, Path]) -> None:
    found[file.id] = path
    near.remove(path)
