"""The identity providers of this backend: those of the settings, or in the demo simulated ones."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import SecretStr

from kiosk.backend.identities.oidc.device_flow import Client, DeviceFlow
from kiosk.backend.identities.oidc.simulator import CLIENT_ID, SimulatedIdentities
from kiosk.clock import Clock
from kiosk.settings import BackendSettings

SIMULATED = {"taipei-pass": "台北通", "line": "LINE", "google": "Google"}
_ENGLISH = {"taipei-pass": "TaipeiPASS"}


def issuers(settings: BackendSettings, simulated: SimulatedIdentities | None, clock: Clock) -> Mapping[str, DeviceFlow]:
    """Return the providers by code, in the order in which they are offered; they are to be closed."""
    if simulated is None:
        return {
            one.code: DeviceFlow(
                one.name, Client(one.issuer, one.client_id, one.client_secret), clock, name_en=one.name_en or None
            )
            for one in settings.identity_providers
        }
    secret = SecretStr(simulated.client_secret)
    return {
        code: DeviceFlow(name, Client(simulated.issuer(code), CLIENT_ID, secret), clock, name_en=_ENGLISH.get(code))
        for code, name in simulated.names.items()
    }
