"""The figures to reach: what was asked for, what was measured, and whether that is enough.

In: the newest results by case and reader. Out: `Figure`s, in words. A page that was not read counts as not reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from cases import Case

Record = dict[str, Any]
Results = Mapping[tuple[str, str], Record]

NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: `reached` is None for what was not measured."""

    case: str
    measure: str
    peers: str
    reach: str
    measured: str
    reached: bool | None


def newest(records: Iterable[Record]) -> Results:
    """The last result of each case and reader."""
    return {(record["case"], record["reader"]): record for record in records}


def scores(results: Results, case: str, reader: str) -> Mapping[str, Any]:
    """What a reader scored on a case; empty when it failed or was not run."""
    found: Mapping[str, Any] = results.get((case, reader), {}).get("scores", {})
    return found


def figures(cases: Sequence[Case], results: Results) -> list[Figure]:
    """The figures to reach."""
    return [
        _seed_page(results),
        _seed_text(results),
        _nzz(cases, results),
        _samples(cases, results),
        _paragraphs(cases, results),
        _order(cases, results, "nzz", (0.985, 0.97)),
        _order(cases, results, "jingbao", (0.9, 0.8)),
        _characters(cases, results, "nzz"),
        _characters(cases, results, "austrian"),
        _library(cases, results),
        _errors(results, "seed/page.jpg", ["seed/page.jpg"], 0.0015),
        *[_errors(results, page, [page], 0.001) for page in ("scans/en.jpg", "scans/de.jpg", "scans/fr.jpg")],
        _errors(results, "jingbao/, PAGE export", [case.name for case in cases if case.group == "jingbao"], 0.12),
        _surplus(cases, results),
        _memory(cases, results),
    ]


def ratio(results: Results, case: str, measure: str = "page_cer") -> float | None:
    """Our measure over Tesseract's on the same page; None where either is missing."""
    ours, theirs = (scores(results, case, reader).get(measure) for reader in ("galley", "tesseract"))
    return ours / theirs if ours is not None and theirs else None


def percent(share: float | None) -> str:
    """A share as a percentage.

    >>> percent(0.0312)
    '3.1 %'
    """
    return "–" if share is None else f"{100 * share:.1f} %"


def solved(found: Mapping[str, Any]) -> str:
    """Solved articles as a count of the larger number, as the score counts them."""
    if "solved" not in found:
        return "–"
    of = max(found["articles"])
    return f"{round(found['solved'] * of)} of {of}"


def _seed_page(results: Results) -> Figure:
    name = "seed/page.jpg"
    found = scores(results, name, "galley")
    others = [
        f"{words} {percent(scores(results, name, reader).get('page_cer'))}"
        for reader, words in (("tesseract", "Tesseract"), ("rapidocr", "RapidOCR"))
    ]
    measured = f"{percent(found['article_cer'])} / {solved(found)} / {found['roles']:.2f}" if found else NOT_MEASURED
    enough = found["article_cer"] <= 0.03 and found["solved"] >= 0.857 and found["roles"] >= 0.7 if found else None
    peers = f"page text wrong: {', '.join(others)}"
    return Figure(f"{name}, json", "article_cer / solved / roles", peers, "≤ 3 % / ≥ 6 of 7 / ≥ 0.7", measured, enough)


def _seed_text(results: Results) -> Figure:
    found = scores(results, "seed/page-text.txt", "galley")
    measured = (
        f"{percent(found['article_cer'])} / {solved(found)} / {found['paragraphs']:.2f}" if found else NOT_MEASURED
    )
    enough = found["article_cer"] <= 0.02 and found["solved"] == 1 and found["paragraphs"] >= 0.9 if found else None
    case = "seed/page-text.txt by `galley repair`"
    return Figure(case, "article_cer / solved / paragraphs", "–", "≤ 2 % / 7 of 7 / ≥ 0.9", measured, enough)


def _paragraphs(cases: Sequence[Case], results: Results) -> Figure:
    """Paragraphs that came out exactly as printed: a single wrong character breaks one."""
    pages = [case.name for case in cases if case.kind == "articles"]
    found = [one["paragraphs"] for name in pages if (one := scores(results, name, "galley"))]
    measured = f"{fmean(found):.2f} ({len(found)} of {len(pages)} pages)" if found else NOT_MEASURED
    enough = fmean(found) >= 0.97 and len(found) == len(pages) if found else None
    return Figure("seed/page.jpg, scans/*.jpg, json", "paragraphs, mean", "–", "≥ 0.97", measured, enough)


def _nzz(cases: Sequence[Case], results: Results) -> Figure:
    pages = [case.name for case in cases if case.group == "nzz"]
    found = [value for name in pages if (value := ratio(results, name)) is not None]
    measured = f"{median(found):.3f} ({len(found)} of {len(pages)} pages)" if found else NOT_MEASURED
    enough = (median(found) < 1 and len(found) == len(pages)) if found else None
    measure = "page_cer, median of the ratio to Tesseract `Fraktur` on the same page"
    return Figure("nzz/*.tif, PAGE export", measure, "1", "< 1", measured, enough)


