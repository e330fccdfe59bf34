"""Flask's own cookies by a ring of secrets: the newest signs, all prove, in a program that goes on running too."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from models.kernel.ring import Ring


class RingedSessions(SecureCookieSessionInterface):
    """The session's cookie. Flask asks here with every request."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """Proves with all of the ring, signs with the newest. Whatever else goes by Flask's own secret follows."""
        app.secret_key = self._ring.newest
        how = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
        return URLSafeTimedSerializer(self._ring, salt=self.salt, serializer=self.serializer, signer_kwargs=how)
