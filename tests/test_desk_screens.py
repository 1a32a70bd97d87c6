"""The ordinary screens in a browser: library, search, export, both languages, and what goes wrong in plain words."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browser import Tabs, serious
from desk_pages import sample_project
from playwright.sync_api import Page, expect
from screens_app import screens

from correction.store import create_project, open_project

pytestmark = [
    pytest.mark.long,  # minutes in a browser
    # Gradio's queue counts its calls with pandas, in its own way.
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),
]
WAIT = 60_000  # ms, on a machine under load


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("screens") / "P"
    sample_project(found, "en", "zh-vertical")
    return found


@pytest.fixture
def address(root: Path, tmp_path: Path) -> Iterator[str]:
    shutil.copytree(root, tmp_path / "P")
    with screens(tmp_path / "P") as found:  # tests ask for it before their tabs, which then go first
        yield found


def opened(tabs: Tabs, address: str, locale: str = "en-US", **settings: object) -> Page:
    tab = tabs(locale=locale, **settings)
    tab.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    tab.goto(address)
    tab.wait_for_selector("#library-list [data-ready] :is(table, .welcome)")
    return tab


@pytest.mark.vital
def test_pages_are_filtered_and_given_to_people(address: str, tabs: Tabs, tmp_path: Path) -> None:
    tab = opened(tabs, address)
    expect(tab.locator("#library-list tbody tr")).to_have_count(2)
    tab.check("[name=chosen] >> nth=0")
    tab.fill("[name=to_title]", "The <b>Herald")
    tab.fill("[name=to_date]", "1899-05-04")
    tab.click("[data-act=place]")
    expect(tab.locator(".told")).to_contain_text("1899-05-04")
    expect(tab.locator("tr[data-chosen]")).to_have_count(1)  # the same page for the next press
    tab.fill("[name=to_person]", "王小明")
    tab.click("[data-act=assign]")
    expect(tab.locator("td.reviewer").first).to_have_text("王小明")
    tab.select_option("[name=to_state]", "for review")
    tab.click("[data-act='set state']")
    expect(tab.locator("td.state").first).to_contain_text("for review")
    with closing(open_project(tmp_path / "P")) as project:
        entry = project.entry("p000001")
    assert (entry.state, entry.assignee, entry.issue is not None) == ("for review", "王小明", True)
    tab.click(".states [data-state='for review']")
    expect(tab.locator("#library-list tbody tr")).to_have_count(1)
    expect(tab.locator("[name=chosen]:checked")).to_have_count(0)  # another list, nothing chosen
    tab.fill("#library-filters [name=text]", "no such page")
    tab.keyboard.press("Enter")
    expect(tab.locator(".empty")).to_contain_text("Clear them")
    tab.click("[data-act=clear]")
    expect(tab.locator("#library-list tbody tr")).to_have_count(2)


def test_a_page_is_opened_without_loading_anew(address: str, tabs: Tabs) -> None:
    tab = opened(tabs, address)
    tab.evaluate("addEventListener('galley:open', event => window.opened = event.detail.item)")
    tab.focus("[name=chosen] >> nth=0")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("window.opened") == "p000002"
    assert "item=p000002" in tab.url


def test_search_marks_words_and_leads_to_the_line(address: str, tabs: Tabs) -> None:
    tab = opened(tabs, address)
    tab.click("role=tab[name=Search]")
    tab.fill("#search-form [name=words]", "the")
    tab.keyboard.press("Enter")
    expect(tab.locator(".card mark").first).to_have_text("the", ignore_case=True)
    assert str(tab.locator(".card a").first.get_attribute("href")).startswith("?item=l_")
    tab.fill("#search-form [name=words]", '""')
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("has nothing to look for")).to_be_visible()


@pytest.mark.vital
def test_an_export_is_seen_before_it_is_taken(address: str, tabs: Tabs, tmp_path: Path) -> None:
    tab = opened(tabs, address)
    tab.click("role=tab[name=Export]")
    tab.fill("[name=pages]", "p9")
    tab.click("#export-form [type=submit]")
    expect(tab.locator("#export-articles [role=alert]")).to_contain_text("there is no page p9")
    tab.fill("[name=pages]", "p000002")
    tab.click("#export-form [type=submit]")
    tab.check("#export-articles [name=chosen] >> nth=0")
    tab.click("#export-articles [data-act=preview]")
    expect(tab.locator("#preview hr")).to_have_count(0)  # one article
    tab.select_option("[name=format]", "page")
    with tab.expect_download() as taken:
        tab.click("[data-download]")
    taken.value.save_as(tmp_path / "out.zip")
    assert zipfile.ZipFile(tmp_path / "out.zip").namelist() == ["p000002.xml"]


def test_a_screen_says_that_it_is_at_work(tabs: Tabs, address: str) -> None:
    tab = opened(tabs, address)
    tab.click("role=tab[name=Export]")
    tab.evaluate(
        "() => { const place = document.querySelector('#export'); window.told = []; new MutationObserver(() =>"
        " told.push([place.ariaBusy, place.querySelector('.told').textContent])).observe(place, {attributes: true}) }"
    )
    tab.fill("[name=pages]", "p000002")
    tab.click("#export-form [type=submit]")
    expect(tab.locator("#preview [lang=zh-Hant]").first).to_be_visible()
    expect(tab.locator("#export")).to_have_attribute("aria-busy", "false")
    assert tab.evaluate("told") == [["true", "The articles are being put together …"], ["false", ""]]


def test_the_box_for_uploads_has_our_words_and_its_place(tabs: Tabs, address: str) -> None:
    tab = opened(tabs, address)
    box = tab.locator("#upload [data-testid=upload-text]")
    expect(box).to_contain_text("Drop scans here")
    tab.click("[data-language=zh]")
    expect(box).to_contain_text("将扫描件拖放到此处")
    expect(box).not_to_contain_text("or")
    places = "() => ['#scans h2', '#upload'].map((name) => document.querySelector(name).getBoundingClientRect())"
    title, upload = tab.evaluate(places)
    assert (upload["left"], upload["right"]) == (title["left"], title["right"])


def test_the_language_is_chosen_and_remembered(address: str, tabs: Tabs) -> None:
    tab = opened(tabs, address, "zh-CN")
    expect(tab.get_by_role("tab", name="书库")).to_be_visible()
    tab.click("[data-language=en]")
    expect(tab.get_by_role("tab", name="Library")).to_be_visible()
    tab.reload()
    expect(tab.locator("#library-list th.state")).to_contain_text("State")


def test_an_empty_project_explains_itself_and_refuses_politely(tabs: Tabs, tmp_path: Path) -> None:
    create_project(tmp_path / "E").close()
    (tmp_path / "torn.png").write_bytes(b"no picture")
    with screens(tmp_path / "E") as address:
        tab = opened(tabs, address)
        expect(tab.locator(".welcome [data-act=samples]")).to_be_visible()
        tab.fill("[name=folder]", str(tmp_path / "nowhere"))
        tab.keyboard.press("Enter")
        expect(tab.locator("#scans .failures")).to_contain_text("there is no such file or folder")
        tab.set_input_files("#upload input[type=file]", tmp_path / "torn.png")
        expect(tab.locator("#scans .failures")).to_contain_text("torn.png: ")
        assert list((tmp_path / "E" / "in").iterdir()) == []
        tab.fill("[name=folder]", str(Path(__file__).parents[1] / "scans"))
        tab.click("#scans [type=submit]")
        expect(tab.locator("#scans [data-act='read folder']")).to_contain_text("6")
        tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screens_are_accessible(address: str, tabs: Tabs, scheme: str) -> None:
    tab = opened(tabs, f"{address}?__theme={scheme}")
    tab.check("[name=chosen] >> nth=0")
    assert serious(tab, "#library") == []
    tab.click("role=tab[name=Search]")
    assert serious(tab, "#search") == []
