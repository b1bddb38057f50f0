"""What an owner who signs in reads first while a new number, asked for at a counter, waits to take effect."""

from __future__ import annotations

from kiosk.contract.owners import NumberWaits
from kiosk.i18n import say
from kiosk.screens.frame.confirm import ConfirmPage
from kiosk.wording.date_words import at


def new_number_page(waits: NumberWaits) -> ConfirmPage:
    """Return the page: False for stopping it, which leaves the account as it is, True for going on.

    An owner who has the password seldom needs the counter's change: stopping it is the filled button.
    """
    lines = [
        say("new-number-asked", mobile=waits.mobile),
        say("new-number-effect", at=at(waits.effect_at)),
        say("new-number-password"),
    ]
    return ConfirmPage(say("new-number-title"), lines, yes="new-number-mine", no="new-number-stop")
