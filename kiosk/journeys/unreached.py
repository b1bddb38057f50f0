"""Why the backend cannot be reached, for the operator who has to mend it: one sentence for each reason."""

from __future__ import annotations

from kiosk.api_client.errors import ApiError, ProtocolError, TimedOutError, UnreachableError, Unreached
from kiosk.i18n import Message, say


def sentence(reason: Unreached) -> Message:
    """Return the sentence of a reason."""
    return say(f"unreached-{reason.value}")


def why(error: ApiError) -> Message | None:
    """Return why a call did not reach our backend; None where the backend itself answered."""
    match error:
        case UnreachableError(reason=reason):
            return sentence(reason)
        case TimedOutError():
            return sentence(Unreached.SILENT)
        case ProtocolError():
            return sentence(Unreached.NOT_OURS)
    return None
