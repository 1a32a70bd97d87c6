"""The screens in a browser: Chromium by Playwright, and a server of a project as a process of its own.

Fixtures (tests/conftest.py):

`tabs` opens tabs: `tab = tabs()`, or with Playwright's settings of a context, as `tabs(locale="zh-CN",
color_scheme="dark")`. Each call is another person with a context of its own; `tab.context.new_page()` is a second tab
of the same one. When the test ends it fails for any page error, console error or request to another machine, in any
tab. A test that expects some, as one that kills the server does, says which by a regular expression:
`tabs.allow("ERR_CONNECTION_REFUSED")`.

`serve` starts servers: `server = serve(root)`; then `server.url`, `server.log()`, `server.kill()` (as a power cut
does), `server.stop()` (as Ctrl+C does), `server.start()` again on the same port. All have ended when the test has. For
a server that the tests of a module share: `with serving(root) as server: yield server` in a fixture of that scope. It
is forked from a process that has imported the screens (tests/forks.py), and so answers within half a second.

`chromium` is the browser itself; where there is none, tests that ask for it skip.

Functions: `serious(tab)` lists what axe-core calls serious or critical; `compose(tab, "n", "ni", commit="你")` types as
an input method does. Projects to open are made by tests/desk_pages.py, without reading a scan.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from forks import ROOT, fork
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, WebError

AXE = ROOT / "tests" / "vendor" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--force-color-profile=srgb"),
]
PATIENCE = 60_000.0  # milliseconds to wait for what should come; on a machine under load it comes late
STARTS = 120.0  # seconds that a server may take to answer, on a machine under load
ENDS = 30.0  # seconds that it may take to end
OWN = {"127.0.0.1", "localhost"}
COMPOSING = {"key": "Process", "windowsVirtualKeyCode": 229}  # every key, while an input method has it


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome: what GALLEY_CHROMIUM names, or the system's; None where there is none."""
    places = [
        os.environ.get("GALLEY_CHROMIUM"),
        *map(shutil.which, NAMES),
        *(f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ("Google Chrome", "Chromium")),
    ]
    return next((place for place in places if place and Path(place).is_file()), None)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`galley review` of a project in a process of its own, which can be ended and started again on its port."""

    def __init__(self, root: Path, *options: str) -> None:
        """`options` are further ones of `galley review`."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self._words = ["review", "--project", str(root), "--port", str(self.port), *options]
        self._log = tempfile.NamedTemporaryFile(suffix=".log")  # noqa: SIM115 (closed by `close`)
        self._process: BaseProcess | None = None

    def start(self) -> None:
        """Start it and come back when it answers. Raises RuntimeError with its words when it ends instead."""
        assert self._process is None, "it runs already"
        self._process = fork(self._words, Path(self._log.name))
        until = time.monotonic() + STARTS
        while not self._answers():
            if not self._process.is_alive() or time.monotonic() > until:
                self.kill()
                raise RuntimeError(f"the server does not answer:\n{self.log()}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        # A proxy that the environment names is for the world outside.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(self.url, timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    @property
    def runs(self) -> bool:
        """Whether it was started and not ended."""
        return self._process is not None

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End it at once, in the midst of whatever it does."""
        self._end(signal.SIGKILL)

    def _end(self, by: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, by)
        process.join(ENDS)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()

    def log(self) -> str:
        """All that it has printed so far."""
        return Path(self._log.name).read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """End it, if it runs, and forget what it printed."""
        self.kill()  # what it still has at hand is of no use to anybody
        self._log.close()


@contextmanager
def serving(root: Path, *options: str) -> Iterator[Server]:
    """A server that answers, ended with the block."""
    server = Server(root, *options)
    try:
        server.start()
        yield server
    finally:
        server.close()


class Tabs:
    """Opens tabs and notes what goes wrong in them: `faults` is empty when nothing did."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._noted: list[str] = []
        self._allowed: list[str] = []

    def __call__(self, **settings: Any) -> Page:
        """A tab of another person. `settings` are those of Playwright's `new_context`: locale, viewport, …"""
        context = self._browser.new_context(**settings)
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", self._note_error)
        context.on("console", self._note_message)
        context.on("request", self._note_request)
        context.route(_is_outside, _refuse)
        return context.new_page()

    def allow(self, pattern: str) -> None:
        """Faults that match the regular expression are expected in this test."""
        self._allowed.append(pattern)

    @property
    def faults(self) -> list[str]:
        """What went wrong and was not allowed, in order."""
        return [fault for fault in self._noted if not any(re.search(pattern, fault) for pattern in self._allowed)]

    def close(self) -> None:
        """Close all tabs, without asking the pages in them."""
        for context in self._contexts:
            context.close()

    def _note_error(self, error: WebError) -> None:
        self._noted.append(f"page error: {error.error}")

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._noted.append(f"console: {message.text} ({message.location.get('url')})")

    def _note_request(self, request: Request) -> None:
        if _is_outside(request.url):
            self._noted.append(f"request to another machine: {request.url}")


def _refuse(route: Route) -> None:
    route.abort()


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob", "about"} and parts.hostname not in OWN


def serious(tab: Page, within: str = "body") -> list[str]:
    """What axe-core finds serious or critical, a line each: the rule, what is wrong, and where."""
    if not tab.evaluate("Boolean(window.axe)"):
        tab.add_script_tag(path=AXE)
    found = tab.evaluate(
        "within => axe.run(within, {resultTypes: ['violations']}).then(result => result.violations)", within
    )
    return [
        f"{violation['id']}: {violation['help']}: {node['target'][0]} ({node['html'][:120]})"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def compose(tab: Page, *states: str, commit: str | None) -> None:
    """Type into the focused field as an input method does: each state of the composition, then the text that it gives.

    Each state comes with the keydown 229 that browsers send. `commit` None gives the composition up, as Escape does.
    """
    session = tab.context.new_cdp_session(tab)
    try:
        for state in states:
            session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **COMPOSING})
            session.send(
                "Input.imeSetComposition", {"text": state, "selectionStart": len(state), "selectionEnd": len(state)}
            )
            session.send("Input.dispatchKeyEvent", {"type": "keyUp", **COMPOSING})
        session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **COMPOSING})
        if commit is None:
            session.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
        else:
            session.send("Input.insertText", {"text": commit})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **COMPOSING})
    finally:
        session.detach()
