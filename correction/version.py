"""Which Galley this is."""

from __future__ import annotations


def installed_version() -> str:
    """The version of the installed package; "uninstalled" when it runs from its sources alone."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("galley")
    except PackageNotFoundError:
        return "uninstalled"
