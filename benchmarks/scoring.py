"""Scores of what a reader made of a page, by the shared score.py, which is loaded from where it lies.

In: a case and what was read. Out: measures by name. Truth in PAGE-XML is converted by the shared page2truth.py.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from cases import Case

Scores = dict[str, Any]


class Scorer:
    """The shared tools; `folder` holds score.py and page2truth.py. Raises ImportError when score.py lacks a library."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._score = _load(folder / "score.py")

    @property
    def folds(self) -> dict[int, str | None]:
        """The characters that score.py takes for the same, for `str.translate`."""
        return dict(self._score.FOLD)

    def truth(self, case: Case, folder: Path) -> Any:
        """A case's truth as score.py reads it; PAGE-XML is converted into `folder`."""
        if case.truth is None:
            return None
        file = case.truth
        if file.suffix == ".xml":
            file = folder / "truth.json"
            command = [sys.executable, str(self._folder / "page2truth.py"), str(case.truth), case.language, str(file)]
            subprocess.run(command, check=True, capture_output=True)
        return json.loads(file.read_text(encoding="utf-8"))

    def articles(self, truth: Any, file: Path) -> Scores:
        """Scores of an articles JSON, and its text's distance in the order given."""
        articles = json.loads(file.read_text(encoding="utf-8"))["articles"]
        text = "\n".join(self._score.article_text(article) for article in articles)
        page: Scores = {"page_cer": self._score.text_scores(truth, text)["page_cer"]}
        return page | dict(self._score.score(truth, file))

    def text(self, truth: Any, text: str) -> Scores:
        """Scores of plain text."""
        return dict(self._score.text_scores(truth, text))

    def page_text(self, files: Sequence[Path]) -> str:
        """The text of PAGE files, one after the other, lines in reading order."""
        return "\n".join(self._score.page_text(str(file)) for file in files)


def count_lines(*files: Path) -> int:
    """The TextLines of PAGE or ALTO files."""
    return sum(e.tag.rsplit("}", 1)[-1] == "TextLine" for file in files for e in ET.parse(file).getroot().iter())


def _load(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
