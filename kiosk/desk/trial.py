"""What the demo brings with it, and nothing else does: people to sign in as, and situations that are prepared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.desk.widgets.lines import Cell, Line, Row, Style
from kiosk.i18n import Texts


@dataclass(frozen=True, slots=True)
class TrialPerson:
    """Somebody of a made-up office."""

    name: str
    display_name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Something that a person at the counter says; the words are `desk-trial-` and its name."""

    name: str
    key: str
    """What is typed to meet it."""

    @property
    def words(self) -> str:
        """Return the id of what the person says."""
        return f"desk-trial-{self.name.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Trial:
    """All of it. The password is drawn at each start of the demo and fits no other backend."""

    people: tuple[TrialPerson, ...]
    situations: tuple[Situation, ...]
    password: str = field(repr=False)
    digits: Callable[[str], tuple[str, float]] = field(repr=False)
    """Returns six digits of somebody's authenticator that were not used yet, and in how many seconds they count."""


def rows(texts: Texts, trial: Trial) -> list[Line]:
    """Return the situations as a list: what the person says, and what is typed for it."""
    return [Row((Cell(texts(one.words)), Cell(one.key, 14, Style.MUTED)), key=one.key) for one in trial.situations]