def _samples(cases: Sequence[Case], results: Results) -> Figure:
    pages = [case.name for case in cases if case.group == "scans"]
    found = [one for name in pages if (one := scores(results, name, "galley"))]
    of = sum(max(one["articles"]) for one in found)
    count = sum(round(one["solved"] * max(one["articles"])) for one in found)
    measured = f"{count} of {of} ({len(found)} of {len(pages)} pages)" if found else NOT_MEASURED
    enough = (count == of and len(found) == len(pages)) if found else None
    return Figure("scans/*.jpg, json", "solved", "–", "all", measured, enough)


def _characters(cases: Sequence[Case], results: Results, group: str) -> Figure:
    """Wrong characters, order left aside, beside Tesseract's."""
    pages = [case.name for case in cases if case.group == group]
    found = [value for name in pages if (value := ratio(results, name, "bag_cer")) is not None]
    measured = f"{median(found):.3f} ({len(found)} of {len(pages)} pages)" if found else NOT_MEASURED
    measure = "bag_cer, median of the ratio to Tesseract `Fraktur` on the same page"
    enough = (median(found) <= 0.6 and len(found) == len(pages)) if found else None
    return Figure(f"{group}/, PAGE export", measure, "1", "≤ 0.6", measured, enough)


def _errors(results: Results, case: str, names: Sequence[str], reach: float) -> Figure:
    """Wrong characters of some pages, order left aside; their mean."""
    means: list[float | None] = []
    for reader in ("galley", "tesseract", "rapidocr"):
        found = [cer for name in names if (cer := scores(results, name, reader).get("bag_cer")) is not None]
        means.append(fmean(found) if found else None)
    ours = means[0]
    measured = NOT_MEASURED if ours is None else f"{100 * ours:.2f} %"
    peers = f"Tesseract {percent(means[1])}, RapidOCR {percent(means[2])}"
    return Figure(case, "bag_cer", peers, f"≤ {100 * reach:g} %", measured, None if ours is None else ours <= reach)


def _surplus(cases: Sequence[Case], results: Results) -> Figure:
    """The page of nzz/ with the most text beyond the truth's."""
    pages = [case.name for case in cases if case.group == "nzz"]
    found = [one["surplus"] for name in pages if (one := scores(results, name, "galley"))]
    measured = percent(max(found)) if found else NOT_MEASURED
    enough = max(found) <= 0.03 and len(found) == len(pages) if found else None
    return Figure("nzz/, PAGE export", "surplus, the most of a page", "–", "≤ 3 %", measured, enough)


def _memory(cases: Sequence[Case], results: Results) -> Figure:
    """The most memory that reading a page took."""
    found = [record["memory"] for case in cases if (record := results.get((case.name, "galley"))) and record["memory"]]
    measured = f"{max(found):.0f} MiB" if found else NOT_MEASURED
    return Figure("all pages", "memory, peak", "–", "≤ 1200 MiB", measured, max(found) <= 1200 if found else None)


def _library(cases: Sequence[Case], results: Results) -> Figure:
    """On how many pages no more characters are wrong than FineReader had wrong when they were published."""
    pairs = [
        [scores(results, case.name, reader).get("bag_cer") for reader in ("galley", "finereader")]
        for case in cases
        if case.group == "nzz"
    ]
    known = [(ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None]
    better = sum(ours <= theirs for ours, theirs in known)
    measured = f"{better} of {len(pairs)}" if known else NOT_MEASURED
    measure = "pages whose bag_cer is no higher than FineReader's"
    return Figure(
        "nzz/, PAGE export", measure, "–", "≥ 5 of 6", measured, 6 * better >= 5 * len(pairs) if known else None
    )


def _order(cases: Sequence[Case], results: Results, group: str, reach: tuple[float, float]) -> Figure:
    """The order of lines on the pages of a group, beside that of Tesseract's own layout."""
    pages = [case.name for case in cases if case.group == group]
    means = {}
    for reader in ("galley", "tesseract"):
        found = [one for name in pages if (one := scores(results, name, reader))]
        means[reader] = [fmean(one[name] for one in found) for name in ("tau", "successor")] if found else []
    words = {reader: " / ".join(f"{mean:.3f}" for mean in pair) or NOT_MEASURED for reader, pair in means.items()}
    enough = (
        all(ours >= wanted for ours, wanted in zip(means["galley"], reach, strict=True)) if means["galley"] else None
    )
    wanted = f"≥ {reach[0]} / ≥ {reach[1]}"
    peers = f"Tesseract {words['tesseract']}"
    return Figure(f"{group}/, PAGE export", "tau / successor, mean", peers, wanted, words["galley"], enough)
