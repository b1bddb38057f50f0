"""A phone's browser, as it is: headless Chromium (Debian: chromium-headless-shell or chromium)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from PIL import Image

from tests.patience import PATIENCE

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def program() -> str | None:
    """Return the browser of this machine, None where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Browser:
    """Opens one address at a time, each in a browser of its own, with nothing kept between them."""

    def __init__(self, folder: Path, *, language: str = "zh-TW") -> None:
        found = program()
        assert found is not None
        self._folder = folder
        self._command = [
            *(found, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
            *(f"--user-data-dir={folder / 'profile'}", f"--accept-lang={language}", f"--lang={language}"),
        ]

    def picture(self, url: str, width: int, height: int, *, dots: float = 3) -> Image.Image:
        """Return what a screen of so many CSS pixels shows, with `dots` dots of the screen for each."""
        file = self._folder / "picture.png"
        self._run(f"--window-size={width},{height}", f"--force-device-scale-factor={dots}", f"--screenshot={file}", url)
        with Image.open(file) as picture:
            return picture.convert("L")

    def pages(self, url: str) -> int:
        """Return on how many sheets of paper the page is printed."""
        file = self._folder / "paper.pdf"
        self._run("--no-pdf-header-footer", f"--print-to-pdf={file}", url)
        return file.read_bytes().count(b"/Type /Page\n")

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            [*self._command, *arguments], check=False, capture_output=True, text=True, timeout=6 * PATIENCE
        )
        assert done.returncode == 0, done.stderr[-2000:]
