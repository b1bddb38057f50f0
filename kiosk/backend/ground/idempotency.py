"""One effect for one key: a terminal that never heard our answer may ask again.

The key is kept with the answer and a hash of the request in the transaction that had the effect, so a key is there if
and only if its effect is. A refusal has no effect and keeps none: asked again, the question is answered anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, bindparam, insert, select

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.tables import idempotency_keys
from kiosk.backend.store.prepared import Prepared
from kiosk.contract.problems import ProblemKind

MAX_LENGTH = 64

_RECALL = Prepared(
    select(idempotency_keys.c.request_hash, idempotency_keys.c.status, idempotency_keys.c.body).where(
        idempotency_keys.c.terminal_id == bindparam("terminal_id"), idempotency_keys.c.key == bindparam("key")
    )
)
_KEEP = Prepared(insert(idempotency_keys), idempotency_keys.c.keys())


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply as it went out the first time."""

    status: int
    body: bytes


def check_key(key: str | None) -> str:
    """Return a key that can be one: 1 to 64 visible ASCII characters; raise `Refusal`."""
    if not key:
        raise Refusal(ProblemKind.KEY_MISSING)
    if len(key) > MAX_LENGTH or not all("!" <= character <= "~" for character in key):
        raise Refusal(ProblemKind.INVALID, "an idempotency key is 1 to 64 visible ASCII characters")
    return key


class Asked(Protocol):
    """What a terminal asked, as a value."""

    def model_dump_json(self) -> str:
        """Return it as text, the same for the same values."""
        ...


def fingerprint(operation: str, request: Asked) -> str:
    """Return a hash of what was asked, the same for the same values however they were written."""
    return hashlib.sha256(f"{operation}\n{request.model_dump_json()}".encode()).hexdigest()


def recall(connection: Connection, terminal_id: str, key: str, request_hash: str) -> Answer | None:
    """Return the answer that this terminal had for the key, None for a new key; raise `Refusal` for another request."""
    row = _RECALL.first(connection, terminal_id=terminal_id, key=key)
    if row is None:
        return None
    known, status, body = row
    if known != request_hash:
        raise Refusal(ProblemKind.KEY_REUSED, "this key was used for another request")
    return Answer(status, body)


def keep(connection: Connection, terminal_id: str, key: str, request_hash: str, answer: Answer, now: datetime) -> None:
    """Keep an answer with its effect; raise `IntegrityError` if the same key came in by another way just now."""
    _KEEP.run(
        connection,
        terminal_id=terminal_id,
        key=key,
        request_hash=request_hash,
        status=answer.status,
        body=answer.body,
        created_at=now,
    )
