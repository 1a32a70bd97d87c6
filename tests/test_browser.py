"""What browser tests stand on: made projects, tabs that tell of faults, servers, input methods."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browser import ENDS, ROOT, Server, Tabs, compose, free_port, serious, serving
from desk_pages import crowded, sample_project, slips_of
from playwright.sync_api import expect

from correction.doubts import doubts
from correction.store import create_project, open_project

PROGRAM = "import signal; signal.signal(2, signal.default_int_handler); from correction.cli import main; main()"
NAMES = ("en", "de-fraktur", "zh-vertical")
FIELD = """data:text/html,<!doctype html><html lang=en><title>T</title>
<main><label>Text <textarea id=t></textarea></label>
<script>const seen = []; for (const kind of ['keydown', 'compositionstart', 'compositionend', 'input'])
t.addEventListener(kind, e => seen.push(kind + (e.isComposing || e.keyCode === 229 ? '*' : '')))</script></main>"""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("desk") / "Samples"
    sample_project(root, *NAMES)
    return root


@pytest.fixture(scope="module")
def server(samples: Path) -> Iterator[Server]:
    with serving(samples) as found:
        yield found


def test_sample_pages_are_whole(samples: Path) -> None:
    with closing(open_project(samples)) as project:
        pages = [project.load_page(entry.id) for entry in project.pages()]
    assert [(page.script, page.direction) for page in pages] == [
        ("latin", "horizontal"),
        ("fraktur", "horizontal"),
        ("han", "vertical"),
    ]
    assert all(len(page.lines) > 120 for page in pages)
    assert [len(slips_of(page)) for page in pages] == [20, 20, 20]
    doubted = {(d.line, d.offset + i) for d in doubts(pages[0]) for i in range(d.length)}
    assert {(slip.line, slip.offset) for slip in slips_of(pages[0])} <= doubted


def test_a_crowded_page_has_the_lines_asked_for(tmp_path: Path) -> None:
    with closing(create_project(tmp_path / "P")) as project:
        page = crowded(project, 803)
        assert len(page.lines) == 803
        assert project.load_page(page.id) == page
        assert Path(project.located(page.source).path).is_file()


def test_the_screen_opens_without_a_fault(server: Server, tabs: Tabs) -> None:
    tab = tabs()
    tab.goto(server.url)
    expect(tab).to_have_title("Galley: Samples")
    expect(tab.get_by_role("tab", name="Library")).to_have_attribute("aria-selected", "true")
    assert server.url in server.log()


def test_the_screen_speaks_the_readers_language(server: Server, tabs: Tabs) -> None:
    tab = tabs(locale="zh-CN")
    tab.goto(server.url)
    expect(tab.get_by_role("tab", name="校对")).to_be_visible()


def test_a_server_comes_back_on_its_port(samples: Path, serve: Callable[..., Server]) -> None:
    found = serve(samples)
    url = found.url
    found.kill()
    with pytest.raises(OSError, match="refused"):
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url)
    found.start()
    assert found.url == url


def test_the_program_serves_until_it_is_interrupted(samples: Path) -> None:
    port = free_port()
    words = [sys.executable, "-c", PROGRAM, "review", "--project", str(samples), "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout is not None
        assert f":{port}/" in program.stdout.readline()
        program.send_signal(signal.SIGINT)
        assert program.wait(ENDS) in (0, 130)  # the latter before it listens


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RuntimeError, match="project"), serving(tmp_path / "file"):
        pass


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("setTimeout(() => { throw Error('torn') })", "page error: .*torn"),
        ("console.error('bad')", "console: bad"),
        ("fetch('http://example.org/x').catch(() => 0)", "another machine: http://example.org/x"),
    ],
)
def test_what_goes_wrong_in_a_tab_is_noted(tabs: Tabs, script: str, fault: str) -> None:
    tab = tabs()
    tab.goto("data:text/html,<title>T</title>")
    tab.evaluate(script)
    while not tabs.faults:  # they come as events
        tab.wait_for_timeout(20)
    assert re.search(fault, tabs.faults[0])
    tabs.allow(fault)
    tabs.allow("ERR_FAILED")  # what the browser says of a request that was kept from another machine
    assert tabs.faults == []


def test_serious_findings_are_told(tabs: Tabs) -> None:
    tab = tabs()
    tab.goto(FIELD)
    assert serious(tab) == []
    tab.evaluate("document.querySelector('label').replaceWith(t)")
    assert [finding.split(":")[0] for finding in serious(tab)] == ["label"]


def test_an_input_method_composes(tabs: Tabs) -> None:
    tab = tabs()
    tab.goto(FIELD)
    tab.focus("#t")
    compose(tab, "n", "ni", commit="你")
    assert tab.input_value("#t") == "你"
    assert tab.evaluate("seen").count("keydown*") == 3
    assert tab.evaluate("seen.filter(kind => /^composition/.test(kind))") == ["compositionstart", "compositionend"]
    compose(tab, "h", "ha", commit=None)
    assert tab.input_value("#t") == "你"


@pytest.mark.parametrize(
    ("file", "package"),
    [("correction/desk/static/vendor/openseadragon.min.js", "openseadragon"), ("tests/vendor/axe.min.js", "axe-core")],
)
def test_what_came_from_npm_is_what_the_lock_names(file: str, package: str) -> None:
    lock = (ROOT / "correction/desk/package-lock.json").read_bytes()
    assert (ROOT / file).with_name("package-lock.json").read_bytes() == lock, "run: make viewer"
    version = json.loads(lock)["packages"][f"node_modules/{package}"]["version"]
    assert version in (ROOT / file).read_text(encoding="utf-8")[:100]


def test_the_lock_names_no_registry() -> None:
    packages = json.loads((ROOT / "correction/desk/package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not any("resolved" in package for package in packages.values())
    assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)
