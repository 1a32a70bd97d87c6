"""The screens, put together with Gradio: for now a reading room, each page beside its picture and its articles.

In: a project. Out: `gr.Blocks`, or a server of them. No other machine is asked. Texts are proven on every reload.
"""

from __future__ import annotations

import base64
import html
import os
from collections import defaultdict
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from correction.article import Article
from correction.exchange.markdown import article_markdown, escape
from correction.exchange.plain_text import adverts_last
from correction.proof import prove
from correction.store import PageEntry, Project, open_project
from ocr.errors import GalleyError, UsageError
from ocr.ingest import load
from ocr.overlay import draw

os.environ |= dict.fromkeys(("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"), "1")
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
try:
    import gradio as gr
except ImportError as error:
    raise UsageError("the screens need Gradio, which is not installed", "run: pip install 'galley[ui]'") from error

WORDS = {  # English, Chinese
    "pages": ("Pages", "版面"),
    "previous": ("Previous page (P)", "上一版 (P)"),
    "next": ("Next page (N)", "下一版 (N)"),
    "row": ("{} · {} · articles: {}", "{} · {} · 文章：{}"),
    "read": ("read", "已识读"),
    "in progress": ("in progress", "校对中"),
    "for review": ("for review", "待审核"),
    "accepted": ("accepted", "已定稿"),
    "new": ("waiting", "待识读"),
    "failed": ("failed", "失败"),
    "actual size": ("Actual size (Z)", "原始大小 (Z)"),
    "no pages": ("There are no pages: run `galley ocr`, then reload.", "还没有版面：请运行 `galley ocr` 后刷新。"),
    "no articles": ("There are no articles on this page.", "本版没有文章。"),
    "not read": ("Still to be read: run `galley ocr`, then reload.", "尚未识读：请运行 `galley ocr` 后刷新。"),
    "unreadable": ("This page could not be read: {note}", "本版未能识读：{note}"),
}
CSS = """.pane { max-height: calc(100vh - 9rem); overflow: auto } .sheet input { appearance: auto }
.sheet img { max-width: 100% } .sheet:has(input:checked) img { max-width: none }"""
# Gradio's buttons know no access key of their own, and may appear a moment after the screen is loaded.
ACCESS_KEYS = """() => [['previous-page', 'p'], ['next-page', 'n']].forEach(function give([id, key]) {
  const place = document.getElementById(id);
  if (place) place.accessKey = key; else setTimeout(give, 100, [id, key]);
})"""


class Room:
    """What the screen shows of a project, in plain values; proven articles are kept until the next `refresh`."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._articles: dict[str, list[Article]] = {}

    def refresh(self) -> None:
        """Prove all articles anew, since what the whole paper prints decides its line ends. Raises ProjectError."""
        articles: dict[str, list[Article]] = defaultdict(list)
        for article in prove(self.project).articles:
            for page_id in article.pages:
                articles[page_id].append(article)
        self._articles = articles

    def picture(self, entry: PageEntry, words: dict[str, str]) -> str:
        """The page's overlay as HTML, kept in no file; for a scan that cannot be read the reason."""
        caption = html.escape(" · ".join(filter(None, (entry.id, Path(entry.source.path).name, entry.note))))
        if not entry.was_read:
            return f"<p>{caption}</p>"
        try:
            drawn = draw(self.project.load_page(entry.id), load(self.project.located(entry.source)).image)
        except GalleyError as error:
            return f'<p role="alert">{html.escape(str(error))}</p>'
        return (
            f'<figure class="sheet"><figcaption>{caption} '
            f'<label><input type="checkbox" accesskey="z"> {words["actual size"]}</label></figcaption>'
            f'<img alt="{caption}" src="data:image/png;base64,{base64.b64encode(drawn).decode()}"></figure>'
        )

    def text(self, entry: PageEntry, words: dict[str, str]) -> str:
        """The page's articles as Markdown with a rule between two, or why there are none."""
        if not entry.was_read:
            return words["not read" if entry.state == "new" else "unreadable"].format(note=escape(entry.note))
        written = map(article_markdown, adverts_last(self._articles.get(entry.id, ())))
        return "\n\n---\n\n".join(filter(None, written)) or words["no articles"]

    def render(self, language: str, page_id: str | None, step: int = 0) -> tuple[Any, ...]:
        """The screen at a page, or `step` pages further: the list, both buttons, picture and text."""
        words = {name: pair[language == "zh"] for name, pair in WORDS.items()}
        entries = self.project.pages()
        start = next((n for n, entry in enumerate(entries) if entry.id == page_id), 0)
        at = max(0, min(start + step, len(entries) - 1))
        shown = entries[at] if entries else None
        known = self._articles
        rows = [(words["row"].format(e.id, words[e.state], len(known.get(e.id, ()))), e.id) for e in entries]
        return (
            gr.update(choices=rows, value=shown and shown.id, label=words["pages"]),
            gr.update(value=words["previous"], interactive=at > 0),
            gr.update(value=words["next"], interactive=at + 1 < len(entries)),
            self.picture(shown, words) if shown else "",
            self.text(shown, words) if shown else words["no pages"],
        )

    def open(self, request: gr.Request) -> tuple[Any, ...]:
        """The screen as a browser first meets it: in its language, at the first page."""
        language = "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"
        try:
            self.refresh()
            return language, *self.render(language, None)
        except GalleyError as error:
            raise gr.Error(html.escape(str(error)), print_exception=False) from error


