"""Signing in with the phone (用手機登入): an account elsewhere that the owner has linked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.api_client import KioskClient
from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.identity import IdentityProvider, LinkState
from kiosk.contract.identity import PhoneSignIn as UnderWay
from kiosk.contract.owners import SignedIn
from kiosk.contract.problems import ProblemKind
from kiosk.journeys.asking import Asking, ErrandOver
from kiosk.journeys.steps import show
from kiosk.screens import owner_troubles
from kiosk.screens.link_identity import SignInLinkPage
from kiosk.screens.names import named
from kiosk.screens.sign_in_providers import SignInProvidersPage
from kiosk.screens.trouble_kinds import Step

if TYPE_CHECKING:
    from kiosk.app import KioskApp


class PhoneSignIn:
    """One run: where the account is, the code for the phone, and the session."""

    def __init__(self, app: KioskApp, client: KioskClient) -> None:
        self._app, self._client = app, client
        # As in the area: giving this up leads back to the page that it began on, and ends no visit.
        self._asking = Asking(app, client, in_area=True)
        self._known = True
        """Whether one of ours is linked to the account that the phone agreed with last."""

    async def possible(self) -> bool:
        """Return whether there is a provider; False too where nobody can tell."""
        try:
            return bool(await self._client.phone_sign_ins.providers())
        except ApiError:
            return False

    async def run(self) -> SignedIn | None:
        """Return the session of whoever was proved, None for "back"; raise `VisitOver`."""
        try:
            return await self._run()
        except ErrandOver:
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

    async def _by(self, provider: IdentityProvider) -> SignedIn | None:
        while True:
            try:
                outcome = await self._tried(provider)
            except ApiError as error:
                if not await self._again(error, provider):
                    return None
                continue
            if not isinstance(outcome, LinkState):
                return outcome
            told = owner_troubles.sign_in_failed(outcome, provider, known=self._known)
            if await self._asking.trouble(told) is not Step.AGAIN:
                return None

    async def _tried(self, provider: IdentityProvider) -> SignedIn | LinkState | None:
        """Show the code until the phone has answered; return the session, why there is none, or None for "back"."""
        self._known = True
        begun = await self._asking.waited(self._client.phone_sign_ins.begin(provider.code))
        state = await show(self._app, SignInLinkPage(begun, named(provider), partial(self._look, begun)))
        return await self._client.phone_sign_ins.finish(begun.id) if state is LinkState.LINKED else state

    async def _again(self, error: ApiError, provider: IdentityProvider) -> bool:
        """Show what went wrong; return whether to begin again."""
        kind = error.kind if isinstance(error, ProblemError) else None
        if kind in {ProblemKind.IDENTITY_DOWN, ProblemKind.IDENTITY_OFF}:
            told = owner_troubles.provider_down(provider)
        elif kind is ProblemKind.NOT_FOUND:
            # Proved, and not taken in time.
            told = owner_troubles.sign_in_failed(LinkState.EXPIRED, provider)
        else:
            await self._asking.failed(error)
            return True
        return await self._asking.trouble(told, error.support_code) is Step.AGAIN

    async def _look(self, begun: UnderWay) -> UnderWay | None:
        """Return how far it has come, None while nobody can tell."""
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
