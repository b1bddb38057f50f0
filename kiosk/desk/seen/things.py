"""A vehicle, a ticket, a mobile number, a support code, a claim, a case: what staff see of each, masked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.contract.desk.things import (
    BindingSeen,
    ClaimBrief,
    ClaimSeen,
    LimitSeen,
    NumberSeen,
    SupportSeen,
    TextSeen,
    TicketSeen,
    VehicleSeen,
)
from kiosk.contract.wire import Vehicle
from kiosk.desk.seen import new_number, objections
from kiosk.desk.seen.facts import fact, person, waits
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Rule, Style
from kiosk.desk.words import day, dollars, known, moment, rate, route, text_trouble, ticket_state, vehicle_type
from kiosk.i18n import Texts, say
from kiosk.wording.terminal_names import terminal_name

_MOMENT = 14
_LINE = 24
"""Columns of what a part of an amount is called."""


def vehicle(texts: Texts, seen: VehicleSeen, now: datetime) -> Iterator[Line]:
    """Yield a vehicle: what it owes, or that it could not be asked; who has bound it, masked."""
    yield Prose(called(texts, seen.vehicle), Style.STRONG)
    owed = texts(
        say("desk-owes", count=len(seen.bills), amount=dollars(texts, sum(bill.amount for bill in seen.bills)))
    )
    if seen.bills_missing:
        yield Prose(texts("desk-owes-not-asked"), Style.BAD)
    if seen.bills or not seen.bills_missing:
        yield Prose(owed if seen.bills else texts("desk-owes-nothing"), Style.BAD if seen.bills else Style.GOOD)
    for bill in seen.bills:
        state = texts(f"desk-bill-{bill.state.value}")
        if bill.objection is not None:
            state += texts("desk-comma") + texts(f"desk-bill-objection-{bill.objection.value}")
        yield Row((Cell(bill.number, 18), Cell(dollars(texts, bill.amount), 8), Cell(state)))
    yield Rule()
    yield from _binding(texts, seen.binding, now)
    yield Rule()
    counts = say(
        "desk-vehicle-counts",
        payments=_count(len(seen.payments), more=seen.more_payments),
        tickets=_count(len(seen.tickets), more=seen.more_tickets),
        claims=str(len(seen.claims)),
    )
    yield Prose(texts(counts))
    yield _as_of(texts, seen.as_of, now)


def _binding(texts: Texts, binding: BindingSeen | None, now: datetime) -> Iterator[Line]:
    if binding is None:
        yield Prose(texts("desk-not-bound"), Style.MUTED)
        return
    yield fact(texts("desk-bound"), day(texts, binding.bound_at, now))
    yield from person(texts, binding.person)
    if binding.new_number is not None:
        yield from new_number.lines(texts, binding.new_number, now)
    services = [known(texts, "service", service) for service in binding.services]
    yield fact(texts("desk-services"), texts("desk-comma").join(services) or texts("desk-services-none"))


def ticket(texts: Texts, seen: TicketSeen, now: datetime) -> Iterator[Line]:
    """Yield a ticket, or a notice with its tickets, and how its amount comes about."""
    words, style = ticket_state(texts, seen.status)
    yield Row((Cell(texts(say("desk-ticket-title", number=seen.number)), style=Style.STRONG), Cell(words, 16, style)))
    yield Prose(called(texts, seen.vehicle))
    yield from waits(texts, seen.waits_since, now)
    yield from objections.lines(texts, seen, now)
    if seen.rate:
        yield fact(texts("desk-rate"), rate(texts, seen.rate))
    if seen.issued:
        yield fact(texts("desk-issued"), known(texts, "issued", seen.issued))
    if seen.left_at is not None:
        yield fact(texts("desk-left"), moment(texts, seen.left_at, now))
    yield Rule()
    for line in seen.lines:
        yield Row((Cell(texts(f"desk-line-of-{line.kind.value}"), _LINE), Cell(dollars(texts, line.dollars))))
    if seen.amount is not None:
        yield Row(
            (
                Cell(texts("desk-line-of-all"), _LINE, Style.STRONG),
                Cell(dollars(texts, seen.amount), 0, Style.STRONG),
            )
        )
    for one in seen.tickets:
        state, style = ticket_state(texts, one.status)
        parked = moment(texts, one.parked_at, now)
        yield Row(
            (Cell(one.number, 18), Cell(parked, _MOMENT), Cell(dollars(texts, one.fee), 8), Cell(state, 0, style))
        )
    yield Prose(texts(say("desk-ticket-payments", count=len(seen.payments))), Style.MUTED)
    yield _as_of(texts, seen.as_of, now)


def number(texts: Texts, seen: NumberSeen, now: datetime) -> Iterator[Line]:
    """Yield what happened to a number: the limits in force, and each message with its state, never its words."""
    yield Prose(texts(say("desk-number-title", number=seen.shown)), Style.STRONG)
    if seen.gateways_down:
        yield Prose(texts("desk-gateways-down"), Style.BAD)
    for limit in seen.limits:
        yield Prose(_limit(texts, limit, now), Style.BAD)
    if not seen.limits:
        yield Prose(texts("desk-limit-none"))
    yield Rule()
    yield from (
        [Prose(texts("desk-number-nobody"), Style.MUTED)] if seen.person is None else person(texts, seen.person)
    )
    yield Rule()
    for text in seen.texts:
        yield _text(texts, text, now)
    if not seen.texts:
        yield Prose(texts("desk-texts-none"), Style.MUTED)
    if seen.more_texts:
        yield Prose(texts("desk-more"), Style.MUTED)
    yield _as_of(texts, seen.as_of, now)


def _limit(texts: Texts, limit: LimitSeen, now: datetime) -> str:
    about = known(texts, "code", limit.about)
    if limit.until is None:
        return texts(say(f"desk-limit-{limit.kind.value}-open", about=about))
    return texts(say(f"desk-limit-{limit.kind.value}", about=about, until=moment(texts, limit.until, now)))


def _text(texts: Texts, text: TextSeen, now: datetime) -> Row:
    state = known(texts, "text", text.state)
    if text.trouble:
        state = texts(say("desk-text-why", state=state, why=text_trouble(texts, text.trouble)))
    elif text.gateway:
        state = texts(say("desk-text-why", state=state, why=text.gateway))
    style = {"delivered": Style.GOOD, "failed": Style.BAD, "expired": Style.BAD}.get(text.state, Style.DOUBTFUL)
    kind = known(texts, "text-kind", text.kind)
    if text.terminal_name:
        kind = texts(say("desk-text-from", kind=kind, terminal=terminal_name(texts, text.terminal_name)))
    return Row((Cell(moment(texts, text.at, now), _MOMENT, Style.MUTED), Cell(kind, 24), Cell(state, 0, style)))


def support(texts: Texts, seen: SupportSeen, now: datetime) -> Iterator[Line]:
    """Yield what failed under a support code."""
    yield Prose(texts(say("desk-support-title", code=seen.code)), Style.STRONG)
    yield fact(texts("desk-support-at"), moment(texts, seen.at, now, seconds=True))
    where = terminal_name(texts, seen.terminal_name) if seen.terminal_name else texts("desk-support-nobody")
    yield fact(texts("desk-support-where"), where)
    yield fact(texts("desk-support-what"), route(texts, seen.route))
    yield fact(texts("desk-support-how"), known(texts, "problem", seen.problem))
    yield Rule()
    yield Prose(texts("desk-support-next" if seen.terminal is None else "desk-support-hour"))


def claim(texts: Texts, seen: ClaimSeen, now: datetime) -> Iterator[Line]:
    """Yield a claim: both sides as facts, neither with a name."""
    yield Row(
        (
            Cell(texts(say("desk-claim-title", number=seen.claim.number)), style=Style.STRONG),
            Cell(claim_state(texts, seen.claim.outcome), 16, Style.DOUBTFUL),
        )
    )
    yield Prose(called(texts, seen.vehicle))
    yield from waits(texts, seen.waits_since, now)
    yield from claim_facts(texts, seen, now)
    yield Rule()
    for other in seen.other_claims:
        yield claim_row(texts, other, now)
    if not seen.other_claims:
        yield Prose(texts("desk-claim-no-others"), Style.MUTED)
    yield _as_of(texts, seen.as_of, now)


def claim_facts(texts: Texts, seen: ClaimSeen, now: datetime) -> Iterator[Line]:
    """Yield what speaks for either side of a claim."""
    yield fact(texts("desk-claim-made"), moment(texts, seen.claim.made_at, now))
    if seen.claim.settled_at is not None:
        yield fact(texts("desk-claim-settled"), moment(texts, seen.claim.settled_at, now))
    if seen.undo_until is not None:
        yield fact(texts("desk-claim-undo-until"), moment(texts, seen.undo_until, now), Style.DOUBTFUL)
    since = texts("desk-not-bound") if seen.bound_since is None else day(texts, seen.bound_since, now)
    yield fact(texts("desk-bound"), since)
    services = [known(texts, "service", service) for service in seen.services]
    yield fact(texts("desk-services"), texts("desk-comma").join(services) or texts("desk-services-none"))
    yield fact(texts("desk-claim-paid"), texts("desk-claim-payments", count=seen.paid_in_this_time))


def claim_row(texts: Texts, one: ClaimBrief, now: datetime) -> Row:
    return Row((Cell(one.number, 18), Cell(moment(texts, one.made_at, now), _MOMENT), Cell(_outcome(texts, one))))


def claim_state(texts: Texts, outcome: str | None) -> str:
    return texts("desk-claim-open") if outcome is None else known(texts, "claim", outcome)


def _outcome(texts: Texts, one: ClaimBrief) -> str:
    return claim_state(texts, one.outcome)


def called(texts: Texts, one: Vehicle) -> str:
    """Return a vehicle as staff call it: its plate and its type."""
    return f"{one.plate}  {vehicle_type(texts, one.type)}"


def _count(count: int, *, more: bool) -> str:
    return f"{count}+" if more else str(count)


def _as_of(texts: Texts, at: datetime, now: datetime) -> Prose:
    return Prose(texts(say("desk-as-of", at=moment(texts, at, now, seconds=True))), Style.MUTED)
