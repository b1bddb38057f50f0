"""The books balance after whatever happens; and the simulation would notice if they did not."""

from __future__ import annotations

import pytest

from tests.simulation import people
from tests.simulation.replicas import WALLET
from tests.simulation.weather import Weather
from tests.simulation.world import simulate


@pytest.mark.parametrize("seed", range(6))
def test_three_thousand_visitors_and_every_misfortune_leave_balanced_books(seed: int) -> None:
    report = simulate(seed, 500)
    assert report.faults == []
    # And it was no quiet day.
    assert report.visitors == 500
    assert report.counts["crashes"] > 0
    assert report.counts["pieces of work cut short"] > 0
    assert report.counts["at the wallet"] > 0
    for state in ("paid", "failed", "expired"):
        assert report.counts[f"ended {state}"] > 0, state


@pytest.mark.long
@pytest.mark.parametrize("seed", range(9))
def test_three_hundred_and_fifty_kills_lose_nothing_and_charge_no_one_twice(seed: int) -> None:
    report = simulate(seed, 500, Weather(crash=0.006))
    assert report.faults == []
    assert report.counts["crashes"] >= 39  # in nine worlds, 351
    assert report.counts["ended paid"] > 50


@pytest.mark.long
def test_the_same_seed_is_the_same_history_and_another_is_not() -> None:
    history = simulate(4, 30).history
    assert simulate(4, 30).history == history
    assert simulate(5, 30).history != history


@pytest.mark.long
def test_without_misfortune_nearly_everybody_who_presses_has_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    # Who stands on a wallet's own page may think again, or pay too late.
    monkeypatch.setattr(people, "_PROVIDERS", [code for code in people._PROVIDERS if code != WALLET])
    calm = Weather(
        crash=0,
        freeze=0,
        database_lost=0,
        request_lost=0,
        answer_lost=0,
        message_dropped=0,
        order_lost=0,
        inquiry_lost=0,
        refund_lost=0,
        wrong_amount=0,
        misfortune_every=1e9,
        stand_still=0,
    )
    report = simulate(6, 60, calm)
    assert report.faults == []
    assert report.counts["ended paid"] > 40
