"""Whom this machine trusts: the certificates that its administrator has installed, and no others that we bring."""

from __future__ import annotations

import ssl


def system_certificates() -> ssl.SSLContext:
    """Return a context for connections out of here, by which an office's own authority, installed once, counts for all.

    It reads the certificates when it connects; making it costs nothing. `SSL_CERT_FILE` names others, as everywhere.
    """
    import truststore  # for https only: the first frame does without

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
