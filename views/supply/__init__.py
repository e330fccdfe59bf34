"""The screens of suppliers' staff."""

from flask import Blueprint

from views.kit.identity import staff_only

supply = Blueprint("supply", __name__, url_prefix="/supply")
supply.before_request(staff_only)
