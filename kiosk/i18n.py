"""Texts from `assets/locale`, the only way words reach a screen.

A screen holds messages (an id and its arguments), not words, so that a change of language needs no new screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from kiosk.platform.paths import assets

LANGUAGES: Mapping[str, str] = {"zh-TW": "中文", "en": "English"}
"""Locale and its own name, in the order in which a visitor is offered them."""

DEFAULT_LANGUAGE = "zh-TW"


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said: a message id, with arguments that are data and never markup."""

    id: str
    arguments: Mapping[str, object] = field(default_factory=dict)


def say(id: str, /, **arguments: object) -> Message:
    """Return a message: `say("tickets-total", amount=Money(55))`."""
    return Message(id, arguments)


class MissingMessageError(LookupError):
    """A message that the locale files do not have. A test reads every id in the code, so visitors never meet it."""


class Texts:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = _bundle(language)

    def __call__(self, message: Message | str, /, **arguments: object) -> str:
        """Return the words of a message; raise `MissingMessageError`."""
        if isinstance(message, str):
            message = Message(message, arguments)
        if not self._bundle.has_message(message.id):
            raise MissingMessageError(message.id)
        pattern = self._bundle.get_message(message.id).value
        if pattern is None:
            raise MissingMessageError(message.id)
        words, faults = self._bundle.format_pattern(
            pattern, {name: self._argument(value) for name, value in message.arguments.items()}
        )
        if faults:
            raise MissingMessageError(f"{message.id}: {faults[0]}")
        return str(words)

    def _argument(self, value: object) -> str | int:
        if isinstance(value, Message):
            return self(value)
        if isinstance(value, int):
            return value
        return str(value)


@cache
def _bundle(language: str) -> FluentBundle:
    # Without isolation marks: they are bidi controls, and the guard in front of the terminal takes those out.
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted(_folder(language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


def _folder(language: str) -> Path:
    if language not in LANGUAGES:
        raise ValueError(f"no locale {language!r}")
    return assets() / "locale" / language
