"""Settings that are addresses: what is wrong with one stops the start, and not the first call."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from kiosk.domain.web_address import parts_of


def _asked(url: str) -> str:
    if url:
        parts_of(url)
    return url


def protected(url: str) -> str:
    """Return an address if what goes there is protected on its way; raise `ValueError`."""
    parts = parts_of(url)
    if parts.scheme != "https" and parts.hostname != "127.0.0.1":
        raise ValueError("an address begins with https://, or leads to 127.0.0.1")
    return url


AskedAddress = Annotated[str, Field(max_length=500), AfterValidator(_asked)]
"""Empty for none."""
ProtectedAddress = Annotated[str, Field(max_length=500), AfterValidator(protected)]
