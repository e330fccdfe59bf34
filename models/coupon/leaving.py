"""A buyer leaves claims that led to no order: they are nobody's from then on. Each keeps its place in the quota until
somebody else asks for it (lapsing.py), so that what a coupon says was claimed stays true."""

import secrets

from sqlalchemy import update
from sqlmodel import Session, col

from models.coupon.coupon import CouponClaim


def leave_claims(session: Session, visitor: str) -> None:
    """All of a visitor's that are not used; one that an order takes at this moment goes with the order."""
    unused = (col(CouponClaim.visitor) == visitor, col(CouponClaim.order_number).is_(None))
    session.exec(update(CouponClaim).where(*unused).values(visitor=secrets.token_hex(16)))
