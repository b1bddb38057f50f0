"""One-time codes (簡訊驗證碼): made, sent, and spent once, by the terminal that asked, for one flow and one number.

A code is kept only as a keyed hash. A transaction that decides on one locks the flow's row and then the number's, so
that what happens at once happens one after the other. Nothing here tells whether a number is known.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.domain import code_policy as policy
from kiosk.backend.domain.text_message import TextKind, TextState
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_texts, texts
from kiosk.backend.messages import statements as message_statements
from kiosk.backend.metrics import WRONG_CODES
from kiosk.backend.proof import code_limits
from kiosk.backend.proof.statements import flows
from kiosk.backend.store.database import after_commit
from kiosk.contract.codes import CodeSent, DeliveryState
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import seconds_left
from kiosk.domain.mobile import Mobile
from kiosk.domain.one_time_code import CodePurpose

SLOW = timedelta(seconds=10)
"""A message that no gateway has taken after this long is reported as delayed."""
KEPT = timedelta(days=2)
"""How long what is left of a flow is kept: its sends count for a day."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow whose number has been proved."""

    id: str
    purpose: CodePurpose
    mobile: str = field(repr=False)
    owner_id: str | None
    language: str | None = None


def begin(
    connection: Connection,
    context: Context,
    *,
    purpose: CodePurpose,
    terminal_id: str,
    mobile: str,
    owner_id: str | None = None,
    silent: bool = False,
    language: str | None = None,
    now: datetime,
) -> CodeSent:
    """Begin a flow and send its first code, in a language, once the caller's transaction is committed.

    A `silent` one does the same work and sends nothing, and its codes open nothing. Raise `Refusal`: `SEND_LATER`,
    `CODE_PAUSED`, `CODE_COUNTER`, `MESSAGES_DOWN`.
    """
    flow_id = secrets.token_hex(16)
    code_limits.hold_device(connection, terminal_id)
    flows.begin(
        connection,
        id=flow_id,
        purpose=purpose.value,
        terminal_id=terminal_id,
        mobile=mobile,
        owner_id=owner_id,
        silent=int(silent),
        language=language,
        created_at=now,
        expires_at=now + policy.FLOW_LIFETIME,
    )
    return _send(connection, context, _held(connection, flow_id, terminal_id), now)


def again(context: Context, terminal_id: str, flow_id: str, mobile: str | None = None) -> CodeSent:
    """Send another code, to the same number or to another one; only that one's codes count from then on.

    Raise `Refusal` like `begin`, and `NOT_FOUND` or `FLOW_OVER`.
    """

    def work(connection: Connection) -> CodeSent:
        now = context.clock.now()
        code_limits.hold_device(connection, terminal_id)
        flow = _open(_held(connection, flow_id, terminal_id), now)
        if mobile is not None and mobile != flow.mobile:
            _change_number(connection, flow, mobile, now)
            flow = _held(connection, flow_id, terminal_id)
        return _send(connection, context, flow, now)

    return context.database.run(work)


def spend(
    connection: Connection,
    context: Context,
    *,
    flow_id: str,
    purpose: CodePurpose,
    terminal_id: str,
    typed: str,
    now: datetime,
) -> Flow | Refusal:
    """Return the flow whose code was typed; it is proved and has ended. A refusal is returned, not raised: commit it.

    `CODE_SHORT` and `CODE_EXPIRED` are no guesses and do not count: the one could not have been right, the other says
    that no code is live, or that this was one which is not any more. `CODE_WRONG` counts; once it was one too many it
    is `CODE_PAUSED` or `CODE_COUNTER`. `NOT_FOUND` and `FLOW_OVER` tell of the flow itself.
    """
    try:
        flow = _open(_held(connection, flow_id, terminal_id, purpose), now)
    except Refusal as over:
        return over
    if len(typed) != purpose.digits:
        return Refusal(ProblemKind.CODE_SHORT)
    code_limits.hold_number(connection, flow.mobile)
    refusal = code_limits.barred(connection, flow.mobile, purpose.digits, now)
    if refusal is not None:
        return refusal
    sent = flows.sent(connection, flow.id, flow.mobile)
    typed_hash = _hash(context.terms.code_key, flow, typed)
    # Every one is compared, whatever the first said.
    same = [code for code in sent if hmac.compare_digest(code.code_hash, typed_hash)]
    live = [code for code in sent if code.void_at is None and code.expires_at > now]
    right = next((code for code in same if code in live), None)
    if right is not None:
        return _spent(connection, flow, right.id, now)
    if same or not live:
        return Refusal(ProblemKind.CODE_EXPIRED)
    after_commit(connection, WRONG_CODES.labels(purpose.value).inc)
    # With two of them good, each guess would count twice.
    alike = [other for other in CodePurpose if other.digits == purpose.digits]
    flows.void_all_but_the_newest(connection, flow.mobile, alike, now)
    return code_limits.count_wrong(connection, flow.mobile, purpose.digits, terminal_id, now)


def delivery(context: Context, terminal_id: str, flow_id: str) -> DeliveryState:
    """Return how far the flow's last message has come; raise `Refusal`: `NOT_FOUND` or `FLOW_OVER`."""
    now = context.clock.now()
    with context.database.read() as connection:
        flow = _open(_there(flows.find(connection, flow_id, terminal_id)), now)
        last = message_statements.last_of_flow(connection, flow_id)
        live = [code.expires_at for code in flows.sent(connection, flow.id, flow.mobile) if code.void_at is None]
        return DeliveryState(
            delayed=_delayed(flow, last, now) or texts.all_down(connection, context),
            expires_in=seconds_left(max(live, default=now), now),
            resend_in=code_limits.resend_in(connection, flow.mobile, CodePurpose(flow.purpose), terminal_id, now),
        )


