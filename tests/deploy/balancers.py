"""nginx and haproxy with the office's own files, in front of backends of a test."""

from __future__ import annotations

import datetime as dt
import ipaddress
import queue
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.deploy.programs import DEPLOY, installed, listens, running, set_lines
from tests.patience import PATIENCE
from tests.ports import HeldPort

COMPANY = "203.0.113.0/24"
"""Where the text message company is, in the files."""


@dataclass(frozen=True)
class Balancer:
    """A balancer that listens on two ports, with a certificate and its logs in a folder."""

    port: int
    plain_port: int
    folder: Path

    @property
    def url(self) -> str:
        """Where phones and terminals reach it."""
        return f"https://127.0.0.1:{self.port}"

    def pool(self) -> urllib3.PoolManager:
        return urllib3.PoolManager(ca_certs=str(self.folder / "kiosk.crt"), retries=False, timeout=PATIENCE)

    def logged(self) -> str:
        return "".join(path.read_text(errors="replace") for path in (self.folder / "logs").iterdir())


@contextmanager
def nginx(ports: Sequence[int], *, company: str = COMPANY, body_time: str = "10s") -> Iterator[Balancer]:
    """Run nginx with the office's file in front of backends on `ports`."""
    with _folder() as folder, HeldPort() as secure, HeldPort() as open_to_all:
        port, plain = secure.number, open_to_all.number
        conf = set_lines(
            (DEPLOY / "nginx.conf").read_text(encoding="utf-8"),
            {
                "    server 127.0.0.1:8080 max_fails=2 fail_timeout=5s;\n": "".join(
                    f"    server 127.0.0.1:{to} max_fails=2 fail_timeout=5s;\n" for to in ports
                ),
                "listen 80;": f"listen 127.0.0.1:{plain};",
                "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
                "/etc/nginx/kiosk.crt": str(folder / "kiosk.crt"),
                "/etc/nginx/kiosk.key": str(folder / "kiosk.key"),
                "/var/log/nginx/kiosk.log": str(folder / "logs" / "access"),
                "/var/log/nginx/kiosk-error.log": str(folder / "logs" / "errors"),
                "# allow 203.0.113.0/24;": f"allow {company};",
                "client_body_timeout 10s;": f"client_body_timeout {body_time};",
            },
        )
        (folder / "kiosk.conf").write_text(conf)
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off;\nuser root;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/logs/main crit;\n"
            f"events {{}}\nhttp {{\n{temporary}include {folder}/kiosk.conf;\n}}\n"
        )
        command = [installed("nginx"), "-e", str(folder / "logs" / "start"), "-c", str(folder / "nginx.conf")]
        with running(command, log=folder / "logs" / "reported", there=lambda: listens(port)):
            yield Balancer(port, plain, folder)


@contextmanager
def haproxy(
    ports: Sequence[int], *, company: str = COMPANY, tls: bool = True, body_time: str = "10s"
) -> Iterator[Balancer]:
    """Run haproxy with the office's file in front of backends on `ports`; without `tls`, also on the plain port."""
    with _folder() as folder, HeldPort() as secure, HeldPort() as open_to_all:
        port, plain = secure.number, open_to_all.number
        (folder / "kiosk.pem").write_bytes((folder / "kiosk.crt").read_bytes() + (folder / "kiosk.key").read_bytes())
        redirect = "http-request redirect scheme https code 308 unless { ssl_fc }"
        servers = "".join(f"    server s{to} 127.0.0.1:{to}\n" for to in ports)
        config = set_lines(
            (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8"),
            {
                "    user haproxy\n    group haproxy\n": "",
                "log /dev/log local0 info": "log stdout format raw local0 info",
                "bind :80\n": f"bind 127.0.0.1:{plain}\n",
                "bind :443 ssl crt /etc/haproxy/kiosk.pem": f"bind 127.0.0.1:{port} ssl crt {folder}/kiosk.pem",
                redirect: redirect if tls else "",
                "inter 2s": "inter 100ms",
                "timeout check 8s": "timeout check 30s",  # a busy machine is no reason to pass anybody over
                "maxconn 10000": "maxconn 1000",
                "wait-for-body time 10s": f"wait-for-body time {body_time}",
                COMPANY: company,
                "    server one 192.0.2.11:8080\n    server two 192.0.2.12:8080\n": servers,
            },
        )
        (folder / "haproxy.cfg").write_text(config)
        reported = folder / "logs" / "reported"

        def there() -> bool:
            return listens(port) and _answers(f"https://127.0.0.1:{port}/readyz", folder / "kiosk.crt")

        with running([installed("haproxy"), "-db", "-f", str(folder / "haproxy.cfg")], log=reported, there=there):
            yield Balancer(port, plain, folder)


class Upstream:
    """A backend that notes what it is asked, and has events when a test says so."""

    def __init__(self, *, ready: bool = True) -> None:
        self.asked: list[str] = []
        self.ready = ready
        self.events: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        """What the open stream tells next; None ends it."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path == "/readyz":
                    self._answer(200 if upstream.ready else 503)
                    return
                upstream.asked.append(self.path)
                if not self.path.endswith("/events"):
                    self._answer(200)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                while (event := upstream.events.get(timeout=PATIENCE)) is not None:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
                self.wfile.write(b"0\r\n\r\n")

            def do_POST(self) -> None:
                upstream.asked.append(self.path)
                self.rfile.read(int(self.headers["Content-Length"]))
                self._answer(200)

            def _answer(self, status: int) -> None:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - http.server's name
                return

        return Handler


def _answers(url: str, certificate: Path) -> bool:
    try:
        with urllib3.PoolManager(ca_certs=str(certificate), retries=False, timeout=2) as pool:
            return pool.request("GET", url).status == 200
    except urllib3.exceptions.HTTPError:
        return False


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder with a certificate for this machine in it, and a place for logs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "logs").mkdir()
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "parking.example.tw")])
        now = dt.datetime.now(dt.UTC)
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([address]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        (folder / "kiosk.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        (folder / "kiosk.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        yield folder
