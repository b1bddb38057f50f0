"""Who acts: somebody of the staff at a desk, or somebody with the backend's own shell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.backend.staff.roles import permissions_of
from kiosk.contract.desk.session import Permission, StaffRole

_LONGEST_WHO = 100


@dataclass(frozen=True, slots=True)
class Acting:
    """The person who does something in the office's name, as the audit has them."""

    who: str
    """The name that they sign in with; `user@host` for a shell."""
    staff_id: str | None = None
    """None for a shell; empty for no one of the staff: an unknown name, the daily job."""
    display_name: str = ""
    roles: frozenset[StaffRole] = frozenset()
    office: str = ""
    counter: str = ""
    factor_at: datetime | None = None
    """When the second factor was given last."""
    session: str = field(default="", repr=False)
    """The hash of the session's token."""

    @classmethod
    def shell(cls, user: str, host: str) -> Acting:
        """Return who acts by a command: a user who can read the backend's settings can do all of it by hand.

        Neither a case nor a second person is asked for; what is done stands in the audit as everything else.
        """
        return cls(who=f"{user}@{host}"[:_LONGEST_WHO])

    @property
    def by_shell(self) -> bool:
        return self.staff_id is None

    def may(self, permission: Permission) -> bool:
        """Say whether this person may do what a permission is for."""
        return self.by_shell or permission in permissions_of(self.roles)


DAILY_JOB = Acting("daily job", staff_id="")
