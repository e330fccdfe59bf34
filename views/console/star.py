"""Becoming a star keeper: what it takes and gives, where the application stands, and the form."""

from flask import flash
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from models.gate.documents.keeping import SealedUpload
from models.kernel.clock import now
from models.kernel.reading.numbers import whole
from models.shop.opening import shops_of
from models.shop.points import bars_of
from models.shop.starring import AUDIENCE_PLACE_LIMIT, STAR_DAYS, Shown, is_star, star_of
from models.statistics.audience import visitors_a_day
from models.stories.shop.star import apply_for_star
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.bodies import FILES, carries
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import page, see
from views.parts.checklist.document_form import TAKES
from views.parts.documents import uploaded_document

MOST_FOLLOWERS = 999_999_999


class StarForm(TokenForm):
    """How the audience is shown. Measured, the rest is not asked for."""

    audience = RadioField(
        _("用什么证明"),
        choices=[SelectChoice("measured", _("我们数的访客")), SelectChoice("declared", _("别处的粉丝"))],
        default="declared",
        validate_choice=True,
    )
    place = StringField(_("在哪里、叫什么"), [Length(max=AUDIENCE_PLACE_LIMIT, message=_("最多 60 个字"))])
    people = StringField(_("多少粉丝"))
    pictures = FileField(_("看得到粉丝数的截图"))


@console.get("/star")
def star() -> Response:
    """The page."""
    return _show(StarForm(formdata=None))


@console.post("/star")
@carries(FILES)
def ask_to_be_star() -> Response:
    """The application. The screenshot is decoded and sealed while no transaction is open."""
    form = StarForm()
    if not form.validate():
        return _show(form, 422)
    with attempt(form) as outcome:
        if form.audience.data == "declared":
            _declare(form)
        else:
            _apply(Shown("measured", _measured()), None)
    if not outcome.ok:
        return _show(form, 422)
    flash(gettext("交上去了，平台会在 %(hours)s 小时内答复", hours=house().rules.star_hours), "ok")
    return see("/console/star")


def _declare(form: StarForm) -> None:
    people = whole(form.people.data or "", least=0, most=MOST_FOLLOWERS, field="people")
    data = form.pictures.data.read() if form.pictures.data else b""
    with uploaded_document(data, "pictures") as upload:
        _apply(Shown("declared", people, form.place.data or ""), upload)


def _apply(shown: Shown, upload: SealedUpload | None) -> None:
    apply_for_star(store.session(), member(), shown, upload, as_keeper(), rules=house().rules)
    store.session().flush()


def _measured() -> int:
    shops = [shop.id for shop in shops_of(store.session(), member())]
    return visitors_a_day(store.session(), shops, days=STAR_DAYS, at=now())


def _show(form: StarForm, status: int = 200) -> Response:
    session, rules, at = store.session(), house().rules, now()
    standing = star_of(session, member())
    may_ask = standing is None or standing.state not in ("waiting", "granted")
    return page(
        "console/star.html",
        form=form,
        star=standing,
        is_star=is_star(session, member(), rules=rules, at=at),
        may_ask=may_ask,
        barred=bars_of(session, member(), rules=rules, at=at).star,
        measured=_measured() if may_ask else 0,
        place_limit=AUDIENCE_PLACE_LIMIT,
        takes=TAKES,
        status=status,
    )
