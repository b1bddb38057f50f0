"""The vehicles of the staff as a file: CSV with a head, one vehicle a line. It is read for one review and not kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kiosk.backend.ground import file_lines
from kiosk.backend.ground.file_lines import Cells, Columns, Fault, FileError
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import Plate, PlateError, VehicleType

COLUMNS = Columns(required=("name", "plate", "type"), optional=())
LARGEST = 1_000_000
"""Bytes of a file."""


def parse(content: bytes) -> dict[str, frozenset[Vehicle]]:
    """Return the vehicles that the bytes of a file hold, by the name that their owner signs in with.

    Raise `FileError`, which quotes no plate.
    """
    if len(content) > LARGEST:
        raise FileError([Fault(1, "", f"the file is longer than {LARGEST:,} bytes")])
    vehicles: dict[str, set[Vehicle]] = defaultdict(set)
    faults: list[Fault] = []
    for line, cells in file_lines.lines_of(content, ".csv", COLUMNS):
        if isinstance(cells, str):
            faults.append(Fault(line, "", cells))
            continue
        wrong = [Fault(line, column, reason) for column, reason in _faults(cells)]
        faults += wrong
        if not wrong:
            plate = str(Plate.parse(cells["plate"]))
            vehicles[cells["name"]].add(Vehicle(plate=plate, type=VehicleType(cells["type"])))
    if faults:
        raise FileError(faults)
    return {name: frozenset(theirs) for name, theirs in vehicles.items()}


def _faults(cells: Cells) -> Iterator[tuple[str, str]]:
    if not cells["name"]:
        yield "name", "the name that somebody signs in with, such as lin.yl"
    try:
        Plate.parse(cells["plate"])
    except PlateError:
        yield "plate", "a plate with its dash, such as BKZ-5937"
    if cells["type"] not in list(VehicleType):
        yield "type", f"one of {', '.join(VehicleType)}"
