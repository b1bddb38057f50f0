"""`kiosk fleet watch`: the list on a terminal, as it is now."""

from __future__ import annotations

import io
import json
import sys

import pytest
from rich.console import Console

from kiosk.backend.store.database import Database, DatabaseLostError
from kiosk.backend.terminals import enrolment
from kiosk.clock import SystemClock
from kiosk.commands import fleet, fleet_watch
from kiosk.commands.exits import Exit
from tests.commands.conftest import Run


class Window:
    """A terminal's window, and somebody who seen at it so many times before they press Ctrl+C."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, width: int, height: int) -> None:
        self._written, self.pictures = io.StringIO(), list[str]()
        screen = Console(file=self._written, force_terminal=True, width=width, height=height, color_system=None)
        monkeypatch.setattr(fleet_watch, "console", lambda: screen)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    def watch(self, url: str, polls: int, *, only: str = "") -> int:
        def wait(seconds: float) -> None:
            assert seconds == 5.0
            written = self._written.getvalue()
            self.pictures.append(written[sum(map(len, self.pictures)) :])
            if len(self.pictures) == polls:
                raise KeyboardInterrupt

        return fleet_watch.watch(url, 5.0, only=only, language="en", wait=wait)


@pytest.fixture
def desks(sqlite_url: str) -> list[str]:
    """Enrol ten terminals; return their names."""
    names, database = [f"desk {number}" for number in range(10)], Database(sqlite_url)
    for name in names:
        database.run(lambda connection, name=name: enrolment.add(connection, name, SystemClock().now()))  # type: ignore[misc]
    database.close()
    return names


def test_what_has_changed_is_in_the_next_picture_which_clears_nothing(
    desks: list[str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window(monkeypatch, 80, 24)
    read = fleet.seen

    def seen(database: Database, only: str = "") -> fleet_watch.Seen:
        if len(window.pictures) == 1:
            database.run(lambda connection: enrolment.add(connection, "a new desk", SystemClock().now()))
        return read(database, only)

    monkeypatch.setattr(fleet, "seen", seen)
    assert window.watch(sqlite_url, 2) == Exit.DONE
    first, second = window.pictures
    assert all(name in first for name in desks)
    assert ("a new desk" in first, "a new desk" in second) == (False, True)
    assert "11 terminals" in second
    assert ("\x1b[2J" in second, "\x1b[2K" in second) == (False, False)


def test_a_window_with_too_few_lines_says_how_many_are_below(
    desks: list[str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window(monkeypatch, 110, 9)
    window.watch(sqlite_url, 1)
    assert ("desk 5" in window.pictures[0], "desk 6" in window.pictures[0]) == (True, False)
    assert "4 more below." in window.pictures[0]


@pytest.mark.parametrize("width", [54, 80, 120])
def test_in_every_window_a_terminal_has_one_line_with_what_is_wrong(
    desks: list[str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    window = Window(monkeypatch, width, 24)
    window.watch(sqlite_url, 1)
    lines = [line for line in window.pictures[0].splitlines() if "desk " in line]
    assert len(lines) == 10
    assert all("never heard of" in line for line in lines)


def test_a_database_that_is_away_leaves_what_was_and_says_of_when_that_is(
    desks: list[str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, read = Window(monkeypatch, 100, 24), fleet.seen

    def seen(database: Database, only: str = "") -> fleet_watch.Seen:
        if len(window.pictures) == 1:
            raise DatabaseLostError
        return read(database, only)

    monkeypatch.setattr(fleet, "seen", seen)
    window.watch(sqlite_url, 3)
    assert ["this is how it was at" in picture for picture in window.pictures] == [False, True, False]
    assert "desk 9" in window.pictures[1]


def test_watching_needs_a_terminal_and_says_what_does_not(kiosk: Run, sqlite_url: str) -> None:
    ran = kiosk("fleet", "watch", "--language", "en", "--database-url", sqlite_url)
    assert (ran.code, ran.out, "kiosk fleet list --json" in ran.err) == (2, "", True)


def test_only_some_are_listed_and_watched_by_name_or_trouble(
    kiosk: Run, desks: list[str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = "--json", "--database-url", sqlite_url
    for only, count in (("DESK 7", 1), ("never-heard", 10), ("松山", 10), ("lost", 0)):
        found = json.loads(kiosk("fleet", "list", "--only", only, *at).out)["terminals"]
        assert len(found) == count, only
    window = Window(monkeypatch, 80, 24)
    window.watch(sqlite_url, 1, only="desk 7")
    assert ("desk 7" in window.pictures[0], "desk 6" in window.pictures[0]) == (True, False)
    none = kiosk("fleet", "list", "--only", "lost", "--language", "en", "--database-url", sqlite_url)
    assert (none.code, none.out, none.err) == (0, "", "No terminal is like that.\n")
