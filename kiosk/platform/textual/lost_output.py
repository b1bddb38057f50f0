"""A terminal that goes away takes nothing with it.

A write to a terminal that is gone ends the thread in which Textual writes, and with it the queue is never emptied: the
app waits for a place in there for ever, and no supervisor starts it again. Here what is written then goes nowhere.

Not reported: `WriterThread.run` does not catch `OSError` from the file, so that `WriterThread.write` blocks once 30
frames wait.
"""

from __future__ import annotations

import os
import selectors


class LastingOutput:
    """A terminal to write to that may go away. What is written then goes nowhere."""

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno
        self._waiting: list[str] = []
        self._gone = False

    def write(self, text: str) -> None:
        self._waiting.append(text)

    def flush(self) -> None:
        data = memoryview("".join(self._waiting).encode("utf-8", "replace"))
        self._waiting.clear()
        while data and not self._gone:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:
                with selectors.DefaultSelector() as selector:
                    selector.register(self._fileno, selectors.EVENT_WRITE)
                    selector.select()
            except OSError:
                self._gone = True

    def fileno(self) -> int:
        return self._fileno
