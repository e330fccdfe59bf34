"""The doors: the lookup box, shops and goods by number, and what QR codes open."""

from flask import Blueprint

bp = Blueprint("landing", __name__)
