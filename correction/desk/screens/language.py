"""The language of the screens: chosen by a button, remembered by the browser, applied to all of them at once.

In: the screens that were built. Out: a panel, and all screens anew when another language is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from correction.desk.screens.frame import EVENT, Screen, panel, plainly
from correction.desk.screens.markup import Html, button, tag
from correction.desk.visitor import Visitor, visitor_of

NAMES = {"en": "English", "zh": "中文"}  # each in its own language, for whoever reads only that one


def build(screens: Sequence[Screen], tabs: Mapping[str, Any], base: str = "") -> Screen:
    """Lay the buttons out; gives all screens as one. `tabs` are by their area, whose `name` is their label."""
    shown = panel("language", base)
    outputs = [shown, *tabs.values(), *(component for screen in screens for component in screen.outputs)]

    def show(request: gr.Request) -> list[Any]:
        visitor = visitor_of(request)
        labels = [gr.update(label=visitor.words[f"{area}.name"]) for area in tabs]
        return [languages(visitor), *labels, *(value for screen in screens for value in screen.show(request))]

    everything = plainly(show)
    shown.act(everything, None, outputs, **EVENT)
    return Screen(everything, outputs)


def languages(visitor: Visitor) -> Html:
    """A button for each language; the one in use is pressed."""
    presses = [
        button(name, "language", data_language=code, lang=code, aria_pressed=str(code == visitor.language).lower())
        for code, name in NAMES.items()
    ]
    return tag("div", presses, class_="states", role="group", aria_label=visitor.words["library.language"])
