"""The pages that are scored: where they lie, what is known of them, and which measures fit them.

In: the project's folder and the folder of shared pages. Out: a `Case` for every page that is there, and a word for
every folder that is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["articles", "raw", "page", "load"]

# Tesseract's model for the language of a page in antiqua or Han print.
MODELS = {"zh": "chi_sim", "zh-Hant": "chi_tra_vert", "en": "eng", "de": "deu", "fr": "fra"}
FRAKTUR = "Fraktur"


@dataclass(frozen=True, slots=True)
class Case:
    """One page, or one raw text, with its truth.

    `kind` says what is measured: `articles` from the JSON export, `raw` the same from `galley repair`, `page` the text
    of the PAGE export in reading order, `load` time and memory alone. `truth` is a truth.json or a PAGE file, `alto`
    the library's own uncorrected ALTO, `finereader` what ABBYY FineReader Server 11 read on the page.
    """

    group: str
    file: Path
    kind: Kind
    language: str
    model: str
    truth: Path | None = None
    alto: Path | None = None
    finereader: Path | None = None

    @property
    def name(self) -> str:
        """The group and the file's name."""
        return f"{self.group}/{self.file.name}"


def find_cases(root: Path, data: Path) -> tuple[list[Case], list[str]]:
    """All pages below the project's scans/ and the shared data folder, and words on what is absent."""
    groups = {
        "seed": _seed(data / "seed"),
        "scans": _scans(root / "scans"),
        "nzz": _nzz(data / "nzz"),
        "austrian": _austrian(data / "austrian"),
        "jingbao": _jingbao(data / "jingbao"),
        "chronam": _loads(data / "chronam", "en", "eng"),
        "mets-alto": _loads(data / "mets-alto", "de", FRAKTUR),
    }
    found = [case for cases in groups.values() for case in cases if case.file.is_file()]
    absent = [
        f"skipped: no pages of {name} in {(root if name == 'scans' else data) / name}"
        for name, cases in groups.items()
        if not any(case.file.is_file() for case in cases)
    ]
    return found, absent


def _seed(folder: Path) -> list[Case]:
    truth = folder / "page.truth.json"
    return [
        Case("seed", folder / "page.jpg", "articles", "zh", MODELS["zh"], truth),
        Case("seed", folder / "page-text.txt", "raw", "zh", "", truth),
    ]


def _scans(folder: Path) -> list[Case]:
    cases = []
    for truth in sorted(folder.glob("*.truth.json")):
        stem = truth.name.removesuffix(".truth.json")
        language, _, look = stem.partition("-")
        language = "zh-Hant" if look == "vertical" else language
        model = FRAKTUR if look == "fraktur" else MODELS[language]
        cases.append(Case("scans", folder / f"{stem}.jpg", "articles", language, model, truth))
    return cases


def _nzz(folder: Path) -> list[Case]:
    return [
        Case(
            "nzz", tif, "page", "de", FRAKTUR, tif.with_suffix(".page.xml"), None, tif.with_suffix(".finereader11.txt")
        )
        for tif in sorted(folder.glob("*.tif"))
    ]


def _austrian(folder: Path) -> list[Case]:
    return [
        Case("austrian", jpg, "page", "de", FRAKTUR, jpg.with_suffix(".page.xml"))
        for jpg in sorted(folder.glob("*.jpg"))
    ]


def _jingbao(folder: Path) -> list[Case]:
    return [
        Case("jingbao", jpg, "page", "zh-Hant", MODELS["zh-Hant"], jpg.with_suffix(".truth.json"))
        for jpg in sorted(folder.glob("*.jpg"))
    ]


def _loads(folder: Path, language: str, model: str) -> list[Case]:
    return [
        Case(folder.name, jpg, "load", language, model, alto=jpg.with_suffix(".alto.xml"))
        for jpg in sorted(folder.glob("*.jpg"))
    ]
