"""A photo with the card."""

from views.parts.checklist.document_form import TAKES, DocumentForm, take_document
from views.parts.checklist.screen import ItemScreen

SCREEN = ItemScreen("certification", 4, DocumentForm, take_document, lambda item: {"takes": TAKES})
