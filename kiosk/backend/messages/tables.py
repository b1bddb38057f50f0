"""Messages to owners, their history, and the text messages and e-mails that go out."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from kiosk.backend.domain.mail import MailKind, MailState
from kiosk.backend.domain.text_message import TextKind, TextState
from kiosk.backend.store.tables import Serial, metadata, mobile_number, one_of
from kiosk.backend.store.types import UtcDateTime

owner_events = Table(
    "owner_events",
    metadata,
    Column("sequence", Serial, primary_key=True),
    Column("owner_id", String(32), ForeignKey("owners.id"), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("device_id", String(32), ForeignKey("terminals.id"), key="terminal_id"),
    # A plate or a provider's name, never a value that was changed.
    Column("subject", String(40)),
    Index("ix_owner_events_owner", "owner_id", "sequence"),
)

owner_messages = Table(
    "owner_messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", String(32), ForeignKey("owners.id"), nullable=False),
    Column("kind", String(32), nullable=False),
    # A JSON object of texts.
    Column("arguments", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("read_at", UtcDateTime),
    Index("ix_owner_messages_owner", "owner_id", "at"),
)

text_messages = Table(
    "text_messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("mobile", String(10), nullable=False),
    # What it says, sealed; emptied as soon as it has been taken by a gateway or may no longer be sent.
    Column("sealed", LargeBinary),
    Column("dedup_key", String(96), nullable=False, unique=True),
    Column("flow_id", String(32), ForeignKey("code_flows.id")),
    Column("device_id", String(32), ForeignKey("terminals.id"), key="terminal_id"),
    Column("silent", Integer, nullable=False, server_default="0"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False, server_default="waiting"),
    # Which company has it; while it waits, which one may have it without our having heard so.
    Column("gateway", String(12)),
    Column("gateway_id", String(64)),
    # When gateways were tried in vain for the last time.
    Column("tried_at", UtcDateTime),
    Column("taken_at", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("last_error", String(40)),
    one_of("kind", TextKind),
    one_of("state", TextState),
    CheckConstraint("silent IN (0, 1)", name="silent_flag"),
    mobile_number("mobile"),
    Index("ix_text_messages_flow", "flow_id"),
    Index("ix_text_messages_gateway", "gateway", "gateway_id"),
    Index("ix_text_messages_changed", "changed_at"),
    # What the desk asks: what was sent to a number.
    Index("ix_text_messages_mobile", "mobile", "made_at"),
)

text_gateways = Table(
    "text_gateways",
    metadata,
    # How each gateway fared last, for all replicas.
    Column("name", String(12), primary_key=True),
    Column("taken_at", UtcDateTime),
    Column("failed_at", UtcDateTime),
    Column("trouble", String(40)),
)

mails = Table(
    "mails",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", String(32), ForeignKey("owners.id"), nullable=False),
    Column("kind", String(24), nullable=False),
    # The address and what it says, sealed; emptied as soon as the server has taken it or it may no longer be sent.
    Column("sealed", LargeBinary),
    Column("dedup_key", String(96), nullable=False, unique=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False, server_default="waiting"),
    # When the server was tried in vain for the last time.
    Column("tried_at", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("last_error", String(40)),
    one_of("kind", MailKind),
    one_of("state", MailState),
    Index("ix_mails_owner", "owner_id"),
    Index("ix_mails_changed", "changed_at"),
)

demo_texts = Table(
    "demo_texts",
    metadata,
    # What the demo's phone received; sealed like everything that was sent.
    Column("id", String(32), primary_key=True),
    # Empty for what no terminal asked for: every terminal of the demo shows it.
    Column("device_id", String(32), ForeignKey("terminals.id"), key="terminal_id"),
    Column("mobile", String(10), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    mobile_number("mobile"),
    Index("ix_demo_texts_device", "terminal_id", "at"),
)
