"""Passphrases: what a buyer types or pastes into the lookup box to get a coupon."""

import re
import unicodedata

from sqlmodel import Session, col, select

from models.coupon.coupon import Coupon
from models.kernel.codes import read_code
from models.kernel.errors import N_, Refused
from models.link.lookup import LONGEST, understand

_SHORTEST, PASSPHRASE_LIMIT = 2, 20
# A text to share puts it into brackets; a long text may hold many, and each would be looked up.
_BRACKETED = re.compile(r"[「『“\"《【]([^「」『』“”\"《》【】]{2,60})[」』”\"》】]")
_MOST_TRIED = 5
# What people write before one, as they were told it: "口令：", "我的口令是", "Passphrase:".
_SAID_BEFORE = re.compile(
    r"^\W{0,9}[^\W\d_]{0,6}?(?:口令|暗号|暗號|passphrase\b)(?:红包|紅包|码|碼)?\W{0,9}"
    r"(?:(?:是|为|為|is\b)\W{0,9})?",
    re.IGNORECASE,
)
# Where the words go on behind it.
_ENDS = re.compile(r"[\s,，。.!！?？;；、~～]")
_ADDRESS = re.compile(r"/coupons/([0-9a-z]{8})(?![0-9a-z])", re.IGNORECASE)


def folded(text: str) -> str:
    """A passphrase as it is kept and compared: letters and digits of any script, width and case made equal."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in plain if c.isalnum())


def checked_passphrase(text: str) -> str:
    """The passphrase as it will be kept. Raises Refused on a length outside 2 to 20, and on one that the lookup box
    would take for something else."""
    plain = folded(text)
    if not _SHORTEST <= len(plain) <= PASSPHRASE_LIMIT:
        raise Refused(
            "passphrase", N_("口令要 %(least)s 到 %(most)s 个字，标点不算"), least=_SHORTEST, most=PASSPHRASE_LIMIT
        )
    meaning = understand(plain)
    if plain.isdigit() or meaning.numbers or meaning.link:
        raise Refused("passphrase", N_("这个口令像店铺号或入口的代码，换成一句好记的话吧"))
    return plain


def coupon_named(session: Session, text: str) -> Coupon | None:
    """The coupon whose passphrase this text is, or holds between brackets: also one that has ended or was stopped, so
    that it can be said."""
    typed = text[:LONGEST]
    told = _SAID_BEFORE.sub("", typed)
    tried = [
        folded(typed),
        folded(told),
        *([folded(_ENDS.split(told, maxsplit=1)[0])] if told != typed else []),
        *(folded(inner) for inner in _BRACKETED.findall(typed)[:_MOST_TRIED]),
    ]
    wanted = [phrase for phrase in dict.fromkeys(tried) if _SHORTEST <= len(phrase) <= PASSPHRASE_LIMIT]
    if not wanted:
        return None
    coupons = {
        coupon.passphrase: coupon for coupon in session.exec(select(Coupon).where(col(Coupon.passphrase).in_(wanted)))
    }
    return next((coupons[phrase] for phrase in wanted if phrase in coupons), None)


def coupon_addressed(session: Session, text: str) -> Coupon | None:
    """The coupon whose address stands in this text."""
    address = _ADDRESS.search(text[:LONGEST])
    return session.exec(select(Coupon).where(Coupon.code == read_code(address[1]))).first() if address else None
