"""A payment's story: every event with who brought it about, the money, and the sentence to tell the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter

from kiosk.contract.desk.story import Inquiry, Story, StoryBill, StoryEvent, StoryMovement, StoryRefund, Teller
from kiosk.desk.seen.facts import fact, waits
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Rule, Style
from kiosk.desk.words import dollars, known, moment, payment_state, provider, ticket_state
from kiosk.i18n import Texts, say
from kiosk.wording.terminal_names import terminal_name

_MOMENT = 15
"""Columns of a moment with its seconds on another day than this, in the longer language."""
_EVENT = 18


def lines(texts: Texts, story: Story, now: datetime) -> list[Line]:
    """Return the story; the sentence to tell stands first, where it is read without turning a page."""
    return [*_head(texts, story, now), Rule(), *_facts(texts, story, now), Rule(), *_course(texts, story, now)]


def _head(texts: Texts, story: Story, now: datetime) -> Iterator[Line]:
    payment = story.payment
    words, style = payment_state(texts, payment.state)
    number = texts(say("desk-story-title", number=payment.number))
    yield Row((Cell(number, style=Style.STRONG), Cell(words, 22, style)))
    what = story.pass_name or story.other_city or texts(say("desk-story-bills", count=len(story.bills)))
    yield Prose(
        texts(
            say(
                "desk-story-what",
                amount=dollars(texts, payment.amount),
                what=what,
                provider=provider(texts, payment),
                fee=dollars(texts, story.fee),
            )
        )
    )
    yield from waits(texts, story.waits_since, now)
    yield fact(texts("desk-story-where"), terminal_name(texts, payment.terminal_name))
    if story.provider_reference:
        yield fact(texts("desk-story-reference"), story.provider_reference)
    if story.receipt_number:
        yield fact(texts("desk-story-receipt"), story.receipt_number)
    if story.decline is not None:
        yield fact(texts("desk-story-declined"), texts(f"desk-decline-{story.decline.value}"), Style.BAD)
    if story.inquiry is not None:
        yield fact(texts("desk-story-inquiry"), _inquiry(texts, story.inquiry, now), Style.DOUBTFUL)


def _inquiry(texts: Texts, inquiry: Inquiry, now: datetime) -> str:
    if inquiry.next_at is None:
        return texts(say("desk-inquiry-none", tries=inquiry.tries))
    at = moment(texts, inquiry.next_at, now, seconds=True)
    return texts(say("desk-inquiry-next", tries=inquiry.tries, at=at))


def _facts(texts: Texts, story: Story, now: datetime) -> Iterator[Line]:
    arguments: dict[str, object] = {}
    if story.tell.value == "waiting":
        arguments["until"] = moment(texts, story.expires_at, now)
    words = texts(say(f"desk-tell-{story.tell.value}", **arguments))
    yield Prose(texts(say("desk-tell", words=words)), Style.STRONG)


def _course(texts: Texts, story: Story, now: datetime) -> Iterator[Line]:
    happened = [(event.at, _event(texts, story, event, now)) for event in story.events]
    happened += [(movement.heard_at, _movement(texts, movement, now)) for movement in story.movements]
    happened += [(refund.done_at or refund.created_at, _refund(texts, refund, now)) for refund in story.refunds]
    yield from (row for _, row in sorted(happened, key=itemgetter(0)))
    for bill in story.bills:
        yield _bill(texts, bill)
    if len(story.related) > 0:
        yield Prose(texts(say("desk-story-related", count=len(story.related))), Style.MUTED)
    yield Prose(texts(say("desk-as-of", at=moment(texts, story.as_of, now, seconds=True))), Style.MUTED)


def _event(texts: Texts, story: Story, event: StoryEvent, now: datetime) -> Row:
    who = event.actor_name if event.actor_name and event.actor is not Teller.SYSTEM else None
    if event.actor is Teller.PROVIDER and who == story.payment.provider_name:
        who = provider(texts, story.payment)
    if event.actor is Teller.KIOSK and who is not None:
        who = terminal_name(texts, who)
    teller = texts(f"desk-teller-{event.actor.value}")
    at = moment(texts, event.at, now, seconds=True)
    return Row((Cell(at, _MOMENT, Style.MUTED), Cell(known(texts, "event", event.event), _EVENT), Cell(who or teller)))


def _movement(texts: Texts, movement: StoryMovement, now: datetime) -> Row:
    what = texts(
        say(
            "desk-movement",
            amount=dollars(texts, movement.amount),
            reference=movement.reference,
            heard=known(texts, "heard", movement.heard_by),
        )
    )
    at = moment(texts, movement.heard_at, now, seconds=True)
    return Row((Cell(at, _MOMENT, Style.MUTED), Cell(known(texts, "movement", movement.kind), _EVENT), Cell(what)))


def _refund(texts: Texts, refund: StoryRefund, now: datetime) -> Row:
    amount, reason = dollars(texts, refund.amount), known(texts, "refund", refund.reason)
    at = moment(texts, refund.done_at or refund.created_at, now, seconds=True)
    if refund.done_at is not None:
        what = texts(say("desk-refund-of", amount=amount, reason=reason))
    elif refund.next_try_at is None:
        what = texts(say("desk-refund-tried", amount=amount, reason=reason, tries=refund.tries))
    else:
        following = moment(texts, refund.next_try_at, now)
        what = texts(say("desk-refund-next", amount=amount, reason=reason, tries=refund.tries, at=following))
    done = known(texts, "refund", refund.status)
    return Row((Cell(at, _MOMENT, Style.MUTED), Cell(done, _EVENT, Style.DOUBTFUL), Cell(what)))


def _bill(texts: Texts, bill: StoryBill) -> Row:
    words, style = ticket_state(texts, bill.now) if bill.now else (texts("desk-ticket-elsewhere"), Style.MUTED)
    what = texts(say("desk-story-bill", plate=bill.plate, amount=dollars(texts, bill.amount), state=words))
    return Row((Cell(texts("desk-ticket"), _MOMENT, Style.MUTED), Cell(bill.number, _EVENT), Cell(what, style=style)))
