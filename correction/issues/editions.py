"""The edition of an issue: Abendblatt, Zweites Blatt, Second Edition, Édition du soir, 晚刊.

In: a line of a masthead. Out: the words that name the edition, as printed, or None.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

_DAYTIME = r"(?:Morgen|Abend|Mittag|Nacht|Früh|Vormittag|Nachmittag|Sonntag|Sonnabend|Montag|Feſttag|Festtag)s?"
_COUNT_DE = r"(?:Erſte|Erste|Zweite|Dritte|Vierte|Fünfte|Sech[sſ]te)[sr]?|[1-6]\.|I{1,3}\.|IV\."
_COUNT_EN = r"(?:First|Second|Third|Fourth|Fifth|Sixth|1st|2n?d|3r?d|[4-6]th|[A-Z][a-z]+ O['’]?Clock)"
_COUNT_FR = r"(?:Premi[èe]re|Deuxi[èe]me|Seconde|Troisi[èe]me|Quatri[èe]me|Cinqui[èe]me|[1-6](?:re|e|[èe]me))"
_KIND_EN = r"(?:Morning|Evening|Noon|Night|Midnight|Final|Late|Early|City|Home|Country|Mail|Sunday|Special|Extra|Last)"
_GERMAN = (
    rf"(?:(?:{_COUNT_DE}) )?(?:{_DAYTIME}|Extra|Sonder|Fern|Stadt|Land|Haupt)[- ⸗]?(?:blatt|au[sſ]gabe|nummer)\b"
    rf"|(?:{_COUNT_DE}) (?:Blatt|Au[sſ]gabe|Bogen)\b|(?:(?:{_COUNT_DE}) )?(?:Sonntags[- ]?)?Beilage\b"
)
_ENGLISH = rf"(?:(?:{_COUNT_EN}|{_KIND_EN}) ){{1,3}}Edition\b|^\W*Extra\W*$|\bNight Extra\b|^\W*Supplement\b"
_FRENCH = (
    rf"{_COUNT_FR} [ÉEée]dition\b|\b[ÉEée]dition (?:du (?:matin|soir|jour)|de (?:Paris|province|nuit|\d+ heures)"
    r"|sp[ée]ciale|des d[ée]partements|quotidienne)|^\W*Suppl[ée]ment\b"
)
_HAN = r"[早晨午晚夜]刊|[早晚午]版|[號号]外|增刊|特刊|副刊|本埠(?:增刊|附刊)|第[一二三四五]次版|第[一二三四五]張(?!第)"
_EDITION = re.compile(rf"{_GERMAN}|{_ENGLISH}|{_FRENCH}|{_HAN}", re.IGNORECASE)
# Words that name an edition alone, known even with two letters misread.
_WHOLE = ("morgenblatt", "abendblatt", "mittagsblatt", "morgenausgabe", "abendausgabe", "mittagsausgabe", "extrablatt")
MISREAD_AT_MOST = 2


def find_edition(text: str) -> str | None:
    """The edition that a line names, as printed; None where it names none.

    >>> [find_edition(t) for t in ("« 119 Drittes Abendblatt.", "Zweites Blatt", "SECOND EDITION", "Édition du soir")]
    ['Drittes Abendblatt', 'Zweites Blatt', 'SECOND EDITION', 'Édition du soir']
    >>> [find_edition(t) for t in ("Abendblait", "中央日報 晚刊", "Every edition counts", "Tageblatt", "第二版")]
    ['Abendblait', '晚刊', None, None, None]
    """
    if match := _EDITION.search(text):
        return match[0].strip(" .,!*—-")
    for word in re.findall(r"[^\W\d_]{8,}", text):
        known = word.replace("ſ", "s").lower()
        if any(OSA.distance(known, whole, score_cutoff=MISREAD_AT_MOST) <= MISREAD_AT_MOST for whole in _WHOLE):
            return str(word)
    return None
