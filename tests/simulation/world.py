"""One simulation from the first visitor to balanced books."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

import structlog

from kiosk.backend.terms import terms_of
from kiosk.settings import BackendSettings
from tests.live_backend import CHEAP_PASSWORDS
from tests.simulation import books
from tests.simulation.people import People
from tests.simulation.replicas import Office
from tests.simulation.virtual import VirtualTime
from tests.simulation.weather import CALM, Weather

_LIFETIME = 120
"""Seconds in which a payment has to be confirmed: shorter than an office's, so that more happens at its end."""
_A_SECOND = 6.0
"""Visitors a second."""
_STILL_AFTER = 150.0
"""Seconds after the last visitor at which the whole office stands still: some payers are at a wallet by then."""
_CALM_POLL = 100.0
"""Seconds between two polls of an idle worker once no one comes any more: hours pass, and little is left."""
_PATIENCE = 6 * 3600.0
"""Seconds after the last visitor in which everything must have found its end."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a simulation showed."""

    seed: int
    visitors: int
    faults: list[str]
    counts: Counter[str]
    """What happened, by name."""
    cpu: float
    """Seconds of processor."""
    virtual: float
    """Seconds that passed in it."""
    history: tuple[object, ...] = field(repr=False)
    """The same for the same seed."""


def settings() -> BackendSettings:
    return BackendSettings(
        public_url="http://127.0.0.1:8080",
        provider_secret="a secret of the simulation",  # type: ignore[arg-type]
        owner_secret="another secret of the simulation",  # type: ignore[arg-type]
        payment_lifetime=_LIFETIME,
        demo=True,
        **CHEAP_PASSWORDS,
    )


def simulate_sized(world: tuple[int, int]) -> Report:
    """Run the simulation of a seed and so many visitors."""
    return simulate(*world)


def simulate(seed: int, visitors: int, weather: Weather | None = None, *, patience: float = _PATIENCE) -> Report:
    """Let so many come in this weather, wait until all is quiet, and balance the books."""
    clock = VirtualTime(Random(seed))
    office = Office(clock, weather or Weather(), terms_of(settings()), seed)
    heard = structlog.get_config()["processors"]
    structlog.configure(processors=[office.hear])
    try:
        return _simulated(office, seed, visitors, patience)
    finally:
        structlog.configure(processors=heard)
        office.close()


def _simulated(office: Office, seed: int, visitors: int, patience: float) -> Report:
    begun, clock = time.process_time(), office.time
    people = People(office)
    clock.at(0, lambda: people.come(visitors, _A_SECOND))
    _misfortune(office)
    clock.at(visitors / _A_SECOND + _STILL_AFTER, lambda: office.stand_still(office.weather.stand_still))
    while people.counts["visitors"] < visitors or clock.now < visitors / _A_SECOND:
        clock.run(clock.now + 60)
    clock.run(clock.now + 3 * _LIFETIME)
    office.weather = CALM
    office.platform.down_until = -1
    office.idle = _CALM_POLL
    end = clock.now + patience
    while clock.now < end and (office.platform.on_their_way or _open(office)):
        clock.run(clock.now + 300)
    return _report(seed, people, begun)


def _open(office: Office) -> int:
    with office.database.write() as connection:
        return books.unfinished(connection)


def _misfortune(office: Office) -> None:
    """Once in a while a replica dies, or all of them, or the provider is down."""
    chance = office.time.chance
    if office.weather is CALM:
        return
    luck = chance.random() if office.time.now >= office.still_until else 1.0
    if luck < 0.5:
        chance.choice(office.replicas).kill()
    elif luck < 0.6:
        for replica in office.replicas:
            replica.kill()
    elif luck < 0.8:
        office.platform.down_until = office.time.now + chance.uniform(5, 90)
    elif luck < 1:
        chance.choice(office.replicas).process.freeze(chance.uniform(1, 100))
    office.time.later(chance.expovariate(1 / office.weather.misfortune_every), lambda: _misfortune(office))


def _report(seed: int, people: People, begun: float) -> Report:
    office = people.office
    story = books.Story(
        orders={
            number: books.Collected(order.collected, order.refunded)
            for number, order in (office.platform.orders | office.wallet.orders).items()
        },
        reported=people.reported,
        paid_at_shop=people.paid_at_shop,
        answers=people.answers,
    )
    with office.database.write() as connection:
        unbalanced = books.balance(connection, story)
        ends = books.ends(connection)
    faults = [*people.faults, *office.faults, *office.platform.faults, *office.wallet.faults, *unbalanced]
    counts = people.counts + Counter({f"ended {state}": number for state, number in ends.items()})
    counts["crashes"] = office.crashes
    counts["pieces of work cut short"] = office.cut_short
    counts["orders at the provider"] = len(office.platform.orders)
    return Report(
        seed=seed,
        visitors=people.counts["visitors"],
        faults=faults,
        counts=counts,
        cpu=time.process_time() - begun,
        virtual=office.time.now,
        history=(office.time.now, office.time.steps, *sorted(counts.items()), *sorted(office.platform.orders)),
    )
