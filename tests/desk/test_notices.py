"""What the desk says of an act is read in full, also where it takes more than a line."""

from __future__ import annotations

import pytest

from kiosk.desk.widgets.notice import Notice
from kiosk.i18n import say
from tests.desk.office import Desk, Office, desk, vehicle

LONG = say("desk-nothing-to-do")


def notice(at: Desk) -> Notice:
    return at.app.screen.query_one("#notice", Notice)


@pytest.mark.parametrize(("language", "lines"), [("zh-TW", 1), ("en", 2)])
async def test_a_sentence_has_as_many_lines_as_it_needs_and_gives_them_back(language: str, lines: int) -> None:
    office = Office()
    office.scripts["/vehicle"] = lambda _: vehicle().model_copy(update={"binding": None})
    async with desk(office, language=language) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("BKZ-5937")
        await at.press("f8")
        await at.shows(at.app.texts(LONG).split()[-1])
        assert notice(at).size.height == lines
        assert "…" not in at.text().splitlines()[-1 - lines]
        shown = " ".join(line.strip() for line in at.text().splitlines()[-1 - lines : -1])
        assert at.app.texts(LONG) in shown
        await at.press("f2")
        notice(at).tell(None)
        await at.pilot.pause()
        assert notice(at).size.height == 1


@pytest.mark.long
async def test_what_needs_more_than_two_lines_ends_in_dots() -> None:
    async with desk() as at:
        await at.sign_in()
        notice(at).tell(say("field-too-long", most="長" * 200))
        await at.pilot.pause()
        assert notice(at).size.height == 2
        assert at.text().splitlines()[-2].endswith("…")
