"""What fails while keys are being read is a failure like any other.

The thread of Textual's driver that reads the terminal has the app show a traceback of its own, past everything that an
app does about failures: the message of the error is on the screen, and nothing of it in the log. Here the app handles
it as it handles all the others.

Not reported: `LinuxDriver._run_input_thread` calls `App.panic` with a Rich traceback instead of `_handle_exception`.
"""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver


class TellsWhatFails(LinuxDriver):
    """A driver whose failures are the app's."""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001  whatever it is, the app has the last word
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001
