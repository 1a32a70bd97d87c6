"""The house rules that a program can check: who imports whom, how long files are, what is documented."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = 400  # lines of a file
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "lib"}
HEAVY = (
    "numpy",
    "cv2",
    "sqlalchemy",
    "alembic",
    "opencc",
    "PIL",
    "lxml",
    "pypdfium2",
    "onnxruntime",
    "rapidocr",
    "wordfreq",
    "jieba",
    "gradio",
)
ALLOWED = {"ocr": {"ocr"}, "correction": {"ocr", "correction"}, "ui": {"ocr", "correction", "ui"}}
# Each of these is known to a single place.
KEPT = {
    "sqlalchemy": ("correction/store/",),
    "alembic": ("correction/store/",),
    "psycopg": ("correction/store/",),
    "opencc": ("correction/search_keys.py",),
    "pytesseract": ("ocr/engines/tesseract.py",),
    "rapidocr": ("ocr/engines/recogniser.py",),
    "gradio": ("ui.py", "correction/desk/"),
    "fastapi": ("ui.py", "correction/desk/"),
}
OPENS_THE_SCREENS = "correction/commands/review.py"

PRODUCT = sorted([*ROOT.glob("ocr/**/*.py"), *ROOT.glob("correction/**/*.py"), *ROOT.glob("ui.py")])
EVERY = sorted([*PRODUCT, *ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/**/*.py")])

SCRIPTS = sorted(ROOT.glob("correction/desk/static/*.js"))
PLACE = re.compile(r"\{\w*")  # where a value is put into words
WORDS = sorted(ROOT.glob("correction/desk/words/*.json"))


def place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), place(file))


def imports(file: Path) -> Iterator[tuple[str, bool]]:
    """The top-level packages that a file imports, each with whether that happens inside a function."""
    tree = tree_of(file)
    inner = {
        id(n) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef) for n in ast.walk(f)
    }
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            # A relative import stays within its own package.
            names = [node.module or ""] if not node.level else [place(file).split("/")[0]]
        for name in names:
            yield name.split(".")[0], id(node) in inner


def test_there_is_a_house() -> None:
    assert {"ocr/page.py", "correction/cli.py"} <= {place(f) for f in PRODUCT}


@pytest.mark.parametrize("file", PRODUCT, ids=place)
def test_imports_run_one_way(file: Path) -> None:
    own = {"ocr", "correction", "ui", "tests", "benchmarks"}
    allowed = ALLOWED[place(file).removesuffix(".py").split("/")[0]]
    for package, inside in imports(file):
        if package == "ui" and place(file) == OPENS_THE_SCREENS:
            assert inside, "the screens are imported when the command runs, not before"
        else:
            assert package not in own - allowed, f"{place(file)} imports {package}"


@pytest.mark.parametrize("package", KEPT)
def test_a_package_is_imported_in_one_place(package: str) -> None:
    importers = {place(f) for f in PRODUCT if any(name == package for name, _ in imports(f))}
    assert {f for f in importers if not f.startswith(KEPT[package])} == set()


@pytest.mark.parametrize("file", [*EVERY, *SCRIPTS], ids=place)
def test_no_file_is_too_long(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("file", WORDS, ids=place)
def test_every_word_is_there_in_both_languages(file: Path) -> None:
    for key, (english, chinese) in json.loads(file.read_text(encoding="utf-8")).items():
        assert english, key
        assert chinese, key
        assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(chinese)), key


def test_modules_are_nouns_and_no_drawers() -> None:
    names = {part for file in EVERY for part in file.relative_to(ROOT).with_suffix("").parts}
    assert names & DRAWERS == set()


def undocumented(tree: ast.Module) -> Iterator[str]:
    """What of a module has no docstring: itself, its public functions and classes."""
    if ast.get_docstring(tree) is None:
        yield "the module"
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield node.name


@pytest.mark.parametrize("file", PRODUCT, ids=place)
def test_what_is_public_is_documented(file: Path) -> None:
    assert list(undocumented(tree_of(file))) == []


def test_help_imports_nothing_heavy() -> None:
    program = "\n".join(
        (
            "import sys",
            "from correction.cli import run",
            "assert run(['--help']) == 0",
            f"print('loaded:', *(name for name in {HEAVY!r} if name in sys.modules))",
        )
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Usage: galley" in done.stdout
    assert done.stdout.splitlines()[-1] == "loaded:"
