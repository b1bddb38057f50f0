"""`kiosk logs tail`: the end of a kiosk's and a backend's log, in order, filtered, and what comes to them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.commands import logs
from kiosk.commands.log_lines import Filter, line_of, shown
from kiosk.platform.machine.log import open_log
from tests.backend.caller import Caller
from tests.commands.conftest import Run
from tests.live_backend import LiveBackend

BACKEND = (
    {"at": "2026-11-23T02:28:01.5Z", "event": "request", "route": "/v1/bills/search", "status": 200, "terminal": "one"},
    {"at": "2026-11-23T02:28:03.5Z", "event": "request", "route": "/v1/payments", "status": 503, "terminal": "two",
     "support": "S-2345678", "problem": "register-unavailable", "request_id": "ab"},
    {"at": "2026-11-23T02:28:05.5Z", "event": "request", "route": "/v1/payments/{id}", "status": 404},
)  # fmt: skip
KIOSK = (
    {"at": "2026-11-23T02:28:02.500+00:00", "event": "call", "route": "/v1/bills/search", "status": 200},
    {"at": "2026-11-23T02:28:04.500+00:00", "event": "call", "status": 503, "support_code": "S-2345678"},
)


def written(path: Path, *lines: Any) -> str:
    with path.open("a", encoding="utf-8") as file:
        file.writelines((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    return str(path)


@pytest.fixture
def both(tmp_path: Path) -> tuple[str, str]:
    return written(tmp_path / "backend.log", *BACKEND), written(tmp_path / "kiosk.log", *KIOSK)


def reported(kiosk: Run, *arguments: str, typed: str = "") -> list[Any]:
    ran = kiosk("logs", "tail", "--json", *arguments, typed=typed)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_both_logs_are_reported_in_the_order_of_their_moments(kiosk: Run, both: tuple[str, str]) -> None:
    assert reported(kiosk, *both) == [BACKEND[0], KIOSK[0], BACKEND[1], KIOSK[1], BACKEND[2]]
    assert reported(kiosk, *both, "-n", "2") == [KIOSK[1], BACKEND[2]]
    assert reported(kiosk, *both, "-n", "0") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--status", "5xx"), [BACKEND[1], KIOSK[1]]),
        (("--status", "404"), [BACKEND[2]]),
        (("--route", "/v1/payments"), [BACKEND[1], BACKEND[2]]),
        (("--terminal", "two"), [BACKEND[1]]),
        (("--request", "ab"), [BACKEND[1]]),
        (("--support", "s 2345678"), [BACKEND[1], KIOSK[1]]),
        (("--support", "S-2345678", "--route", "/v1"), [BACKEND[1]]),
        (("--terminal", "three"), []),
    ],
)
def test_what_is_asked_for_is_reported_and_nothing_else(
    kiosk: Run, both: tuple[str, str], asked: tuple[str, ...], found: list[Any]
) -> None:
    assert reported(kiosk, *both, *asked) == found


def test_the_last_lines_that_fit_are_reported_and_not_those_that_fit_among_the_last(kiosk: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "long.log", BACKEND[1], *[BACKEND[0]] * 50)
    assert reported(kiosk, path, "-n", "1", "--status", "503") == [BACKEND[1]]


def test_for_a_reader_a_line_is_the_clock_what_happened_and_the_rest_by_name(kiosk: Run, both: tuple[str, str]) -> None:
    ran = kiosk("logs", "tail", both[0], "--status", "503")
    assert ran.out == (
        "11-23 10:28:03  request /v1/payments 503 register-unavailable terminal=two support=S-2345678 request_id=ab\n"
    )


def test_standard_input_is_read_to_its_end(kiosk: Run) -> None:
    typed = "".join(json.dumps(line) + "\n" for line in BACKEND)
    assert reported(kiosk, "-", "--status", "5xx", typed=typed) == [BACKEND[1]]


def test_the_kiosks_own_log_is_read_with_what_was_put_aside(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root_log: None
) -> None:
    monkeypatch.setenv("KIOSK_LOG_DIR", str(tmp_path))
    ran = kiosk("logs", "tail")
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing has been written down yet" in ran.err
    written(tmp_path / "kiosk.log.2", KIOSK[0])
    handler = open_log()
    handler.close()
    written(tmp_path / "kiosk.log", KIOSK[1])
    assert reported(kiosk) == list(KIOSK)


def test_the_backends_own_lines_name_the_terminal_that_asked(kiosk: Run, backend: LiveBackend) -> None:
    from structlog.testing import capture_logs

    with capture_logs() as lines, Caller(backend) as caller:
        assert caller.call("GET", "/v1/service").status == 200
        assert caller.call("GET", "/v1/payments/" + 32 * "0").status == 404
    requests = [line for line in lines if line["event"] == "request"]
    assert len({line["terminal"] for line in requests}) == 1
    typed = "".join(json.dumps(line) + "\n" for line in requests)
    found = reported(kiosk, "-", "--terminal", requests[0]["terminal"], "--status", "4xx", typed=typed)
    assert [line["route"] for line in found] == ["/v1/payments/{id}"]


def following(*steps: Callable[[], object]) -> Callable[[float], None]:
    """Return a pause in which these things happen, one each time; then Ctrl+C."""
    left = list(steps)

    def pause(_: float) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    return pause


def test_what_comes_is_reported_also_when_the_file_is_put_aside_and_begun_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kiosk.log"
    written(path, KIOSK[0])

    def half() -> None:
        with path.open("a") as file:
            file.write('{"at":"2026-11-23T02:30:00Z",')

    def other_half() -> None:
        with path.open("a") as file:
            file.write('"event":"whole"}\n')

    steps = (
        lambda: written(path, KIOSK[1]),
        half,
        other_half,
        lambda: path.rename(tmp_path / "kiosk.log.1"),
        lambda: written(path, {"event": "anew"}),
        lambda: path.write_text(""),
        lambda: written(path, {"event": "cut"}),
    )
    code = logs.tail([path], Filter(), most=20, follow=True, as_json=True, pause=following(*steps))
    assert code == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in found] == ["call", "call", "whole", "anew", "cut"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("no-such.log",), 1, "no-such.log: cannot be read"),
        (("-", "other.log"), 2, "Standard input (-) is read by itself"),
        (("--status", "many"), 2, "a status such as 503"),
        (("--support", "nonsense"), 2, "a support code such as"),
    ],
)
def test_what_cannot_be_read_or_understood_is_reported(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = kiosk("logs", "tail", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


@pytest.mark.long
@given(st.text() | st.recursive(st.none() | st.text(), lambda one: st.dictionaries(st.text(), one)).map(json.dumps))
def test_whatever_stands_in_a_log_is_one_line_without_a_control_character(text: str) -> None:
    line = line_of(text)
    assert Filter().fits(line)
    assert not Filter(status="5xx").fits(line) or "status" in line.fields
    plain = shown(line).plain
    assert not [sign for sign in plain if unicodedata.category(sign) in {"Cc", "Zl", "Zp"}]


def test_a_line_that_is_nested_without_end_is_shown_as_it_is() -> None:
    assert line_of(50_000 * "[").fields == {}
