"""Dask's scheduler: asked at its address which versions it runs, and connected with where they are ours.

In: an address. Out: a client of Dask's. Dask itself waits for ever for the first word of a program that is no
scheduler, and leaves a scheduler of other versions to go wrong later; so it is asked before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ocr.errors import EngineError, UsageError

CONNECT_SECONDS = 20.0
SAME = ("distributed", "dask", "python")  # Of the last only 3.11 of 3.11.7: the packages run on it.


def connect(address: str) -> Any:
    """A client of the scheduler; raises UsageError where Dask is missing, nobody answers or its versions are others."""
    try:
        import dask
        from distributed import Client
        from distributed.versions import get_versions
    except ImportError as error:
        raise UsageError("--scheduler needs Dask, which is not installed", "pip install 'galley[cluster]'") from error
    # A scan that is sent along makes a task of some megabytes; Dask would warn of each.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "2GB"})
    try:
        with ThreadPoolExecutor(1) as apart:  # the caller may be in a loop of its own
            theirs = apart.submit(lambda: asyncio.run(asyncio.wait_for(_versions(address), CONNECT_SECONDS))).result()
    except Exception as error:  # what is no scheduler answers in any way
        raise UsageError(
            f"no scheduler answers at {address}", "start one with: dask scheduler; it prints its address"
        ) from error
    ours: Any = get_versions()
    if differing := differences(theirs["packages"], ours["packages"]):
        raise UsageError(
            f"the scheduler {address} runs other versions: {differing}",
            "install the same ones for the scheduler, its workers and this command",
        )
    make: Any = Client  # Dask has no types
    try:
        return make(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except Exception as error:
        raise lost(address) from error


def differences(theirs: Mapping[str, str | None], ours: Mapping[str, str | None]) -> str:
    """In which versions two programs differ, in words; empty where they can work together.

    >>> differences({"dask": "2025.1.0", "python": "3.12.1.final.0"}, {"dask": "2026.8.0", "python": "3.11.7.final.0"})
    'dask 2025.1.0 (here 2026.8.0), python 3.12 (here 3.11)'
    """
    found = ((name, _version(name, theirs), _version(name, ours)) for name in SAME)
    return ", ".join(f"{name} {there} (here {here})" for name, there, here in found if there != here)


def lost(address: str) -> EngineError:
    """The error for a scheduler that does not answer any more."""
    return EngineError(
        f"the scheduler {address} is gone", "start it again, and run the same command to go on; what was read is saved"
    )


async def _versions(address: str) -> Any:
    from distributed import Security
    from distributed.core import rpc

    security: Any = Security
    ask: Any = rpc
    async with ask(address, timeout=CONNECT_SECONDS, connection_args=security().get_connection_args("client")) as there:
        return await there.versions()


def _version(name: str, packages: Mapping[str, str | None]) -> str | None:
    version = packages.get(name)
    return ".".join(version.split(".")[:2]) if version and name == "python" else version
