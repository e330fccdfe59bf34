"""What buyers do: carts, checkout, finding, orders. No account; forms may only come from our own pages."""

from flask import Blueprint

from views.kit.safety import own_forms_only

buyer = Blueprint("buyer", __name__)
buyer.before_request(own_forms_only)
