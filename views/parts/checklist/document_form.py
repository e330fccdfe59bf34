"""Items that are given by one photo or page."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from models.gate.checklist import ChecklistItem
from models.kernel.act import Act
from models.stories.gate.giving import give_item_document
from views.kit import store
from views.kit.forms import TokenForm
from views.kit.house import house
from views.parts.documents import uploaded_document

TAKES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,application/pdf"


class DocumentForm(TokenForm):
    """One file."""

    photo = FileField(_("照片"), [FileRequired(_("选一张照片"))])


def take_document(item: ChecklistItem, form: DocumentForm, act: Act) -> None:
    """Seals what was sent and gives the item with it."""
    with uploaded_document(form.photo.data.read(), "photo") as upload:
        give_item_document(store.session(), item, upload, act, rules=house().rules)
        store.session().flush()
