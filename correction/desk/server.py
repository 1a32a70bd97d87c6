"""The application: the desk's routes and files, and in front of all else Gradio's screens.

In: a `Desk` and Gradio's blocks. Out: a FastAPI application; `Server` runs it in the background.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from typing import Any

import uvicorn
from fastapi import FastAPI, Response
from fastapi.staticfiles import StaticFiles

from correction.desk.board_routes import board_routes
from correction.desk.change_routes import change_routes
from correction.desk.desk import Desk
from correction.desk.picture_routes import picture_routes
from correction.desk.routes import STATIC, furnishing_routes, reading_routes, refuse, writing_routes
from correction.desk.screen_routes import screen_routes
from ocr.errors import GalleyError, UsageError

START_SECONDS = 30.0


def application(desk: Desk) -> FastAPI:
    """The desk's own routes, without screens."""
    app = FastAPI(title="Galley", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(GalleyError, refuse)
    made = (
        furnishing_routes,
        reading_routes,
        writing_routes,
        picture_routes,
        screen_routes,
        change_routes,
        board_routes,
    )
    for routes in (make(desk) for make in made):
        app.include_router(routes)
    app.mount("/desk/static", Files(directory=STATIC))
    return app


class Files(StaticFiles):
    """The desk's own files; asked for again each time, so that nobody works with those of an older Galley."""

    def file_response(self, *values: Any, **more: Any) -> Response:
        """The file, or the word that the browser has it already."""
        answer = super().file_response(*values, **more)
        answer.headers["Cache-Control"] = "no-cache"
        return answer


class Server:
    """An application served in the background, at an address of this machine."""

    def __init__(self, app: Any, host: str, port: int) -> None:
        """Raises UsageError for a host or port that cannot be had; port 0 is any that is free."""
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
            self._socket = socket.socket(family, socket.SOCK_STREAM)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((host, port))
        except OSError as error:
            raise UsageError(f"{host}:{port} cannot be used", "give another --host or --port") from error
        self.port = int(self._socket.getsockname()[1])
        self.is_private = ipaddress.ip_address(self._socket.getsockname()[0].partition("%")[0]).is_loopback
        named = f"[{host}]" if ":" in host else host
        self.address = f"http://{named}:{self.port}/"
        config = uvicorn.Config(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=2, ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def start(self) -> str:
        """Serve, and give the address as soon as somebody answers there."""
        self._thread.start()
        waited = time.monotonic()
        while not self._server.started and self._thread.is_alive():
            if time.monotonic() - waited > START_SECONDS:
                break
            time.sleep(0.01)
        return self.address

    def stop(self) -> None:
        """Finish what is being answered, and end."""
        self._server.should_exit = True
        self._thread.join(5)
        self._socket.close()
