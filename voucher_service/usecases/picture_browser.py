"""One local Chromium draws pictures, and stays at hand for the next one."""

import asyncio
import atexit
import contextlib
import logging
import os
import shutil
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from voucher_service.model.errors import ToolFailed, ToolMissing
from voucher_service.model.text import Text
from voucher_service.usecases import plotly_script

if TYPE_CHECKING:
    import kaleido

PATIENCE_SECONDS: Final = 25.0
IDLE_SECONDS: Final = 300.0
FAILED_SECONDS: Final = 30.0
_CLOSING_SECONDS = 10.0
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str:
    """Give the path of a local Chromium; BROWSER_PATH names one that lies elsewhere."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return _named_browser(named)
    for candidate in _BROWSERS:
        found = shutil.which(candidate)
        if found:
            return found
    raise ToolMissing(
        Text(
            zh="生成 PNG 或 SVG 图片需要本机安装 Chromium",
            en="PNG and SVG pictures need a Chromium on this machine",
        ),
        remedy=Text(
            zh="执行 apt-get install chromium fonts-noto-cjk；"
            "json、html、csv 格式不需要",
            en="run apt-get install chromium fonts-noto-cjk; "
            "json, html and csv need none",
        ),
    )


def _named_browser(named: str) -> str:
    found = shutil.which(named)
    if found:
        return found
    raise ToolMissing(
        Text(
            zh=f"BROWSER_PATH 指向 {named}，那里没有可执行的程序",
            en=f"BROWSER_PATH is {named}, where there is no program to run",
        ),
        remedy=Text(
            zh="改正 BROWSER_PATH，或去掉它以使用本机的 Chromium",
            en="mend BROWSER_PATH, or unset it to use the Chromium of this machine",
        ),
    )


def _did_not_draw() -> ToolFailed:
    return ToolFailed(
        Text(
            zh="本机的 Chromium 没有画出图片",
            en="the Chromium of this machine did not draw the picture",
        ),
        remedy=Text(
            zh="稍后重试；检查内存和 Chromium；json、html、csv 格式不需要",
            en="try again; look at memory and Chromium; json, html and csv need none",
        ),
    )


class PictureBrowser:
    """A browser that is started at the first picture, and kept until none was asked.

    There is never more than one, and it draws one picture at a time. One that died is
    started again, so that what killed it costs nobody a picture; one that fails twice
    is left alone for a while, in which nobody waits for it. Its loop lives in a thread
    of its own; whoever asks waits.
    """

    def __init__(
        self,
        idle_seconds: float = IDLE_SECONDS,
        failed_seconds: float = FAILED_SECONDS,
    ) -> None:
        self._idle_seconds = idle_seconds
        self._failed_seconds = failed_seconds
        self._failed: tuple[str, float] | None = None  # which browser, until when
        self._turn = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._browser: kaleido.Kaleido | None = None
        self._path = ""
        self._rest: asyncio.TimerHandle | None = None
        self._resting: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Give the process id of the browser that is at hand, if one is."""
        browser = self._browser
        return browser.subprocess.pid if browser is not None else None

    def draw(self, figure: object, options: Mapping[str, Any]) -> bytes:
        """Draw a figure.

        Raises ToolMissing where there is no browser, and ToolFailed where it fails or
        failed just before.
        """
        path = find_browser()
        with self._turn:
            if self._failed and self._failed[0] == path:
                if time.monotonic() < self._failed[1]:
                    raise _did_not_draw()
                self._failed = None
            drawing = asyncio.run_coroutine_threadsafe(
                self._draw(path, figure, dict(options)), self._running()
            )
            try:
                return drawing.result()
            except Exception as error:
                self._failed = (path, time.monotonic() + self._failed_seconds)
                raise _did_not_draw() from error

    def close(self) -> None:
        """End the browser and its thread; the next picture starts another."""
        with self._turn:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
            if loop is None or thread is None:
                return
            ending = asyncio.run_coroutine_threadsafe(self._end(), loop)
            with contextlib.suppress(Exception):
                ending.result(_CLOSING_SECONDS)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(_CLOSING_SECONDS)
            if not thread.is_alive():
                loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=self._loop.run_forever, name="pictures", daemon=True
            )
            self._thread.start()
        return self._loop

    async def _draw(self, path: str, figure: object, options: dict[str, Any]) -> bytes:
        if self._rest is not None:
            self._rest.cancel()
        if self._resting is not None:
            await self._resting
        try:
            try:
                return await self._try(path, figure, options)
            except Exception:  # noqa: BLE001 - it may have died since: once more, anew
                await self._end()
                return await self._try(path, figure, options)
        except BaseException:
            await self._end()
            raise
        finally:
            loop = asyncio.get_running_loop()
            self._rest = loop.call_later(self._idle_seconds, self._go_to_rest)

    async def _try(self, path: str, figure: object, options: dict[str, Any]) -> bytes:
        async with asyncio.timeout(PATIENCE_SECONDS):
            browser = await self._opened(path)
            picture: bytes = await browser.calc_fig(figure, opts=options)
            return picture

    async def _opened(self, path: str) -> "kaleido.Kaleido":
        browser = self._browser
        if browser is not None:
            if browser.subprocess.poll() is None and path == self._path:
                return browser
            await self._end()
        import kaleido

        for chatty in ("kaleido", "choreographer"):  # they log a browser's every cough
            logging.getLogger(chatty).setLevel(logging.CRITICAL)
        browser = kaleido.Kaleido(
            n=1,
            path=path,
            timeout=PATIENCE_SECONDS,
            plotlyjs=str(plotly_script.FILE),
            mathjax=False,  # it would be fetched from elsewhere
        )
        self._browser, self._path = browser, path
        await browser.open()
        return browser

    def _go_to_rest(self) -> None:
        self._resting = asyncio.ensure_future(self._end())

    async def _end(self) -> None:
        browser, self._browser = self._browser, None
        if browser is None:
            return
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_CLOSING_SECONDS):
                await browser.close()
        process = getattr(browser, "subprocess", None)
        if process is not None and process.poll() is None:
            process.kill()


PICTURES: Final = PictureBrowser()
"""The one browser of this process."""

atexit.register(PICTURES.close)
