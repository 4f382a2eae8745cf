"""Figures to PNG, SVG and PDF, drawn by the machine's own browser, which is kept running between pictures."""

import asyncio
import atexit
import base64
import json
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import TimeoutError as WaitError
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import plotly.graph_objects as go
from choreographer import Tab
from choreographer.browsers.chromium import Chromium
from kaleido import Kaleido

from tracker.errors import ExportError
from tracker.exports.typeface import typeface

Kind = Literal["png", "svg", "pdf"]
TIMEOUT = 60.0  # seconds, with the wait for pictures asked for earlier
NOWHERE = "http://127.0.0.1:9"  # a proxy that answers nothing: no page can reach an address outside
# A sheet with one figure. In a PDF a ligature would be copied as one odd character, and not be found as its letters.
SHEET = """<!doctype html><meta charset="utf-8"><style>{typeface} body {{margin: 0}}
svg {{display: block; font-variant-ligatures: none}}</style><body></body>"""
FIGURE = "<style>@page {{size: {width}px {height}px; margin: 0}}</style>{svg}"
LETTERED = "Promise.all([...document.fonts].map(font => font.load()))"


class RenderWorker:
    """A running browser on an event loop of its own thread; several threads may ask it for pictures."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._loop = asyncio.new_event_loop()
        self._browser: Kaleido | None = None
        self._opening: asyncio.Task[None] | None = None
        self._sheet: Tab | None = None  # for PNG and PDF, one at a time
        self._turn = asyncio.Lock()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pictures", daemon=True)
        self._thread.start()

    def draw(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        """The picture's bytes, within TIMEOUT seconds."""
        return self._within(self._draw(figure, options))

    def print(self, page: str) -> bytes:
        """An HTML page as a PDF on sheets, within TIMEOUT seconds."""
        return self._within(self._print(page))

    def _within(self, work: Coroutine[Any, Any, bytes]) -> bytes:
        asked = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return asked.result(TIMEOUT)
        except WaitError:
            asked.cancel()
            raise

    def close(self) -> None:
        """End the browser and the thread, within about ten seconds; one that hangs is terminated."""
        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(8)
        process = getattr(self._browser, "subprocess", None)
        if process is not None and process.poll() is None:
            process.terminate()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(2)

    async def _opened(self) -> Kaleido:
        if self._browser is None or self._opening is None:
            self._browser = Kaleido(path=self.path, timeout=TIMEOUT, mathjax=False, proxy_server=NOWHERE)
            self._opening = asyncio.ensure_future(self._browser.open())
        await asyncio.shield(self._opening)
        return self._browser

    async def _draw(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        browser = await self._opened()
        drawn: bytes = await browser.calc_fig(figure, opts=options | {"format": "svg", "scale": 1})
        if options["format"] == "svg":
            start, end, rest = drawn.decode().partition(">")
            return f"{start}{end}<style>{typeface()}</style>{rest}".encode()
        async with self._turn:
            if self._sheet is None:
                self._sheet = await _page(browser, SHEET.format(typeface=typeface()))
            return await _shown(self._sheet, drawn.decode(), options)

    async def _print(self, html: str) -> bytes:
        tab = await _page(await self._opened(), html)
        try:
            await _answer(tab, "Runtime.evaluate", {"expression": LETTERED, "awaitPromise": True})
            return await _printed(tab)
        finally:
            await tab.close()

    async def _close(self) -> None:
        if self._browser is None or self._opening is None:
            return
        if self._opening.done():
            await self._browser.close()
        else:
            self._opening.cancel()


async def _page(browser: Kaleido, html: str) -> Tab:
    tab: Tab = await browser.create_tab("about:blank")
    frame = await _answer(tab, "Page.getFrameTree")
    await _answer(tab, "Page.setDocumentContent", {"frameId": frame["frameTree"]["frame"]["id"], "html": html})
    return tab


async def _shown(sheet: Tab, svg: str, options: dict[str, Any]) -> bytes:
    """The figure on a page of its size: Kaleido makes an image of it, which has no font of ours and digits unread."""
    size = {"width": options["width"], "height": options["height"]}
    put = f"document.body.innerHTML = {json.dumps(FIGURE.format(**size, svg=svg))}; {LETTERED}"
    await _answer(sheet, "Runtime.evaluate", {"expression": put, "awaitPromise": True})
    if options["format"] == "pdf":
        return await _printed(sheet, pageRanges="1")
    whole = {"x": 0, "y": 0, **size, "scale": options["scale"]}
    how = {"format": "png", "clip": whole, "captureBeyondViewport": True}
    return base64.b64decode((await _answer(sheet, "Page.captureScreenshot", how))["data"])


async def _printed(tab: Tab, **how: str) -> bytes:
    options = {"printBackground": True, "preferCSSPageSize": True} | how
    return base64.b64decode((await _answer(tab, "Page.printToPDF", options))["data"])


async def _answer(tab: Tab, command: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the browser answers to a command; RuntimeError with its complaint."""
    said: Any = await tab.send_command(command, given)
    if "error" in said:
        raise RuntimeError(f"{command}: {said['error'].get('message')}")
    answer: dict[str, Any] = said["result"]
    return answer


_easel: RenderWorker | None = None
_turn = threading.Lock()


def browser() -> str | None:
    """The path of the browser that draws pictures: BROWSER_PATH if set, else one found on the machine."""
    path = os.environ.get("BROWSER_PATH") or Chromium.find_browser(skip_local=False)
    return str(path) if path and Path(path).is_file() else None


def picture(figure: go.Figure, kind: Kind, *, width: int | None = None, height: int | None = None) -> bytes:
    """The figure as a file's bytes: PNG at two pixels a point, SVG and PDF with text as text.

    ``width`` and ``height`` are in points, by default those the figure was laid out for. ExportError if
    there is no browser, or it does not draw within a minute.
    """
    options = {
        "format": kind,
        "width": width or figure.layout.meta["width"],
        "height": height or figure.layout.height,
        "scale": 2 if kind == "png" else 1,
    }
    spec = figure.to_dict()
    return _asked(kind, lambda easel: easel.draw(spec, options))


def sheets(page: str) -> bytes:
    """An HTML page as a PDF; ExportError as above. The page must need nothing beside itself."""
    return _asked("pdf", lambda easel: easel.print(page))


def _asked(kind: Kind, work: Callable[[RenderWorker], bytes]) -> bytes:
    path = browser()
    if path is None:
        raise ExportError("", "no browser for pictures: install chromium, or use the camera in the chart's corner")
    for last in (False, True):
        easel = _started(path)
        try:
            return work(easel)
        except WaitError as late:
            close(easel)
            raise ExportError(kind, f"the browser {path} did not draw within {TIMEOUT:.0f} seconds") from late
        except Exception as broken:
            # A browser that was ended from outside is started again, once.
            close(easel)
            if last:
                raise ExportError(kind, f"the browser {path} failed: {broken}") from broken
    raise AssertionError("unreachable")


def close(easel: RenderWorker | None = None) -> None:
    """End the browser, or only ``easel`` if it is still the one in use; the next picture starts another."""
    global _easel
    with _turn:
        ended, _easel = (_easel, None) if easel in (None, _easel) else (None, _easel)
    if ended is not None:
        ended.close()


def _started(path: str) -> RenderWorker:
    global _easel
    with _turn:
        if _easel is None or _easel.path != path:
            _easel = RenderWorker(path)
        return _easel


atexit.register(close)
