"""Nothing that Textual offers to a developer is within a visitor's reach."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.__main__ import run_options, settings_may_say
from kiosk.app import KioskApp
from kiosk.screens.frame.page import Page
from tests.terminal.pty import ROOT, Terminal, python

KEYS = {
    "ctrl+c": b"\x03",
    "ctrl+d": b"\x04",
    "ctrl+q": b"\x11",
    "ctrl+p": b"\x10",
    "ctrl+z": b"\x1a",
    "ctrl+\\": b"\x1c",
    "ctrl+s": b"\x13",
    "escape": b"\x1b",
    "ctrl+c in kitty": b"\x1b[99;5u",
    "ctrl+q in kitty": b"\x1b[113;5u",
    "ctrl+p in kitty": b"\x1b[112;5u",
    "super+c in kitty": b"\x1b[99;9u",
    "f12": b"\x1b[24~",
}


@pytest.mark.long
def test_no_key_leaves_the_kiosk_or_opens_a_palette() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "echo")) as terminal:
        terminal.wait_for("READY")
        for number, (name, key) in enumerate(KEYS.items()):
            terminal.send(key)
            terminal.type_until(f"<{number}>", f"<{number}>]")  # of this key, and of none before it
            assert "Search for commands" not in terminal.text, name
        assert terminal.process.poll() is None
        assert b"\x1b]52;" not in terminal.raw


@pytest.mark.long
def test_a_password_in_a_field_is_not_copied_to_the_clipboard() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "typing")) as terminal:
        terminal.wait_for("READY")
        for key in (b"\x03", b"\x1b[99;5u", b"\x1b[99;9u"):  # ctrl+c, twice by another name
            terminal.send(key)
        terminal.send(b"\x18")  # ctrl+x: cuts it, so that it is gone from the field
        terminal.wait_for("CHANGED 0")
        assert b"\x1b]52;" not in terminal.raw


@pytest.mark.long
def test_dragging_selects_nothing() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "echo")) as terminal:
        terminal.wait_for("READY")
        terminal.send(b"\x1bOQ")  # F2: by another painting, all of the first is there
        terminal.wait_for("Parking")
        row = next(number for number, line in enumerate(terminal.text.splitlines()) if "READY" in line)
        column = terminal.text.splitlines()[row].index("READY")
        before = terminal.colours(row)
        terminal.send(f"\x1b[<0;{column + 1};{row + 1}M\x1b[<32;{column + 5};{row + 1}M")  # and the button stays down
        terminal.send(b"\x1bOQ")  # what was sent before has had its effect when the language changes again
        terminal.wait_until(lambda: "Parking" not in terminal.text, "the next language")
        assert terminal.colours(row) == before


class Blank(Page[None]):
    """A page with nothing on it."""


async def stand(app: KioskApp) -> None:
    await app.push_screen_wait(Blank())


async def test_clipboard_shell_browser_and_pictures_are_out_of_reach(tmp_path: Path) -> None:
    app = KioskApp(stand)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.copy_to_clipboard("Tpe-8842-park")
        assert app.clipboard == ""
        app.open_url("https://example.tw/")
        assert app.deliver_screenshot(path=str(tmp_path)) is None
        app.action_suspend_process()


async def test_no_binding_comes_from_textual() -> None:
    app = KioskApp(stand)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert list(app._bindings.key_to_bindings) == []
        assert not app.ENABLE_COMMAND_PALETTE
        assert not app.ALLOW_SELECT


@pytest.mark.long
@pytest.mark.parametrize("arguments", [(), ("run",)])
def test_developer_switches_in_the_environment_are_ignored(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "trap.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'w').close()")
    before = set(tmp_path.iterdir())
    env = {
        "TEXTUAL_DRIVER": "trap:Driver",
        "TEXTUAL_LOG": str(tmp_path / "keys.log"),
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_PRESS": "x",
        "TEXTUAL_ALLOW_SIGNALS": "1",
        "TEXTUAL_DEBUG": "1",
        "PYTHONPATH": str(tmp_path),
    }
    with Terminal(python("-m", "tests.terminal.started", *arguments), env=env, at_once=False) as terminal:
        terminal.wait_for("READY {}")
        terminal.send(b"\x03")
        terminal.type_until("here", "here]")
    assert {path.name for path in set(tmp_path.iterdir()) - before} <= {"data", "log"}
    assert not (ROOT / "keys.log").exists()


def test_the_usual_options_are_read_without_typer() -> None:
    command = python("-m", "tests.terminal.started", "run", "--lan", "--backend", "https://kiosk.example.tw")
    with Terminal(command, at_once=False) as terminal:
        terminal.wait_for("READY {'lan': True, 'backend': 'https://kiosk.example.tw'}")


@pytest.mark.parametrize("arguments", [["--help"], ["--backend"], ["--backend", "--lan"], ["--lan=1"], ["x"]])
def test_typer_looks_at_everything_else(arguments: list[str]) -> None:
    assert run_options(arguments) is None


def test_a_backend_in_the_environment_is_read_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_options([]) == {}
    assert not settings_may_say()
    monkeypatch.setenv("KIOSK_BACKEND", "https://kiosk.example.tw")
    assert settings_may_say()


def test_the_first_module_imports_nothing_of_textual_before_the_environment_is_clean() -> None:
    late = ("textual", "rich", "pydantic", "typer", "fluent", "asyncio")
    program = f"import sys, kiosk.__main__; sys.exit(any(name.startswith({late}) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT).returncode == 0
