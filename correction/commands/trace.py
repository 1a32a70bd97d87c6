"""`galley trace`: an exported word is led back to its place on the scan, its readings and the decisions on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from correction.commands.options import project_options

if TYPE_CHECKING:
    from correction.trace import Trace
    from ocr.page import Box


@click.command()
@click.argument("name", metavar="WORD-ID")
@project_options
@click.option("--page", "page_id", metavar="ID", help="The page of an id that is of an imported file.")
@click.option("--picture", metavar="FILE.png", type=click.Path(path_type=Path), help="Cut the place out of the scan.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def trace(
    name: str,
    folder: Path,
    database: str | None,
    page_id: str | None,
    picture: Path | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Show where an exported word comes from.

    WORD-ID is the id of a word (w_...) or a line (l_...) as ALTO, PAGE, hOCR, TEI and the other exports have it: its
    box on the scan, what each engine read there, and every decision on its line with author and time. With --page it is
    an id of the file that the page was imported from, too.
    """
    from correction.exchange.target import write_file
    from correction.found import find, picture_of
    from correction.store import open_project
    from correction.trace import trace_found

    with closing(open_project(folder, database)) as project:
        place = find(project, name, page_id)
        found = trace_found(project, place)
        if picture:
            write_file(picture, picture_of(place))
    click.echo(_json(found) if as_json else "\n".join(_lines(found)))


def _lines(found: Trace) -> Iterator[str]:
    said = found.word.text if found.word else found.line.text
    yield f"text      {said}" + (f"   (part of {found.word.whole})" if found.word and found.word.part else "")
    yield f"line      {found.line.line.id}  {found.line.text}"
    yield f"article   {found.article or '-'}" + (f"  {' '.join(found.headline.split())}" if found.headline else "")
    issue = f"  issue {found.page.issue}" if found.page.issue else ""
    yield f"page      {found.page.id}  {found.page.state}{issue}"
    yield f"box       {_box(found.box)} on the page" + (
        f", {_box(found.scan_box)} on the scan" if found.scan_box and found.scan_box != found.box else ""
    )
    frame = f" [{found.frame + 1}]" if found.frame else ""
    yield f"scan      {found.scan}{frame}  sha256 {found.page.source.sha256}"
    if found.page.origin:
        yield f"came from {found.page.origin}"
    if found.original:
        yield f"imported  {found.original}"
    for reading in found.readings:
        sure = f" {reading.confidence:.2f}" if reading.confidence is not None else ""
        mark = "*" if reading.base else " "
        piece = reading.line if reading.word is None else reading.word
        names = " ".join(filter(None, (reading.engine, reading.model, reading.version)))
        yield f"reading {mark} {piece}   ({names}{sure}, {reading.started or 'no run'})"
    if found.hyphen:
        entry = found.hyphen
        yield f"line end  {entry.left}{entry.mark} | {entry.right}: {entry.decision}, {entry.form} ({entry.reason})"
    for change in found.changes:
        yield f"repair    {change.id}  {change.rule}: {change.before!r} -> {change.after!r} ({change.reason})"
    for decision, undone in found.log:
        value = "" if decision.value is None else f"  {decision.value}"
        taken = f"  [undone by {undone}]" if undone else ""
        yield f"decision  {decision.id}  {decision.time}  {decision.author}  {decision.kind}{value}{taken}"


def _box(box: Box) -> str:
    return f"{box.left},{box.top} to {box.right},{box.bottom}"


def _json(found: Trace) -> str:
    import msgspec

    told = {"galley": 1, **msgspec.to_builtins(found)}
    told["log"] = [{**decision, "undone": undone} for decision, undone in told["log"]]
    return msgspec.json.format(msgspec.json.encode(told)).decode()
