"""The headers of every page that a phone opens: run nothing, load nothing, be neither cached nor framed."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping


def phone_headers(css: str, *, form_action: str = "'self'") -> Mapping[str, str]:
    """Return the headers of a page whose only style sheet is `css`, as it stands between its tags.

    `form_action` is where its forms may lead, the redirects behind them included (CSP 3 §6.4).
    """
    style = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return {
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'none'",
                f"style-src 'sha256-{style}'",
                f"form-action {form_action}",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            )
        ),
        "Cache-Control": "no-store",
        # Not "no-referrer": with that, browsers hide from us too where a form was sent from.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
    }
