"""`galley repair`: raw text with hard line breaks becomes articles; no image is needed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from correction.commands.options import verbose_option

FORMATS = ("json", "md", "txt")
# Bytes: five years of a daily paper of eight pages. A text takes about fifteen times its size of memory.
MOST_BYTES = 500_000_000


@click.command()
@click.argument("text", metavar="TEXT.txt")
@click.option(
    "--language",
    metavar="CODE",
    default="auto",
    help="auto, zh, zh-Hant, en, de, fr, or another code that has hyphenation patterns: nl, it, es, ...",
)
@click.option("--to", "target", metavar="OUT", required=True, help="A .json, .md or .txt file; - is standard output.")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="The format, when the name of OUT does not say it.")
@verbose_option
def repair(text: str, language: str, target: str, kind: str | None, verbose: bool) -> None:
    """Turn raw text into articles.

    TEXT.txt has hard line breaks, as OCR leaves them; - reads standard input. No image is needed.
    """
    from correction.exchange import Export, find_format
    from correction.exchange.target import write_export
    from correction.plaintext import decode, read_pages
    from correction.repair import repair as mend
    from ocr.errors import InputError

    chosen = find_format(kind or _format_of(target))
    _keep_apart(text, target)
    raw = _read(text)
    try:
        decoded = decode(raw)
    except InputError as error:
        raise InputError(f"{text}: {error.problem}", error.remedy) from error
    pages = read_pages(decoded, None if language == "auto" else language)
    articles = mend(pages.articles)
    if not articles:
        raise InputError(f"{text}: there is no text in it", "give a file with text, or read its scan: galley ocr")
    place = sys.stdout.buffer if target == "-" else Path(target)
    write_export(chosen, Export(articles=articles), place)
    if "\ufffd" in decoded and "\ufffd".encode() not in raw:
        click.echo(f"{text}: some bytes are broken; they stand as \ufffd in the text", err=True)
    if pages.folios:
        numbers = ", ".join(str(line.number) for line in pages.folios[:10])
        more = " ..." if len(pages.folios) > 10 else ""
        click.echo(f"{text}: left out {len(pages.folios)} page numbers: line {numbers}{more}", err=True)


def _format_of(target: str) -> str:
    """The format that a file's name asks for; articles as JSON for a stream."""
    from ocr.errors import UsageError

    suffix = Path(target).suffix.lower().lstrip(".")
    if target == "-":
        return "json"
    if suffix not in FORMATS:
        raise UsageError(f"the name '{target}' names no format", "end it in .json, .md or .txt, or give --format")
    return suffix


def _keep_apart(text: str, target: str) -> None:
    """Refuse to write over the text that is read."""
    from ocr.errors import UsageError

    source, place = Path(text), Path(target)
    if "-" not in (text, target) and source.exists() and place.exists() and source.samefile(place):
        raise UsageError(f"{target} is the text itself, which would be lost", "give another file with --to")


def _read(text: str) -> bytes:
    from ocr.errors import InputError

    try:
        with sys.stdin.buffer if text == "-" else open(text, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except IsADirectoryError as error:
        raise InputError(f"{text}: this is a folder", "give a text file; a folder of scans: galley ocr") from error
    except OSError as error:
        raise InputError(f"{text}: cannot be read ({error.strerror})", "check the path and its permissions") from error
    if len(data) > MOST_BYTES:
        limit = f"{MOST_BYTES // 1_000_000} MB, five years of a paper"
        raise InputError(f"{text}: this is more than {limit}", "give it in parts")
    return data
