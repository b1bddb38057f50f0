"""How far each city is, on standard error: a line each that changes in its place, or, off a terminal, as they come."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from kiosk.backend.registers.national.asking import CityReply
from kiosk.backend.registers.national.cities import City
from kiosk.backend.registers.national.questions import Question
from kiosk.commands.speech import tell
from kiosk.domain.money import Money
from kiosk.i18n import Message, Texts, money, say


@contextmanager
def progress(
    words: Texts, cities: Sequence[City], questions: Sequence[Question], *, as_json: bool
) -> Iterator[Callable[[CityReply], None]]:
    """Give what is called with each answer as it comes."""
    if sys.stderr.isatty():
        with _drawn(words, cities, questions) as show:
            yield show
    elif as_json:
        yield lambda _: None
    else:
        yield lambda one: tell(words, _line(words, one, with_plate=len(questions) > 1))


def name(words: Texts, city: City) -> str:
    """Return a city's name in the language of the words."""
    return city.name_en if words.language == "en" else city.name


def came_of(one: CityReply, words: Texts) -> Message:
    """Return what came of asking a city, as a few words."""
    if one.reason is not None:
        return say(f"cities-reason-{one.reason.value}")
    if one.answer is None or not one.answer.payable:
        return say("cities-nothing")
    return say("cities-owed", count=one.answer.payable, amount=words(money(Money(one.answer.total))))


def _line(words: Texts, one: CityReply, *, with_plate: bool) -> Message:
    city, what = name(words, one.city), words(came_of(one, words))
    if with_plate:
        return say("cities-line-of-plate", city=city, plate=str(one.question.plate), what=what)
    return say("cities-line-of-city", city=city, what=what)


@contextmanager
def _drawn(
    words: Texts, cities: Sequence[City], questions: Sequence[Question]
) -> Iterator[Callable[[CityReply], None]]:
    console = Console(
        stderr=True, color_system=None if os.environ.get("NO_COLOR") else "auto", highlight=False, emoji=False
    )
    columns = (
        SpinnerColumn("line", finished_text=" "),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.fields[what]}", markup=False),
    )
    several = len(questions) > 1
    with Progress(*columns, console=console) as drawn:
        waiting = words("cities-waiting")
        tasks = {city.code: drawn.add_task(name(words, city), total=len(questions), what=waiting) for city in cities}
        done: Counter[str] = Counter()

        def show(one: CityReply) -> None:
            what = words(came_of(one, words))
            done[one.city.code] += 1
            if several:
                what = words(say("cities-count", done=done[one.city.code], all=len(questions), what=what))
            drawn.update(tasks[one.city.code], advance=1, what=what)

        yield show
