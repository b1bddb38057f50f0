"""A kind of printer that there is not, as a newcomer adds one: this file, and a line in the map of addresses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.devices import Status
from kiosk.devices.address import Folder
from kiosk.devices.paper.paper import Paper
from kiosk.domain.document import Document, plain


@dataclass
class TextPrinter:
    """Writes each document as text, one after another, into `paper.txt`."""

    folder: Path

    def status(self) -> Status:
        return Status.OK if self.folder.is_dir() else Status.OFF

    def print(self, document: Document[str]) -> None:
        with (self.folder / "paper.txt").open("a", encoding="utf-8") as file:
            file.write(plain(document))


def opened(place: Folder, _paper: Paper) -> TextPrinter:
    return TextPrinter(place.path)
