"""Header names and event names that both sides use."""

IDEMPOTENCY_KEY = "Idempotency-Key"
REQUEST_ID = "X-Request-Id"
AUTHORIZATION = "Authorization"
"""`Bearer` and the device token."""
LAST_EVENT_ID = "Last-Event-ID"

PAYMENT_EVENT = "payment"
"""SSE event whose data is a whole `Payment` and whose id is its version."""
RECONNECT_EVENT = "reconnect"
"""SSE event before the backend ends a long stream on purpose."""
