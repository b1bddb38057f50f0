"""The vehicles of the staff as a file: by who owns them, and every fault with its line and no plate."""

from __future__ import annotations

import pytest

from kiosk.backend.ground.file_lines import Fault, FileError
from kiosk.backend.staff import vehicle_files
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType

HEAD = "name,plate,type\n"


def faults(content: bytes) -> list[Fault]:
    with pytest.raises(FileError) as found:
        vehicle_files.parse(content)
    return found.value.faults


def test_vehicles_are_read_by_the_name_that_their_owner_signs_in_with() -> None:
    rows = "lin.yl,BND-6310,car\nlin.yl,mkr0825,motorcycle\nchen.wt,BND-6310,car\n"
    car, bike = Vehicle(plate="BND-6310", type=VehicleType.CAR), Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE)
    assert vehicle_files.parse((HEAD + rows).encode()) == {
        "lin.yl": frozenset({car, bike}),
        "chen.wt": frozenset({car}),
    }


def test_every_fault_of_a_file_is_shown_with_its_line_and_column_and_without_a_plate() -> None:
    rows = ",BND-6310,car\nlin.yl,BND?6310,car\nlin.yl,BND-6310,boat\nlin.yl,BND-6310\nlin.yl,BND-6310,car\n,?,boat\n"
    name = "the name that somebody signs in with, such as lin.yl"
    plate, kind = "a plate with its dash, such as BKZ-5937", "one of car, motorcycle"
    assert faults((HEAD + rows).encode()) == [
        Fault(2, "name", name),
        Fault(3, "plate", plate),
        Fault(4, "type", kind),
        Fault(5, "", "2 cells where the head has 3"),
        Fault(7, "name", name),
        Fault(7, "plate", plate),
        Fault(7, "type", kind),
    ]


def test_a_file_is_read_up_to_the_largest_and_not_one_byte_more(monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"{HEAD}lin.yl,BND-6310,car\n".encode()
    monkeypatch.setattr(vehicle_files, "LARGEST", len(content))
    assert set(vehicle_files.parse(content)) == {"lin.yl"}
    assert faults(content + b"\n") == [Fault(1, "", f"the file is longer than {len(content)} bytes")]
