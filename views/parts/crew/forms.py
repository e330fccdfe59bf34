"""Forms about people: which roles, and why."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from models.account.by_link import CALLED_LIMIT
from models.account.desk.appointing import APPOINTING_WHY_LIMIT
from models.account.role import Role
from views.kit.forms import TokenForm
from views.kit.written import Written


class _RolesForm(TokenForm):
    roles = SelectMultipleField(
        _("岗位"), widget=ListWidget(), option_widget=CheckboxInput(), validate_choice=False, choices=[]
    )

    def offer(self, roles: Sequence[Role[Any]]) -> None:
        """Which roles there are to choose from."""
        self.roles.choices = [(role.name, gettext(role.words)) for role in roles]

    @property
    def chosen(self) -> list[str]:
        """What was ticked."""
        return list(self.roles.data or [])


class InviteForm(_RolesForm):
    """Whom a link is for."""

    called = StringField(_("给谁"), [Written(_("写一下是给谁的")), Length(max=CALLED_LIMIT, message=_("最多 20 个字"))])


class ChangeRolesForm(_RolesForm):
    """Which roles from now on; `seen` are those that the page showed."""

    seen = HiddenField()
    why = StringField(
        _("为什么"), [Written(_("写一句为什么")), Length(max=APPOINTING_WHY_LIMIT, message=_("最多 200 个字"))]
    )

    @property
    def seen_roles(self) -> list[str]:
        """What stood when the page was made."""
        return (self.seen.data or "").split()


class LeaveForm(TokenForm):
    """Why somebody is removed."""

    why = StringField(
        _("为什么"), [Written(_("写一句为什么")), Length(max=APPOINTING_WHY_LIMIT, message=_("最多 200 个字"))]
    )
