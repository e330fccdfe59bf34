"""Key pairs of everybody in the tests, made once a process, and signing with them apart from the code under test."""

import base64
import functools
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID


@functools.cache
def pair(owner: str) -> rsa.RSAPrivateKey:
    """Somebody's own key."""
    return rsa.generate_private_key(65537, 2048)


@functools.cache
def certificate(owner: str, *, days: int = 365) -> x509.Certificate:
    """A certificate that somebody wrote for himself; with negative days it is over."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, owner)])
    start = datetime.now(UTC) - timedelta(days=400)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(pair(owner).public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(start)
    return made.not_valid_after(datetime.now(UTC) + timedelta(days=days)).sign(pair(owner), SHA256())


def serial(of: x509.Certificate) -> str:
    """The serial number as WeChat Pay writes it."""
    return f"{of.serial_number:040X}"


def private_text(owner: str) -> str:
    """PEM."""
    return pair(owner).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_text(owner: str) -> str:
    """PEM."""
    return pair(owner).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def signature(owner: str, text: str) -> str:
    """RSA with SHA-256, in base64."""
    return base64.b64encode(pair(owner).sign(text.encode(), padding.PKCS1v15(), SHA256())).decode()


def is_signed(owner: str, text: str, signed: str) -> bool:
    """Whether somebody signed this text."""
    try:
        pair(owner).public_key().verify(base64.b64decode(signed), text.encode(), padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
