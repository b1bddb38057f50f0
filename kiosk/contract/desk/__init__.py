"""What travels between the staff's desk (服務台) and the backend: an interface of its own, beside the terminals'.

It is served on a listener of its own (`kiosk serve --desk-port`), and described on its own
(`tests/contract/desk_openapi.json`). Every address begins with `/desk/v1`. Everything is asked by POST, with JSON: a
plate, a number or a name never stands in an address or an access log.

Each operation's address, what it is asked with and what it answers with are its route's in `kiosk.backend.http.desk`;
which permission it takes, and what the audit says of it, stands in `kiosk.backend.staff.operations`.

Two headers: `Authorization: Bearer TOKEN` with the session's token (all but `signInAtDesk`), and `X-Desk-Terminal` with
a key that the desk's process draws when it starts (43 characters of base 64, 256 bits, in memory only) and sends with
every request, the sign-in included: a session is worth nothing without the key that it began with.

Problems are those of the terminals (`kiosk.contract.problems.Problem`), with the kinds named in `problems`.

Locking (F12, or five minutes without a key) is the desk's: it forgets what it shows, calls `signOutOfDesk`, and begins
a new session when the same person signs in again. The backend ends a session by itself after `idle_in` seconds without
a request; `getDeskSession` counts as one, for somebody who only reads.
"""
