"""What was never received after all cannot be reviewed: a parcel of cash on delivery that came back."""

from sqlmodel import Session

from models.account.audit import note_audit
from models.kernel.act import Act
from models.review.hiding import hide_review
from models.review.writing import review_of_line
from models.trade.order.order import Parcel


def take_off_unreceived(session: Session, parcel: Parcel, act: Act) -> None:
    """Hides the reviews of its lines by that rule. Again does nothing."""
    for line in sorted(parcel.lines, key=lambda line: line.goods_id):
        review = review_of_line(session, line.id)
        if review is not None and review.hidden_rule != "not_received":
            hide_review(session, review, "not_received", act)
            note_audit(session, "review.hide", f"{review.code} not_received", act.because("came_back"))
