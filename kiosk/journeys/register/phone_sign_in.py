"""Signing in with the phone (用手機登入): an account elsewhere that the owner has linked."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial

from kiosk.api_client import KioskClient
from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.identity import IdentityProvider, LinkState, OfferState, SignInOffer
from kiosk.contract.identity import PhoneSignIn as UnderWay
from kiosk.contract.owners import SignedIn
from kiosk.contract.problems import ProblemKind
from kiosk.journeys.asking import Asking, TaskOver
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.register.sign_in_link import SignInLinkPage, SignInOnPhonePage, sign_in_down, sign_in_failed
from kiosk.screens.register.sign_in_providers import SignInProvidersPage
from kiosk.wording.names import named

END_WITHIN = 1.0
"""Seconds for which a visitor who leaves waits for their offer to be ended; its time ends it in any case."""


class SignInOffers:
    """What phones may begin from the sign-in page (`kiosk.screens.register.sign_in.Offers`)."""

    def __init__(self, client: KioskClient) -> None:
        self._client = client
        self._last: SignInOffer | None = None

    async def begin(self) -> SignInOffer | None:
        """Return a new offer; None where the backend makes none now."""
        try:
            self._last = await self._client.phone_sign_ins.offer()
        except ApiError:
            return None
        return self._last

    async def poll(self, offer: SignInOffer) -> SignInOffer | None:
        """Return the state of an offer, None while it is unknown."""
        try:
            found = await self._client.phone_sign_ins.offered(offer.id)
        except ProblemError as error:
            return offer.model_copy(update={"state": OfferState.OVER}) if error.kind is ProblemKind.NOT_FOUND else None
        except ApiError:
            return None
        if found.sign_in is not None:
            self._last = None
        return found

    async def end(self) -> None:
        """Cancel an offer that no phone has taken: its code is not shown any more."""
        last, self._last = self._last, None
        if last is not None:
            with suppress(ApiError, TimeoutError):
                async with asyncio.timeout(END_WITHIN):
                    await self._client.phone_sign_ins.withdraw(last.id)


class PhoneSignIn:
    """One run: where the account is, the code for the phone, and the session."""

    def __init__(self, visit: Visit) -> None:
        self._app, self._client, self._phones = visit.app, visit.client, visit.phones
        self._asking = Asking(visit, in_task=True)
        self._known = True
        """Whether one of ours is linked to the account that the phone agreed with last."""

    async def possible(self) -> bool:
        """Return whether there is a provider, and phones reach us; False also if that is unknown."""
        if not self._phones:
            return False
        try:
            return bool(await self._client.phone_sign_ins.providers())
        except ApiError:
            return False

    async def run(self) -> SignedIn | None:
        """Return the session of the authenticated owner, None for "back"; raise `VisitOver`."""
        try:
            return await self._run()
        except TaskOver:
            return None

    async def go_on(self, begun: UnderWay) -> SignedIn | None:
        """Return the session of the owner who is authenticated by what a phone has started, as `run`."""
        try:
            providers = await self._asking.asked(self._client.phone_sign_ins.providers)
            for provider in providers:
                if provider.code == begun.provider:
                    return await self._by(provider, begun)
        except TaskOver:
            pass
        return None

    async def _run(self) -> SignedIn | None:
        providers = await self._asking.asked(self._client.phone_sign_ins.providers)
        if len(providers) == 1:
            return await self._by(providers[0])
        while (provider := await show(self._app, SignInProvidersPage(providers))) is not None:
            signed_in = await self._by(provider)
            if signed_in is not None:
                return signed_in
        return None

    async def _by(self, provider: IdentityProvider, begun: UnderWay | None = None) -> SignedIn | None:
        while True:
            try:
                outcome = await self._tried(provider, begun)
            except ApiError as error:
                if not await self._again(error, provider):
                    return None
                begun = None
                continue
            begun = None
            if not isinstance(outcome, LinkState):
                return outcome
            trouble = sign_in_failed(outcome, provider, known=self._known)
            if await self._asking.trouble(trouble) is not Step.AGAIN:
                return None

    async def _tried(self, provider: IdentityProvider, begun: UnderWay | None) -> SignedIn | LinkState | None:
        """Show the code until the phone has answered; return the session, why there is none, or None for "back".

        `begun` is what the phone has begun by itself.
        """
        self._known = True
        page = SignInLinkPage if begun is None else SignInOnPhonePage
        if begun is None:
            under_way = await self._asking.waited(self._client.phone_sign_ins.begin(provider.code))
        else:
            under_way = begun
        state = await show(self._app, page(under_way, named(provider), partial(self._poll, under_way)))
        if state is not LinkState.LINKED:
            return state
        return await self._asking.waited(self._client.phone_sign_ins.finish(under_way.id))

    async def _again(self, error: ApiError, provider: IdentityProvider) -> bool:
        """Show what went wrong; return whether to begin again."""
        kind = error.kind if isinstance(error, ProblemError) else None
        if kind in {ProblemKind.IDENTITY_DOWN, ProblemKind.IDENTITY_OFF}:
            trouble = sign_in_down(provider)
        elif kind is ProblemKind.NOT_FOUND:
            # Proved, and not taken in time.
            trouble = sign_in_failed(LinkState.EXPIRED, provider)
        else:
            await self._asking.failed(error)
            return True
        return await self._asking.trouble(trouble, error.support_code) is Step.AGAIN

    async def _poll(self, begun: UnderWay) -> UnderWay | None:
        """Return its state, None while it is unknown."""
        try:
            found = await self._client.phone_sign_ins.get(begun.id)
        except ProblemError as error:
            if error.kind is ProblemKind.NOT_FOUND:
                return begun.model_copy(update={"state": LinkState.EXPIRED})
            return None
        except ApiError:
            return None
        self._known = found.known
        return found
