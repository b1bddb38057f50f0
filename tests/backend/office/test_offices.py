"""Offices: taken in from a file as a whole, and shown by each terminal that stands in one."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from kiosk.backend.ground.file_lines import Fault, FileError
from kiosk.backend.office import office_files, offices
from kiosk.backend.office.office_files import OfficeRow
from kiosk.backend.office.offices import Office, Place, TakenIn
from kiosk.backend.payments import payer
from kiosk.backend.staff.tables import audit
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.clock import ShiftedClock
from tests.backend.books import SHELL, books
from tests.backend.caller import Caller
from tests.clock import START, ManualClock
from tests.live_backend import TOKEN, LiveBackend

FILE = """\
code,name,name_en,phone,hours,nearest
songshan,松山停車服務中心,Songshan Parking Service Centre,02-2726-9600,Mo-Fr 08:30-17:30,neihu
neihu,內湖停車服務中心,Neihu Parking Service Centre,02-8791-0000,Mo-Fr 8:30-17:30; Sa 09:00-12:00,songshan
"""
OTHER = "canary-token-of-a-kiosk-in-neihu-00000000000"


def take_in(database: Database, file: str) -> TakenIn:
    rows = office_files.parse(file.encode())
    return database.run(lambda connection: offices.keep(connection, rows))


def known(database: Database) -> dict[str, Office]:
    with database.read() as connection:
        return {one.code: one for one in offices.listed(connection)}


@pytest.mark.each_database
def test_two_terminals_of_two_offices_on_one_backend_each_show_their_own(demo_url: str) -> None:
    with LiveBackend(demo_url, clock=ShiftedClock(START)) as backend:
        take_in(backend.database, FILE)
        other = backend.enrol("neihu 1", OTHER)
        for terminal, office in ((backend.terminal_id, "songshan"), (other, "neihu")):
            assert backend.database.run(partial(enrolment.let_stand, terminal_id=terminal, office=office))
        reported = {token: _reported(backend, token) for token in (TOKEN, OTHER)}
    assert reported[TOKEN]["service"] == ("松山停車服務中心", "Songshan Parking Service Centre", "02-2726-9600")
    assert reported[OTHER]["service"] == ("內湖停車服務中心", "Neihu Parking Service Centre", "02-8791-0000")
    assert reported[OTHER]["nearest"] == "松山停車服務中心"
    assert reported[OTHER]["hours"] == "Mo-Fr 08:30-17:30; Sa 09:00-12:00"
    for token, here, there in ((TOKEN, "松山", "內湖"), (OTHER, "內湖", "松山")):
        assert reported[token]["receipt"].startswith(here)
        for page in ("payer", "sheet"):
            assert f"{here}停車服務中心" in reported[token][page]
            assert f"{there}停車服務中心" not in reported[token][page]
            assert reported[token]["service"][2] in reported[token][page]


def _reported(backend: LiveBackend, token: str) -> dict[str, Any]:
    """Pay at a terminal; return what it, the payer's page and the receipts say of where that was."""
    with Caller(backend, token) as kiosk:
        service = kiosk.call("GET", "/v1/service").json
        vehicle = {"plate": "BKZ-5937" if token == TOKEN else "BFC-6230", "type": "car"}
        payment = kiosk.pay(vehicle)
        path = "/P/" + payment["link"].rpartition("/")[2]
        page = kiosk.call("GET", path, token=False).body.decode()
        assert kiosk.confirm(payment).status == 303
        with kiosk.watching(payment) as events:
            assert events.events()[-1].json["state"] == "paid"
        receipt = kiosk.call("GET", f"/v1/payments/{payment['id']}/receipt").json
        paid = kiosk.call("GET", f"/v1/payments/{payment['id']}").json
        sheet = kiosk.call("GET", "/R/" + paid["receipt_link"].rpartition("/")[2], token=False).body.decode()
    return {
        "service": (service["office"], service["office_en"], service["help_phone"]),
        "nearest": service["nearest"]["name"],
        "hours": service["hours"],
        "receipt": receipt["office"],
        "payer": page,
        "sheet": sheet,
    }


def test_a_terminal_without_an_office_shows_what_the_settings_say(backend: LiveBackend) -> None:
    take_in(backend.database, FILE)
    with Caller(backend) as kiosk:
        service = kiosk.call("GET", "/v1/service").json
        payment = kiosk.pay()
    assert (service["office"], service["help_phone"]) == (backend.settings.office, backend.settings.help_phone)
    assert (service["hours"], service["nearest"]) == (None, None)
    with backend.database.read() as connection:
        assert offices.of_terminal(connection, backend.terminal_id) is None
    assert payer.page(backend.context, payment["link"].rpartition("/")[2]).place is None


