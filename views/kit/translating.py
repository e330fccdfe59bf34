"""What templates say in the reader's language. Jinja takes every translation for markup, also where what is translated
stands in a setting or in the database: here it is text, like all else that a template shows."""

from flask import Flask
from flask_babel import Babel, get_translations
from markupsafe import Markup, escape

from views.kit import locale


def _text(words: str) -> Markup:
    """Safe between tags and in attributes, which stand in double quotes: apostrophes stay as they are."""
    return Markup(str(escape(words)).replace("&#39;", "'"))  # noqa: S704  Escaped just here.


def init_app(app: Flask) -> None:
    """Gives the program its languages, and templates `_`, `ngettext` and `pgettext`."""
    Babel(app, locale_selector=locale.selected)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # Of Jinja's extension, which Babel loads.
        lambda words: _text(get_translations().ugettext(words)),
        lambda one, many, count: _text(get_translations().ungettext(one, many, count)),
        newstyle=True,
        pgettext=lambda what, words: _text(get_translations().upgettext(what, words)),
    )
