"""Names and comments in the program are the field's words: a search for those finds what it is about."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache

import pytest

from tests.source import ROOT

FIELD = {
    "alone": "only; by itself, by one person",
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

PARTICLES = ("after", "alike", "as", "at", "back", "for", "into", "like", "over", "through", "ups?")
"""What `look` stands with: looking up and looking at. Else it is a poll, query, check or style."""

ALLOWED = {
    "backend/desk": {"looked-at"},
    "backend/http": {"looks"},
    "backend/metrics.py": {"lane"},
    "backend/staff": {"far-more-looks", "looks"},
    "backend/store": {"looks"},
    "commands": {"looks"},
    "contract": {"looked", "looked-at", "season_pass", "season_pass_en", "season_lot", "season_lot_en"},
    "desk": {"desk-hour-told", "desk-number-nobody", "desk-report-told", "desk-support-nobody"},
    "screens": {"look-again", "payment-alone"},
}
"""Names that others know, by room: metrics' labels, passes as the first terminals knew them, ids and arguments of
messages, what the audit and `--json` have."""

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
_LOOK = re.compile(r"look(?:s|ed|ing)?")
_NOUN = r"(?:an?|the|one|two|three|four|each|every|first|next|no)\s+looks?\b(?!-ups?\b|\s+ups?\b)"
_BARE = rf"look(?:s|ed|ing)?\b(?!-ups?\b|[\s#]+(?:[\w']+[\s#]+){{0,3}}?ups?\b|[\s#]+(?:{'|'.join(PARTICLES)})\b)"
_LOOKS = re.compile(rf"(?<![\w-])(?:{_NOUN}|{_BARE})(?![\w-])", re.IGNORECASE)


NAMING = "test_house_words.py"
"""This file names house words."""
TESTS = tuple(
    path.relative_to(ROOT / "tests").as_posix()
    for folder in (ROOT / "tests", ROOT / "tests" / "backend")
    for path in sorted(folder.iterdir())
    if path.name != "backend" and (path.suffix == ".py" or any(path.rglob("*.py")))
)
"""All of the tests, also what is added to them: each folder and file, and those of the backend."""

DOCUMENTS = (
    *sorted(path.name for path in ROOT.glob("*.md") if path.name != "CHANGELOG.md"),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md") if path.name != "glossary.md"),
)
"""All but the glossary, which explains house words, and the record of changes."""

_SPAN = re.compile(r"`[^`\n]+`")
"""Names as others know them."""


@cache
def house_words(text: str, allowed: frozenset[str] = frozenset()) -> set[str]:
    """Return the house words in a text, also where one is a part of a name that is not `allowed`."""
    found = set()
    for name in set(_NAME.findall(text)):
        words = [] if name in allowed else [word.lower() for word in _WORD.findall(name)]
        found |= {word for word in words if _HOUSE.fullmatch(word)}
        if len(words) > 1:
            behind = [*words[1:], ""]
            found |= {
                word
                for word, next_ in zip(words, behind, strict=True)
                if _LOOK.fullmatch(word) and next_ not in {"up", "ups"}
            }
    for name in allowed:
        text = text.replace(f'"{name}"', "").replace(f"{name}=", "")
    return found | {" ".join(bare.lower().split()) for bare in _LOOKS.findall(text)}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_speaks_the_fields_words(room: str) -> None:
    place = ROOT / "kiosk" / room
    files = [
        path
        for path in ([place] if place.is_file() else sorted(place.rglob("*")))
        if path.suffix in {".py", ".tcss"} and path.parent.name != LANDED
    ]
    assert files
    allowed = frozenset(ALLOWED.get(room, ()))
    found = {
        path.relative_to(ROOT).as_posix(): house_words(path.read_text(encoding="utf-8"), allowed) for path in files
    }
    assert {name: words for name, words in found.items() if words} == {}


def spoken(source: str) -> Iterator[str]:
    """Yield names, comments and docstrings, a test's name as the sentence that it is; other texts are the users'.

    Nothing where no house word stands anywhere, as in most files: to tell the users' texts apart takes long.
    """
    if not house_words(source) | house_words(source.replace("_", " ")):
        return
    begins = True
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            yield token.string.replace("_", " ") if token.string.startswith("test_") else token.string
        elif token.type == tokenize.COMMENT or (token.type == tokenize.STRING and begins):
            yield token.string
        if token.type not in {tokenize.COMMENT, tokenize.NL}:
            begins = token.type in {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


@pytest.mark.parametrize("folder", [folder for folder in TESTS if folder != NAMING])
def test_tests_speak_the_fields_words(folder: str) -> None:
    place = ROOT / "tests" / folder
    found = {
        path.relative_to(ROOT).as_posix(): set().union(*map(house_words, set(spoken(path.read_text(encoding="utf-8")))))
        for path in [place, *sorted(place.rglob("*.py"))]
        if path.is_file()
    }
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_speaks_the_fields_words(name: str) -> None:
    text = _SPAN.sub("", (ROOT / name).read_text(encoding="utf-8"))
    assert house_words(text, frozenset({"looks_as_it_did"})) == set()


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
        ("for that terminal alone", {"alone"}),
        ("self._look(), LOOK_AGAIN, Look.MUTED", {"look"}),
        ("# Seconds between two looks at the queue", {"two looks"}),
        ("# Look whether it looks again", {"look", "looks"}),
        ("it looks at what a look-up found, looks a plate up and looks like it", set()),
        ("class LookUp, LOOK_UPS, _look_ups, lookalikes, LookupError, looking_up(bills)", set()),
    ],
)
def test_a_house_word_is_found_in_names_and_comments(text: str, found: set[str]) -> None:
    assert house_words(text) == found
