"""A file beside another one, which takes that one's name once it is whole."""

from __future__ import annotations

import tempfile
from pathlib import Path


def make_beside(target: Path) -> tuple[int, Path]:
    """Return the descriptor and the path of an empty file, which only this user may read, in the folder of `target`.

    Raise `OSError` about `target` where it cannot be made: its own name stands in no setting, and says nothing.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    return descriptor, Path(name)
