"""The forms of lessons at the desk: their words, their places, and both for a new one."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, HiddenInput

from models.kernel import text
from models.kernel.languages import LANGUAGES, SOURCE_LANGUAGE
from models.lesson import teaching
from models.lesson.built_in import LessonWords
from models.lesson.places import PLACES, TOPICS
from views.kit.filters import language
from views.kit.forms import TokenForm, WholeField


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, _(label)) for value, label in words.items()]


def _languages() -> list[SelectChoice]:
    return [SelectChoice(code, LazyString(language, code)) for code in LANGUAGES]


class WordsForm(TokenForm):
    """A lesson in one language. `seen` is the edition that was changed."""

    title = StringField(_("标题"))
    summary = StringField(_("一句话"))
    body = TextAreaField(_("正文"))
    seen = WholeField(default=0, widget=HiddenInput())

    def words(self) -> LessonWords:
        """What was typed, as it will be kept. Raises Refused."""
        return teaching.checked_words(self.title.data or "", self.summary.data or "", self.body.data or "")

    def draft(self) -> LessonWords:
        """What was typed so far, complete or not."""
        lines = (text.one_line(self.title.data or ""), text.one_line(self.summary.data or ""))
        return LessonWords(*lines, text.paragraphs(self.body.data or ""))


class PlaceForm(TokenForm):
    """What a lesson is about, where it is shown, and whether it is a privilege."""

    topic = RadioField(
        _("主题"),
        [InputRequired(_("请选一个主题"))],
        choices=_choices(TOPICS),
    )
    tags = SelectMultipleField(
        _("在哪里提示"),
        choices=_choices(PLACES),
        option_widget=CheckboxInput(),
    )
    featured = BooleanField(_("精选课"))


class NewForm(WordsForm, PlaceForm):
    """A lesson of the operators' own. `once` marks the form: sent twice, it adds one lesson."""

    language = RadioField(_("语言"), choices=_languages(), default=SOURCE_LANGUAGE)
    once = HiddenField()
