"""A device that makes passkeys and answers with them, as browsers hand on what it says (WebAuthn, level 2)."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

_PRESENT, _VERIFIED, _WITH_KEY = 0x01, 0x04, 0x40


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """One key of one device. `count` goes up with each answer; `origin` is the page that asks."""

    origin: str
    host: str
    count: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: dict[str, Any]) -> str:
        """A new key, for what the page was handed."""
        client = self._client("webauthn.create", options["challenge"])
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: self._coordinate("x"), -3: self._coordinate("y")})
        held = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cose
        data = self._head(_PRESENT | _VERIFIED | _WITH_KEY) + held
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": _text(client), "attestationObject": _text(made)})

    def get(self, options: dict[str, Any]) -> str:
        """The answer to a challenge."""
        self.count += 1
        client, data = self._client("webauthn.get", options["challenge"]), self._head(_PRESENT | _VERIFIED)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        return self._answer({name: _text(one) for name, one in said.items()})

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _head(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _coordinate(self, name: str) -> bytes:
        return int(getattr(self.key.public_key().public_numbers(), name)).to_bytes(32, "big")

    def _answer(self, response: dict[str, str]) -> str:
        named = _text(self.credential)
        facts = {"id": named, "rawId": named, "type": "public-key", "clientExtensionResults": {}}
        return json.dumps(facts | {"response": response})
