"""Who may ask the screens: only pages of the screens themselves, whatever else is open in the browser.

In: an application. Out: the same behind a gate. A page of another site that makes its name resolve to this machine is
known by the name in Host, one that sends a form or a picture's request by where the browser says it comes from.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Gate:
    """An application that answers only to a name of its own and takes nothing from other sites."""

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        """`names` are further names under which it may be asked, beside addresses, localhost and the machine's own."""
        self._app = app
        own = socket.gethostname().lower()
        self._names = {"localhost", own, f"{own}.local", *(name.lower() for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to what comes from elsewhere, hand on the rest."""
        if scope["type"] == "http" and (problem := self._problem(scope["method"], Headers(scope=scope))):
            refusal = JSONResponse({"problem": problem, "remedy": "open the address that galley review names"}, 403)
            return await refusal(scope, receive, send)
        return await self._app(scope, receive, send)

    def _problem(self, method: str, headers: Headers) -> str:
        host = headers.get("host", "")
        if not self._is_own(name_of(host)):
            return f"this is not {name_of(host)}"
        if method in READING or not _comes_from_elsewhere(headers, host):
            return ""
        return "this comes from a page of another site"

    def _is_own(self, name: str) -> bool:
        if name in self._names or name.endswith(".localhost"):
            return True
        try:  # nobody can make an address resolve to another machine
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def name_of(host: str) -> str:
    """The name in a Host header, without its port.

    >>> name_of("Localhost:7860"), name_of("[::1]:7860"), name_of("10.0.0.7"), name_of("[")
    ('localhost', '::1', '10.0.0.7', '')
    """
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _comes_from_elsewhere(headers: Headers, host: str) -> bool:
    site = headers.get("sec-fetch-site")  # of every browser, where the address is this machine's or encrypted
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != host.lower()
