"""What tests share: the golden-file switch, where worker processes find their readers, projects, a browser."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

# Worker processes import the readers of tests/page_readers.py by name.
sys.path.insert(0, str(Path(__file__).parent))

import browser
import postgres
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

from correction.store.folder import ProjectFolder

# A machine with other work is no fault of what is tested.
settings.register_profile("galley", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("galley")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what came out into tests/golden")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of these tests' own; they skip where there can be none."""
    try:
        with postgres.running() as found:
            yield found
    except postgres.NoServerError as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    """The URL of an empty database on the server; None for the project's own SQLite file."""
    return request.getfixturevalue("server").new_database() if request.param == "postgresql" else None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project"


@pytest.fixture
def project(root: Path, database: str | None) -> Iterator[ProjectFolder]:
    """A new project, once on each database."""
    found = ProjectFolder.create(root, database)
    yield found
    found.close()


@pytest.fixture
def local(root: Path) -> Iterator[ProjectFolder]:
    """A new project on SQLite."""
    found = ProjectFolder.create(root)
    yield found
    found.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser without a window; tests skip where there is none."""
    program = browser.find_chromium()
    if program is None:
        pytest.skip("there is no Chromium: see .ci/install-chromium")
    expect.set_options(timeout=browser.PATIENCE)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=browser.ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def tabs(chromium: Browser) -> Iterator[browser.Tabs]:
    """Opens tabs; the test fails for what goes wrong in them. See tests/browser.py."""
    found = browser.Tabs(chromium)
    try:
        yield found
    finally:
        found.close()
    assert found.faults == []


@pytest.fixture
def serve() -> Iterator[Callable[..., browser.Server]]:
    """Starts servers of projects, which end with the test. See tests/browser.py."""
    with ExitStack() as stack:
        yield lambda root, *options: stack.enter_context(browser.serving(root, *options))
