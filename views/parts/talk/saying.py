"""Saying something: the form, and sending it with pictures."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length

from models.kernel.codes import new_token
from models.kernel.errors import Refused
from models.talk.conversation import Conversation, Message
from models.talk.pictures import Kept, drop_picture, keep_picture
from models.talk.talking import MessageDraft, checked_message, said_with
from views.kit import store
from views.kit.forms import BuyerForm, TokenForm, complain
from views.kit.house import house


class TalkFields:
    """MessageDraft, pictures, the form's own mark; of a post, whether it may stand under it."""

    text = TextAreaField(_("消息"))
    pictures = MultipleFileField(_("图片"))
    once = HiddenField(validators=[Length(min=16, max=32)])
    is_open = BooleanField(_("可以公开放在动态下面"))


class BuyerTalkForm(TalkFields, BuyerForm):
    """What a buyer writes."""


class StaffTalkForm(TalkFields, TokenForm):
    """What a keeper or a supplier writes; `remember` keeps question and answer for the next time."""

    remember = BooleanField(_("记住这个回答"))


def new_once() -> str:
    """A form's own mark."""
    return new_token()


def sent(form: Any, talk: Conversation | None, speak: Callable[[MessageDraft], Message]) -> bool:
    """Checks the form, stores its pictures outside of any transaction, and says the words. Says whether the message
    stands; what was refused is written beside the field, and the text stays."""
    if not form.validate():
        # The form's own mark was lost on the way: with a new one it can be sent again.
        form.once.data = new_once()
        return False
    uploads = [upload for upload in request.files.getlist("pictures") if upload.filename]
    words = MessageDraft(form.text.data or "", form.once.data, is_open=bool(form.is_open.data))
    kept: list[Kept] = []
    try:
        checked_message(MessageDraft(words.text, words.once, [Kept("", 1, 1)] * len(uploads)))
        if talk and said_with(store.session(), talk, words.once):
            return True
        if uploads:
            with store.outside_transaction():
                _keep(uploads, kept)
        message = speak(replace(words, pictures=kept))
        _drop([one for one in kept if one.key not in {picture.key for picture in message.pictures}])
    except Refused as refusal:
        store.give_up()
        _drop(kept)
        complain(form, refusal)
        return False
    return True


def _keep(uploads: list[FileStorage], kept: list[Kept]) -> None:
    for upload in uploads:
        kept.append(keep_picture(house().media, upload.read()))


def _drop(kept: list[Kept]) -> None:
    for one in kept:
        drop_picture(house().media, one)
