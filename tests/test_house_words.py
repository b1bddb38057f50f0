"""In rooms whose words were put right, names and comments stay the field's: a search for its words finds them."""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest

from tests.source import ROOT

FIELD = {
    "errand": "task",
    "hands": "gives, returns",
    "lane": "thread pool",
    "nobody": "no one, unknown",
    "pace": "interval, rate",
    "season": "pass",
    "till": "until; a store's counter",
    "told": "reported, known, shown",
}
"""House words, each with what is said instead; docs/glossary.md has those that stay."""

ON_THE_WIRE = {"season_pass", "season_pass_en", "season_lot", "season_lot_en"}
"""What passes are called there, as the first terminals knew it: in the contract alone."""

LANDED = "versions"
"""The folder of the migrations, which are never edited."""

ROOMS = (
    "api_client", "cli", "commands", "contract", "devices", "domain", "journeys", "platform", "screens", "settings",
    "widgets", "wording", "desk/widgets", "__main__.py", "app.py", "i18n.py", "start.py",
    "backend/bills", "backend/city_bills", "backend/demo", "backend/desk/statements", "backend/domain",
    "backend/gateways", "backend/ground", "backend/http", "backend/identities", "backend/messages", "backend/office",
    "backend/owners", "backend/passes", "backend/payments", "backend/proof", "backend/registers", "backend/sheets",
    "backend/staff/statements", "backend/store", "backend/support", "backend/terminals", "backend/vehicles",
    "backend/worker.py", "backend/work_threads.py",
)  # fmt: skip

_NAME = re.compile(r"[A-Za-z_]+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HOUSE = re.compile(rf"(?:{'|'.join(FIELD)})s?")


def house_words(text: str, allowed: Collection[str] = ()) -> set[str]:
    """Return the house words in a text, also where one is a part of a name that is not `allowed`."""
    words = {word.lower() for name in _NAME.findall(text) if name not in allowed for word in _WORD.findall(name)}
    return {word for word in words if _HOUSE.fullmatch(word)}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_speaks_the_fields_words(room: str) -> None:
    place = ROOT / "kiosk" / room
    files = [
        path
        for path in ([place] if place.is_file() else sorted(place.rglob("*")))
        if path.suffix in {".py", ".tcss"} and path.parent.name != LANDED
    ]
    assert files
    allowed = ON_THE_WIRE if room == "contract" else ()
    found = {
        path.relative_to(ROOT).as_posix(): house_words(path.read_text(encoding="utf-8"), allowed) for path in files
    }
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("class OwnerErrand(StrEnum):", {"errand"}),
        ("self._told_before = False  # by nobody", {"told", "nobody"}),
        ('Vertical(id="till-title")', {"till"}),
        ("still, until, hand, replaced, seasoned, unfolded", set()),
        ("receipt.season_pass", {"season"}),
    ],
)
def test_a_house_word_is_found_in_names_and_comments(text: str, found: set[str]) -> None:
    assert house_words(text) == found
