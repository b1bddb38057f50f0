"""Who gives a command of the office: it stands in the audit with what was done."""

from __future__ import annotations

import getpass
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.backend.staff.acting import Acting


def shell() -> Acting:
    """Return the user who gives this command, as the machine knows them."""
    from kiosk.backend.staff.acting import Acting

    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        # A container's user without an entry: the number is all there is.
        import os

        user = str(os.getuid())
    return Acting.shell(user, socket.gethostname())
