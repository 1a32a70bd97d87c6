"""A project of many pages that nobody read: made up from a few words and put into its database in bulk.

In: a project that is new, a number of pages, lines a page. Out: the same project, full: titles, issues of eight pages,
layouts, readings, decisions, passages with their keys, as `galley ocr`, a reviewer and `galley search` leave them.
Every fifth page is Chinese. One page in a hundred has words with boxes in its reading, as pages that were read have;
the others have the lines' texts alone, which spares the disk some gigabytes. States and assignees have no decisions
behind them, and there are no scans: `galley project check` says so and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice, pairwise
from typing import Any

import numpy as np

from correction.anchoring import Anchor
from correction.review import Decision
from correction.search_keys import FORMAT, fold, fold_han
from correction.store import REVIEW_STATES
from correction.store.documents import encode
from correction.store.folder import ProjectFolder
from correction.store.index import KEYS, first_number, server_vector
from ocr.page import Box, Item, Language, LineText, Page, Reading, Role, Source, TextLine, TextRegion, Transform, Word

TITLES, ISSUE_PAGES = 5, 8
FULL = 100  # one page in so many has words with boxes
FIRST_DAY = date(1870, 1, 1)
HERE = "@@@@@@"  # the page's number in what is made once for all pages
COLUMNS = {
    "pages": "id position sha256 frame crop path state note issue sequence label assignee date run change indexed "
    "doubts counted",
    "layouts": "page document",
    "readings": "page id document",
    "decisions": "id page time author kind line before after document",
    "passages": "number page article language kind text lines",
}


@dataclass(frozen=True)
class Made:
    """The rows of one page, by table, and the keys of its passages."""

    rows: dict[str, list[tuple[Any, ...]]]
    keys: list[list[str]]


class Press:
    """Makes pages up; the same number gives the same page."""

    def __init__(self, lines: int) -> None:
        self.lines = lines
        random = np.random.default_rng(6)
        syllables = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("", "n", "r", "s")]
        made = {"the", *("".join(random.choice(syllables, random.integers(1, 5))) for _ in range(60_000))}
        self._latin = np.array(sorted(word for word in made if fold(word) == word), dtype=object)
        random.shuffle(self._latin)
        self._latin[0] = "the"
        common = [c for c in map(chr, range(0x4E00, 0x9FA5)) if fold_han(c) == c][::4]
        pairs = random.integers(0, len(common), (30_000, 2))
        self._han = np.array([common[a] + common[b] for a, b in pairs], dtype=object)
        self._han[500] = "平湖"
        self._layouts = {language: self._layout(language) for language in ("en", "zh")}

    def page(self, number: int) -> Made:
        """The rows of a page."""
        language = "zh" if number % 5 == 0 else "en"
        page_id, name = f"p{number:06d}", f"{number:06d}"
        texts = self._texts(number, language)
        issue, state = number // ISSUE_PAGES, REVIEW_STATES[number % len(REVIEW_STATES)]
        day = (FIRST_DAY + timedelta(days=issue // TITLES)).isoformat()
        page = (
            *(page_id, number, f"{number:064x}", 0, "", f"scans/{name}.tif", state, "", f"i_{issue:012d}"),
            *(number % ISSUE_PAGES + 1, str(number % ISSUE_PAGES + 1), f"reader {number % 7}", day, "r_1", 1, 1),
            *(number % 60, 1),
        )
        line = f"l_{name}_0"
        made = Decision(
            f"d_{number:016x}",
            page_id,
            "confirm",
            (Anchor(line, Box(10, 0, 410, 40), texts[0]),),
            None,
            "e_1",
            "reader",
            "2026-01-01T00:00:00.000+00:00",
        )
        logged = (made.id, page_id, made.time, made.author, made.kind, line, texts[0], None, encode(made))
        passages, keys = self._passages(page_id, day, number, texts, language)
        return Made(
            {
                "pages": [page],
                "layouts": [(page_id, self._layouts[language].replace(HERE, name))],
                "readings": [(page_id, "e_1", self._reading(name, texts, full=number % FULL == 0))],
                "decisions": [logged],
                "passages": passages,
            },
            keys,
        )

    def _texts(self, number: int, language: str) -> list[str]:
        """The lines of a page: words as often as in any language, the first a thousand times the thousandth."""
        vocabulary, count, glue = (self._latin, 7, " ") if language == "en" else (self._han, 8, "")
        chance = np.random.default_rng(number).random(self.lines * count)
        ranks = (np.exp(chance * np.log(len(vocabulary))) - 1).astype(int)
        words = vocabulary[ranks].tolist()
        return [glue.join(words[i : i + count]) for i in range(0, len(words), count)]

    def _regions(self) -> list[tuple[Role, range]]:
        """A heading, a credit, paragraphs of a dozen lines."""
        starts = [*range(2, self.lines, 12), self.lines]
        bodies: list[tuple[Role, range]] = [("body", range(a, b)) for a, b in pairwise(starts)]
        return [("headline", range(1)), ("credit", range(1, 2)), *bodies]

    def _layout(self, language: Language) -> str:
        boxes = [Box(10, 50 * n, 410, 50 * n + 40) for n in range(self.lines)]
        lines = [
            TextLine(f"l_{HERE}_{n}", box, box.polygon, ((10, box.bottom - 8), (410, box.bottom - 8)))
            for n, box in enumerate(boxes)
        ]
        regions = tuple(
            TextRegion(
                f"r_{HERE}_{n}", Box.around(boxes[i] for i in at), role, tuple(lines[i] for i in at), f"a_{HERE}"
            )
            for n, (role, at) in enumerate(self._regions())
        )
        page = Page(
            id=f"p{HERE}",
            source=Source(f"scans/{HERE}.tif", "0" * 64),
            width=420,
            height=50 * self.lines,
            dpi=300,
            language=language,
            script="latin" if language == "en" else "han",
            direction="horizontal",
            transform=Transform(),
            regions=regions,
            items=(Item(f"a_{HERE}"),),
            separators=(),
            pictures=(),
            readings=(),
            base="e_1",
        )
        return encode(page)

    def _reading(self, name: str, texts: Sequence[str], full: bool) -> str:
        lines = {
            f"l_{name}_{n}": LineText(text, 0.9, _words(text, 50 * n) if full else ()) for n, text in enumerate(texts)
        }
        return encode(Reading("e_1", "typist", "none", "1", lines, run="r_1"))

    def _passages(
        self, page_id: str, day: str, number: int, texts: Sequence[str], language: str
    ) -> tuple[list[tuple[Any, ...]], list[list[str]]]:
        rows, keys = [], []
        for n, (role, at) in enumerate(self._regions()):
            printed = [texts[i] for i in at]
            starts = accumulate((len(text) + 1 for text in printed[:-1]), initial=0)
            lines = " ".join(f"l_{page_id[1:]}_{i}:{start}" for i, start in zip(at, starts, strict=True))
            kind = {"body": "paragraph", "credit": "byline"}.get(role, role)
            text = "\n".join(printed)
            rows.append((first_number(day, number) + n, page_id, f"a_{page_id[1:]}", language, kind, text, lines))
            run = "".join(printed)
            keys.append(text.split() if language == "en" else [run[i : i + 2] for i in range(len(run))])
        return rows, keys


def _words(text: str, top: int) -> tuple[Word, ...]:
    """The words of a line as an engine gives them."""
    parts = text.split() if " " in text else list(text)
    return tuple(Word(part, Box(10 + 50 * i, top, 55 + 50 * i, top + 40), 0.93) for i, part in enumerate(parts))


def fill(project: ProjectFolder, pages: int, lines: int) -> None:
    """Put that many pages into a project that is new."""
    press = Press(lines)
    made = (press.page(number) for number in range(1, pages + 1))
    issues = pages // ISSUE_PAGES + 1
    head = {
        "counters (name, value)": [("page", pages), (KEYS, FORMAT)],
        "titles (id, name)": [(f"t_{n}", f"The {n}. Evening Gazette") for n in range(TITLES)],
        "issues (id, title, date, edition, label)": [
            (f"i_{n:012d}", f"t_{n % TITLES}", (FIRST_DAY + timedelta(days=n // TITLES)).isoformat(), "", f"No. {n}")
            for n in range(issues)
        ],
        "runs (id, started, finished, version, settings)": [("r_1", "2026-01-01T00:00:00+00:00", None, "0", "{}")],
    }
    url = project._engine.url
    if url.get_backend_name() == "sqlite":
        _fill_file(str(url.database), head, made)
    else:
        _fill_server(url.render_as_string(hide_password=False).replace("+psycopg", ""), head, made)


def _fill_file(file: str, head: dict[str, list[tuple[Any, ...]]], made: Iterator[Made]) -> None:
    database = sqlite3.connect(file)
    database.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000")
    database.execute("DELETE FROM counters")
    for table, rows in head.items():
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    while some := list(islice(made, 200)):
        for table, columns in COLUMNS.items():
            names = columns.split()
            into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            database.executemany(into, [row for page in some for row in page.rows[table]])
        filed = [
            (row[0], " ".join(keys))
            for page in some
            for row, keys in zip(page.rows["passages"], page.keys, strict=True)
        ]
        database.executemany("INSERT INTO passage_keys (rowid, tokens) VALUES (?, ?)", filed)
        database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _fill_server(url: str, head: dict[str, list[tuple[Any, ...]]], made: Iterator[Made]) -> None:
    import psycopg

    with psycopg.connect(url) as database:
        database.execute("DELETE FROM counters")
        database.execute("DROP INDEX ix_passages_tokens")
        for table, rows in head.items():
            marks = ", ".join(["%s"] * len(rows[0]))
            with database.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {table} VALUES ({marks})".encode(), rows)
        while some := list(islice(made, 1000)):
            for table, columns in COLUMNS.items():
                names = columns.split() + (["tokens"] if table == "passages" else [])
                with database.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN".encode()) as copy:
                    for page in some:
                        for n, row in enumerate(page.rows[table]):
                            copy.write_row((*row, server_vector(page.keys[n])) if table == "passages" else row)
        database.execute("SET maintenance_work_mem = '512MB'")
        database.execute("CREATE INDEX ix_passages_tokens ON passages USING gin (tokens)")
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("VACUUM ANALYZE")
