"""Packing slips to print: of the parcels that were ticked, or of all that are to send."""

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.errors import N_, Refused
from models.trade.parcel.counts import TO_SEND
from models.trade.parcel.finding import ParcelFilter, parcels_coded, parcels_of
from models.trade.parcel.slips import MOST_SLIPS, slips_of
from views.kit import store
from views.kit.bodies import ROWS, carries
from views.kit.identity import supplier
from views.kit.page import sentence
from views.supply.blueprint import supply
from views.supply.parcels.table import parcels_page, wanted


@supply.post("/parcels/slips")
@carries(ROWS)
def slips() -> Response:
    """One PDF. Nothing changes by it: it is a POST because a hundred ticked codes do not fit into an address."""
    session, own = store.session(), supplier()
    codes = request.form.getlist("parcel")[:MOST_SLIPS]
    if request.form.get("all"):
        chosen = parcels_of(session, own, ParcelFilter("to_send"), limit=MOST_SLIPS)
    else:
        chosen = [parcel for parcel in parcels_coded(session, own, codes) if parcel.state in TO_SEND]
    if not chosen:
        return parcels_page(wanted(), status=422, said=sentence(Refused("", N_("先勾选要打装箱单的包裹"))))
    made = slips_of(session, chosen)
    with store.outside_transaction():
        from models.trade.parcel.drawn_slips import draw_slips

        reply = Response(draw_slips(made, gettext), mimetype="application/pdf")
    reply.headers["Content-Disposition"] = 'inline; filename="slips.pdf"'
    reply.headers["Cache-Control"] = "private, no-store"
    return reply
