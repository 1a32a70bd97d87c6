"""What all screens are made with: panels that send what a person did, and errors in plain words.

In: handlers. Out: Gradio components and events. A panel is one `gr.HTML`; `static/screens.js` sends whatever is pressed
in it as the event `act`, with all named controls of its screen.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import gradio as gr
import msgspec

from ocr.errors import GalleyError, UsageError

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")

MOUNT = """import(new URL(props.base + 'desk/static/screens.js', document.baseURI))
  .then(screens => screens.mount(element, sent => trigger('act', sent), told => watch('value', told)))"""
# Behind the event of a screen that may take a while: it is no longer at work, also where nothing came of it.
REST = "() => document.querySelectorAll('[aria-busy=true]').forEach(screen => screen.dispatchEvent(new Event('rest')))"
# Every handler may run at once with others of its kind: what they read is safe for threads.
EVENT: dict[str, Any] = {"api_visibility": "private", "concurrency_limit": None, "show_progress": "hidden"}


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen that was built. `show(request)` gives the values of `outputs`, at the start and in another language."""

    show: Callable[..., Any]
    outputs: list[Any]


def panel(name: str, base: str) -> Any:
    """A part of a screen that shows markup; `name` is its id in the page.

    `base` goes before Galley's own paths, which are relative to the screens' own address: a proxy may put a prefix.
    """
    return gr.HTML("", elem_id=name, elem_classes="galley-panel", js_on_load=MOUNT, apply_default_css=False, base=base)


def sent(event: gr.EventData, kind: type[S]) -> S:
    """What a panel sent, as a value; raises UsageError for what does not fit."""
    try:
        return msgspec.convert(event._data or {}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"the screen sent what is not understood ({error})", "reload the page") from error


def plainly(handler: Callable[P, R]) -> Callable[P, R]:
    """Let a handler's errors be shown as a sentence with what to do about it."""

    @wraps(handler)
    def careful(*values: P.args, **named: P.kwargs) -> R:
        try:
            return handler(*values, **named)
        except GalleyError as error:
            raise _shown(str(error)) from error
        except OSError as error:
            said = f"{error.filename or 'the system'}: {error.strerror or error} - check the disk and the path"
            raise _shown(said) from error
        except Exception as error:
            logging.getLogger("galley").exception("a screen failed")
            said = " ".join(f"{type(error).__name__}: {error}".split())
            raise _shown(f"something unforeseen happened ({said}) - the terminal of galley review says more") from error

    return careful


def _shown(sentence: str) -> gr.Error:
    """A sentence in a corner of the screen; a traceback helps nobody there."""
    return gr.Error(html.escape(sentence), title="Galley", print_exception=False)
