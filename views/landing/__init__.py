"""The doors: the lookup box, shops and goods by number, and what QR codes open. All GET, none writes."""

# Each of these hangs its routes on the blueprint.
from views.landing import finding, goods, links, posts, reviews, shop, standing
from views.landing.blueprint import bp

__all__ = ["bp", "finding", "goods", "links", "posts", "reviews", "shop", "standing"]
