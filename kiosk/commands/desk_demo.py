"""`kiosk desk --demo`: the desk with a backend of its own, a synthetic city, and people to sign in as.

Their password and the key of their authenticators are drawn here at each start, and given to that backend only, by
the pipe of its secrets: no other backend has such accounts.
"""

from __future__ import annotations

import asyncio
import base64
import os
import sys
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit

if TYPE_CHECKING:
    from kiosk.api_client.desk import DeskClient
    from kiosk.clock import Clock
    from kiosk.desk.app import DeskApp
    from kiosk.desk.trial import Trial
    from kiosk.platform.backend_process.embedded import EmbeddedBackend

_STEP = 30
"""Seconds of one code of an authenticator (RFC 6238)."""
_ON_ITS_WAY = 5
"""Seconds that signing in may take on a slow machine: until then, the code has to stay good."""


class Digits:
    """The authenticators of all who may be tried: they have one key, and each code of a person counts once."""

    def __init__(self, key: str, clock: Clock) -> None:
        import pyotp

        self._otp, self._clock = pyotp.TOTP(key, interval=_STEP), clock
        self._used: dict[str, int] = {}

    def __call__(self, name: str) -> tuple[str, float]:
        """Return a code that somebody has not used yet, and in how many seconds the backend takes it.

        It takes the one before and the one after as well: locking and unlocking a few times need not wait.
        """
        moment = self._clock.now().timestamp()
        now = int(moment) // _STEP
        earliest = now - 1 if moment % _STEP < _STEP - _ON_ITS_WAY else now
        step = self._used[name] = max(earliest, self._used.get(name, 0) + 1)
        return self._otp.generate_otp(step), max(0.0, (step - 1) * _STEP - moment)


def desk_demo(*, seed: int, counter: str, language: str) -> int:
    """Open the desk and return its exit code: 0, 1 after a failure, 2 where it cannot run, 3 without a free port."""
    from kiosk.commands.desk import keep_to_itself, on_terminal

    if not on_terminal():
        return Exit.USAGE
    from kiosk.clock import SystemClock
    from kiosk.platform.backend_process.embedded import EmbeddedBackend, PortTakenError
    from kiosk.platform.terminal.crash import install_hooks
    from kiosk.platform.textual.forgetting_loop import ForgettingLoop

    clock = SystemClock()
    password, key = os.urandom(24).hex(), base64.b32encode(os.urandom(20)).decode()
    try:
        secrets = {"trial_password": password, "trial_key": key}
        embedded = EmbeddedBackend(clock, demo=True, seed=seed, desk=True, secrets=secrets)
    except PortTakenError:
        sys.stderr.write("No port of this machine is free for the demo's backend.\n")
        return Exit.PORT
    install_hooks()
    keep_to_itself()
    with asyncio.Runner(loop_factory=ForgettingLoop) as runner:
        return runner.run(_live(embedded, trial_of(password, Digits(key, clock)), counter, language))


def trial_of(password: str, digits: Digits) -> Trial:
    """Return who may be tried and what is prepared, as the desk shows it."""
    from kiosk.backend.demo import trial as prepared
    from kiosk.desk.trial import Situation, Trial, TrialPerson

    return Trial(
        people=tuple(TrialPerson(one.name, one.display_name, one.roles) for one in prepared.staff()),
        situations=tuple(Situation(one.name, one.key) for one in prepared.situations()),
        password=password,
        digits=digits,
    )


async def _live(embedded: EmbeddedBackend, trial: Trial, counter: str, language: str) -> int:
    import math

    from kiosk.api_client.desk import DeskClient
    from kiosk.api_client.timing import Timing
    from kiosk.desk.app import DeskApp

    async with DeskClient(embedded.desk_url, timing=Timing(starting=math.inf)) as client:
        app = DeskApp(client, counter=counter, language=language, trial=trial)
        life = asyncio.create_task(_supervised(embedded, client, app))
        try:
            await app.run_async()
        finally:
            life.cancel()
            await asyncio.wait({life})
    return app.return_code or 0


async def _supervised(embedded: EmbeddedBackend, client: DeskClient, app: DeskApp) -> None:
    """Keep the backend alive; have calls wait while it starts, and say how far it has come or why it does not."""
    from kiosk.platform.backend_process.embedded import sentence
    from kiosk.platform.backend_process.starting import Progress
    from kiosk.widgets.ground.starting import of_start

    def prepares(progress: Progress) -> None:
        client.starting()
        app.backend_starts(of_start(progress))

    def ended() -> None:
        client.ended()
        if embedded.trouble is not None:
            app.backend_starts(sentence(embedded.trouble, embedded.said))

    app.backend_starts(of_start(None))
    await embedded.supervise(ended, prepares)
