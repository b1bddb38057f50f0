"""Accounts of the staff, their sessions and cases, and the audit: a chain of rows that only grows."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from kiosk.backend.store.tables import Serial, at_most, metadata, one_of
from kiosk.backend.store.types import UtcDateTime
from kiosk.contract.desk.approvals import ApprovalState
from kiosk.contract.desk.cases import CaseOutcome, CaseState, CaseTopic, Proof
from kiosk.contract.desk.session import StaffRole

staff = Table(
    "staff",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(32), nullable=False, unique=True),
    Column("display_name", String(40), nullable=False),
    Column("office", String(60), nullable=False),
    Column("password_hash", String(200), nullable=False),
    # The authenticator's key, sealed; and the last of its half minutes that was used: a code counts once.
    Column("factor_key", LargeBinary, nullable=False),
    Column("factor_used", BigInteger, nullable=False, server_default="0"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
    Column("suspended_at", UtcDateTime),
    at_most("name", 32),
    at_most("display_name", 40),
)

staff_roles = Table(
    "staff_roles",
    metadata,
    Column("staff_id", String(32), ForeignKey("staff.id"), nullable=False),
    Column("role", String(10), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    # Until when it holds; empty for as long as it is not taken away.
    Column("ends_at", UtcDateTime),
    PrimaryKeyConstraint("staff_id", "role"),
    one_of("role", StaffRole),
)

staff_names = Table(
    "staff_names",
    metadata,
    # A keyed hash of a name, whether or not anybody has it. The transaction that counts its failures locks this row.
    Column("account", String(64), primary_key=True),
    Column("tried_at", UtcDateTime, nullable=False),
)

staff_failures = Table(
    "staff_failures",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_staff_failures_account", "account", "at"),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", String(32), ForeignKey("staff.id"), nullable=False),
    # The hash of the key that the desk's process drew: a session is worth nothing elsewhere.
    Column("desk_hash", String(64), nullable=False),
    Column("counter", String(60), nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("factor_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    at_most("counter", 60),
    Index("ix_staff_sessions_staff", "staff_id"),
    Index("ix_staff_sessions_ends", "ends_at"),
)

cases = Table(
    "cases",
    metadata,
    Column("number", String(11), primary_key=True),
    Column("topic", String(24), nullable=False),
    Column("state", String(8), nullable=False),
    Column("office", String(60), nullable=False),
    Column("opened_by", String(32), ForeignKey("staff.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("outcome", String(16)),
    Column("closed_at", UtcDateTime),
    one_of("topic", CaseTopic),
    one_of("state", CaseState),
    one_of("outcome", CaseOutcome),
    CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="outcome_of_closed"),
    CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_whole"),
    Index("ix_cases_office", "office", "state", "opened_at"),
    Index("ix_cases_opened_by", "opened_by", "state", "opened_at"),
)

case_proofs = Table(
    "case_proofs",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("case_number", String(11), ForeignKey("cases.number"), nullable=False),
    # The kind of proof that was seen; never a document's number.
    Column("proof", String(16), nullable=False),
    Column("seen_by", String(32), ForeignKey("staff.id"), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    one_of("proof", Proof),
    Index("ix_case_proofs_case", "case_number", "seen_at"),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("operation", String(32), nullable=False),
    Column("subject", String(64), nullable=False),
    # What exactly is to be done, as JSON: ids and figures, nothing of a person. Nothing here changes it, and the seal
    # shows whether anybody else did.
    Column("arguments", Text, nullable=False),
    Column("seal", String(64), nullable=False),
    Column("case_number", String(11), ForeignKey("cases.number"), nullable=False),
    Column("office", String(60), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("state", String(8), nullable=False),
    Column("asked_by", String(32), ForeignKey("staff.id"), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("decided_by", String(32), ForeignKey("staff.id")),
    Column("decided_at", UtcDateTime),
    Column("executed_at", UtcDateTime),
    one_of("state", ApprovalState),
    CheckConstraint("asked_by <> decided_by", name="two_people"),
    CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_whole"),
    CheckConstraint("state <> 'asked' OR decided_by IS NULL", name="asked_undecided"),
    CheckConstraint("state IN ('asked', 'expired') OR decided_by IS NOT NULL", name="decided_by_somebody"),
    CheckConstraint("(state = 'executed') = (executed_at IS NOT NULL)", name="executed_whole"),
    Index("ix_approvals_state", "state", "asked_at"),
    Index("ix_approvals_case", "case_number"),
    Index("ix_approvals_asked_by", "asked_by", "operation", "asked_at"),
)

audit_anchors = Table(
    "audit_anchors",
    metadata,
    # The last row of the audit that was taken away from its beginning, and that row's hash and time.
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("row_at", UtcDateTime, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # The seal of the anchor before, and of this one with it: the audit has it as a row of its own.
    Column("previous", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    # One more than the row before, with no gap: a row that is missing shows.
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    # Empty for commands, and for an unknown name.
    Column("staff_id", String(32)),
    Column("who", String(100), nullable=False),
    Column("roles", String(100), nullable=False),
    Column("office", String(60), nullable=False),
    Column("counter", String(60), nullable=False),
    Column("case_number", String(11)),
    Column("operation", String(32), nullable=False),
    # What it was about: an id, an order number, a terminal's name. Of a number and an owner, what leads to no person.
    Column("subject", String(64)),
    # Names of what was shown or changed, never a value.
    Column("fields", Text, nullable=False),
    Column("reason", String(40)),
    Column("outcome", String(40), nullable=False),
    # The hash of the row before, and of this one with it.
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    at_most("who", 100),
    at_most("operation", 32),
    Index("ix_audit_staff", "staff_id", "operation", "at"),
    Index("ix_audit_subject", "subject", "number"),
    # What happened in a case.
    Index(
        "ix_audit_case",
        "case_number",
        "number",
        sqlite_where=text("case_number IS NOT NULL"),
        postgresql_where=text("case_number IS NOT NULL"),
    ),
)
