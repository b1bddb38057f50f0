"""The simulated providers' key. Imported when it is first needed: the libraries would be felt at every start."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ALGORITHM = "RS256"


class SigningKey:
    """An RSA key with the id under which it is published; making one takes a tenth of a second."""

    def __init__(self, private: rsa.RSAPrivateKey | None = None) -> None:
        self._private = private or rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._id = secrets.token_hex(8)

    def published(self) -> dict[str, Any]:
        """Return the public half as a JSON Web Key."""
        public = RSAAlgorithm.to_jwk(self._private.public_key(), as_dict=True)
        return {**public, "kid": self._id, "use": "sig", "alg": ALGORITHM}

    def signed(self, claims: Mapping[str, object]) -> str:
        """Return a JSON Web Token that says this."""
        return jwt.encode(dict(claims), self._private, algorithm=ALGORITHM, headers={"kid": self._id})
