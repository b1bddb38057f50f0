"""What widgets that are typed into have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class TextBox(Protocol):
    """A box whose text can be put back as it was before the first character of a scan was typed into it."""

    @property
    def is_attached(self) -> bool:
        """Whether its page is still there."""
        ...

    def put_back_later(self) -> Callable[[], None]:
        """Return what puts back the text that stands here now."""
        ...
