"""`kiosk gateway simulate`: the other side of a gateway, as a program on this machine. No real money moves there."""

from __future__ import annotations

import contextlib
import socket
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kiosk.commands.exits import Exit
from kiosk.commands.gateway_secrets import PLATFORM, secret_of
from kiosk.commands.output import one_line, print_line
from kiosk.commands.speech import tell, texts
from kiosk.i18n import Message, Texts, say

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from kiosk.settings import GatewaySettings


def simulate(name: str, port: int | None, *, language: str | None) -> int:
    """Answer as the gateway of that name until asked to end; raise `SettingsError` and `SecretError`."""
    from kiosk.settings import BackendSettings
    from kiosk.settings.office import SHORTEST_SECRET, is_loopback

    words, shown = texts(language), one_line(name)
    settings = BackendSettings()
    gateway = next((one for one in settings.gateways if one.name == name), None)
    if gateway is None and name != PLATFORM:
        return _refused(words, say("gateway-simulate-unknown", name=shown))
    url = settings.provider_url if gateway is None else gateway.url
    if url and (not is_loopback(url) or urlsplit(url).path.strip("/")):
        return _refused(words, say("gateway-simulate-elsewhere", name=shown, url=one_line(url)))
    secret = secret_of(settings, name)
    if len(secret) < SHORTEST_SECRET:
        return _refused(words, say("gateway-check-secret", name=shown, bytes=SHORTEST_SECRET))
    wanted = port if port is not None else urlsplit(url).port or 0
    try:
        listening = socket.create_server(("127.0.0.1", wanted))
    except OSError:
        tell(words, say("gateway-simulate-port", port=str(wanted)))
        return Exit.PORT
    with listening:
        here = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = _simulated(gateway, here, secret)
        print_line(here)
        sys.stdout.flush()
        tell(words, say("gateway-simulate-ready", name=shown))
        _serve(app, listening)
    return Exit.DONE


def _simulated(gateway: GatewaySettings | None, here: str, secret: bytes) -> Starlette:
    from kiosk.backend.gateways.kind import kind_of
    from kiosk.clock import SystemClock

    if gateway is None:
        from kiosk.backend.gateways.platform.simulator import SimulatedPlatform

        return SimulatedPlatform(secret, SystemClock()).app
    simulated = kind_of(gateway.kind).simulated(gateway, secret, SystemClock())
    simulated.url = here
    return simulated.app


def _serve(app: Starlette, listening: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run([listening])


def _refused(words: Texts, why: Message) -> int:
    tell(words, why)
    return Exit.USAGE
