"""Whose signatures count as WeChat Pay's: its public key, or the platform certificates that it hands out."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from wechatpayv3.utils import rsa_verify

from models.kernel.provider import Unreachable

log = logging.getLogger(__name__)

FRESH = timedelta(minutes=5)
FETCH_AGAIN = timedelta(minutes=1)
Keys = Mapping[str, RSAPublicKey]


class Trust:
    """Keys by serial number. Where `fetch` is given, an unknown number is looked up with it, at most once a minute:
    anybody may send us a notice with a number that he made up."""

    def __init__(self, keys: Keys, *, fetch: Callable[[], Keys] | None, clock: Callable[[], datetime]) -> None:
        self._keys = dict(keys)
        self._fetch = fetch
        self._clock = clock
        self._fetched_at: datetime | None = None
        self._one_at_a_time = threading.Lock()

    def proves(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether WeChat Pay signed this, just now. Header names are in lower case."""
        stamp, serial = headers.get("wechatpay-timestamp", ""), headers.get("wechatpay-serial", "")
        if not is_fresh(stamp, self._clock()):
            return False
        key = self._key(serial)
        return key is not None and is_signed_with(key, headers, body)

    def _key(self, serial: str) -> RSAPublicKey | None:
        if serial not in self._keys and self._fetch:
            with self._one_at_a_time:
                self._look_up(serial)
        return self._keys.get(serial)

    def _look_up(self, serial: str) -> None:
        """Certificates are replaced from time to time; the old one and the new one both count for a while."""
        at = self._clock()
        if serial in self._keys or self._fetch is None or (self._fetched_at and at < self._fetched_at + FETCH_AGAIN):
            return
        self._fetched_at = at
        try:
            self._keys = dict(self._fetch())
        except Unreachable as trouble:
            log.warning("WeChat Pay's certificates could not be fetched: %s", trouble)


def is_fresh(stamp: str, at: datetime) -> bool:
    """Whether a time in Unix seconds lies within five minutes of now: what is older may be a recording."""
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        return False
    return abs(at.timestamp() - int(stamp)) <= FRESH.total_seconds()


def is_signed_with(key: RSAPublicKey, headers: Mapping[str, str], body: bytes) -> bool:
    """The signature over time, nonce and the very bytes of the body."""
    named = ("wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature")
    stamp, nonce, signature = (headers.get(name, "") for name in named)
    try:
        return bool(rsa_verify(stamp, nonce, body.decode(), signature, key))
    except ValueError:
        return False
