"""The screens of operators."""

from flask import Blueprint

from views.kit.identity import operators_only

desk = Blueprint("desk", __name__, url_prefix="/desk")
desk.before_request(operators_only)
