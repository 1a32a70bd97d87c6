"""Who looks at the screens: the language and the name that their browser remembers.

In: the cookies and headers of a request. Out: a `Visitor`.
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from correction.desk.words import LANGUAGES, words

LANGUAGE_COOKIE = "galley-language"
NAME_COOKIE = "galley-name"  # percent-encoded UTF-8, as a cookie holds ASCII only
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person at a browser."""

    language: str = "en"
    name: str = ""

    @property
    def words(self) -> Mapping[str, str]:
        """What the screens say, in the visitor's language."""
        return words(self.language)


def visitor_of(request: Any) -> Visitor:
    """The visitor behind a request of FastAPI or Gradio; language by cookie, else as the browser asks for it."""
    cookies, headers = dict(request.cookies or {}), dict(request.headers or {})
    asked = cookies.get(LANGUAGE_COOKIE) or preferred(str(headers.get("accept-language", "")))
    name = unquote(str(cookies.get(NAME_COOKIE, ""))).strip()[:LONGEST_NAME]
    return Visitor(asked if asked in LANGUAGES else "en", name or own_name())


def preferred(accepted: str) -> str:
    """The first language of an Accept-Language header that the screens speak.

    >>> preferred("de, zh-CN;q=0.9, en;q=0.8"), preferred("fr"), preferred("")
    ('zh', 'en', 'en')
    """
    weighed = []
    for place, part in enumerate(accepted.split(",")):
        language, _, weight = part.strip().lower().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, language[:2]))
        except ValueError:
            continue
    return next((language for _, _, language in sorted(weighed) if language in LANGUAGES), "en")


def own_name() -> str:
    """The name of whoever started the screens, as decisions made without another name carry it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a name for its user
        return "unknown"
