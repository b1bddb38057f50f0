"""Signing in with an account elsewhere: the code for the phone, and what is said when it comes to nothing."""

from __future__ import annotations

from kiosk.contract.identity import IdentityProvider, LinkState
from kiosk.i18n import Message, say
from kiosk.screens.frame.link import LinkPage
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind
from kiosk.wording.names import named


class SignInLinkPage(LinkPage):
    """Signs in with an account that is linked."""

    give_up_words = "sign-in-by-give-up"

    def title_words(self) -> Message:
        return say("sign-in-by-link", provider=self._provider_name)


class SignInOnPhonePage(SignInLinkPage):
    """The same once a phone has begun by itself: its person goes on there."""

    scan_words = "sign-in-on-phone-scan"

    def title_words(self) -> Message:
        return say("sign-in-on-phone", provider=self._provider_name)


def sign_in_failed(state: LinkState, provider: IdentityProvider, *, known: bool = True) -> TroubleKind:
    """Return what is said when no one was signed in with an account elsewhere; `known` where one of ours has it."""
    if not known:
        return TroubleKind("sign-in-unknown", (Step.LEAVE,), {"provider": named(provider)})
    why = LinkState.DENIED if state is LinkState.DENIED else LinkState.EXPIRED
    return TroubleKind(f"sign-in-{why.value}", (Step.AGAIN, Step.LEAVE), {"provider": named(provider)})


def sign_in_down(provider: IdentityProvider) -> TroubleKind:
    """Return what is said when a provider does not answer those who sign in by it."""
    return TroubleKind("sign-in-down", (Step.AGAIN, Step.LEAVE), {"provider": named(provider)})
