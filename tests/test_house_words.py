"""Names and comments in the program are the field's words: a search for those finds what it is about."""

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
    "whoever": "the visitor, owner, clerk, caller, thread or process that it is; anyone who",
}
"""House words, each with what is said instead; docs/glossary.md has those that stay."""

ALLOWED = {
    "backend/metrics.py": {"lane"},
    "contract": {"season_pass", "season_pass_en", "season_lot", "season_lot_en"},
    "desk": {"desk-hour-told", "desk-number-nobody", "desk-report-told", "desk-support-nobody"},
}
"""Names that others know, by room: a metric's label, passes as the first terminals knew them, ids of messages."""

LANDED = "versions"
"""The folder of the migrations, which are never edited."""

ROOMS = tuple(
    path.relative_to(ROOT / "kiosk").as_posix()
    for folder in (ROOT / "kiosk", ROOT / "kiosk" / "backend")
    for path in sorted(folder.iterdir())
    if path.name != "backend" and (path.suffix == ".py" or any(path.rglob("*.py")))
)
"""All of the program, also what is added to it: each folder and file, and those of the backend."""

_NAME = re.compile(r"[A-Za-z_]+(?:-[A-Za-z_]+)*")
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
    allowed = ALLOWED.get(room, ())
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
        ('say("desk-hour-told")', {"told"}),
        ("# Whoever asks waits for", {"whoever"}),
    ],
)
def test_a_house_word_is_found_in_names_and_comments(text: str, found: set[str]) -> None:
    assert house_words(text) == found
