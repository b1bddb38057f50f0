"""The typed client of the backend: asynchronous, one resource for each part of the contract.

Import it off the first frame: it brings httpx and pydantic. The kinds of errors are in `kiosk.api_client.errors`.
"""

from __future__ import annotations

import logging

from kiosk.api_client._breaker import Reachability
from kiosk.api_client.client import KioskClient
from kiosk.api_client.errors import ApiError, ProblemError, ProtocolError, TimedOutError, UnreachableError
from kiosk.api_client.payments import new_intent_key
from kiosk.api_client.timing import Timing

# Who opens no log gets no lines on standard error either.
logging.getLogger(__name__).addHandler(logging.NullHandler())

__all__ = [
    "ApiError",
    "KioskClient",
    "ProblemError",
    "ProtocolError",
    "Reachability",
    "TimedOutError",
    "Timing",
    "UnreachableError",
    "new_intent_key",
]
