"""Raw text to articles: golden cases, credits, datelines and bad input."""

from __future__ import annotations

from collections import Counter

import pytest
from golden_cases import Case, read_cases, update_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from correction import plaintext
from correction.article import Article
from correction.credits import parse_credit, split_credit
from correction.datelines import find_dateline
from correction.plaintext import read_pages, read_text
from correction.repair import repair
from ocr.errors import UsageError
from ocr.language import detect_language

FILES = tuple(f"plaintext/{name}.txt" for name in ("articles", "chinese", "credits", "layout"))
CASES = [case for file in FILES for case in read_cases(file)]


def outline(article: Article) -> str:
    """An article as the golden files write it."""
    heads = [f"{h.role}: {h.text}" for h in article.headings]
    byline = [f"byline: {article.byline}"] if article.byline else []
    kinds = {"subhead": "## ", "caption": "[caption] "}
    body = [kinds.get(p.kind, "") + p.text for p in article.paragraphs]
    return "\n".join(heads + byline + body)


def told(case: Case) -> str:
    return "\n---\n".join(outline(a) for a in repair(read_text(case.given, case.language)))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_golden(case: Case, update_golden: bool) -> None:
    if update_golden:
        update_cases(case.file, told)
    else:
        assert told(case) == case.expected


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", read_cases("plaintext/known_failures.txt"), ids=lambda c: c.title)
def test_known_failure(case: Case) -> None:
    assert told(case) == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_the_language_is_told_from_the_text(case: Case) -> None:
    assert detect_language(case.given) == case.language


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_line_ends_and_byte_order_marks_change_nothing(case: Case) -> None:
    plain = read_text(case.given, case.language)
    assert read_text("\ufeff" + case.given.replace("\n", "\r\n"), case.language) == plain


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_every_printed_line_is_in_one_article(case: Case) -> None:
    printed = {f"t_{n:06d}" for n, line in enumerate(case.given.split("\n"), 1) if line.strip()}
    pages = read_pages(case.given, case.language)
    found = {folio.id for folio in pages.folios}
    for article in pages.articles:
        for part in (*article.headings, *article.credits, *article.paragraphs):
            found |= set(part.lines)
    assert found == printed


@pytest.mark.parametrize("text", ["", "\n\n  \n", "\f\n\f\n", "\ufeff"])
def test_no_text_gives_no_articles(text: str) -> None:
    assert read_text(text) == ()


def test_one_line_is_an_article() -> None:
    assert [outline(a) for a in read_text("The bridge is open again.", "en")] == ["The bridge is open again."]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="choose one of"):
        read_text("x", "xx")


PRINT = "abc XYZ.,-\n\f\r\t　平湖。，“”■记者王强\u00ad=1()—第2版"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=PRINT, max_size=300), st.sampled_from(["zh", "en", "de", None]))
def test_any_text_is_read_and_nothing_printed_is_lost(text: str, language: str | None) -> None:
    pages = read_pages(text, language)
    printed = "\n".join(folio.printed for folio in pages.folios) + "".join(
        part.text for a in pages.articles for part in (*a.headings, *a.credits, *a.paragraphs)
    )
    assert Counter("".join(printed.split())) == Counter("".join(text.split()))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=PRINT, max_size=200).filter(lambda t: "\f" not in t and "\r" not in t))
def test_paragraphs_are_made_of_whole_printed_lines(text: str) -> None:
    """What stands in an article for one line is the line to the byte, in one piece or as text and credit."""
    pieces: dict[str, list[str]] = {}
    for article in read_text(text, "zh"):
        for part in (*article.headings, *article.paragraphs, *article.credits):
            for line, printed in zip(part.lines, part.text.split("\n"), strict=True):
                pieces.setdefault(line, []).append(printed)
    for line, parts in pieces.items():
        printed = text.split("\n")[int(line[2:]) - 1]
        assert printed in ("".join(parts), "".join(reversed(parts)))


def test_a_long_text_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    (case,) = (case for case in CASES if "in place, headline last" in case.title)
    text = (case.given + "\n\f\n") * 4
    whole = read_text(text)
    monkeypatch.setattr(plaintext, "PART", 700)
    assert len(whole) == 12
    assert read_text(text) == whole


def test_a_page_s_last_headline_goes_to_its_own_page() -> None:
    text = "The pier was opened.\n\nPIER OPENED\n\f\nThe mill is shut.\n\nMILL SHUT\n"
    assert [a.headline for a in read_text(text, "en")] == ["PIER OPENED", "MILL SHUT"]


@pytest.mark.parametrize("language", ["nl", "it", "es", "pt_BR"])
def test_any_language_with_patterns_can_be_named(language: str) -> None:
    assert read_text("Il ponte\nè aperto.", language)[0].language == language


def test_the_language_of_a_long_text_is_told_from_all_of_it() -> None:
    english, german = (
        "The bridge of the town is open. ",
        "Die neue Brücke der Stadt ist offen, und der Rat freut sich. ",
    )
    assert read_text(english * 30 + "\n" + german * 3_000)[0].language == "de"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_every_line_end_is_one(end: str) -> None:
    text = "BRIDGE OPENS\n\nThe bridge was opened on\nFriday by the mayor."
    assert read_text(text.replace("\n", end)) == read_text(text)


