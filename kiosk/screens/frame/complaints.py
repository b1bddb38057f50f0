"""What is wrong with what somebody typed into a form: from the trade's rules to messages."""

from __future__ import annotations

from kiosk.domain.email import Email, EmailError
from kiosk.domain.mobile import Mobile, MobileError
from kiosk.domain.password import PasswordRule, keeps_rule, kept
from kiosk.domain.person_name import PersonName, PersonNameError
from kiosk.i18n import Message, say


def about_mobile(text: str) -> Message | None:
    """Return what keeps a text from being a mobile number, None if nothing does."""
    try:
        Mobile.parse(text)
    except MobileError as error:
        return say(f"mobile-fault-{error.fault.value}")
    return None


def about_name(text: str) -> Message | None:
    """Return what keeps a text from being a name, None if nothing does."""
    try:
        PersonName.parse(text)
    except PersonNameError as error:
        return say(f"name-fault-{error.fault.value}")
    return None


def about_email(text: str) -> Message | None:
    """Return what keeps a text from being an e-mail address, None if nothing does; none at all is fine."""
    try:
        if text:
            Email.parse(text)
    except EmailError as error:
        return say(f"email-fault-{error.fault.value}")
    return None


def about_new_password(text: str) -> Message | None:
    """Return the first part of the rule that a password does not keep, None if it keeps all of it."""
    missing = [rule for rule, keeps in kept(text).items() if not keeps]
    if PasswordRule.LENGTH in missing:
        return say("password-fault-length")
    if missing:
        return say(f"password-fault-{missing[0].value}")
    return None if keeps_rule(text) else say("password-fault-character")


def about_password(text: str) -> Message | None:
    """Complain of a password that has to be typed and is not."""
    return None if text else say("password-fault-empty")
