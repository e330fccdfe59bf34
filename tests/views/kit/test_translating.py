"""What templates say in the reader's language is text."""

from flask import Flask, render_template_string
from markupsafe import Markup

from tests.given.kinds import ON_SQLITE

SAYS = "{{ _(words) }} {{ ngettext(words, words, 2) }} {{ _('%(who)s', who=words) }} {{ _('%(who)s', who=safe) }}"


@ON_SQLITE
def test_words_in_a_variable_are_no_markup(app: Flask) -> None:
    with app.test_request_context():
        said = render_template_string(SAYS, words='<i class="x">It\'s', safe=Markup("<b>"))
    text = "&lt;i class=&#34;x&#34;&gt;It"
    assert said == f"{text}'s {text}'s {text}&#39;s <b>"
