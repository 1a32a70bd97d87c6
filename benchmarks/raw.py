"""Raw text to articles: pages of chance as text extractors give them, read by `galley repair`'s way, and scored.

`python benchmarks/raw.py [--pages N] [--start S] [--only NAME...] [--errors] [--keep DIR]` makes N raw pages from each
description (benchmarks/raw_pages.py), reads them, and prints article_cer, solved, roles and paragraphs of each kind,
the share of pages that reach the figures, and characters a second on one core over the whole way, bytes to articles.
`--errors` prints every page that misses them, `--keep` leaves texts, truths and articles in a folder.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from scoring import Scorer

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from raw_pages import RawPage, chance_page, descriptions

from correction.exchange import Export, find_format
from correction.exchange.target import write_export
from correction.plaintext import decode, read_text
from correction.repair import repair

TOOLS = Path(__file__).parents[2] / "shared" / "tools"
MEASURES = ("article_cer", "solved", "roles", "paragraphs")
MOST_EDITS, LEAST_WHOLE = 0.02, 0.9  # the figures to reach; and every article solved
TIMED = 400_000  # characters: long enough for a steady figure


def main() -> int:
    parser = argparse.ArgumentParser(description="Score raw text to articles.")
    parser.add_argument("--pages", type=int, default=20, help="pages of each kind")
    parser.add_argument("--start", type=int, default=1, help="number of the first page")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="kinds with one of these in the name")
    parser.add_argument("--errors", action="store_true", help="print every page that misses the figures")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave texts, truths and articles in this folder")
    options = parser.parse_args()
    if not (TOOLS / "score.py").is_file():
        print("skipped: the scoring script is absent")
        return 0
    scorer = Scorer(TOOLS)
    kinds = [name for name in descriptions() if not options.only or any(word in name for word in options.only)]
    print(f"{'kind':28}" + "".join(f"{name:>13}" for name in (*MEASURES, "reached", "characters/s")))
    rows: dict[str, list[list[float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            pages = [chance_page(kind, n) for n in range(options.start, options.start + options.pages)]
            for page in pages:
                scores = score(page, scorer, folder)
                rows[kind].append([*(float(scores[name]) for name in MEASURES), float(reached(scores))])
                if options.errors and not reached(scores):
                    print(f"  {page.name:26}" + "".join(f"{scores[m]:13.4f}" for m in MEASURES), scores["articles"])
            print(f"{kind:28}" + _means(rows[kind]) + f"{speed(pages):13,.0f}", flush=True)
    print(f"{'mean':28}" + _means([row for values in rows.values() for row in values]))
    return 0


def score(page: RawPage, scorer: Scorer, folder: Path) -> dict[str, Any]:
    """Read one page by the way of `galley repair` and score what came out."""
    out = folder / f"{page.name}.json"
    (folder / f"{page.name}.txt").write_text(page.text, encoding="utf-8")
    (folder / f"{page.name}.truth.json").write_text(json.dumps(page.truth, ensure_ascii=False, indent=1), "utf-8")
    articles = repair(read_text(decode(page.text.encode()), None))
    write_export(find_format("json"), Export(articles=articles), out)
    return scorer.articles(page.truth, out)


def reached(scores: dict[str, Any]) -> bool:
    """Whether a page reaches the figures."""
    return scores["article_cer"] <= MOST_EDITS and scores["solved"] == 1 and scores["paragraphs"] >= LEAST_WHOLE


def speed(pages: list[RawPage]) -> float:
    """Characters a second over the whole way of many pages in one text, tables of words loaded before."""
    text = "\n\n".join(page.text for page in pages)
    text = "\n\n".join([text] * (TIMED // len(text) + 1))
    data = text.encode()
    repair(read_text(pages[0].text))
    started = time.process_time()
    repair(read_text(decode(data)))
    return len(text) / (time.process_time() - started)


def _means(rows: list[list[float]]) -> str:
    return "".join(f"{sum(column) / len(column):13.4f}" for column in zip(*rows, strict=True))


if __name__ == "__main__":
    sys.exit(main())
