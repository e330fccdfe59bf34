"""A screenshot of the score."""

from views.parts.checklist.document_form import TAKES, DocumentForm, take_document
from views.parts.checklist.screen import ItemScreen

SCREEN = ItemScreen("credit", 5, DocumentForm, take_document, lambda item: {"takes": TAKES})
