"""No printer but a folder: each document as a picture of its paper, and as text beside it. For developers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from kiosk.devices import address
from kiosk.devices.paper.fonts import NoFontError
from kiosk.devices.paper.paper import Paper
from kiosk.devices.port import PrinterError, Status
from kiosk.domain.document import Document, plain


def opened(place: address.Folder, paper: Paper) -> FolderPrinter:
    """Return the printer at an address (`kiosk.devices.address`)."""
    return FolderPrinter(place.path, paper)


class FolderPrinter:
    """Writes `0001.png`, `0001.txt` and so on: a name says nothing of what is in it. Only this user may read them."""

    def __init__(self, folder: Path, paper: Paper) -> None:
        self._folder, self._paper = folder, paper

    def status(self) -> Status:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return Status.OFF
        return Status.OK if os.access(self._folder, os.W_OK | os.X_OK) else Status.OFF

    def print(self, document: Document[str]) -> None:
        try:
            picture = self._paper.picture(document)
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = 1 + max(
                (int(path.stem) for path in self._folder.glob("[0-9]*.png") if path.stem.isdigit()), default=0
            )
            self._written(f"{number:04}.png", lambda file: picture.save(file, "PNG"))
            self._written(f"{number:04}.txt", lambda file: file.write(plain(document).encode()))
        except (OSError, NoFontError) as error:
            reason = error if isinstance(error, NoFontError) else error.strerror or type(error).__name__
            raise PrinterError(Status.OFF, f"{self._folder}: {reason}") from None

    def _written(self, name: str, write: Callable[[IO[bytes]], object]) -> None:
        # Never over what lies there already.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(self._folder / name, flags, 0o600), "wb") as file:
            write(file)
