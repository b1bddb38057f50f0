"""Reading a provider's statement of a day: every fault by its line and column, and nothing of what stands there."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.domain.payment import Movement
from kiosk.backend.domain.reconciliation import StatementLine
from kiosk.backend.ground.file_lines import FileError
from kiosk.backend.payments import statement_files
from kiosk.backend.payments.statement_files import COLUMNS, Statement, parse
from kiosk.domain.dates import TAIPEI
from tests.source import ROOT

DAY = date(2026, 11, 28)
HEAD = ",".join(COLUMNS.known)
GOOD: dict[str, Any] = {
    "provider": "jkopay",
    "reference": "T-1",
    "kind": "charge",
    "order": "P7ZK3M0W9QAB",
    "amount": 48,
    "at": "2026-11-28 09:30",
}
PAGE = (ROOT / "docs" / "operating" / "reconciliation.md").read_text(encoding="utf-8")


def reading(content: bytes, kind: str = ".csv", providers: tuple[str, ...] = ()) -> Statement:
    return parse(content, kind, DAY, providers)


def lines(*rows: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def cells(*rows: dict[str, Any]) -> bytes:
    return "\r\n".join([HEAD, *(",".join(str(row.get(name, "")) for name in COLUMNS.known) for row in rows)]).encode()


def faults(content: bytes, kind: str = ".csv", providers: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    with pytest.raises(FileError) as caught:
        reading(content, kind, providers)
    assert "canary" not in str(caught.value)
    return [(fault.line, fault.column) for fault in caught.value.faults]


@pytest.mark.parametrize("kind", [".csv", ".jsonl"])
def test_both_formats_say_the_same(kind: str) -> None:
    refund = {**GOOD, "reference": "T-2", "kind": "refund", "refund": "f00d"}
    found = reading(cells(GOOD, refund) if kind == ".csv" else lines(GOOD, refund), kind)
    at = datetime(2026, 11, 28, 9, 30, tzinfo=TAIPEI)
    first = 2 if kind == ".csv" else 1
    assert found.lines == (
        StatementLine(first, "jkopay", "T-1", Movement.CHARGE, "P7ZK3M0W9QAB", 48, at),
        StatementLine(first + 1, "jkopay", "T-2", Movement.REFUND, "P7ZK3M0W9QAB", 48, at, "f00d"),
    )
    assert (found.providers, len(found.digest)) == (("jkopay",), 64)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *((name, "") for name in COLUMNS.required),
        ("provider", "Canary"),
        ("provider", "c" * 25),
        ("reference", "canary canary"),
        ("reference", "canary" * 20),
        ("reference", "canary\x1b[2J"),
        ("order", "金絲雀"),
        ("kind", "canary"),
        ("amount", "0"),
        ("amount", "-48"),
        ("amount", "4.8"),
        ("amount", "99999999999"),
        ("at", "canary"),
        ("at", "2026-11-26 23:59"),
        ("at", "2026-11-30 00:00"),
        ("refund", "canary"),
    ],
)
@pytest.mark.parametrize("kind", [".csv", ".jsonl"])
def test_a_faulty_cell_is_named_by_line_and_column(column: str, value: str, kind: str) -> None:
    wrong = {**GOOD, "reference": "T-2", column: value}
    content = cells(GOOD, wrong) if kind == ".csv" else lines(GOOD, wrong)
    assert faults(content, kind) == [(3 if kind == ".csv" else 2, column)]


def test_a_transaction_that_stands_there_twice_is_a_fault_and_another_providers_of_that_number_is_none() -> None:
    assert faults(cells(GOOD, GOOD)) == [(3, "reference")]
    assert len(reading(cells(GOOD, {**GOOD, "provider": "line-pay-money"})).lines) == 2


def test_the_statement_of_another_day_is_refused() -> None:
    assert faults(cells({**GOOD, "at": "2026-11-27 09:30"})) == [(2, "at")]
    # Of which only some lines fall on it, it is one whose day was cut at another hour.
    assert len(reading(cells(GOOD, {**GOOD, "reference": "T-2", "at": "2026-11-27 23:59"})).lines) == 2


def test_a_statement_without_a_line_is_refused_unless_somebody_says_whose_it_is() -> None:
    assert faults(cells()) == [(1, "")]
    assert reading(cells(), providers=("jkopay", "icash-pay")).providers == ("icash-pay", "jkopay")


def test_a_line_of_a_provider_that_was_not_named_is_a_fault() -> None:
    assert faults(cells(GOOD), providers=("icash-pay",)) == [(2, "provider")]


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode), st.sampled_from([".csv", ".jsonl"]))
def test_whatever_stands_in_a_file_it_is_read_or_refused(content: bytes, kind: str) -> None:
    for given_content in (content, HEAD.encode() + b"\n" + content):
        with suppress(FileError):
            reading(given_content, kind)


@given(
    st.dictionaries(
        st.sampled_from(COLUMNS.known),
        st.sampled_from(list(GOOD.values())) | st.text(max_size=20) | st.integers() | st.none() | st.booleans(),
    )
)
def test_whatever_stands_in_a_line_of_json_it_is_read_or_refused(changes: dict[str, Any]) -> None:
    with suppress(FileError):
        for line in reading(lines({**GOOD, **changes}), ".jsonl").lines:
            assert line.dollars > 0
            assert line.reference.isprintable()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["jkopay", "icash-pay"]),
            st.text("ABC0-_/,\"'", min_size=1, max_size=8),
            st.sampled_from(list(Movement)),
            st.integers(1, 10_000_000),
        ),
        min_size=1,
        max_size=20,
        unique_by=lambda row: row[:2],
    )
)
def test_what_is_written_as_json_is_read_as_it_was(rows: list[tuple[str, str, Movement, int]]) -> None:
    written = [
        {**GOOD, "provider": provider, "reference": reference, "kind": kind.value, "amount": dollars}
        for provider, reference, kind, dollars in rows
    ]
    found = reading(lines(*written), ".jsonl").lines
    assert [(one.provider, one.reference, one.kind, one.dollars) for one in found] == rows


def test_the_page_describes_the_columns_and_no_others_and_its_examples_can_be_read() -> None:
    described = re.findall(r"^\| `(\w+)` \| `?(\w+)", PAGE, re.MULTILINE)
    assert {name for name, state in described if state == "required"} == set(COLUMNS.required)
    assert {name for name, state in described if state == "none"} == set(COLUMNS.optional)
    csv = "\n".join(line.strip() for line in re.findall(r"^    (?:provider,|jkopay,).*$", PAGE, re.MULTILINE))
    [json_line] = re.findall(r"^    (\{.*\})$", PAGE, re.MULTILINE)
    assert [
        [line.reference for line in reading(content.encode(), kind).lines]
        for content, kind in ((csv, ".csv"), (json_line, ".jsonl"))
    ] == [["T-20261128-0001"]] * 2


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "statement.xls").write_bytes(b"")
    with pytest.raises(FileError, match=r"\.csv"):
        statement_files.read(tmp_path / "statement.xls", DAY)
