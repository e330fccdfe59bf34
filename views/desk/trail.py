"""/desk/audit: the trail, searched by person, thing, kind and days; and the same as a file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from flask import request, stream_with_context, url_for
from flask_babel import force_locale, gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from models.account.audit.finding import After, TrailFilter, TrailRow, people_called, trail_page, whole_trail
from models.kernel.cells import MARK, csv_line
from models.kernel.clock import SHANGHAI, local, now
from models.kernel.errors import N_
from views.desk.blueprint import desk
from views.kit import locale, store
from views.kit.acting import as_operator
from views.kit.asked import MOST
from views.kit.house import house
from views.kit.page import page, said
from views.parts.files import download
from views.parts.history import shown
from views.parts.trail_words import NOUNS, WORDS, called, noun_of

OPENED_BY = ("admin",)
PAGE = 50
# In microseconds since 1970: no later moment can be told.
_YEARS_9999 = 253_402_000_000_000_000
# Nouns whose rows begin with a public code, and the page that shows it.
PAGES = {
    "goods": "desk.one_goods",
    "proposal": "desk.one_goods",
    "supplier": "desk.one_supplier",
    "deposit": "desk.one_supplier",
    "dispute": "desk.one_dispute",
    "talk": "desk.talk_page",
    "shop": "desk.one_shop",
    "appeal": "desk.one_shop",
    "post": "desk.one_shop",
    "star": "desk.one_member",
    "order": "desk.one_order",
    "password": "desk.one_member",
    "operator": "desk.one_member",
    "member": "desk.one_member",
    "category": "desk.one_category",
}
# What the page's address is built with, where it is not a code.
NAMED = {"shop": "number", "appeal": "number", "post": "number", "order": "number", "category": "slug"}
HEADS = (N_("位置"), N_("时间"), N_("谁"), N_("做了什么"), N_("对什么"), N_("改了什么"), N_("为什么"), N_("印记时间"))


class Asked(NamedTuple):
    """What the address asks for, as it was typed."""

    who: str
    thing: str
    kind: str
    since: str
    until: str

    @property
    def filters(self) -> dict[str, Any]:
        """For the addresses of other pages."""
        named = {"who": self.who, "thing": self.thing, "kind": self.kind, "from": self.since, "to": self.until}
        return {name: value for name, value in named.items() if value}


@desk.get("/audit")
def audit() -> Response:
    """The newest first; an older page begins after a row that the address names."""
    asked = _asked(request.args)
    rows = trail_page(store.session(), _wanted(asked), limit=PAGE + 1, after=_after(request.args.get("after", "")))
    older = ""
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        older = url_for("desk.audit", **asked.filters, after=_mark(rows[-1]))
    return page(
        "desk/trail.html",
        rows=rows,
        asked=asked,
        older=older,
        later=url_for("desk.audit", **asked.filters) if "after" in request.args else "",
        file=url_for("desk.audit_csv", **asked.filters),
        kinds=_kinds(),
        nouns=NOUNS,
        called=called,
        shown=shown,
        link_of=_link_of,
    )


@desk.get("/audit.csv")
def audit_csv() -> Response:
    """All that is looked for, as a file. That it was taken is a row itself, written behind the reply."""
    asked = _asked(request.args)
    wanted, language = _wanted(asked), locale.current()
    said_of_it = "; ".join(f"{name}={value}" for name, value in asked.filters.items())
    house().chainer.note("trail.export", "audit.csv", as_operator(said_of_it))
    return download(stream_with_context(_lines(wanted, language)), "text/csv", f"audit-{local(now()):%Y%m%d-%H%M}.csv")


def _lines(wanted: TrailFilter, language: str) -> Iterator[bytes]:
    with force_locale(language), house().database.reading() as session:
        yield MARK + csv_line([gettext(head) for head in HEADS])
        for told in whole_trail(session, wanted):
            yield csv_line(_cells(told))


def _cells(told: TrailRow) -> list[str]:
    row = told.row
    changes = "; ".join(f"{one.what}: {one.was} → {one.now}" for one in shown(row))
    return [
        str(told.position or ""),
        f"{local(row.at):%Y-%m-%d %H:%M:%S}",
        told.who or row.acting,
        called(row.what),
        row.subject,
        changes,
        said(row.why),
        f"{local(told.chained_at):%Y-%m-%d %H:%M:%S}" if told.chained_at else "",
    ]


def _asked(source: MultiDict[str, str]) -> Asked:
    kind = source.get("kind", "")
    return Asked(
        who=source.get("who", "").strip()[:40],
        thing=source.get("thing", "").strip()[:40],
        kind=kind if kind in WORDS or kind in NOUNS else "",
        since=source.get("from", "") if _day(source.get("from", "")) else "",
        until=source.get("to", "") if _day(source.get("to", "")) else "",
    )


def _wanted(asked: Asked) -> TrailFilter:
    until = _day(asked.until)
    return TrailFilter(
        people=people_called(store.session(), asked.who) if asked.who else None,
        things={asked.thing, asked.thing.upper()} if asked.thing else (),
        kinds=_kinds_of(asked.kind),
        since=_day(asked.since),
        until=until + timedelta(days=1) if until else None,
    )


def _kinds_of(kind: str) -> tuple[str, ...]:
    """One kind, or all about a noun."""
    return (kind,) if kind in WORDS else tuple(what for what in WORDS if kind and noun_of(what) == kind)


def _kinds() -> list[tuple[str, list[str]]]:
    """Nouns with their kinds, for the list that is chosen from."""
    return [(noun, [what for what in WORDS if noun_of(what) == noun]) for noun in NOUNS]


def _day(text: str) -> datetime | None:
    """The beginning of a day in Shanghai."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=SHANGHAI).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _mark(told: TrailRow) -> str:
    return f"{int(told.row.at.timestamp() * 1_000_000)}-{told.row.id}"


def _after(mark: str) -> After | None:
    moment, _, number = mark.partition("-")
    if not (moment.isascii() and moment.isdigit() and number.isascii() and number.isdigit() and len(mark) < 40):
        return None
    if int(moment) > _YEARS_9999 or int(number) > MOST:
        return None
    return After(datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(moment)), int(number))


def _link_of(row: Any) -> str:
    noun = noun_of(row.what)
    if noun not in PAGES or not row.thing:
        return ""
    return url_for(PAGES[noun], **{NAMED.get(noun, "code"): row.thing})
