"""The secret that is shared with a gateway, for the commands that speak as one side or the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.settings import BackendSettings

PLATFORM = "platform"
"""What the gateway that `provider_url` names is called."""


def secret_of(settings: BackendSettings, gateway: str) -> bytes:
    """Return the secret of a gateway, nothing where there is none; raise `SecretError`."""
    from kiosk.platform.machine.secrets import gateway_credential, gateway_secret

    kept = settings.gateway_secrets.get(gateway)
    if kept is None and gateway == PLATFORM:
        kept = settings.provider_secret
    if kept is not None and kept.get_secret_value():
        return kept.get_secret_value().encode()
    instead = f"set {settings.variable('provider_secret')} or give the credential {gateway_credential(gateway)}"
    return (gateway_secret(gateway, instead) or "").encode()
