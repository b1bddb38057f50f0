"""A backend of thirty lines, for tests of who starts and ends it: `python -m tests.faults.fake_backend --fd N …`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sys


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--secrets-fd", type=int, required=True)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--lan", action="store_true")
    parser.add_argument("--phones-fd", type=int)
    parser.add_argument("--desk-fd", type=int)
    parser.add_argument("--seed")
    parser.add_argument("--clock")
    parser.add_argument("--exit", type=int)
    parser.add_argument("--stubborn", action="store_true")
    options = parser.parse_args()
    with os.fdopen(options.secrets_fd) as pipe:
        secrets = json.load(pipe)
    sys.stderr.write("INFO plate BKZ-5937 of 0912345678 \x1b[31mtoken: abcdefgh12345678\n")
    sys.stderr.write("x" * 200_000 + "\n")
    sys.stderr.flush()
    if options.exit is not None:
        return int(options.exit)
    if options.stubborn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    listening = socket.socket(fileno=options.fd)
    while True:
        connection, _ = listening.accept()
        with connection:
            seen = {"pid": os.getpid(), "secrets": secrets, "arguments": sys.argv, "environment": dict(os.environ)}
            connection.sendall(json.dumps(seen).encode())


if __name__ == "__main__":
    sys.exit(main())
