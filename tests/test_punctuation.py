"""Marks of Chinese text in one form, and characters that look alike: what they take and what they leave."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correction.article import Article, Paragraph
from correction.repair import STANDARD, choose_rules, repair
from correction.repair.replay import apply, restore
from correction.rulings import ChangeFlip, Rulings

UNIFIED = choose_rules({"punctuation": True})


def article(text: str, language: str = "zh", page: str = "p000001") -> Article:
    lines = tuple(f"{page}_{n}" for n in range(text.count("\n") + 1))
    return Article(f"a_{page}", language=language, pages=(page,), paragraphs=(Paragraph(text, lines=lines),))


def unified(text: str) -> str:
    return repair([article(text)], rules=UNIFIED)[0].paragraphs[0].text


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("近日，平湖市,嘉兴市，海盐县", "近日，平湖市，嘉兴市，海盐县"),
        ("近日,平湖市，嘉兴市,海盐县", "近日,平湖市,嘉兴市,海盐县"),
        ("甲地，乙地，丙地,丁地、戊地", "甲地，乙地，丙地，丁地、戊地"),
        ("签约，共1,000万元，增长3.5%,居首。", "签约，共1,000万元，增长3.5%，居首。"),
        ("会议结束.代表离场。众人散去。", "会议结束。代表离场。众人散去。"),
        ("卡尔.马克思说，约翰.史密斯来了。散会。", "卡尔.马克思说，约翰.史密斯来了。散会。"),
        ("东升.新新.大同三家有售。全市。", "东升.新新.大同三家有售。全市。"),
        ("3.加强领导。4.落实责任。完。", "3.加强领导。4.落实责任。完。"),
        ("他说：三。记者问:时间:9:30，答：是：好。", "他说：三。记者问：时间：9:30，答：是：好。"),
        ("网址www.abc.com,电话：1。见http://a.b/c，好，好。", "网址www.abc.com，电话：1。见http://a.b/c，好，好。"),
        ("各县（市、区)和（镇）", "各县（市、区）和（镇）"),
        ("f(x)和（镇）与（乡）", "f(x)和（镇）与（乡）"),
        ('他说“好”，又说"不好"，再说“也好”', "他说“好”，又说“不好”，再说“也好”"),
        ('他说“好”，又说"不好', '他说“好”，又说"不好'),
        ("Deep Sea, GDP, 平湖，嘉兴，海盐", "Deep Sea, GDP，平湖，嘉兴，海盐"),
        ("一地，一地,", "一地，一地,"),
        ("３５％，ＧＤＰ，１２个", "３５％，ＧＤＰ，１２个"),
    ],
)
def test_the_form_of_most_marks_is_taken(printed: str, expected: str) -> None:
    assert unified(printed) == expected


def test_marks_stay_as_printed_unless_asked_for() -> None:
    (result,) = repair([article("近日，平湖市,嘉兴市，海盐县")])
    assert result.paragraphs[0].text == "近日，平湖市,嘉兴市，海盐县"
    assert not any(rule.name == "punctuation" for rule in STANDARD)


def test_each_page_has_its_own_habits() -> None:
    pages = [article("一，二，三,四", page="p000001"), article("一,二,三，四", page="p000002")]
    assert [a.paragraphs[0].text for a in repair(pages, rules=UNIFIED)] == ["一，二，三，四", "一,二,三,四"]


def test_latin_text_is_left_alone() -> None:
    (result,) = repair([article("The town, the bridge，the end, (so)", "en")], rules=UNIFIED)
    assert result.paragraphs[0].text == "The town, the bridge，the end, (so)"


def test_a_changed_mark_is_on_record() -> None:
    (result,) = repair([article("一，二，\n三,四")], rules=UNIFIED)
    (change,) = (c for c in result.changes if c.rule == "punctuation")
    assert (change.line, change.start, change.before, change.after, change.applied) == ("p000001_1", 1, ",", "，", True)


MARKS = st.sampled_from([*',，.。:：;；?？!！()（）"“”、》《 　\n', ", ", "\n\n"])
WORDS = st.sampled_from(
    re.split(" ", "平湖 市 卡尔 约翰 GDP Deep 3 1,000 12:30 日 末 人 王强 李明 赵大海 高 超 www.a.com 3.5%")
)
TEXTS = st.lists(st.one_of(MARKS, WORDS, WORDS), max_size=24).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_unifying_twice_is_unifying_once(texts: list[str]) -> None:
    paragraphs = tuple(
        Paragraph(t, lines=tuple(f"l_{p}_{n}" for n in range(t.count("\n") + 1))) for p, t in enumerate(texts)
    )
    once = repair([Article("a_1", language="zh", paragraphs=paragraphs)], rules=UNIFIED)
    assert repair(once, rules=UNIFIED) == once


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_unified_marks_lead_back_to_the_print(text: str) -> None:
    page = [article(text)]
    (result,) = repair(page, rules=UNIFIED)
    lines = result.paragraphs[0].lines
    printed = dict(zip(lines, text.split("\n"), strict=True))
    assert restore(result.paragraphs[0].text, lines, result.changes) == tuple(printed.values())
    assert apply(printed, result.changes) == result.paragraphs[0].text
    off = {(c.rule, c.line, c.start): ChangeFlip(False, "mw") for c in result.changes}
    assert repair(page, Rulings(changes=off), UNIFIED)[0].paragraphs[0].text == text


def offers(text: str, language: str = "zh") -> list[tuple[str, str]]:
    (result,) = repair([article(text, language)])
    assert result.paragraphs[0].text == text.replace("\n", "")
    return [(c.before, c.after) for c in result.changes if c.rule == "lookalikes" and not c.applied]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("这座桥末来将通车", [("末", "未")]),
        ("末\n来五年的规划", [("末", "未")]),
        ("全市生产总值超过五干万元", [("干", "千")]),
        ("今曰上午在市政府召开", [("曰", "日")]),
        ("学校召开毕业土兵座谈会", [("土", "士")]),
        ("今日上午召开周末会议，本末倒置", []),
        ("子曰：学而时习之", []),
        ("先生曰：善", []),
        ("土地和士兵，人民入会，大家太平", []),
        ("甲乙丙丁戊己庚辛壬癸", []),
        ("Monday曰3", []),
    ],
)
def test_a_lookalike_is_offered_where_it_alone_makes_a_word(text: str, expected: list[tuple[str, str]]) -> None:
    assert offers(text) == expected


def test_an_offer_is_made_once_and_can_be_taken() -> None:
    page = [article("这座桥末\n来将通车")]
    once = repair(page)
    assert repair(once) == once
    (offer,) = (c for c in once[0].changes if c.rule == "lookalikes")
    taken = Rulings(changes={("lookalikes", offer.line, offer.start): ChangeFlip(True, "mw")})
    (result,) = repair(page, taken)
    assert result.paragraphs[0].text == "这座桥未来将通车"
    assert replace(offer, applied=True, by="mw") in result.changes
