"""Texts from `assets/locale`, the only way words reach a screen.

A screen holds messages (an id and its arguments), not words, so that a change of language needs no new screen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kiosk.languages import DEFAULT_LANGUAGE, LANGUAGES
from kiosk.platform.machine.paths import assets

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

    from kiosk.domain.money import Money


class Message(NamedTuple):
    """What is to be said: a message id, with arguments that are data and never markup."""

    id: str
    arguments: Mapping[str, object] = MappingProxyType({})


class Named(NamedTuple):
    """The name of a thing as its owner writes it, and in English where there is such a name."""

    name: str
    english: str | None = None

    def said_in(self, language: str) -> str:
        """Return the name for readers of a language: the English one for all who do not read Chinese."""
        return self.name if language == DEFAULT_LANGUAGE or not self.english else self.english


def say(id: str, /, **arguments: object) -> Message:
    """Return a message: `say("tickets-total", amount=Money(55))`."""
    return Message(id, arguments)


def money(amount: Money) -> Message:
    """Return an amount as the reader's language writes it: `$1,234`, or `NT$1,234` for who may take `$` for another."""
    return say("money-less" if amount.dollars < 0 else "money", dollars=f"{abs(amount.dollars):,}")


class MissingMessageError(LookupError):
    """A message that the locale files do not have. A test reads every id in the code, so visitors never meet it."""


class Texts:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._plain = _plain(language)

    def __call__(self, message: Message | str, /, **arguments: object) -> str:
        """Return the words of a message; raise `MissingMessageError`."""
        if isinstance(message, str):
            message = Message(message, arguments)
        values = {name: self._argument(value) for name, value in message.arguments.items()}
        words = self._plain.get(message.id)
        if words is not None and "{" not in words:
            return words
        if words is not None and all(isinstance(values.get(name), str) for name in _PLACE.findall(words)):
            return _PLACE.sub(lambda place: str(values[place[1]]), words)
        return self._formatted(message.id, values)

    def said(self, value: Message | Named | str) -> str:
        """Return what may be a message, a name or data in the words of this language."""
        return value if isinstance(value, str) else str(self._argument(value))

    def _formatted(self, id: str, values: Mapping[str, str | int]) -> str:
        bundle = _bundle(self.language)
        if not bundle.has_message(id):
            raise MissingMessageError(id)
        pattern = bundle.get_message(id).value
        if pattern is None:
            raise MissingMessageError(id)
        words, faults = bundle.format_pattern(pattern, dict(values))
        if faults:
            raise MissingMessageError(f"{id}: {faults[0]}")
        return str(words)

    def _argument(self, value: object) -> str | int:
        if isinstance(value, Message):
            return self(value)
        if isinstance(value, int):
            return value
        if isinstance(value, Named):
            return value.said_in(self.language)
        return str(value)


def load_all() -> None:
    """Load what the first page does without, so that the second need not wait: numbers, plurals, longer texts."""
    for language in LANGUAGES:
        _bundle(language)


@cache
def _bundle(language: str) -> FluentBundle:
    # Imported when asked for: with its dates and numbers it costs a fifth of the whole start.
    from fluent.runtime import FluentBundle, FluentResource

    # Without isolation marks: they are bidi controls, and the guard in front of the terminal takes those out.
    bundle = FluentBundle([language], use_isolating=False)
    for path in _files(language):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


_PLACE = re.compile(r"\{ *\$([a-zA-Z][a-zA-Z0-9_-]*) *\}")
_ENTRY = re.compile(r"^([a-zA-Z][a-zA-Z0-9_-]*) *=(.*)((?:\n(?: *\n)* +\S.*)*)", re.MULTILINE)


@cache
def _plain(language: str) -> Mapping[str, str]:
    """Return the messages with nothing in braces but names of variables: all that the first page says.

    What they say can be composed without Fluent as long as the variables are text; a test holds the two ways together.
    """
    plain: dict[str, str] = {}
    taken: set[str] = set()
    for path in _files(language):
        for id, line, more in _ENTRY.findall(path.read_text(encoding="utf-8")):
            following = dedent(more).splitlines()[1:]
            words = "\n".join([line.strip(" "), *(one.rstrip(" ") for one in following)])
            # An attribute, or a variant, is Fluent's.
            simple = bool(line.strip(" ")) and not any(one.startswith((".", "*", "[")) for one in following)
            if id not in taken and simple and not {"{", "}"} & set(_PLACE.sub("", words)):
                plain[id] = words
            taken.add(id)
    return plain


def _files(language: str) -> list[Path]:
    if language not in LANGUAGES:
        raise ValueError(f"no locale {language!r}")
    return sorted((assets() / "locale" / language).glob("*.ftl"))
