"""The screens, put together: Gradio's tabs in front of the desk's routes, as one application.

In: a project. Out: an application, or a server of it. No other machine is asked.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from threading import Event
from typing import Any

from correction.store import create_project, open_project
from ocr.errors import UsageError

os.environ |= dict.fromkeys(("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"), "1")
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
try:
    import gradio as gr
except ImportError as error:
    raise UsageError("the screens need Gradio, which is not installed", "run: pip install 'galley[ui]'") from error

from correction.desk.desk import Desk
from correction.desk.gate import Gate
from correction.desk.screens import board as board_screen
from correction.desk.screens import desk as desk_screen
from correction.desk.screens import export, language, library, search
from correction.desk.server import Server, application
from correction.desk.words import words

SCREENS = {"library": library, "desk": desk_screen, "board": board_screen, "search": search, "export": export}


def build(desk: Desk, *names: str) -> Any:
    """The application of a desk, whose project stays open as long as it is used; it answers to `names` too."""
    title = f"Galley: {desk.root.name}"
    built, tabs = [], {}
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as blocks:
        with gr.Tabs(elem_id="screens"):
            for name, screen in SCREENS.items():
                with gr.Tab(words("en")[f"{name}.name"], id=name, elem_id=f"screen-{name}") as tabs[name]:
                    built.append(screen.build(desk))
        everything = language.build(built, tabs)
        blocks.load(everything.show, None, everything.outputs, api_visibility="private", show_progress="hidden")
    theme = gr.themes.Base(font="system-ui", font_mono="ui-monospace", radius_size="none", text_size="sm")
    off = ("run_history", "ssr_mode", "show_error", "enable_monitoring")
    app = gr.mount_gradio_app(
        application(desk),
        blocks,
        path="/",
        css=desk_screen.CSS + board_screen.CSS,
        head=desk_screen.HEAD + board_screen.HEAD,
        theme=theme,
        footer_links=[],
        max_file_size="2gb",
        **dict.fromkeys(off, False),
    )
    return Gate(app, names)


def main(
    folder: Path, host: str = "127.0.0.1", port: int = 7860, database: str | None = None, names: tuple[str, ...] = ()
) -> None:
    """Serve a project's screens until interrupted, also under other names; a free folder becomes a new project.

    Raises ProjectError and UsageError.
    """
    new = is_free(folder.expanduser())
    with closing((create_project if new else open_project)(folder, database)) as project:
        desk = Desk(project, database)
        server = Server(build(desk, host, *names), host, port)
        try:
            if new:
                print(f"A new project was begun in {project.root}: its library says how pages come in", flush=True)
            print(f"The review desk is open at {server.start()} - Ctrl+C closes it", flush=True)
            if not server.is_private:
                print("Whoever reaches this machine may read and decide: there is no login", flush=True)
            with suppress(KeyboardInterrupt):
                Event().wait()
        finally:
            server.stop()
            desk.close()


def is_free(folder: Path) -> bool:
    """Whether a project may begin in a folder: it is empty, or not there while the one that would hold it is."""
    try:
        if folder.exists():
            return folder.is_dir() and not any(folder.iterdir())
        return folder.absolute().parent.is_dir()
    except OSError:  # whoever opens it says what is wrong
        return False
