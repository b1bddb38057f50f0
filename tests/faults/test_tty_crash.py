"""The program fails while a visitor's data is open in it: a calm page, a code, and nothing of that data anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.app import KioskApp
from kiosk.platform.terminal.crash import page, record
from tests.faults.test_tty_signals import in_good_order
from tests.terminal.pty import Terminal, python
from tests.terminal.specimen import CODE, PASSWORD, PHONE, Echo, _fail

CALM = "系統維護中，很抱歉無法繼續服務。"
INTERRUPTED = "這次操作中斷了"
SUPPORT_CODE = re.compile(r"K-[0-9A-Z]{6}")

pytestmark = pytest.mark.usefixtures("root_log")


def log(folder: Path) -> str:
    return "".join(path.read_text() for path in (folder / "log").glob("*"))


@pytest.mark.variants
@pytest.mark.parametrize("failure", ["h", "r", "w", "t", "j"], ids=["handler", "render", "worker", "timer", "journey"])
def test_a_failure_of_a_page_ends_the_visit_and_shows_nothing_of_the_visitor(failure: str, tmp_path: Path) -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "failing")) as terminal:
        terminal.wait_for("READY")
        terminal.send(failure)
        terminal.wait_for(INTERRUPTED)
        terminal.wait_until(lambda: SUPPORT_CODE.search(terminal.text) is not None, "code for whoever helps")
        code = SUPPORT_CODE.search(terminal.text)
        terminal.send("\r")
        terminal.wait_for("READY")
        shown = terminal.raw.decode(errors="replace")
    _tells_nothing(shown, log(tmp_path), code)
    assert '"exception": "RuntimeError"' in log(tmp_path)
    assert " _fail" in log(tmp_path)


def test_a_failure_of_the_machine_shows_a_calm_page_and_nothing_of_the_visitor(tmp_path: Path) -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "failing")) as terminal:
        terminal.wait_for("READY")
        terminal.send("p")
        assert terminal.wait_for_exit() == 1
        assert CALM in terminal.text
        assert "This machine is out of service." in terminal.text
        code = SUPPORT_CODE.search(terminal.text)
        assert in_good_order(terminal)
        shown = terminal.raw.decode(errors="replace")
    _tells_nothing(shown, log(tmp_path), code)


def _tells_nothing(shown: str, written: str, code: re.Match[str] | None) -> None:
    assert code is not None
    assert code[0] in written
    for secret in (PHONE, CODE, PASSWORD):
        assert secret not in shown
        assert secret not in written
    assert "Traceback" not in shown


def test_a_failure_before_the_app_runs_shows_the_same_page(tmp_path: Path) -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "failing"), env={"SPECIMEN_FAILS_EARLY": "1"}) as terminal:
        assert terminal.wait_for_exit() == 1
        assert CALM in terminal.text
        shown = terminal.raw.decode(errors="replace") + log(tmp_path)
    assert PHONE not in shown
    assert "specimen.py" in log(tmp_path)


def test_a_dead_output_thread_ends_the_process(tmp_path: Path) -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "failing")) as terminal:
        terminal.wait_for("READY")
        terminal.send("i")
        assert terminal.wait_for_exit() == 1
        assert CALM in terminal.text
        assert in_good_order(terminal)
        assert PHONE not in terminal.raw.decode(errors="replace") + log(tmp_path)


async def test_a_page_that_comes_while_the_kiosk_leaves_is_no_failure() -> None:
    async def journey(app: KioskApp) -> None:
        app.exit()
        _fail(PHONE, CODE, PASSWORD)

    app = KioskApp(journey)
    async with app.run_test() as pilot:
        await pilot.pause()
    assert app.crash is None
    assert app.return_code == 0


async def test_no_traceback_is_even_rendered() -> None:
    async def journey(app: KioskApp) -> None:
        await app.push_screen_wait(Echo())

    app = KioskApp(journey)
    async with app.run_test() as pilot:
        await pilot.pause()
        app._fatal_error()
        assert app._exit_renderables == []


def test_a_full_disk_does_not_hide_the_page(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    crash = record(ValueError(PHONE))
    assert crash.code in page(crash)


def test_the_log_of_a_failure_names_causes_and_places_but_no_values(tmp_path: Path) -> None:
    try:
        try:
            int(PHONE + PASSWORD)
        except ValueError as error:
            raise LookupError(CODE) from error
    except LookupError as error:
        record(error)
    written = log(tmp_path)
    assert '"exception": "LookupError", "through": ["test_tty_crash.py:' in written
    assert '"exception": "ValueError", "through": ["test_tty_crash.py:' in written
    assert CODE not in written
    assert PASSWORD not in written
