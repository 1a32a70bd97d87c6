"""What fell away from its article in a raw text is put where it belongs: headlines, credits, halves of sentences.

In: articles in the making, in the order of the text. They are changed in place; no line is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from correction.plaintext_items import Draft
from correction.plaintext_lines import RawLine

PICTURE_ROLES = frozenset(
    {"摄影", "攝影", "摄", "攝", "图片", "圖片", "供图", "供圖", "Photo by", "Foto", "Photo", "Photos"}
)


def place_continuations(drafts: Sequence[Draft]) -> list[Draft]:
    """Put text that has no headline and begins in mid-sentence behind the one article that broke off so."""
    kept: list[Draft] = []
    open_ends: list[Draft] = []
    for draft in drafts:
        opening = draft.text[0][1][0].text[0] if draft.text else ""
        if draft.headings or not opening.islower() or len(open_ends) != 1:
            kept.append(draft)
            open_ends += [draft] if draft.broken_off else []
            continue
        (before,) = open_ends
        kind, lines = before.text.pop()
        before.text += [(kind, lines + draft.text[0][1]), *draft.text[1:]]
        before.end += draft.end
        open_ends = [before] if before.broken_off else []
    return kept


def place_orphans(drafts: list[Draft], others: Sequence[Draft] = ()) -> None:
    """Give a headline without text, which ends a page, to the text that lacks it.

    Extractors write the largest type last: the lead headline stands at the very end while its text opens the page.
    It goes to the first text without a heading, on its page or else on the `others`; where every text has one, to the
    first article of the page, if that is headed by a single line, which then is its kicker.
    """
    orphan = drafts[-1] if len(drafts) > 1 else None
    if orphan is None or orphan.text or orphan.credited or not orphan.headings:
        return
    bare = [d for d in drafts if d.text and not d.headings] or [d for d in others if d.text and not d.headings]
    if bare and len(bare) == len(orphan.headings):
        for draft, block in zip(bare, orphan.headings, strict=True):
            draft.headings = [block]
    elif bare:
        bare[0].headings = orphan.headings
    elif len(drafts[0].headings) == 1 and len(drafts[0].headings[0]) == 1:
        drafts[0].headings += orphan.headings
        drafts[0].kicked = True
    else:
        return
    drafts.pop()


def place_credits(drafts: Sequence[Draft]) -> None:
    """Give a closing credit under an article that is signed at its top to the nearest unsigned one before it.

    In a text cut from columns the foot of a long article lands below its neighbour. Without an unsigned article
    before it the credit stays; so does a photographer's, for text and picture may both be signed.
    """
    unsigned: list[Draft] = []
    for draft in drafts:
        if draft.text and not draft.credited:
            unsigned.append(draft)
        elif unsigned and draft.top and draft.end and is_picture(draft.end[0]) == is_picture(draft.top[0]):
            unsigned.pop().end, draft.end = draft.end, []


def is_picture(line: RawLine) -> bool:
    """Whether a credit names a photographer."""
    return line.credit is not None and line.credit.role in PICTURE_ROLES
