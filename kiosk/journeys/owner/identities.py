"""Linking accounts elsewhere to the owner's, and ending a link."""

from __future__ import annotations

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.identity import IdentityProvider, Linking, LinkState
from kiosk.contract.problems import ProblemKind
from kiosk.i18n import say
from kiosk.journeys.asking import Asking
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.confirm import ConfirmPage
from kiosk.screens.frame.link import LinkPage, provider_down
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.owner import owner_troubles
from kiosk.screens.owner.identities import IdentitiesPage, Link
from kiosk.wording.names import named


async def link_accounts(visit: Visit) -> None:
    """Let an owner link and unlink accounts until they have done enough."""
    linking = _Linking(visit)
    while (wanted := await show(visit.app, IdentitiesPage(await linking.providers()))) is not None:
        if isinstance(wanted, Link):
            await linking.link(wanted.provider)
        else:
            await linking.unlink(wanted.provider)


class _Linking:
    """One run of linking and unlinking accounts."""

    def __init__(self, visit: Visit) -> None:
        self._app, self._client, self._session = visit.app, visit.client, visit.token
        self._asking = Asking(visit, in_area=True)

    async def providers(self) -> tuple[IdentityProvider, ...]:
        return await self._asking.asked(lambda: self._client.identities.list(self._session))

    async def link(self, provider: IdentityProvider) -> None:
        """Show the code until the phone has answered; the list then says what came of it."""
        while True:
            try:
                begun = await self._asking.waited(self._client.identities.start(self._session, provider.code))
            except ApiError as error:
                await self._not_begun(error, provider)
                continue
            state = await self._watched(begun, provider)
            if state is None or state is LinkState.LINKED:
                return
            if await self._asking.trouble(owner_troubles.link_failed(state, provider)) is not Step.AGAIN:
                return

    async def _watched(self, begun: Linking, provider: IdentityProvider) -> LinkState | None:
        return await show(self._app, LinkPage(begun, named(provider), lambda: self._poll(begun)))

    async def _poll(self, begun: Linking) -> Linking | None:
        """Return the state of a link, None while it is unknown."""
        try:
            return await self._client.identities.get(self._session, begun.id)
        except ProblemError as error:
            # The session has ended, or the link is forgotten: there is nothing to wait for any more.
            if error.kind in {ProblemKind.SESSION_OVER, ProblemKind.NOT_FOUND}:
                return begun.model_copy(update={"state": LinkState.EXPIRED})
            return None
        except ApiError:
            return None

    async def _not_begun(self, error: ApiError, provider: IdentityProvider) -> None:
        if isinstance(error, ProblemError) and error.kind in {ProblemKind.IDENTITY_DOWN, ProblemKind.IDENTITY_OFF}:
            await self._asking.trouble(provider_down(provider), error.support_code)
        else:
            await self._asking.failed(error)

    async def unlink(self, provider: IdentityProvider) -> None:
        """Ask once, say what ends, and end the link."""
        page = ConfirmPage(
            say("unlink-title", provider=named(provider)),
            [say("unlink-ends", provider=named(provider)), say("unlink-kept")],
            yes=say("unlink-yes", provider=named(provider)),
            no="unlink-no",
        )
        if await show(self._app, page):
            await self._asking.asked(lambda: self._client.identities.unlink(self._session, provider.code))
