"""The repair chain: golden cases, and what holds for any text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from golden_cases import GOLDEN, Case, read_cases, update_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from correction.article import Article, Credit, Heading, Hyphen, Paragraph
from correction.lexicon import HYPHENS, build_lexicon
from correction.repair import CHAIN, choose_rules, repair
from correction.repair.hyphens import find_break
from correction.repair.replay import apply, restore
from correction.rulings import ChangeFlip, HyphenFlip, Rulings
from ocr.errors import UsageError

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


@pytest.mark.parametrize("case", CASES["golden"], ids=lambda c: c.title)
def test_a_repaired_text_needs_no_repair(case: Case) -> None:
    (result,) = repair([article(case.given, case.language)])
    text = result.paragraphs[0].text
    assert repair([article(text, case.language)])[0].paragraphs[0].text == text


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
    (flipped,) = repair(
        page, Rulings({boat.line: HyphenFlip("keep", "mw"), today.line: HyphenFlip("keep-space", "mw")})
    )
    assert flipped.paragraphs[0].text == "the boat-house of to- day"
    assert [(h.id, h.decision, h.by, h.confidence) for h in flipped.hyphens] == [
        (boat.id, "keep", "mw", 1.0),
        (today.id, "keep-space", "mw", 1.0),
    ]


def test_ids_do_not_depend_on_flips() -> None:
    page = [article("Die Donaudampf-\nschiffahrts-\ngesellschaft", "de")]
    first, second = repair(page)[0].hyphens
    flipped = repair(page, Rulings({first.line: HyphenFlip("keep", "mw")}))[0]
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
    anew = repair([replace(once[0], changes=(), hyphens=())])
    assert len(texts) > 1 or anew[0].paragraphs == once[0].paragraphs
    assert [i for p in once[0].paragraphs for i in p.lines] == [i for p in paragraphs for i in p.lines]
    assert letters("".join(p.text for p in once[0].paragraphs)) == letters("".join(texts))
    assert not any("\n" in p.text for p in once[0].paragraphs)


@settings(max_examples=100, deadline=None)
@given(TEXTS, LANGUAGES)
def test_undoing_every_entry_gives_the_printed_marks_back(text: str, language: str) -> None:
    page = [article(text, language)]
    ledger = repair(page)[0].hyphens
    kept = repair(page, Rulings({h.line: HyphenFlip("keep", "mw") for h in ledger}))[0]
    assert re.sub(r"\s", "", kept.paragraphs[0].text) == re.sub(r"\s", "", text)
    assert [(h.left[-1], h.mark, h.right) for h in kept.hyphens] == [(h.left[-1], h.mark, h.right) for h in ledger]


@settings(max_examples=200, deadline=None)
@given(TEXTS, LANGUAGES, st.booleans())
def test_changes_lead_back_to_the_print_and_forth_again(text: str, language: str, initial: bool) -> None:
    page = [replace(article(text, language), paragraphs=(replace(article(text).paragraphs[0], initial=initial),))]
    (result,) = repair(page)
    lines = result.paragraphs[0].lines
    printed = dict(zip(lines, text.split("\n"), strict=True))
    assert restore(result.paragraphs[0].text, lines, result.changes) == tuple(printed.values())
    assert apply(printed, result.changes) == result.paragraphs[0].text
    assert len({change.id for change in result.changes}) == len(result.changes)


@settings(max_examples=100, deadline=None)
@given(TEXTS, LANGUAGES)
def test_taking_all_changes_back_gives_the_print_to_the_byte(text: str, language: str) -> None:
    page = [article(text, language)]
    changes = repair(page)[0].changes
    off = {c.place: ChangeFlip(False, "mw") for c in changes}
    (undone,) = repair(page, Rulings(changes=off))
    assert undone.paragraphs[0].text == text
    assert [(c.id, c.applied, c.by) for c in undone.changes] == [(c.id, False, "mw") for c in changes]


@settings(max_examples=100, deadline=None)
@given(TEXTS, LANGUAGES, st.integers(0, 30))
def test_taking_one_change_back_touches_no_other(text: str, language: str, which: int) -> None:
    page = [article(text, language)]
    changes = repair(page)[0].changes
    if changes:
        out = changes[which % len(changes)]
        flip = {out.place: ChangeFlip(False, "mw")}
        (undone,) = repair(page, Rulings(changes=flip))
        assert [c for c in undone.changes if c.id != out.id] == [c for c in changes if c.id != out.id]


def test_a_hyphen_whose_change_was_taken_back_stands_as_printed() -> None:
    page = [article("the boat-\nhouse")]
    (flipped,) = repair(page, Rulings(changes={("hyphens", "l_0", 0): ChangeFlip(False, "mw")}))
    assert flipped.paragraphs[0].text == "the boat-\nhouse"
    assert [(h.form, h.decision, h.by) for h in flipped.hyphens] == [("boat-\nhouse", "keep", "mw")]


def test_a_form_that_a_person_wrote_is_taken() -> None:
    page = [article("der Zuk-\nker ist da", "de")]
    (offered,) = repair(page)
    assert (offered.paragraphs[0].text, offered.hyphens[0].offered) == ("der Zukker ist da", "Zucker")
    (taken,) = repair(page, Rulings({"l_0": HyphenFlip("join", "mw", "Zucker")}))
    assert taken.paragraphs[0].text == "der Zucker ist da"
    assert [(c.before, c.after) for c in taken.changes] == [("k-\n", "c")]


def test_halves_that_were_made_one_are_parted_again() -> None:
    parts = (Paragraph("The coun-", lines=("l_1",)), Paragraph("cil met.", lines=("l_2",)))
    whole = [Article("a_1", paragraphs=parts)]
    (merge,) = (c for c in repair(whole)[0].changes if c.rule == "paragraphs")
    assert (merge.line, merge.start, merge.before, merge.after) == ("l_1", 9, "\n\n", "\n")
    (parted,) = repair(whole, Rulings(changes={("paragraphs", "l_1", 9): ChangeFlip(False, "mw")}))
    assert [p.text for p in parted.paragraphs] == ["The coun-", "cil met."]


def test_a_caption_between_halves_parts_no_word() -> None:
    parts = (
        Paragraph("The coun-", lines=("l_1",)),
        Paragraph("The mayor.", "caption", lines=("l_2",)),
        Paragraph("cil met.", lines=("l_3",)),
    )
    (result,) = repair([Article("a_1", paragraphs=parts)])
    assert [(p.text, p.lines) for p in result.paragraphs] == [
        ("The council met.", ("l_1", "l_3")),
        ("The mayor.", ("l_2",)),
    ]


def test_rules_are_switched_off_by_name() -> None:
    page = [article("专 利 3 项\n和  x", "zh")]
    assert repair(page, rules=choose_rules({"gaps": False}))[0].paragraphs[0].text == "专 利 3 项和 x"
    assert repair(page, rules=())[0].paragraphs[0].text == "专 利 3 项\n和  x"
    with pytest.raises(UsageError, match="there is no rule gasp"):
        choose_rules({"gasp": True})
    assert len({rule.name for rule in CHAIN}) == len(CHAIN)


def test_the_lexicon_folds_what_it_looks_up() -> None:
    lexicon = build_lexicon(["Das ſchwarz⸗weiße und das ſchwarz=weiße Waſſer⸗Werk"], "de")
    assert lexicon.seen("schwarz-weiße") == 2
    assert lexicon.seen("wasser-werk") == 0, "a capital proves nothing of the small letter"
    assert lexicon.knows("Waſſer")


def test_the_readme_tells_every_rule() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    rows = readme.partition("<!-- rules -->\n")[2].partition("\n\n")[0].splitlines()[2:]
    when = {True: "unless switched off", False: "where asked for"}
    assert rows == [f"| `{rule.name}` | {rule.does} | {when[rule.on]} |" for rule in CHAIN]


def test_a_drop_capital_opens_a_paragraph_of_its_own() -> None:
    parts = (
        Paragraph("The mayor went home and,", lines=("l_1",)),
        Paragraph("i\nn the town they met.", lines=("l_2", "l_3"), initial=True),
    )
    (result,) = repair([Article("a_1", paragraphs=parts)])
    assert [p.text for p in result.paragraphs] == ["The mayor went home and,", "in the town they met."]


def test_white_space_before_a_second_half_is_a_change_of_its_own() -> None:
    parts = (Paragraph("The council met yes-", lines=("l_1",)), Paragraph("  terday.", lines=("l_2",)))
    (result,) = repair([Article("a_1", paragraphs=parts)])
    off = {change.place: ChangeFlip(False, "mw") for change in result.changes}
    (undone,) = repair([Article("a_1", paragraphs=parts)], Rulings(changes=off))
    assert [p.text for p in undone.paragraphs] == ["The council met yes-", "  terday."]


def test_long_runs_take_linear_time() -> None:
    # Quadratic time would take many minutes.
    wide = article("近日，平湖" + " " * 200_000 + "市 政 府 近日，开。", "zh")
    assert repair([wide])[0].paragraphs[0].text == "近日，平湖\u3000市政府近日，开。"
    nested = article("近日平湖" + "(" * 50_000 + ")" * 50_000, "zh")
    assert len(repair([nested], rules=choose_rules({"punctuation": True}))[0].paragraphs[0].text) == 100_004
