"""HTML put together from values, so that no text from a project or a person is ever taken for markup.

In: names of elements, attributes, children. Out: `Html`, which is text that needs no escaping any more.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

_EMPTY = frozenset({"input", "img", "br", "col"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Child = str | int | None | Iterable["Child"]


def tag(name: str, /, *children: Child, **attributes: object) -> Html:
    """An element. Attributes: `class_` is class, `data_act` data-act; True has no value, False and None are left out.

    >>> tag("a", "R & D", tag("b", 2), href="?item=p1", class_="open", hidden=False)
    '<a href="?item=p1" class="open">R &amp; D<b>2</b></a>'
    """
    written = "".join(map(_attribute, attributes, attributes.values()))
    return Html(f"<{name}{written}>" if name in _EMPTY else f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: Child) -> Html:
    """Children one behind the other, escaped where they are no markup."""
    if children is None:
        return Html("")
    if isinstance(children, Html):
        return children
    if isinstance(children, str | int):
        return Html(html.escape(str(children)))
    return Html("".join(joined(child) for child in children))


def choices(pairs: Sequence[tuple[str, str]], chosen: str) -> Html:
    """The options of a select: values with their words."""
    return joined([tag("option", word, value=value, selected=value == chosen) for value, word in pairs])


def field(label: str, control: Html, **attributes: object) -> Html:
    """A control under its label."""
    return tag("label", tag("span", label), control, **{"class_": "field", **attributes})


def select(name: str, pairs: Sequence[tuple[str, str]], chosen: str = "", **attributes: object) -> Html:
    """A list to choose one value from."""
    return tag("select", choices(pairs, chosen), name=name, **attributes)


def button(word: str, act: str, **attributes: object) -> Html:
    """A button whose press is sent to the server as `act`."""
    return tag("button", word, type="button", data_act=act, **attributes)


def notice(text: str, kind: str = "status") -> Html:
    """A sentence that a screen reader says by itself; `kind` is status, or alert for what went wrong."""
    return tag("p", text, role=kind, class_=f"notice {kind}") if text else Html("")


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    spelled = name.rstrip("_").replace("_", "-")
    return f" {spelled}" if value is True else f' {spelled}="{html.escape(str(value))}"'
