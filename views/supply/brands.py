"""/supply/brands: which brands the supplier may sell, by which papers, and until when."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import DateField, Form, FormField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from models.catalogue.supplier.brand_right import BrandRight
from models.catalogue.supplier.brands import BRAND_LIMIT, PARTY_LIMIT, BrandClaim, PaperShown, brand_rights, paper_kind
from models.gate.documents.keeping import keep_document
from models.kernel.act import Act
from models.kernel.clock import local, now
from models.kernel.errors import N_, Refused
from models.stories.brand.claim import ask_for_brand, say_unbranded
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.bodies import FILES, carries
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member, supplier
from views.kit.page import page, see
from views.kit.written import Written
from views.parts.documents import uploaded_document
from views.supply.blueprint import supply

OPENED_BY = ("goods",)
PAPERS = 3


class PaperForm(Form):
    """One paper; a wholly empty one is none."""

    granted_by = StringField(_("谁授权"), [Length(max=PARTY_LIMIT, message=_("最多 %(most)s 个字", most=PARTY_LIMIT))])
    granted_to = StringField(
        _("授权给谁"), [Length(max=PARTY_LIMIT, message=_("最多 %(most)s 个字", most=PARTY_LIMIT))]
    )
    ends_on = DateField(_("有效到哪天"), [Optional()])
    photo = FileField(_("照片或 PDF"))

    @property
    def is_filled(self) -> bool:
        """Whether anything was said in it."""
        return bool(self.photo.data or self.granted_by.data or self.granted_to.data)


class BrandForm(TokenForm):
    """A brand with its papers."""

    brand = StringField(
        _("品牌"),
        [Written(_("请填品牌名")), Length(max=BRAND_LIMIT, message=_("最多 %(most)s 个字", most=BRAND_LIMIT))],
    )
    basis = RadioField(
        _("凭什么卖"),
        choices=[
            SelectChoice("chain", _("授权书（一层一份，从品牌方到你）")),
            SelectChoice("evidence", _("进货凭证（能追到源头的发票、合同）")),
        ],
        default="chain",
    )
    paper1 = FormField(PaperForm)
    paper2 = FormField(PaperForm)
    paper3 = FormField(PaperForm)

    def papers(self) -> Iterator[PaperForm]:
        """Those that say something, in order."""
        for paper in (self.paper1, self.paper2, self.paper3):
            if paper.form.is_filled:
                yield paper.form


@supply.get("/brands")
def brands() -> Response:
    """What stands, waits or ran out, and the form for another one or a renewal."""
    return _page(BrandForm())


@supply.post("/brands")
@carries(FILES)
def give_brand() -> Response:
    """Seals the papers and asks for the right. What stands goes on until it is decided."""
    form = BrandForm()
    if form.validate():
        with attempt(form) as outcome:
            _ask(form, as_supplier())
        if outcome.ok:
            flash(gettext("交上去了，平台看过就告诉你"), "ok")
            return see(_next())
    return _page(form, status=422)


@supply.post("/brands/none")
def no_brands() -> Response:
    """Says that nothing of the supplier's has a brand."""
    say_unbranded(store.session(), supplier(), as_supplier(), rules=house().rules)
    flash(gettext("记下了：你卖的都没有牌子"), "ok")
    return see(_next())


def _ask(form: BrandForm, act: Act) -> None:
    filled = list(form.papers())
    for number, paper in enumerate(filled, 1):
        if not paper.photo.data:
            raise Refused("papers", N_("第 %(number)d 份：传一张照片或 PDF"), number=number)
    with ExitStack() as kept:
        uploads = [kept.enter_context(uploaded_document(paper.photo.data.read(), "papers")) for paper in filled]
        session, owner, shown = store.session(), member(), []
        for place, (paper, upload) in enumerate(zip(filled, uploads, strict=True), 1):
            document = keep_document(session, owner, paper_kind(form.brand.data or "", place), upload, act)
            shown.append(_shown(paper, document.code))
        ask_for_brand(
            session, supplier(), BrandClaim(form.brand.data or "", form.basis.data, shown), act, house().rules
        )
        session.flush()


def _shown(paper: PaperForm, document: str) -> PaperShown:
    ends: date | None = paper.ends_on.data
    return PaperShown(paper.granted_by.data or "", paper.granted_to.data or "", ends, document)


def _next() -> str:
    """Back to the checklist, as long as there is one to be done."""
    return url_for("applying.checklist") if supplier().applying else url_for("supply.brands")


def _page(form: BrandForm, *, status: int = 200) -> Response:
    rights: list[BrandRight] = brand_rights(store.session(), supplier())
    return page(
        "supply/brands.html",
        form=form,
        rights=rights,
        supplier=supplier(),
        today=local(now()).date(),
        most=house().rules.brand_chain,
        status=status,
    )
