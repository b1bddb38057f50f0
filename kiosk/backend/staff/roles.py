"""Which role may do what: data, and the only place where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kiosk.contract.desk.session import Permission, StaffRole

_P = Permission
_SEEING = frozenset({_P.SEARCH, _P.ASK_PROVIDER, _P.CASE})
_ASKING = frozenset({_P.READMIT, _P.OBJECT, _P.NUMBER_ASK, _P.CLAIM_ASK, _P.REFUND_ASK})
_SERVING = _SEEING | _ASKING | {_P.NUMBER, _P.REVEAL, _P.TERMINAL_HOUR, _P.AUDIT_OWN, _P.PROOF}
_DECIDING = frozenset({_P.CLAIM, _P.OBJECTION, _P.REFUND, _P.READMIT_AGAIN, _P.NUMBER_DECIDE})
_MONEY = frozenset({_P.DIFFERENCES, _P.DAY_CLOSE})

PERMISSIONS: Mapping[StaffRole, frozenset[Permission]] = MappingProxyType(
    {
        StaffRole.VIEWER: frozenset({_P.SEARCH, _P.CASE}),
        StaffRole.CLERK: _SERVING,
        StaffRole.SENIOR: _SERVING | _DECIDING | {_P.FIGURES},
        StaffRole.FINANCE: _SEEING | _MONEY | {_P.AUDIT_OWN, _P.RECONCILE, _P.REFUND_ASK, _P.REFUND, _P.FIGURES},
        StaffRole.OPERATOR: frozenset({_P.TERMINALS, _P.CONTENT, _P.FLOOD, _P.AUDIT_OWN, _P.FIGURES}),
        StaffRole.AUDITOR: _MONEY | {_P.STAFF_SEEN, _P.AUDIT},
    }
)
"""Auditors neither serve nor administer. Accounts of the staff are made by commands on the backend's machine."""

NEVER_TOGETHER = (StaffRole.AUDITOR,)
"""Roles that no one has beside another one."""


def permissions_of(roles: Iterable[StaffRole]) -> frozenset[Permission]:
    """Return what somebody with these roles may do."""
    return frozenset(permission for role in roles for permission in PERMISSIONS[role])


def fits_together(roles: Iterable[StaffRole]) -> bool:
    """Say whether one person may have these roles at a time."""
    found = frozenset(roles)
    return bool(found) and (len(found) == 1 or not found & frozenset(NEVER_TOGETHER))
