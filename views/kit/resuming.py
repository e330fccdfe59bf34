"""A form that arrived too late, after its session was over or its token too old, is given back filled.

Only a form that the browser itself says is ours is given back: another site's must not be carried past a sign-in.
"""

import json
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from models.kernel.errors import N_
from views.kit.page import page

# Text only, and not without end: a page that holds it all again must stay a page.
MOST_FIELDS, MOST_CHARACTERS = 300, 200_000
AUDIENCES = ("/console/", "/supply/", "/desk/", "/account")
TOO_OLD = N_("刚才那一页放太久了，没有保存。再交一次就好。")
_LEFT_OUT = {"csrf_token", "password", "old_password", "new_password", "own_password", "pass_word"}


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form's address and its fields as they were sent; `had_files` says that files came too, which cannot be kept."""

    action: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False

    @property
    def texts(self) -> list[str]:
        """What a person wrote in it, the long ones, to be recognised by."""
        return [value for _, value in self.fields if len(value) > 12 and not value.isascii()][:3]

    def packed(self) -> str:
        """The form as one hidden field holds it."""
        return json.dumps([self.action, self.fields, self.had_files], ensure_ascii=False)


def unsent(*, ours: bool = False) -> Unsent | None:
    """This request's own form; `ours` where its token was checked. None where it is no form of ours, or too
    much to be given back."""
    is_ours = ours or request.headers.get("Sec-Fetch-Site") == "same-origin"
    if request.method != "POST" or not is_ours or not request.path.startswith(AUDIENCES):
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name not in _LEFT_OUT)
    if len(fields) > MOST_FIELDS or sum(len(value) for _, value in fields) > MOST_CHARACTERS:
        return None
    return Unsent(request.full_path.rstrip("?"), fields, any(file.filename for file in request.files.values()))


def unpacked(typed: str) -> Unsent | None:
    """What a hidden field holds; None where it holds nothing of ours."""
    try:
        action, fields, had_files = json.loads(typed)
        pairs = tuple((_whole(name), _whole(value)) for name, value in fields)
    except (ValueError, TypeError, RecursionError):
        return None
    inside = isinstance(action, str) and action.startswith(AUDIENCES) and "\\" not in action and action.isprintable()
    return Unsent(action, pairs, bool(had_files)) if inside and len(pairs) <= MOST_FIELDS else None


def _whole(text: object) -> str:
    """Half of a surrogate pair, which JSON may spell, is no text that a page could hold."""
    return str(text).encode("utf-8", "replace").decode()


def give_back(kept: Unsent, *, status: int = 200, why: str = TOO_OLD) -> Response:
    """The page from which the form can be sent again, with a fresh token; `why` it was not taken."""
    return page("session/resume.html", kept=kept, why=why, unsaved=True, status=status)
