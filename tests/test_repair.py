"""The repair chain: golden cases, and what holds for any text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from golden_cases import GOLDEN, Case, read_cases, update_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from correction.article import Article, Credit, Heading, Hyphen, Paragraph
from correction.lexicon import HYPHENS, build_lexicon
from correction.repair import HyphenFlip, repair
from correction.repair.hyphens import find_break

CASES: dict[str, list[Case]] = {"golden": [], "untouched": [], "known_failures": []}
for file in sorted(GOLDEN.glob("repair/*.txt")):
    kind = next((k for k in ("untouched", "known_failures") if file.stem.endswith(k)), "golden")
    CASES[kind] += read_cases(f"repair/{file.name}")


def article(text: str, language: str = "en") -> Article:
    lines = tuple(f"l_{n}" for n in range(text.count("\n") + 1))
    return Article("a_1", language=language, paragraphs=(Paragraph(text, lines=lines),))


def mended(case: Case) -> str:
    (result,) = repair([article(case.given, case.language)])
    ledger = [f"+ {h.left} {h.mark} {h.right} = {h.form} {h.decision}{_or(h)}" for h in result.hyphens]
    return "\n".join([result.paragraphs[0].text, *ledger])


def _or(hyphen: Hyphen) -> str:
    return f" or {hyphen.offered}" if hyphen.offered else ""


@pytest.mark.parametrize("case", CASES["golden"], ids=lambda c: c.title)
def test_golden(case: Case, update_golden: bool) -> None:
    if update_golden:
        update_cases(case.file, mended)
    else:
        assert mended(case) == case.expected


@pytest.mark.parametrize("case", CASES["untouched"], ids=lambda c: c.title)
def test_untouched(case: Case) -> None:
    assert case.given == case.expected, "the file itself is wrong"
    assert mended(case) == case.expected


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", CASES["known_failures"], ids=lambda c: c.title)
def test_known_failure(case: Case) -> None:
    assert mended(case) == case.expected


def test_a_lexicon_leaves_out_every_half() -> None:
    assert dict(build_lexicon(["a well-\nknown-\nfoo bar"], "en").sightings) == {"a": 1, "bar": 1}
    # Quadratic time would take hours.
    assert build_lexicon(["x" * 1_000_000], "en").seen("x") == 0


def test_a_flip_is_applied_instead_of_the_rule() -> None:
    page = [article("the boat-\nhouse of to-\nday")]
    boat, today = repair(page)[0].hyphens
    (flipped,) = repair(page, {boat.id: HyphenFlip("keep", "mw"), today.id: HyphenFlip("keep-space", "mw")})
    assert flipped.paragraphs[0].text == "the boat-house of to- day"
    assert [(h.id, h.decision, h.by, h.confidence) for h in flipped.hyphens] == [
        (boat.id, "keep", "mw", 1.0),
        (today.id, "keep-space", "mw", 1.0),
    ]


def test_ids_do_not_depend_on_flips() -> None:
    page = [article("Die Donaudampf-\nschiffahrts-\ngesellschaft", "de")]
    first, second = repair(page)[0].hyphens
    flipped = repair(page, {first.id: HyphenFlip("keep", "mw")})[0]
    assert [h.id for h in flipped.hyphens] == [first.id, second.id]
    assert flipped.paragraphs[0].text == "Die Donaudampf-schiffahrtsgesellschaft"


def test_the_line_of_an_entry_is_the_one_that_ends_in_the_mark() -> None:
    (result,) = repair([article("one\ntwo hus-\nband")])
    assert [h.line for h in result.hyphens] == ["l_1"]


def test_the_paper_is_counted_over_all_articles() -> None:
    speaks = article("a tram-car here, a tram-car there")
    other = replace(article("the tram-\ncar"), id="a_2")
    assert repair([speaks, other])[1].paragraphs[0].text == "the tram-car"


def test_headings_and_credits_are_joined_too() -> None:
    page = Article(
        "a_1",
        language="zh",
        headings=(Heading("headline", "平湖慧谷科技园接受\n五年绩效评估", ("l_1", "l_2")),),
        credits=(Credit("■记者 高 超\n通讯员 李明", lines=("l_3", "l_4")),),
    )
    (result,) = repair([page])
    assert result.headline == "平湖慧谷科技园接受五年绩效评估"
    assert result.byline == "■记者 高 超通讯员 李明"


def test_a_paragraph_broken_within_a_word_is_made_whole() -> None:
    parts = (Paragraph("The coun-", lines=("l_1",)), Paragraph("cil met.", lines=("l_2",)))
    (result,) = repair([Article("a_1", paragraphs=parts)])
    assert result.paragraphs == (Paragraph("The council met.", lines=("l_1", "l_2")),)


def test_datelines_are_marked_and_stay() -> None:
    (result,) = repair([article("PARIS, Jan. 3. — The\nSenate met.")])
    assert result.paragraphs[0].dateline == "PARIS, Jan. 3. —"
    assert result.paragraphs[0].text.startswith("PARIS")


def test_a_dash_is_no_hyphen() -> None:
    assert find_break("so -", "he said") is None
    assert find_break("so--", "he said") is None
    assert find_break("so-", "he said") is not None


WORDS = st.sampled_from(
    re.split(
        " ",
        "the council wa ter hus band Ein und Waſ ſer well known 1914 18 平湖 专利 3 项 ， 。 （ ） “ ” 王强 李明 赵云 "
        "高 超 a-t il Saint Denis COUN CIL l'impor tance - — = ⸗ ¬ . , ; x",
    )
)
GLUE = st.sampled_from(["\n", " ", "", "-\n", "⸗\n", "=\n", " \n ", "- \n", " -\n", "\u00ad\n", "　", "  "])
TEXTS = st.lists(st.tuples(WORDS, GLUE), max_size=14).map(lambda parts: "".join(a + b for a, b in parts))
LANGUAGES = st.sampled_from(["en", "de", "fr", "zh", "zh-Hant"])


def letters(text: str) -> str:
    return re.sub(rf"[\s\u3000{re.escape(HYPHENS)}]", "", text)


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), LANGUAGES)
def test_repair_is_idempotent_and_loses_nothing(texts: list[str], language: str) -> None:
    paragraphs = tuple(
        Paragraph(t, lines=tuple(f"l_{p}_{n}" for n in range(t.count("\n") + 1))) for p, t in enumerate(texts)
    )
    before = Article("a_1", language=language, paragraphs=paragraphs)
    once = repair([before])
    assert repair(once) == once
    assert [i for p in once[0].paragraphs for i in p.lines] == [i for p in paragraphs for i in p.lines]
    assert letters("".join(p.text for p in once[0].paragraphs)) == letters("".join(texts))
    assert not any("\n" in p.text for p in once[0].paragraphs)


@settings(max_examples=100, deadline=None)
@given(TEXTS, LANGUAGES)
def test_undoing_every_entry_gives_the_printed_marks_back(text: str, language: str) -> None:
    page = [article(text, language)]
    ledger = repair(page)[0].hyphens
    kept = repair(page, {h.id: HyphenFlip("keep", "mw") for h in ledger})[0]
    assert re.sub(r"\s", "", kept.paragraphs[0].text) == re.sub(r"\s", "", text)
    assert [(h.left[-1], h.mark, h.right) for h in kept.hyphens] == [(h.left[-1], h.mark, h.right) for h in ledger]


def test_the_lexicon_folds_what_it_looks_up() -> None:
    lexicon = build_lexicon(["Das Waſſer⸗Werk und das Waſſer=Werk"], "de")
    assert lexicon.seen("wasser-werk") == 2
    assert lexicon.knows("Waſſer")
