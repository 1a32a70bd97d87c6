"""The board's screen: one element that the board's own JavaScript fills, as the desk's is."""

from __future__ import annotations

import gradio as gr

from correction.desk.desk import Desk
from correction.desk.screens.frame import Screen

MOUNT = """
const { mount } = await import(new URL('desk/static/board.js', document.baseURI));
await mount(element.querySelector('.galley-board'), props);
"""
HEAD = '<link rel="stylesheet" href="desk/static/board.css">\n'
CSS = """
#screen-board { padding: 0; border: 0 }
#galley-board, #galley-board .html-container { height: calc(100vh - 3.4rem); min-height: 0; padding: 0; border: 0 }
#galley-board .prose { height: 100%; max-width: none }
"""


def build(desk: Desk) -> Screen:
    """The element; it shows the issue of the page that the desk has open, when somebody looks at it."""
    gr.HTML(
        html_template='<div class="galley-board"></div>',
        css_template="height:100%;min-height:0;",
        js_on_load=f"(async () => {{{MOUNT}}})();",
        apply_default_css=False,
        elem_id="galley-board",
        key_of_project=desk.key,
    )
    return Screen(lambda request: [], [])
