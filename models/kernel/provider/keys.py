"""RSA keys as people paste them: PEM, or the bare base64 of its middle, as Alipay's tool writes it."""

import base64
import binascii
from collections.abc import Callable, Iterator

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

from models.kernel.provider import Unfit

LEAST_BITS = 2048


def private_key(setting: str, text: str) -> RSAPrivateKey:
    """Raises Unfit. Its words never hold the key."""
    try:
        found = load_der_private_key(_der(text), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Unfit(setting, "holds no RSA private key (PEM or base64, without a password)") from None
    if not isinstance(found, RSAPrivateKey) or found.key_size < LEAST_BITS:
        raise Unfit(setting, f"must be an RSA private key of {LEAST_BITS} bits or more")
    return found


def public_key(setting: str, text: str) -> RSAPublicKey:
    """Raises Unfit."""
    try:
        found = load_der_public_key(_der(text))
    except (ValueError, UnsupportedAlgorithm):
        raise Unfit(setting, "holds no RSA public key (PEM or base64; a certificate is none)") from None
    if not isinstance(found, RSAPublicKey) or found.key_size < LEAST_BITS:
        raise Unfit(setting, f"must be an RSA public key of {LEAST_BITS} bits or more")
    return found


def unfit_key(read: Callable[[str, str], object], setting: str, text: str) -> Iterator[Unfit]:
    """What is wrong with a key, by one of the two above."""
    try:
        read(setting, text)
    except Unfit as unfit:
        yield unfit


def private_pem(key: RSAPrivateKey) -> str:
    """PKCS#8, which every library reads."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(key: RSAPublicKey) -> str:
    """SubjectPublicKeyInfo, which every library reads too."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _der(text: str) -> bytes:
    # Variables hold no line ends; people write them as \n.
    lines = text.replace("\\n", "\n").strip().splitlines()
    middle = "".join(line.strip() for line in lines if not line.startswith("-----"))
    try:
        return base64.b64decode(middle, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
