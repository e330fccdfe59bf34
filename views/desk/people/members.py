"""One member at the desk: shops, supplier, where signed in, and what waits."""

from werkzeug.wrappers import Response

from models.account.desk.appointment import works_at_desk
from models.account.finding import member_coded
from models.account.invitation.finding import bringer_of, brought_by, brought_count
from models.account.member import Member
from models.account.second_factor.factor import factor_of
from models.account.signing_in import sign_ins_of
from models.catalogue.supplier.supplier import supplier_of
from models.kernel.clock import now
from models.kernel.errors import Gone
from models.report.desk.waits import waits_of
from models.shop.opening import shops_of
from views.desk.blueprint import desk
from views.desk.people.reset_links import FactorResetForm, ResetLinkForm, ways_back
from views.desk.people.stop_forms import Stopping, stopping_member
from views.kit import store
from views.kit.forms import TokenForm
from views.kit.house import house
from views.kit.identity import member as signed_in
from views.kit.page import page
from views.parts.browser import browser_words
from views.parts.history import ABOUT_MEMBERS, history_of

OPENED_BY = ("admin", "people")


@desk.get("/members/<code>")
def one_member(code: str) -> Response:
    """What the network knows of somebody with an account."""
    return show_member(found_member(code))


def found_member(code: str) -> Member:
    """Raises Gone."""
    member = member_coded(store.session(), code)
    if member is None:
        raise Gone(code)
    return member


def show_member(
    member: Member,
    stopping: Stopping | None = None,
    *,
    reset: ResetLinkForm | None = None,
    factor: TokenForm | None = None,
    status: int = 200,
) -> Response:
    """The page; a form that was sent comes back with what was typed."""
    session = store.session()
    shops, supplier = shops_of(session, member), supplier_of(session, member.id)
    return page(
        "desk/members/show.html",
        member=member,
        shops=shops,
        supplier=supplier,
        is_operator=works_at_desk(session, member.id),
        sign_ins=sign_ins_of(session, member, days=house().rules.sign_in_days, at=now())[:10],
        device=browser_words,
        waits=waits_of(session, [shop.id for shop in shops], [supplier.id] if supplier else []),
        stopping=stopping or stopping_member(member),
        ways=ways_back([member], reset),
        factor=factor_of(session, member.id),
        factor_form=factor or FactorResetForm(formdata=None, prefix="factor-"),
        bringer=bringer_of(session, member),
        brought=brought_by(session, member, limit=10),
        brought_count=brought_count(session, member),
        is_me=member.id == signed_in().id,
        changed=history_of(session, member.code, *ABOUT_MEMBERS),
        status=status,
    )
