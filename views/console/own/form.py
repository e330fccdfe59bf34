"""The one screen of own goods, as a form: pictures, title, price and stock; the rest is guessed, or the shop's."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Regexp

from models.catalogue.goods.limits import BRAND
from models.catalogue.imports.sheets.entries import TITLE
from views.kit.forms import MoneyField, TokenForm, WholeField

WORDS_LIMIT = 500


class OwnForm(TokenForm):
    """`once` makes all that one screen sends one draft. `guessed` is the category that the page showed as a guess: one
    that was not changed is guessed anew as the title grows."""

    once = HiddenField(validators=[Regexp(r"\A[0-9a-f]{16}\Z")])
    guessed = HiddenField()
    title = StringField(_("叫什么"), [Length(max=TITLE, message=_("最多 %(most)s 字", most=TITLE))])
    price = MoneyField(_("卖多少钱"))
    stock = WholeField(_("有几件"))
    words = TextAreaField(_("你的话"), [Length(max=WORDS_LIMIT, message=_("最多 %(most)s 字", most=WORDS_LIMIT))])
    brand = StringField(_("品牌"), [Length(max=BRAND, message=_("最多 %(most)s 字", most=BRAND))])
    category = SelectField(_("类目"), validate_choice=False)
    # A code that was scanned may be a link that names the goods.
    barcode = StringField(_("条码"), [Length(max=200, message=_("最多 %(most)s 字", most=200))])

    @property
    def answer_errors(self) -> dict[str, str]:
        """What is wrong with an answer that the category asks for, by the attribute's name."""
        found: dict[str, str] = self.__dict__.setdefault("_answer_errors", {})
        return found
