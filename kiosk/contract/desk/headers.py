"""Header names of the desk's interface, beside `kiosk.contract.headers`."""

DESK_TERMINAL = "X-Desk-Terminal"
"""The key that a desk's process draws at its start: 32 random bytes in base 64 for addresses, without padding."""