def test_controls_and_lone_surrogates() -> None:
    (article,) = read_text("The \0bri\x01dge\x7f is \ud800 open\udfff.")
    assert article.paragraphs[0].text == "The bridge is \ufffd open\ufffd."


def test_marks_without_end_take_no_time() -> None:
    """Composing them in one go would take quadratic time."""
    text = "Zu\u0308rich a" + "\u0300\u0323" * 200_000
    assert read_text(text, "de")[0].paragraphs[0].text == "Zürich a" + "\u0300\u0323" * 200_000


@pytest.mark.parametrize(
    "text", ["x" * 300_000, "平湖" * 150_000, "“" * 300_000, ". " * 150_000, "\n" * 300_000 + "x", "a\f" * 20_000]
)
def test_odd_texts_are_read(text: str) -> None:
    assert sum(len(p.text) for a in read_text(text) for p in a.paragraphs + a.headings) <= len(text)


@pytest.mark.parametrize(
    ("text", "role", "names"),
    [
        ("■记者 徐雯 通讯员 潘平", "记者 通讯员", ("徐雯", "潘平")),
        ("■通讯员 高 超", "通讯员", ("高 超",)),
        ("本报记者王强", "本报记者", ("王强",)),
        ("（记者 王强 报道）", "记者 报道", ("王强",)),
        ("徐雯/文 潘平/摄", "文 摄", ("徐雯", "潘平")),
        ("文/图 王强", "文/图", ("王强",)),
        ("据新华社", "据新华社", ()),
        ("By MARY O'NEILL and Peter de Vries", "By", ("MARY O'NEILL", "Peter de Vries")),
        ("By John Smith, Staff Correspondent", "By", ("John Smith",)),
        ("From our own correspondent", "From our own correspondent", ()),
        ("(Eigener Bericht.)", "Eigener Bericht", ()),
        ("Von Dr. K. von Altenburg", "Von", ("Dr. K. von Altenburg",)),
        ("Foto: Hans Müller", "Foto", ("Hans Müller",)),
        ("De notre correspondant particulier", "De notre correspondant particulier", ()),
        ("Par Jean Dupont", "Par", ("Jean Dupont",)),
        ("(Havas)", "Havas", ()),
        *(
            (phrase, phrase, ())
            for phrase in (
                "From Our Tokyo Correspondent",
                "From our own correspondent at Paris, May 3",
                "SPECIAL TO THE NEW YORK TIMES",
                "By Cable to The Tide",
                "Photographs from the Press Association",
                "Photo by J. Smith, London",
                "Photograph by the Courier’s staff",
                "De notre rédacteur municipal",
                "Von unserem Berichterstatter in Berlin",
                "De notre envoyé spécial à Londres",
                "Correspondance particulière du Matin",
                "Par fil spécial de notre correspondant",
                "Service spécial du Journal",
                "Photos de l'Agence Rol",
            )
        ),
    ],
)
def test_credits(text: str, role: str, names: tuple[str, ...]) -> None:
    credit = parse_credit(text)
    assert credit is not None
    assert (credit.text, credit.role, credit.names) == (text, role, names)


@pytest.mark.parametrize(
    "text",
    [
        "记者了解到，为推动项目",
        "记者从市科技局获悉",
        "摄影展开幕",
        "图书馆开馆",
        "文明城市创建",
        "■强化政策落实",
        "王强出席会议",
        "By Monday the water",
        "By Christmas Eve",
        "By-Election in Leeds",
        "Von der Börse",
        "Von Tag zu Tag",
        "Von Berlin nach Paris",
        "Par décret du 3 mai",
        "Associated Press",
        "Photographs from the scene show",
        "Service spécial de trains dimanche",
        "Par téléphone, le ministre a dit",
        "Photos de la ville en ruines",
        "By mail to the council",
        "Special to the occasion was",
        "By Act of Parliament",
        "From our correspondent we learn that",
        "De notre correspondant nous apprenons",
        "Von unserem Berichterstatter wird gemeldet",
        "",
    ],
)
def test_no_credits(text: str) -> None:
    assert parse_credit(text) is None


def test_a_credit_is_cut_off_the_end_of_a_sentence_only() -> None:
    cut = split_credit("桥已通车。 ■摄影 何田")
    assert cut is not None
    assert cut[0] == "桥已通车。"
    assert split_credit("Das wurde bekannt. Von Hans Müller") is None
    assert split_credit("他介绍说，记者 王强") is None


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("本报讯 昨日，市委", "本报讯"),
        ("新华社北京6月12日电 国务院", "新华社北京6月12日电"),
        ("（巴黎廿二日海通電）法國", "（巴黎廿二日海通電）"),
        ("NEW YORK (AP) — The", "NEW YORK (AP) —"),
        ("Berlin, 12. Juni. Der", "Berlin, 12. Juni."),
        ("Paris, 3 janvier. — Le", "Paris, 3 janvier. —"),
        ("新华社区建设加快", None),
        ("On Monday, June 3. They", None),
        ("Berlin, the capital, has", None),
        ("USA — a country", None),
    ],
)
def test_datelines(text: str, dateline: str | None) -> None:
    assert find_dateline(text) == dateline
