"""The kiosk's log holds named fields and nothing of a visitor."""

from __future__ import annotations

import ast
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.api_client.errors import ApiError
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.platform.machine.log import FIELDS, FILE, KEPT, LARGEST, RedactedFile, RedactingFormatter, open_log
from tests.client.backend_double import TOKEN, BackendDouble, in_turn, problem, providers, raw
from tests.client.virtual_time import virtual
from tests.source import modules
from tests.traces import given_away

PLATE = "CNR-1357"


@pytest.fixture(autouse=True)
def loggers_as_they_were() -> Iterator[None]:
    root, ours, last = logging.getLogger(), logging.getLogger("kiosk"), logging.lastResort
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    for handler in root.handlers:
        if isinstance(handler, RedactedFile):
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    logging.lastResort = last


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / FILE).read_text("ascii").splitlines()]


def test_an_event_is_written_with_its_fields(tmp_path: Path) -> None:
    open_log(tmp_path)
    logging.getLogger("kiosk.x").info("call", extra={"fields": {"method": "GET", "status": 200, "milliseconds": 1.5}})
    (line,) = lines(tmp_path)
    assert line["event"] == "call"
    assert (line["method"], line["status"], line["milliseconds"]) == ("GET", 200, 1.5)
    assert line["at"].endswith("+00:00")


def test_fields_of_another_name_or_shape_are_left_out_and_said_to_be(tmp_path: Path) -> None:
    open_log(tmp_path)
    fields = {"plate": PLATE, "route": f"/v1/{PLATE}", "status": "200", "tries": True, PLATE: 1, "reason": "a b"}
    logging.getLogger("kiosk").warning("call", extra={"fields": fields})
    (line,) = lines(tmp_path)
    assert line["left_out"] == ["plate", "route", "status", "tries", "reason"]
    assert PLATE not in (tmp_path / FILE).read_text()


def test_every_field_that_is_written_out_in_the_code_has_a_shape() -> None:
    written = set()
    for _, tree in modules(with_text='"fields"'):
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "fields" and isinstance(value, ast.Dict):
                        written |= {name.value for name in value.keys if isinstance(name, ast.Constant)}
    assert {"support_code", "reason"} < written <= FIELDS.keys()


@virtual
async def test_a_provider_that_is_left_out_is_logged_with_the_fields_that_are_wrong_and_not_with_their_values(
    tmp_path: Path,
) -> None:
    open_log(tmp_path)
    good = providers().json()["providers"][0]
    rows = [good, {**good, "fee": "canary", "max_amount": "canary"}, "canary", {"canary": "canary"}]
    double = BackendDouble(in_turn(httpx.Response(200, json={"providers": rows})))
    async with double.client() as client:
        await client.providers.list()
    left_out = [line for line in lines(tmp_path) if line.get("event") == "provider-left-out"]
    missing = "available, code, fee, kind, name"
    assert [line.get("wrong") for line in left_out] == ["fee, max_amount", "row", missing]
    assert "canary" not in (tmp_path / FILE).read_text()


def test_messages_arguments_exceptions_and_other_libraries_cannot_carry_data_in(tmp_path: Path) -> None:
    open_log(tmp_path)
    logging.getLogger("kiosk.x").error(f"asked for {PLATE}")  # noqa: G004
    logging.getLogger("kiosk.x").error("asked for %s", PLATE)
    logging.getLogger("asyncio").error(PLATE.lower(), extra={"fields": {"page": PLATE.replace("-", "")}})
    logging.getLogger("asyncio").error("Task exception was never retrieved: %s", PLATE)
    try:
        _ = dict[str, int]()[PLATE]
    except KeyError:
        logging.getLogger("kiosk.x").exception("crashed")
    written = (tmp_path / FILE).read_text()
    assert PLATE not in written
    assert "cnr" not in written.lower()
    crashed = lines(tmp_path)[-1]
    assert crashed["exception"] == "KeyError"
    assert crashed["through"][0].startswith("test_log.py:")


@virtual
async def test_a_visitors_calls_leave_no_plate_token_body_or_key_in_the_log(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    open_log(tmp_path, level=logging.DEBUG)
    double = BackendDouble(
        in_turn(
            problem("could-not-ask", 503, detail=f"nothing for {PLATE}", headers={"Retry-After": "99"}),
            httpx.ReadError(f"{PLATE} {TOKEN}"),
            raw(f'{{"bills": [{{"number": "{PLATE}"}}], "missing": [], "asked_at": "x"}}'.encode()),
        )
    )
    seen = []
    async with double.client() as client:
        for _ in range(2):
            with pytest.raises(ApiError) as caught:
                await client.bills.search([Vehicle(plate=PLATE, type=VehicleType.CAR)])
            seen.append(caught.value)
    written = (tmp_path / FILE).read_text() + "".join(capfd.readouterr())
    calls = [line for line in lines(tmp_path) if line.get("event") == "call"]
    assert [call["reason"] for call in calls] == ["could-not-ask", "schema"]
    assert [call["tries"] for call in calls] == [1, 2]
    for error in seen:
        written += repr(error) + str(error)
        assert error.__cause__ is None
        assert error.__context__ is None
    assert given_away(written, PLATE) == []
    for canary in (TOKEN, "Bearer"):
        assert canary not in written


@virtual
async def test_the_http_library_writes_no_address_even_where_everything_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    double = BackendDouble(in_turn(raw(b"{}")))
    async with double.client() as client:
        with pytest.raises(ApiError):
            await client.payments.get("01J9ZX")
    assert not [record for record in caplog.records if record.name.startswith(("httpx", "httpcore"))]


def test_a_full_disk_stops_nothing_and_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full to stand for a full disk")
    (tmp_path / FILE).symlink_to("/dev/full")
    handler = open_log(tmp_path)
    assert isinstance(handler, RedactedFile)
    for _ in range(3):
        logging.getLogger("kiosk").warning("call")
    assert handler.dropped == 3
    (tmp_path / FILE).unlink()
    handler.close()
    logging.getLogger("kiosk").warning("call")
    assert len(lines(tmp_path)) == 1
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("KIOSK_LOG_DIR", str(tmp_path / "file" / "log"))
    handler = open_log()
    logging.getLogger("kiosk").warning("call")
    assert isinstance(handler, RedactedFile)
    assert handler.dropped == 1


def test_the_log_is_only_for_this_user_and_never_outgrows_its_room(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    handler = open_log(folder)
    assert isinstance(handler, RedactedFile)
    handler.maxBytes = 2000
    for _ in range(200):
        logging.getLogger("kiosk").warning("call", extra={"fields": {"page": "x" * 60}})
    files = sorted(folder.iterdir())
    assert len(files) == KEPT + 1
    assert all(file.stat().st_size <= 2000 and file.stat().st_mode & 0o077 == 0 for file in files)
    assert LARGEST * (KEPT + 1) <= 10 * 1024 * 1024


@given(
    st.text(),
    st.text(),
    st.dictionaries(st.text() | st.sampled_from(["route", "reason"]), st.text() | st.floats() | st.none()),
)
def test_whatever_a_record_holds_its_line_is_plain_ascii(name: str, message: str, fields: dict[str, Any]) -> None:
    record = logging.LogRecord(f"kiosk.{name}", logging.INFO, "", 0, message, None, None)
    record.fields = fields
    line = RedactingFormatter().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert isinstance(json.loads(line), dict)
