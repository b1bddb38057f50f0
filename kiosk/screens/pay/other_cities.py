"""What a vehicle owes in other counties and cities, as each of them answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from kiosk.contract.cities import CityAnswer, OtherCity, PaidHere
from kiosk.contract.wire import Vehicle
from kiosk.domain.money import Money
from kiosk.i18n import Message, money, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.screens.pay.city_words import named_city, payable
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.entry_list import Entry, EntryList
from kiosk.wording.vehicle_words import named as named_vehicle


@dataclass(frozen=True, slots=True)
class ShowCity:
    """Show what a city asks for, and come back to the same place."""

    code: str
    cursor: int


class OtherType:
    """Ask the same cities about the same plate as the other type of vehicle."""


class AskAgain:
    """Ask those cities again that could not be asked."""


class OtherCitiesPage(ListingPage[ShowCity | OtherType | AskAgain]):
    """Those that are owed something come below one another as they answer, and none moves under a finger.

    Those that could not be asked follow once all have answered; those that are owed nothing are counted, not listed.
    """

    AUTO_FOCUS = "#cities"
    CSS_PATH = "other_cities.tcss"
    words_from = 90
    idle_limit = 90.0

    def __init__(
        self,
        vehicle: Vehicle,
        cities: Sequence[OtherCity],
        answers: Mapping[str, CityAnswer | None],
        asking: Callable[[Callable[[], None]], Awaitable[None]],
        *,
        cursor: int = 0,
        pays: bool = True,
    ) -> None:
        """Show `answers` by code, None for one that our own service did not give, and what else comes.

        `asking` asks every city that is not among them, calls what it is given after each that it adds, and returns
        once all are there. Without `pays`, nothing is paid here.
        """
        super().__init__()
        self._vehicle, self._cities, self._answers = vehicle, tuple(cities), answers
        self._asking, self._cursor, self._pays = asking, cursor, pays
        self._listed: list[str] = []

    def heading(self) -> Message:
        return say("elsewhere-title", vehicle=named_vehicle(self._vehicle))

    def compose_page(self) -> ComposeResult:
        entries = self._new_entries()
        yield Words(self._count(), id="count")
        yield EntryList(entries, cursor=self._cursor, id="cities")
        yield Words("elsewhere-nothing-yet", id="none-here")

    def secondary_actions(self) -> list[Widget]:
        other = say(f"vehicle-{self._vehicle.type.other.value}-plain")
        return [*super().secondary_actions(), Action(say("elsewhere-other-type", type=other), id="other-type")]

    def primary_action(self) -> Action:
        return Action("elsewhere-again", "primary", id="again")

    def on_mount(self) -> None:
        self._shown()
        if not self._done:
            self.run_worker(self._ask(), group="asking")

    async def _ask(self) -> None:
        await self._asking(self._came)

    def _came(self) -> None:
        """Show what has come."""
        if self.is_attached and not self._pruning:
            self.query_one(EntryList).append(self._new_entries())
            self.query_one("#count", Words).say(self._count())
            self._shown()

    @property
    def _done(self) -> bool:
        return len(self._answers) >= len(self._cities)

    def _new_entries(self) -> list[Entry]:
        """Return entries for what is to be listed and is not yet."""
        known = [city for city in self._cities if city.code in self._answers]
        owed = [city for city in known if _bills(self._answers[city.code])]
        lacking = [city for city in known if _lacks(self._answers[city.code]) and city not in owed]
        new = [city for city in (*owed, *(lacking if self._done else ())) if city.code not in self._listed]
        self._listed += [city.code for city in new]
        return [self._entry(city, self._answers[city.code]) for city in new]

    def _entry(self, city: OtherCity, answer: CityAnswer | None) -> Entry:
        if answer is not None and answer.bills:
            here = self._pays and bool(payable(city, answer))
            more = say("elsewhere-owed-here" if here else "elsewhere-owed", count=len(answer.bills))
            if all(bill.here is PaidHere.PAID for bill in answer.bills):
                more = say("city-choice-paid-here")
            return Entry(city.code, named_city(city), more, money(Money(answer.total)), marked=True)
        return Entry(city.code, named_city(city), why(answer), closed=True)

    def _count(self) -> Message:
        answers = [self._answers[city.code] for city in self._cities if city.code in self._answers]
        bills = [bill for answer in answers if answer is not None for bill in answer.bills or ()]
        owed = money(Money(sum(bill.amount for bill in bills)))
        if not self._done:
            return say("elsewhere-asking", done=len(answers), all=len(self._cities), count=len(bills), amount=owed)
        lacking = sum(map(_lacks, answers))
        if lacking == len(answers):
            return say("elsewhere-none-answered")
        if not lacking:
            return say("elsewhere-done", all=len(answers), count=len(bills), amount=owed)
        known = len(answers) - lacking
        return say("elsewhere-done-partly", answered=known, lacking=lacking, count=len(bills), amount=owed)

    def _shown(self) -> None:
        """Offer what there is to do, and say in the place of an empty list why it is empty."""
        self.query_one(EntryList).display = bool(self._listed)
        self.query_one("#none-here").display = not self._listed and not self._done
        lacking = any(_lacks(answer) for answer in self._answers.values())
        self.query_one("#again", Action).disabled = not (self._done and lacking)

    @on(EntryList.Opened)
    def _opened(self, event: EntryList.Opened) -> None:
        answer = self._answers.get(event.name)
        if answer is None or not answer.bills:
            self.app.bell()
            return
        self.dismiss(ShowCity(event.name, self.query_one(EntryList).cursor))

    @on(Action.Pressed, "#other-type")
    def _other_type(self) -> None:
        self.dismiss(OtherType())

    @on(Action.Pressed, "#again")
    def _again(self) -> None:
        self.dismiss(AskAgain())


def why(answer: CityAnswer | None) -> Message:
    """Return why it is unknown what a city is owed, or that it may be more than is listed."""
    if answer is None:
        return say("elsewhere-unknown", reason=say("elsewhere-reason-service"))
    if answer.reason is None:
        return say("elsewhere-incomplete")
    return say("elsewhere-unknown", reason=say(f"cities-reason-{answer.reason.value}"))


def _bills(answer: CityAnswer | None) -> bool:
    return answer is not None and bool(answer.bills)


def _lacks(answer: CityAnswer | None) -> bool:
    """Say whether something of a city is not known."""
    return answer is None or answer.bills is None or not answer.complete
