"""Reading a file of tickets: every fault by its line and column, and nothing of what stands there."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.ground import rules
from kiosk.backend.ground.file_lines import FileError
from kiosk.backend.registers.ticket_files import TicketFile, parse
from kiosk.domain.dates import TAIPEI
from tests.clock import START

HEAD = "number,plate,type,parked_at,rate,fee,issued,left_at,due_on,status"
GOOD: dict[str, Any] = {
    "number": "Q7158601D030025",
    "plate": "BKZ-5937",
    "type": "car",
    "parked_at": "2026-11-02 09:30",
    "rate": "car-hourly-20",
    "fee": 50,
    "left_at": "2026-11-02 11:30",
}


def reading(content: bytes, kind: str = ".csv") -> TicketFile:
    return parse(content, kind, tariff=rules.tariff(), ladder=rules.ladder(), now=START)


def lines(*rows: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def cells(*rows: dict[str, Any], head: str = HEAD) -> bytes:
    return "\r\n".join([head, *(",".join(str(row.get(name, "")) for name in head.split(",")) for row in rows)]).encode()


def faults(content: bytes, kind: str) -> list[tuple[int, str]]:
    with pytest.raises(FileError) as caught:
        reading(content, kind)
    assert "canary" not in str(caught.value)
    return [(fault.line, fault.column) for fault in caught.value.faults]


@pytest.mark.parametrize("kind", [".csv", ".jsonl"])
def test_both_formats_say_the_same(kind: str) -> None:
    found = reading(cells(GOOD) if kind == ".csv" else lines(GOOD), kind)
    [row] = found.rows
    assert (row.number, row.plate, row.vehicle_type, row.fee) == ("Q7158601D030025", "BKZ-5937", "car", 50)
    assert row.parked_at == datetime(2026, 11, 2, 9, 30, tzinfo=TAIPEI)
    assert (row.issued, row.status) == ("paper", "owed")
    # What is left out is as the city's rule says: fifteen days.
    assert row.due_on == date(2026, 11, 17)


def test_a_mark_at_the_begin_of_the_file_and_a_zone_of_ones_own_are_understood() -> None:
    [row] = reading(b"\xef\xbb\xbf" + cells({**GOOD, "parked_at": "2026-11-02T01:30Z"})).rows
    assert row.parked_at == datetime(2026, 11, 2, 9, 30, tzinfo=TAIPEI)


def test_a_ticket_may_cost_nothing() -> None:
    assert [row.fee for row in reading(lines({**GOOD, "fee": 0}), ".jsonl").rows] == [0]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "canary"),
        ("number", ""),
        ("plate", "canary canary canary"),
        ("type", "canary"),
        ("parked_at", "canary"),
        ("parked_at", "2026-12-31 09:00"),
        ("parked_at", "1999-12-31 09:00"),
        ("left_at", "2026-11-02 09:29"),
        ("rate", "canary"),
        ("rate", "motorcycle-visit-20"),
        ("fee", "-1"),
        ("fee", "1.5"),
        ("fee", "10000001"),
        ("fee", "５０"),
        ("issued", "canary"),
        ("due_on", "2026-02-29"),
        ("due_on", "2026-11-01"),
        ("status", "canary"),
    ],
)
@pytest.mark.parametrize("kind", [".csv", ".jsonl"])
def test_a_faulty_cell_is_named_by_line_and_column(column: str, value: str, kind: str) -> None:
    wrong = {**GOOD, column: value}
    content = cells(GOOD, wrong) if kind == ".csv" else lines(GOOD, wrong)
    assert faults(content, kind) == [(3 if kind == ".csv" else 2, column)]


def test_every_fault_is_reported_at_once() -> None:
    first, second = {**GOOD, "fee": "x", "plate": "?"}, {**GOOD, "type": "bus"}
    assert faults(cells(first, GOOD, second), ".csv") == [(2, "plate"), (2, "fee"), (4, "type")]


@pytest.mark.parametrize("value", [True, 50.0, None, [50], "1e2"])
def test_a_fee_is_whole_dollars_in_json_too(value: object) -> None:
    assert faults(lines({**GOOD, "fee": value}), ".jsonl") == [(1, "fee")]


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        (b"", ".csv", 1),
        (HEAD.replace(",fee", "").encode(), ".csv", 1),
        (f"{HEAD},canary".encode(), ".csv", 1),
        (f"{HEAD},fee".encode(), ".csv", 1),
        (f"{HEAD}\na,b".encode(), ".csv", 2),
        (f'{HEAD}\n"canary'.encode(), ".csv", 2),
        (f"{HEAD}\n".encode() + "車".encode("big5"), ".csv", 2),
        (b"\n[]", ".jsonl", 2),
        (b'{"number": 1, "number": 2}', ".jsonl", 1),
        (b'{"fee": NaN}', ".jsonl", 1),
        (b"[" * 9_000, ".jsonl", 1),
        (b'"' + b"x" * 20_000 + b'"', ".jsonl", 1),
    ],
)
def test_a_line_that_is_no_line_is_named(content: bytes, kind: str, line: int) -> None:
    assert faults(content, kind) == [(line, "")]


def test_a_key_that_no_one_knows_is_a_fault() -> None:
    assert faults(lines({**GOOD, "fees": 1}), ".jsonl") == [(1, "")]


def test_a_number_that_stands_there_twice_is_named_with_the_line_of_the_first() -> None:
    with pytest.raises(FileError, match="line 3: number: this number stands in line 2 already"):
        reading(cells(GOOD, GOOD))


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode), st.sampled_from([".csv", ".jsonl"]))
def test_whatever_stands_in_a_file_it_is_read_or_refused(content: bytes, kind: str) -> None:
    for given_content in (content, HEAD.encode() + b"\n" + content):
        with suppress(FileError):
            reading(given_content, kind)


@given(
    st.dictionaries(
        st.sampled_from(HEAD.split(",")),
        st.sampled_from(list(GOOD.values())) | st.text(max_size=20) | st.integers() | st.none() | st.booleans(),
    )
)
def test_whatever_stands_in_a_line_of_json_it_is_read_or_refused(changes: dict[str, Any]) -> None:
    with suppress(FileError):
        reading(lines({**GOOD, **changes}), ".jsonl")
