"""The line to WeChat Pay: requests that are signed, answers that were proven to come from it.

The library signs, verifies and decrypts. The network is ours (docs/decisions/0008): it would fetch certificates while
it is made and whenever a stranger names an unknown one, take an error's word unproven, and wait for ever.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate
from wechatpayv3.utils import aes_decrypt, build_authorization, rsa_sign

from models.kernel.provider import Unreachable
from models.kernel.provider.keys import private_key, public_key
from models.kernel.provider.wire import Reply, send
from models.payment.gateways.wechat.account import WechatAccount
from models.payment.gateways.wechat.trust import Keys, Trust, is_fresh, is_signed_with

# WeChat Pay's own trouble, or ours with its limits and our signature: nothing is known of what was asked.
NO_ANSWER = (401, 429)


@dataclass(frozen=True, slots=True)
class WechatAnswer:
    """A proven answer: below 400 `facts` are what was asked for, else `code` and `words` say why not."""

    status: int
    facts: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether it did what was asked."""
        return self.status < 300

    @property
    def code(self) -> str:
        """Why not, as a word."""
        return str(self.facts.get("code", ""))

    @property
    def words(self) -> str:
        """Why not, for people."""
        return f"{self.facts.get('message', '')} ({self.code})".strip()


class WechatWire:
    """One merchant's."""

    def __init__(self, account: WechatAccount, clock: Callable[[], datetime]) -> None:
        self._account = account
        self._clock = clock
        self._key = private_key("private_key", account.private_key)
        known: dict[str, RSAPublicKey] = {}
        if account.public_key:
            known[account.public_key_id] = public_key("public_key", account.public_key)
        self.trust = Trust(known, fetch=None if known else self._certificates, clock=clock)

    def ask(self, method: str, path: str, content: Mapping[str, Any] | None = None) -> WechatAnswer:
        """Raises Unreachable, also for an answer that is not signed, is stale, or says that WeChat Pay is unwell."""
        reply = self._send(method, path, content)
        if reply.status >= 500 or reply.status in NO_ANSWER:
            raise Unreachable(f"WeChat Pay answered {reply.status}")
        if not self.trust.proves(reply.headers, reply.body):
            raise Unreachable(f"WeChat Pay's answer ({reply.status}) is not signed by it, or not just now")
        return WechatAnswer(reply.status, _facts(reply.body))

    def sign(self, *parts: str) -> str:
        """Our signature over lines of text, for WeChat's own script in a page."""
        return str(rsa_sign(self._key, "".join(f"{part}\n" for part in parts)))

    def decrypted(self, resource: object) -> Mapping[str, Any] | None:
        """What a sealed part of a notice holds; nothing where it was not sealed with our APIv3 key."""
        if not isinstance(resource, Mapping) or resource.get("algorithm") != "AEAD_AES_256_GCM":
            return None
        sealed = [str(resource.get(name) or "") for name in ("nonce", "ciphertext", "associated_data")]
        try:
            opened = aes_decrypt(*sealed, self._account.api_v3_key)
            found = json.loads(opened) if opened else None
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def _send(self, method: str, path: str, content: Mapping[str, Any] | None = None) -> Reply:
        account = self._account
        body = json.dumps(content) if content is not None else ""
        signed = build_authorization(path, method, account.mch_id, account.serial_no, self._key, data=body)
        headers = {"Authorization": signed, "Accept": "application/json", "Content-Type": "application/json"}
        if account.public_key_id:
            headers["Wechatpay-Serial"] = account.public_key_id
        return send(method, account.url.rstrip("/") + path, headers=headers, body=body.encode() if body else None)

    def _certificates(self) -> Keys:
        """The platform certificates in force. Our APIv3 key seals them, and one of them signs the answer. Raises
        Unreachable."""
        reply = self._send("GET", "/v3/certificates")
        if reply.status != 200:
            raise Unreachable(f"WeChat Pay gave no certificates: {reply.status}")
        found: dict[str, RSAPublicKey] = {}
        for one in _facts(reply.body).get("data") or ():
            found |= self._certificate(one)
        key = found.get(reply.headers.get("wechatpay-serial", ""))
        is_now = is_fresh(reply.headers.get("wechatpay-timestamp", ""), self._clock())
        if key is None or not is_now or not is_signed_with(key, reply.headers, reply.body):
            raise Unreachable("WeChat Pay's certificates are not signed by it")
        return found

    def _certificate(self, one: Mapping[str, Any]) -> Keys:
        sealed = one.get("encrypt_certificate") or {}
        named = [str(sealed.get(name) or "") for name in ("nonce", "ciphertext", "associated_data")]
        try:
            pem = aes_decrypt(*named, self._account.api_v3_key)
            certificate = load_pem_x509_certificate(pem.encode()) if pem else None
        except ValueError:
            return {}
        if certificate is None:
            return {}
        key, at = certificate.public_key(), self._clock()
        is_in_force = certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
        return {str(one.get("serial_no")): key} if is_in_force and isinstance(key, RSAPublicKey) else {}


def _facts(body: bytes) -> Mapping[str, Any]:
    """The object in a body; of an empty one (204) an empty one. Raises Unreachable."""
    try:
        found = json.loads(body) if body else {}
    except ValueError as error:
        raise Unreachable("WeChat Pay's answer cannot be read") from error
    if not isinstance(found, dict):
        raise Unreachable("WeChat Pay's answer cannot be read")
    return found
