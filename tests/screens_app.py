"""The ordinary screens alone, served to a browser from this process."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

import correction.desk
from correction.desk.desk import Desk
from correction.desk.screen_routes import screen_routes
from correction.desk.screens import export, language, library, search
from correction.store import open_project
from ocr.errors import GalleyError

STATIC = Path(correction.desk.__file__).parent / "static"
SCREENS = {"library": library, "search": search, "export": export}
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="gray"/></svg>'


def application(desk: Desk) -> FastAPI:
    """Tabs of all screens, their routes, and grey pictures."""
    app = FastAPI()

    @app.exception_handler(GalleyError)
    async def refuse(_request: object, error: GalleyError) -> JSONResponse:
        return JSONResponse({"problem": error.problem, "remedy": error.remedy}, 409)

    @app.get("/desk/pages/{rest:path}")
    def picture(rest: str) -> Response:
        return Response(PIXEL, media_type="image/svg+xml")

    app.include_router(screen_routes(desk))
    app.mount("/desk/static", StaticFiles(directory=STATIC))
    with gr.Blocks(analytics_enabled=False, fill_width=True) as blocks:
        built, tabs = [], {}
        with gr.Tabs():
            for name, screen in SCREENS.items():
                with gr.Tab(name, id=name) as tabs[name]:
                    built.append(screen.build(desk))
        everything = language.build(built, tabs)
        blocks.load(everything.show, None, everything.outputs, api_visibility="private", show_progress="hidden")
    head = '<link rel="stylesheet" href="desk/static/screens.css">'
    theme = gr.themes.Base(font="system-ui", font_mono="ui-monospace", radius_size="none", text_size="sm")
    settings = dict.fromkeys(("run_history", "ssr_mode", "show_error", "enable_monitoring"), False)
    return gr.mount_gradio_app(app, blocks, path="/", theme=theme, head=head, footer_links=[], **settings)


@contextmanager
def screens(root: Path) -> Iterator[str]:
    """The address of the screens of a project, which has ended with the block."""
    with closing(open_project(root)) as project, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(application(Desk(project)), log_level="warning", timeout_graceful_shutdown=1, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(10)
