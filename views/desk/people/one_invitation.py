"""One invitation at the desk, with who came by it; and all of a state as a file."""

from collections.abc import Iterator

from flask import request, stream_with_context
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from models.account.invitation.finding import (
    INVITATION_STATES,
    InvitationRow,
    brought_with,
    invitation_coded,
    invitations_in,
    state_of,
)
from models.kernel.cells import MARK, csv_line
from models.kernel.clock import local, now
from models.kernel.errors import N_, Gone
from views.desk.blueprint import desk
from views.kit import locale, store
from views.kit.house import house
from views.kit.page import page
from views.kit.paging import Paged
from views.parts.files import download
from views.parts.invitations import sign_up_link

PAGE = 50
# More than a network gives out by hand; the file says the newest.
MOST_IN_FILE = 20_000
HEADS = (
    N_("邀请码"),
    N_("注册链接"),
    N_("给多少人"),
    N_("来了"),
    N_("到期"),
    N_("活动名"),
    N_("谁做的"),
    N_("做的时间"),
)


@desk.get("/invitations/<code>")
def one_invitation(code: str) -> Response:
    """Whose it is, how many came, and who they are."""
    session, at = store.session(), now()
    found = invitation_coded(session, code)
    if found is None:
        raise Gone(code)
    invitation = found.invitation
    paged = Paged(invitation.used_count, PAGE, "desk.one_invitation", {"code": invitation.code})
    return page(
        "desk/people/one_invitation.html",
        row=found,
        invitation=invitation,
        state=state_of(invitation, at),
        rows=brought_with(session, invitation, limit=PAGE, offset=paged.offset),
        paged=paged,
        link=sign_up_link,
    )


@desk.get("/invitations.csv")
def invitations_csv() -> Response:
    """Those of one state, the newest first."""
    asked = request.args.get("state", "")
    state, language = asked if asked in INVITATION_STATES else "open", locale.current()
    name = f"invitations-{state}-{local(now()):%Y%m%d}.csv"
    return download(stream_with_context(_lines(state, language)), "text/csv", name)


def _lines(state: str, language: str) -> Iterator[bytes]:
    with force_locale(language), house().database.reading() as session:
        yield MARK + csv_line([gettext(head) for head in HEADS])
        for row in invitations_in(session, state, at=now(), limit=MOST_IN_FILE):
            yield csv_line(_cells(row))


def _cells(row: InvitationRow) -> list[str]:
    one = row.invitation
    return [
        one.code,
        sign_up_link(one.code),
        str(one.quota),
        str(one.used_count),
        f"{local(one.ends_at):%Y-%m-%d %H:%M}" if one.ends_at else "",
        one.campaign,
        row.maker or "",
        f"{local(one.made_at):%Y-%m-%d %H:%M}",
    ]
