"""Keeping the chain's head apart: in the media store, and each night told to the webhook and by mail."""

import logging
from collections.abc import Sequence
from datetime import datetime

from babel.support import Translations

from models.account.audit.chaining import chain, chain_head
from models.account.audit.heads import NEWEST, Head, kept_heads, put_head
from models.kernel.database import Database
from models.kernel.errors import N_
from models.kernel.languages import OTHER_LANGUAGES, TRANSLATIONS
from models.kernel.media import MediaStore
from models.notify import Notice, Notifier, Undelivered

log = logging.getLogger(__name__)
# An SMS to nobody is no way; the others say by themselves whether they have an address.
_WAYS = ("webhook", "email")


def keep_newest(database: Database, media: MediaStore, *, at: datetime) -> Head | None:
    """Puts the newest head where it has moved. None where it has not, or nothing is chained yet."""
    with database.reading() as session:
        position, mark = chain_head(session)
    known = kept_heads(media).get(NEWEST)
    # One that stands further than the chain is what a proof must find: it is not written over.
    if position == 0 or (known is not None and known.position >= position):
        return None
    return put_head(media, position, mark, at=at, nightly=False)


def keep_night(
    database: Database, media: MediaStore, ways: Sequence[Notifier], *, mail: str, at: datetime
) -> Head | None:
    """Chains whatever waits, however long, and keeps the night's head; tells it where somebody listens. None where
    nothing is chained yet."""
    chain(database, at=at, window=None)
    with database.reading() as session:
        position, mark = chain_head(session)
    if position == 0:
        return None
    head = put_head(media, position, mark, at=at, nightly=True)
    for way in ways:
        if way.name in _WAYS:
            _tell(way, head, mail)
    return head


def _tell(way: Notifier, head: Head, mail: str) -> None:
    text = _said(N_("请留着这一行：%(head)s。flask check --head 加上它，能证明记录没有被整个重写过。"), head=head.words)
    subject = _said(N_("记录的链头 %(position)s"), position=str(head.position))
    notice = Notice(f"trail-{head.position}", "operator", "", mail, subject, text, "", event="trail.head")
    try:
        way.send(notice)
    except Undelivered as error:
        log.warning("the trail's head was kept, and not told by %s: %s", way.name, error)


def _said(msgid: str, **params: str) -> str:
    """In every language: nobody knows who keeps the mail."""
    others = [Translations.load(str(TRANSLATIONS), [language]).gettext(msgid) for language in OTHER_LANGUAGES]
    return " / ".join(dict.fromkeys(one % params for one in (msgid, *others)))
