"""Why there is no connection, from what was raised on the way to it."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

from kiosk.api_client.errors import Unreached


def unconnected(error: BaseException) -> Unreached:
    """Return why there is no connection, as the first cause says that knows."""
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError(verify_code=code):
                return _CERTIFICATES.get(code, Unreached.CERTIFICATE)
            # Asking for more bytes is an SSLError too, and lies in the context of what came while waiting for them.
            case ssl.SSLWantReadError() | ssl.SSLWantWriteError():
                pass
            case ssl.SSLError():
                return Unreached.TLS
            case socket.gaierror():
                return Unreached.NO_NAME
            case ConnectionRefusedError():
                return Unreached.REFUSED
            case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH | errno.ENETDOWN):
                return Unreached.NO_ROUTE
            case OSError(errno=errno.ETIMEDOUT):
                return Unreached.SILENT
    return Unreached.CONNECT


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came of; where several ways were tried in vain, what each of them came of."""
    seen: set[int] = set()
    left = [error]
    while left:
        cause = left.pop(0)
        if id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            left += [
                *(cause.exceptions if isinstance(cause, BaseExceptionGroup) else ()),
                *(one for one in (cause.__cause__, cause.__context__) if one is not None),
            ]


_CERTIFICATES = {
    9: Unreached.CERTIFICATE_DATE,
    10: Unreached.CERTIFICATE_DATE,
    62: Unreached.CERTIFICATE_NAME,
    64: Unreached.CERTIFICATE_NAME,
}
"""OpenSSL's X509_V_ERR_…: not yet valid, expired, another host's, another address's."""
