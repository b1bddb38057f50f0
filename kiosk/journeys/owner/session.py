"""An owner who is signed in: for this visitor, at this terminal, and never longer than the visit."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pydantic import SecretStr

from kiosk.api_client import KioskClient
from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.clock import Clock, Deadline
from kiosk.contract.owners import Owner, SignedIn
from kiosk.contract.problems import ProblemKind

AT_ONCE = 1.0
"""Seconds that leaving waits for the backend; after that, the session is ended behind the next visitor's back."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two tries to end a session while the backend is gone."""

_ending: set[asyncio.Task[None]] = set()
"""Sessions that still have to be ended. A task without a reference may be garbage-collected while it runs."""


@dataclass(frozen=True, slots=True)
class Session:
    """What the journeys of the owner's area need: the token, whose it is, and when it is worth nothing any more."""

    token: SecretStr
    owner: Owner
    ends: Deadline

    @classmethod
    def of(cls, signed_in: SignedIn, clock: Clock) -> Session:
        return cls(signed_in.token, signed_in.owner, Deadline.after(clock, signed_in.ends_in))


async def signed_out(client: KioskClient, session: Session) -> None:
    """End a session; where the backend cannot be asked now, go on trying until the session's own limit is over."""
    ending = asyncio.create_task(_end(client, session.token, session.ends), name="sign out")
    _ending.add(ending)
    ending.add_done_callback(_ending.discard)
    await asyncio.wait({ending}, timeout=AT_ONCE)


async def all_signed_out() -> None:
    """Wait a moment for what is still being ended: afterwards there is no client for it any more."""
    if _ending:
        await asyncio.wait(_ending, timeout=AT_ONCE)


async def _end(client: KioskClient, token: SecretStr, ends: Deadline) -> None:
    pause = FIRST_PAUSE
    while not ends.passed:
        try:
            await client.sessions.close(token)
        except ProblemError as error:
            if error.kind is ProblemKind.SESSION_OVER:
                return
        except ApiError:
            # Not there: asked again below.
            pass
        else:
            return
        await asyncio.sleep(min(pause, ends.remaining()))
        pause = min(2 * pause, LONGEST_PAUSE)
