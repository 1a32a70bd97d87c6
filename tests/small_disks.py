"""Disks of a few megabytes, and folders that may only be read, by mounts that only a program of the test sees."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from command_line import ROOT

APART = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-ec")
SMALL = 'mkdir -p "$1"; mount -t tmpfs -o size={megabytes}m none "$1"'
READ_ONLY = 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"'


def run_on_small_disk(program: str, folder: Path, megabytes: int = 8) -> list[str]:
    """What a program prints, line by line, to which the first argument is a folder on a small disk of its own."""
    return _run(SMALL.format(megabytes=megabytes), program, folder)


def run_read_only(program: str, folder: Path) -> list[str]:
    """What a program prints for which a folder may only be read."""
    return _run(READ_ONLY, program, folder)


def _run(mount: str, program: str, folder: Path) -> list[str]:
    if not _may_mount():
        pytest.skip("this system lets no program mount disks of its own")
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    ended = subprocess.run(
        [*APART, f'{mount}; exec "$0" -c "$2" "$1"', sys.executable, str(folder), program],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        cwd=folder.parent,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


@cache
def _may_mount() -> bool:
    try:
        return subprocess.run([*APART, "mount -t tmpfs none /mnt"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