def build(project: Project) -> gr.Blocks:
    """The reading room of a project, ready to `launch`; the project stays open as long as it is used."""
    room = Room(project)
    with gr.Blocks(title=f"Galley: {project.root.name}", analytics_enabled=False, fill_width=True) as blocks:
        with gr.Row():
            language = gr.Radio(
                [("English", "en"), ("中文", "zh")], value="en", show_label=False, container=False, elem_id="language"
            )
            back, on = (gr.Button(size="sm", elem_id=name) for name in ("previous-page", "next-page"))
        with gr.Row():
            pages = gr.Radio([], scale=1, min_width=180, interactive=True, elem_id="pages", elem_classes="pane")
            picture = gr.HTML(scale=3, min_width=320, elem_id="picture", elem_classes="pane")
            text = gr.Markdown(latex_delimiters=[], scale=3, min_width=320, elem_id="articles", elem_classes="pane")
        asked, screen = [language, pages], [pages, back, on, picture, text]
        # One at a time: PDFium, which opens scans, is not made for several threads.
        settings: dict[str, Any] = {"concurrency_id": "room", "concurrency_limit": 1, "api_visibility": "private"}
        blocks.load(room.open, None, [language, *screen], **settings)
        blocks.load(None, None, None, js=ACCESS_KEYS)
        for happens, step in ((language.input, 0), (pages.input, 0), (back.click, -1), (on.click, 1)):
            happens(partial(room.render, step=step), asked, screen, **settings)
    assert isinstance(blocks, gr.Blocks)  # Gradio does not say what its `with` gives.
    return blocks


def launch(blocks: gr.Blocks, host: str, port: int) -> str:
    """Serve in the background and give the address. Raises UsageError for a host or port that cannot be had."""
    # A proxy that the environment names is for the world outside, not for this machine.
    exempt = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
    os.environ["no_proxy"] = f"{exempt},127.0.0.1,localhost"
    theme = gr.themes.Base(font="system-ui", font_mono="ui-monospace", radius_size="none", text_size="sm")
    off = ("share", "run_history", "ssr_mode", "show_error", "enable_monitoring", "pwa")
    settings: dict[str, Any] = {"prevent_thread_lock": True, "quiet": True, "footer_links": [], "theme": theme}
    settings |= {"css": CSS, "server_name": host, "server_port": port} | dict.fromkeys(off, False)
    try:
        return str(blocks.launch(**settings)[1])
    except OSError as error:
        raise UsageError(f"{host}:{port} cannot be used", "give another --host or --port") from error


def main(folder: Path, host: str = "127.0.0.1", port: int = 7860, database: str | None = None) -> None:
    """Serve a project's screens until interrupted. Raises ProjectError and UsageError."""
    with closing(open_project(folder, database)) as project:
        blocks = build(project)
        try:
            print(f"The reading room is open at {launch(blocks, host, port)} - Ctrl+C closes it", flush=True)
            with suppress(KeyboardInterrupt):
                Event().wait()
        finally:
            blocks.close(verbose=False)
