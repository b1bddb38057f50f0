"""What an owner did in one visit as a document, on paper and on their phone."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.contract.owners import History, OwnerEvent, OwnerEventKind
from kiosk.domain.document import Document, Entry
from kiosk.i18n import Message, Named, say
from kiosk.wording.date_words import at

Text = Message | Named | str

_BEGINNINGS = frozenset({OwnerEventKind.REGISTERED, OwnerEventKind.SIGNED_IN})
"""What an owner's visit begins with."""


def what(event: OwnerEvent) -> Message:
    """Return what happened, and to what."""
    done = say(f"history-{event.kind.value}")
    if event.subject is None:
        return done
    return say("history-of", what=done, subject=Named(event.subject, event.subject_en))


def of_visit(history: History) -> Document[Text]:
    """Return what was done since the owner signed in or registered, in the order in which it was done.

    It holds what the history holds: kinds and plates, and none of the values that were changed.
    """
    done = list(_since_the_beginning(history))[::-1]
    return Document(
        say("print-visit-title"),
        facts=(Entry(say("print-visit-at"), Named(done[-1].place, done[-1].place_en)),) if done else (),
        lines=tuple(Entry(what(event), at(event.at)) for event in done),
        notes=(say("history-explanation"),),
    )


def _since_the_beginning(history: History) -> Iterator[OwnerEvent]:
    """Yield the events of the last visit, the newest first."""
    for event in history.events:
        yield event
        if event.kind in _BEGINNINGS:
            return