@pytest.mark.each_database
def test_a_terminal_that_was_enrolled_with_only_a_name_keeps_it_until_it_is_moved(
    database: Database, clock: ManualClock
) -> None:
    take_in(database, FILE)
    id, _ = database.run(lambda connection: enrolment.add(connection, "old", clock.now()))
    with database.write() as connection:
        connection.execute(text("UPDATE terminals SET office = '大安'"))
    with database.read() as connection:
        assert offices.of_terminal(connection, id) == Place("大安")
        assert [one.office for one in enrolment.listed(connection)] == ["大安"]
    assert database.run(lambda connection: enrolment.let_stand(connection, id, "neihu"))
    with database.read() as connection:
        (moved,) = enrolment.listed(connection)
    assert (moved.office_code, moved.office) == ("neihu", "內湖停車服務中心")
    assert database.run(lambda connection: enrolment.let_stand(connection, id, None))
    with database.read() as connection:
        assert offices.of_terminal(connection, id) is None


@pytest.mark.each_database
def test_no_terminal_stands_in_an_office_that_no_one_knows(database: Database, clock: ManualClock) -> None:
    id, _ = database.run(lambda connection: enrolment.add(connection, "new", clock.now()))
    for work in (
        lambda connection: enrolment.add(connection, "new", clock.now(), office="neihu"),
        lambda connection: enrolment.let_stand(connection, id, "neihu"),
    ):
        with pytest.raises(enrolment.UnknownOfficeError):
            database.run(work)
    with database.read() as connection:
        assert [one.office_code for one in enrolment.listed(connection)] == [None]


@pytest.mark.each_database
def test_a_file_taken_in_twice_changes_nothing_more_and_a_new_one_what_it_names(database: Database) -> None:
    assert take_in(database, FILE) == TakenIn(added=2, changed=0, unchanged=0)
    first = known(database)
    assert take_in(database, FILE) == TakenIn(added=0, changed=0, unchanged=2)
    assert known(database) == first
    head, songshan, _ = FILE.splitlines()
    assert take_in(database, f"{head}\n{songshan.replace('9600', '9601')}\n") == TakenIn(0, 1, 0)
    assert known(database)["songshan"].phone == "02-2726-9601"
    assert known(database)["neihu"] == first["neihu"]


@pytest.mark.each_database
def test_one_faulty_line_keeps_all_of_a_file_out_and_each_is_named(database: Database) -> None:
    with pytest.raises(FileError) as refused:
        take_in(database, FILE.replace(",songshan\n", ",daan\n"))
    assert [str(fault) for fault in refused.value.faults] == [
        "line 3: nearest: no office has this code, in the file or here"
    ]
    assert known(database) == {}


def test_who_took_a_file_in_stands_in_the_audit_and_so_does_a_try(database: Database) -> None:
    rows = office_files.parse(FILE.encode())
    with pytest.raises(FileError):
        offices.take_in(books(database), SHELL, rows[:1])
    assert known(database) == {}
    assert offices.take_in(books(database), SHELL, rows) == TakenIn(added=2, changed=0, unchanged=0)
    assert set(known(database)) == {"songshan", "neihu"}
    with database.read() as connection:
        kept = connection.execute(select(audit).order_by(audit.c.number)).all()
    assert [(row.who, row.operation, row.subject, row.case_number, row.outcome) for row in kept] == [
        (SHELL.who, "office.import", None, None, "failed:FileError"),
        (SHELL.who, "office.import", None, None, "done"),
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("code,name", "code,names"), "line 1: a column is missing: name"),
        (("neihu,內", "Neihu,內"), "line 3: code: "),
        (("松山停車服務中心", ""), "line 2: name: "),
        (("Songshan", "Song\u202eshan"), "line 2: name_en: "),
        (("02-2726-9600", "call us"), "line 2: phone: "),
        (("Mo-Fr 08:30-17:30,neihu", "weekdays,neihu"), "line 2: hours: "),
        (("17:30,neihu", "17:30,songshan"), "line 2: nearest: another office than this one"),
        (("17:30,neihu", "17:30"), "line 2: 5 cells where the head has 6"),
        (("松山停", '"松山停'), "line 2: not CSV from here on"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_column(change: tuple[str, str], fault: str) -> None:
    with pytest.raises(FileError) as refused:
        office_files.parse(FILE.replace(*change, 1).encode())
    assert str(refused.value).startswith(fault)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda more: (FILE + more).encode("utf-8", "ignore")))
def test_any_file_is_offices_or_a_list_of_its_faults(content: bytes) -> None:
    found: tuple[OfficeRow, ...] = ()
    faults: list[Fault] = []
    try:
        found = office_files.parse(content)
    except FileError as error:
        faults = error.faults
    assert bool(found) is not bool(faults)


def test_an_office_stands_in_a_file_once() -> None:
    head, songshan, _ = FILE.splitlines()
    with pytest.raises(FileError, match="line 3: code: this office stands in line 2"):
        office_files.parse(f"{head}\n{songshan}\n{songshan}\n".encode())


def test_a_file_without_an_office_is_a_fault_and_so_is_one_in_another_encoding() -> None:
    for content in (b"", FILE.splitlines()[0].encode()):
        with pytest.raises(FileError):
            office_files.parse(content)
    with pytest.raises(FileError, match=r"^line 2: the file is not UTF-8$"):
        office_files.parse(FILE.encode("big5"))
