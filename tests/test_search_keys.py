"""Search keys: whatever is printed is found by the words that are printed, in every language."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from correction.search_keys import asked_keys, fold_han, keys, matches, placed_keys

LANGUAGES = st.sampled_from(["de", "en", "fr", "zh", "zh-Hant"])
PRINT = st.text("aeiouäöüſsßthcyCTHRé\u0308\u0364ﬁæ1９ 平湖縣议議々裡\n\n-⸗=\u00ad.,'“。　", max_size=40)
ANYTHING = st.text(max_size=30)
# A word, or Chinese, that no hyphen stands beside and no mark hangs on.
WORD = re.compile(r"(?<![-⸗=\u00ad\u0300-\u036f\w])[^\W_]+(?![-⸗=\u00ad\u0300-\u036f\w])")

HAN, LATIN = re.compile(r"[\u2e80-\u9fff]"), re.compile(r"[^\W\u2e80-\u9fff]")


def is_found(words: str, text: str, language: str) -> bool:
    placed = placed_keys(text, language)
    return any(list(matches(placed, tokens, prefix)) for tokens, prefix in asked_keys(words))


@example("1=\n1々", "de")  # a figure behind a mark at a line end goes on with nothing
@given(PRINT, LANGUAGES)
def test_every_word_finds_itself(text: str, language: str) -> None:
    for word in WORD.findall(text.replace("\n", " ")):
        # Of one that is Latin and Han at once, the Latin part may have gone on from the line before.
        if word in text and not (HAN.search(word) and LATIN.search(word)):
            assert is_found(word, text, language), word


@given(PRINT, LANGUAGES)
def test_a_line_is_found_as_a_phrase(text: str, language: str) -> None:
    line = re.sub(r"[-⸗=\u00ad]", " ", text.replace("\n", " "))
    if asked_keys(line):
        assert is_found(line, line, language)


@given(ANYTHING, LANGUAGES)
def test_keys_stand_where_their_text_stands(text: str, language: str) -> None:
    for key in placed_keys(text, language):
        assert 0 <= key.start <= key.end <= len(text)
        assert key.token
        assert not set(key.token) & set(" \n\"'\\:*") - {":"}


@given(st.text("平湖縣議裡國髮後臺台", min_size=2, max_size=6), st.integers(1, 5))
def test_chinese_is_found_across_any_line_end(text: str, at: int) -> None:
    broken = f"{text[:at]}\n{text[at:]}" if 0 < at < len(text) else text
    assert keys(broken, "zh") == keys(text, "zh")
    assert is_found("".join(map(fold_han, text)), broken, "zh-Hant")
