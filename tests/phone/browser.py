"""A phone's browser, as it is: headless Chromium (Debian: chromium-headless-shell or chromium).

It is driven over a pair of pipes with the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/): a
library for it brings a browser of its own or a second process, for the eight commands that are needed here.
"""

from __future__ import annotations

import base64
import fcntl
import io
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PIL import Image

from tests.patience import PATIENCE

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

PHONE = (390, 844, 3.0)
"""CSS pixels across and down, and dots for each: what most people have."""

_READ, _WRITTEN = 3, 4
"""Where Chromium reads commands and writes answers."""


def program() -> str | None:
    """Return the browser of this machine, None where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def _pipe() -> tuple[int, int]:
    """Return both ends of a pipe, under numbers that the browser does not want for others."""
    ends = []
    for low in os.pipe():
        ends.append(fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, _WRITTEN + 1))
        os.close(low)
    return ends[0], ends[1]


class RefusedError(Exception):
    """The browser did not do what it was asked to."""


class Browser:
    """One browser for all tests of a module. Each page that it opens is in a profile of its own, nothing is kept."""

    def __init__(self, folder: Path, *, language: str = "zh-TW") -> None:
        found = program()
        assert found is not None
        commands, self._commands = _pipe()
        self._answers, answers = _pipe()
        self._log = (folder / "browser.log").open("wb")
        self._process = subprocess.Popen(
            [
                # The shell gives the browser the two numbers that it wants, whatever they are here.
                *("bash", "-c", f'exec "$@" {_READ}<&{commands} {_WRITTEN}>&{answers}', "browser"),
                *(found, "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
                *("--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}"),
                *(f"--accept-lang={language}", f"--lang={language}"),
            ],
            pass_fds=(commands, answers),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        os.close(commands)
        os.close(answers)
        self._unread = b""
        self._last = 0

    def opened(self, url: str, screen: tuple[int, int, float] = PHONE) -> Tab:
        """Open an address on a screen of so many CSS pixels, with so many dots of the screen for each."""
        context = self.asked("Target.createBrowserContext")["browserContextId"]
        target = self.asked("Target.createTarget", {"url": "about:blank", "browserContextId": context})["targetId"]
        session = self.asked("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        tab = Tab(self, session, context)
        width, height, dots = screen
        metrics = {"width": width, "height": height, "deviceScaleFactor": dots, "mobile": True}
        tab.asked("Emulation.setDeviceMetricsOverride", metrics)
        tab.asked("Emulation.setTouchEmulationEnabled", {"enabled": True})
        tab.goes_to(url)
        return tab

    def asked(self, method: str, parameters: dict[str, Any] | None = None, session: str | None = None) -> Any:
        """Return what a command is answered."""
        self._last += 1
        command = {"id": self._last, "method": method, "params": parameters or {}}
        if session is not None:
            command["sessionId"] = session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while True:
            message = self._next()
            if message.get("id") == self._last:
                if "error" in message:
                    raise RefusedError(method, message["error"])
                return message["result"]

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + 2 * PATIENCE
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, end - time.monotonic()))
            read = os.read(self._answers, 2**20) if ready else b""
            assert read, f"the browser says nothing: {Path(self._log.name).read_text(errors='replace')[-2000:]}"
            self._unread += read
        message, _, self._unread = self._unread.partition(b"\0")
        return dict(json.loads(message))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # It ends by itself when no process is left to command it.
        os.close(self._commands)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._answers)
        self._log.close()


class Tab:
    """One page, and what a finger does on it."""

    def __init__(self, browser: Browser, session: str, context: str) -> None:
        self._browser, self._session, self._context = browser, session, context

    def asked(self, method: str, parameters: dict[str, Any] | None = None) -> Any:
        return self._browser.asked(method, parameters, self._session)

    def goes_to(self, url: str) -> None:
        answer = self.asked("Page.navigate", {"url": url})
        assert "errorText" not in answer, (url, answer["errorText"])
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def finds(self, expression: str) -> Any:
        """Return what an expression in JavaScript is worth."""
        answer = self.asked("Runtime.evaluate", {"expression": expression, "returnByValue": True})
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self._holds(expression):
            assert time.monotonic() < end, f"never true: {expression}; the page says: {self.says()}"
            time.sleep(0.01)

    def _holds(self, expression: str) -> bool:
        try:
            return self.finds(expression) is True
        except RefusedError:
            return False  # asked while one page went and the next one came

    def says(self) -> str:
        """Return the words that can be seen."""
        return str(self.finds("document.body ? document.body.innerText : ''"))

    def touches(self, selector: str) -> None:
        """Touch the middle of something on the page, and wait for the page that follows."""
        found = json.dumps(selector)
        self.finds(f"window.old = true; document.querySelector({found}).scrollIntoView({{block: 'center'}})")
        x, y, hit = self.finds(
            f"""(() => {{
                const wanted = document.querySelector({found}), box = wanted.getBoundingClientRect();
                const x = box.x + box.width / 2, y = box.y + box.height / 2;
                return [x, y, wanted.contains(document.elementFromPoint(x, y))];
            }})()"""
        )
        assert hit, f"something lies over {selector}"
        self.asked("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        self.asked("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def goes_on_with(self, selector: str) -> None:
        """Touch something that leads to another page, and wait for it."""
        self.touches(selector)
        self.until("!window.old && document.readyState === 'complete'")

    def types(self, text: str) -> None:
        """Type into what has the focus, as a phone's keyboard does."""
        self.asked("Input.insertText", {"text": text})

    def picture(self) -> Image.Image:
        """Return what the screen shows."""
        data = self.asked("Page.captureScreenshot", {"format": "png"})["data"]
        with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
            return picture.convert("L")

    def sheets(self) -> int:
        """Return on how many sheets of paper the page is printed."""
        data = self.asked("Page.printToPDF", {"displayHeaderFooter": False})["data"]
        return base64.b64decode(data).count(b"/Type /Page\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.asked("Target.disposeBrowserContext", {"browserContextId": self._context})