def new_code(purpose: CodePurpose) -> str:
    """Return a code that cannot be predicted: each of all that there are is as likely as any other."""
    return f"{secrets.randbelow(10**purpose.digits):0{purpose.digits}}"


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget flows that ended days ago, whose drafts are gone, and what counts no more; return how many rows."""
    return flows.forget(connection, now - KEPT) + code_limits.forget_old(connection, now)


def _send(connection: Connection, context: Context, flow: Row[Any], now: datetime) -> CodeSent:
    if not context.ports.gateways:
        raise Refusal(ProblemKind.MESSAGES_DOWN)
    code_limits.hold_number(connection, flow.mobile)
    purpose = CodePurpose(flow.purpose)
    refusal = code_limits.barred(connection, flow.mobile, purpose.digits, now)
    if refusal is not None:
        raise refusal
    code_limits.count_send(connection, flow, now)
    code = new_code(purpose)
    expires_at = now + policy.LIFETIME
    code_id = _keep(connection, context, flow, code, now, expires_at)
    flows.prolong(connection, flow.id, expires_at)
    texts.queue(
        connection,
        context,
        kind=TextKind.CODE,
        mobile=flow.mobile,
        text=owner_texts.code(purpose, code, flow.language),
        dedup_key=f"code:{code_id}",
        valid_until=expires_at,
        flow_id=flow.id,
        terminal_id=flow.terminal_id,
        silent=bool(flow.silent),
    )
    return CodeSent(
        id=flow.id,
        purpose=purpose,
        mobile=Mobile(flow.mobile).masked,
        digits=purpose.digits,
        expires_at=expires_at,
        expires_in=policy.LIFETIME.total_seconds(),
        resend_in=code_limits.resend_in(connection, flow.mobile, purpose, flow.terminal_id, now),
    )


def _keep(
    connection: Connection, context: Context, flow: Row[Any], code: str, now: datetime, expires_at: datetime
) -> int:
    """Write a code down as a hash, and let only the newest live on beside it; return its id."""
    live = [
        old.id for old in flows.sent(connection, flow.id, flow.mobile) if old.void_at is None and old.expires_at > now
    ]
    guessed = code_limits.guessed(connection, flow.mobile, CodePurpose(flow.purpose).digits, now)
    most = policy.MOST_LIVE_GUESSED if guessed else policy.MOST_LIVE
    outdated = live[: max(0, len(live) - most + 1)]
    flows.void_codes(connection, outdated, now)
    # What a silent flow keeps fits nothing that anybody could type.
    key = secrets.token_bytes(32) if flow.silent else context.terms.code_key
    return flows.keep_code(
        connection,
        flow_id=flow.id,
        mobile=flow.mobile,
        code_hash=_hash(key, flow, code),
        sent_at=now,
        expires_at=expires_at,
    )


def _spent(connection: Connection, flow: Row[Any], code_id: int, now: datetime) -> Flow | Refusal:
    spent = flows.spend_code(connection, code_id, now)
    ended = flows.finish(connection, flow.id, now)
    if not (spent and ended):
        return Refusal(ProblemKind.FLOW_OVER)
    return Flow(flow.id, CodePurpose(flow.purpose), flow.mobile, flow.owner_id, flow.language)


def _change_number(connection: Connection, flow: Row[Any], mobile: str, now: datetime) -> None:
    flows.void_codes_of(connection, flow.id, now)
    changes: dict[str, Any] = {"mobile": mobile}
    if CodePurpose(flow.purpose) is CodePurpose.RESET_PASSWORD:
        # Whose password it is about hangs on the number; one of an unknown number is answered alike.
        owner_id = flows.owner_of_number(connection, mobile)
        changes |= {"owner_id": owner_id, "silent": int(owner_id is None)}
    flows.change(connection, flow.id, **changes)


def _held(connection: Connection, flow_id: str, terminal_id: str, purpose: CodePurpose | None = None) -> Row[Any]:
    """Return a flow of this terminal, locked until this transaction ends; raise `Refusal`."""
    return _there(flows.lock(connection, flow_id, terminal_id, purpose))


def _there(flow: Row[Any] | None) -> Row[Any]:
    if flow is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return flow


def _open(flow: Row[Any], now: datetime) -> Row[Any]:
    if flow.done_at is not None or flow.expires_at <= now:
        raise Refusal(ProblemKind.FLOW_OVER)
    return flow


def _hash(key: bytes, flow: Row[Any], code: str) -> str:
    bound = f"{flow.id}|{flow.purpose}|{flow.mobile}|{flow.terminal_id}|{code}"
    return hmac.new(key, bound.encode(), hashlib.sha256).hexdigest()


def _delayed(flow: Row[Any], last: Any, now: datetime) -> bool:
    if last.state == TextState.WAITING:
        return last.tried_at is not None or now - last.made_at >= SLOW
    # Only a known number's message can fail for good: of a reset that would tell too much.
    return last.state in (TextState.FAILED, TextState.EXPIRED) and flow.purpose != CodePurpose.RESET_PASSWORD
