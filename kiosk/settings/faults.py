"""What is wrong with the settings, for the operator to mend: where it stands and why, never what stands there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class SettingsError(ValueError):
    """Settings that cannot be used. The text has a line for each fault, which names the file or variable and the key.

    It never holds a value: that may be a secret.
    """

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class OfSettingError(ValueError):
    """What is wrong with `setting`, noticed where another one was read that it goes together with."""

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(reason)
        self.setting = setting


def meant(name: str, known: Iterable[str]) -> str:
    """Return what may have been meant by an unknown name, as the end of a sentence; empty if nothing is near.

    >>> meant("ofice", ["office", "payee"])
    '; did you mean office?'
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.75)
    return f"; did you mean {near[0]}?" if near else ""
