"""Fetching the pictures that goods files named by address: some at once, each host spared when it does not answer, and
what arrives attached in short transactions."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.catalogue.goods.goods import Goods, MissingPicture
from models.catalogue.goods.look import Shot
from models.catalogue.goods.pictures import store_picture
from models.catalogue.goods.picturing import picture_arrived
from models.catalogue.imports.loading import settle_draft
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.kernel.fetch import fetch_picture
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.kernel.said import Said

TRIES = 3
_AT_ONCE = 4
_BATCH = 24
# So many refusals in a row, and a host is not asked again in this round.
_PATIENCE = 6


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one address: a stored picture's digest, or why there is none. `final` is not asked again."""

    digest: str = ""
    why: str = ""
    final: bool = False


def fetch_missing(
    database: Database, media: MediaStore, *, rules: Rules, fetch: Callable[[str], bytes] = fetch_picture
) -> None:
    """Fetches what is still missing, for all suppliers. An address that refuses is asked three times in all; then its
    reason is written on the goods. Goods that only waited for pictures are submitted."""
    for _ in range(TRIES):
        refusals: Counter[str] = Counter()
        after = 0
        while waiting := _waiting(database, after):
            after = waiting[-1].id
            answers = _ask(media, fetch, {missing.source for missing in waiting}, refusals)
            with database.transaction() as session:
                for missing in waiting:
                    _note(session, missing, answers[missing.source], rules, at=now())


def fetch_again(session: Session, supplier: Supplier) -> int:
    """Lets a supplier's missing pictures be fetched once more; says how many."""
    mine = select(Goods.id).where(Goods.supplier_id == supplier.id)
    again = update(MissingPicture).where(
        col(MissingPicture.goods_id).in_(mine), col(MissingPicture.source).startswith("http")
    )
    return int(session.exec(again.values(why="", tries=0)).rowcount)


def _waiting(database: Database, after: int) -> list[MissingPicture]:
    wanted = (MissingPicture.why == "", MissingPicture.id > after, col(MissingPicture.source).startswith("http"))
    with database.reading() as session:
        missing = session.exec(select(MissingPicture).where(*wanted).order_by(col(MissingPicture.id)).limit(_BATCH))
        return list(missing)


def _ask(
    media: MediaStore, fetch: Callable[[str], bytes], addresses: set[str], refusals: Counter[str]
) -> dict[str, Fetched]:
    """One answer for each address. Counts the refusals of each host; a picture from it starts the count anew."""

    def one(address: str) -> Fetched:
        host = urlsplit(address).netloc if "[" not in address else address
        if refusals[host] >= _PATIENCE:
            return Fetched(why=Said(N_("这个网站一直没有给出图片：%(host)s"), host=host[:80]))
        try:
            data = fetch(address)
        except Refused as no:
            refusals[host] += 1
            return Fetched(why=no.said)
        refusals[host] = 0
        try:
            return Fetched(digest=store_picture(media, data))
        except Refused as no:
            return Fetched(why=no.said, final=True)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        order = sorted(addresses)
        return dict(zip(order, pool.map(one, order), strict=True))


def _note(session: Session, awaited: MissingPicture, answer: Fetched, rules: Rules, *, at: datetime) -> None:
    """Writes an answer on the goods, if they still wait for it."""
    held = select(Goods).where(Goods.id == awaited.goods_id).with_for_update(key_share=True)
    goods = session.exec(held).first()
    missing = session.get(MissingPicture, awaited.id)
    if missing is None or goods is None:
        return
    if answer.digest:
        try:
            picture_arrived(session, goods, Shot(answer.digest, missing.source), Act.program(at), rules)
        except Refused as no:
            missing.why = no.said
    else:
        missing.tries += 1
        missing.why = answer.why if answer.final or missing.tries >= TRIES else ""
    session.flush()
    if goods.state == "draft":
        settle_draft(session, goods, Act.program(at))
