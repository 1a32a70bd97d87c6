"""The desk's screen: one element that the desk's own JavaScript fills.

Gradio only carries it: pages and decisions go over the desk's routes, and Gradio never draws the element anew.
"""

from __future__ import annotations

import gradio as gr

from correction.desk.desk import Desk
from correction.desk.screens.frame import Screen

# The modules are asked for relative to where the application stands: a proxy may put a prefix before it.
MOUNT = """
const { start } = await import(new URL('desk/static/start.js', document.baseURI));
await start(element.querySelector('.galley-desk'), props);
"""
HEAD = """
<link rel="stylesheet" href="desk/static/screens.css">
<link rel="stylesheet" href="desk/static/desk.css">
<link rel="stylesheet" href="desk/static/structure.css">
<link rel="stylesheet" href="desk/static/find.css">
<link rel="stylesheet" href="desk/static/history.css">
<link rel="stylesheet" href="desk/static/doubts.css">
<link rel="stylesheet" href="desk/static/marks.css">
<link rel="stylesheet" href="desk/static/palette.css">
<link rel="stylesheet" href="desk/static/help.css">
<script type="module" src="desk/static/way.js"></script>
<script src="desk/static/vendor/openseadragon.min.js"></script>
"""
CSS = """
.gradio-container { max-width: none !important; height: 100vh; padding: 0 !important }
.gradio-container main, .gradio-container .main, .gradio-container .contain { padding: 0 !important; gap: 0 !important }
#screens { gap: 0 }
#screens > .tab-wrapper { padding: 0 .5rem; height: 2.4rem }
#screen-desk { padding: 0; border: 0 }
#galley-desk, #galley-desk .html-container { height: calc(100vh - 3.4rem); min-height: 0; padding: 0; border: 0 }
#galley-desk .prose { height: 100%; max-width: none }
#language { position: fixed; top: .2rem; right: .6rem; z-index: 5; width: auto }
#language .html-container { padding: 0 }
footer:not(.status) { display: none !important }
"""


def build(desk: Desk) -> Screen:
    """The element; it opens the page that the address names by `?item=`, and later ones by `galley:open` events."""
    gr.HTML(
        html_template='<div class="galley-desk"></div>',
        css_template="height:100%;min-height:0;",
        js_on_load=f"(async () => {{{MOUNT}}})();",
        apply_default_css=False,
        elem_id="galley-desk",
        key_of_project=desk.key,
    )
    return Screen(lambda request: [], [])
