"""A real name as it stands on a card."""

import re

from models.kernel.errors import N_, Refused
from models.kernel.text import narrow, one_line

REAL_NAME_LIMIT = 40
# Between the parts of names from many languages stands a dot, of which keyboards have several.
_DOTS = re.compile("[·•・‧∙⋅．.]")
_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# Chinese signs with dots between, or letters as cards of people from abroad have them.
_NAMES = re.compile(rf"[{_HAN}]+(·[{_HAN}]+)*|[A-Z]+([ '\-][A-Z]+)*")


def checked_real_name(typed: str) -> str:
    """The name as it is kept. Raises Refused("name")."""
    name = one_line(typed)
    if not name:
        raise Refused("name", N_("填证件上的姓名"))
    name = _DOTS.sub("·", narrow(name))
    # Spaces between Chinese signs are a form's, not the name's.
    if re.search(f"[{_HAN}]", name):
        name = name.replace(" ", "")
    name = name.upper()
    if len(name) < 2 or len(name) > REAL_NAME_LIMIT or not _NAMES.fullmatch(name):
        raise Refused("name", N_("照证件写姓名：只有汉字（中间可以有 ·），或者大写的拼音"))
    return name
