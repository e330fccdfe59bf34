"""Who must have a second factor: operators, and those who own a company that supplies, as the network's rule says."""

from sqlmodel import Session

from models.account.desk.appointment import works_at_desk
from models.account.member import Member
from models.account.role import LAST_ON_STAFF
from models.catalogue.supplier.staff import staff_roles_of
from models.kernel.rules import Rules


def requires_factor(session: Session, member: Member, *, rules: Rules, in_production: bool) -> bool:
    """Whether this member must have one. Where the rule is left open, production asks operators and owners, and nothing
    else asks anybody."""
    asked = rules.second_factor_required or ("owners" if in_production else "nobody")
    if asked == "nobody":
        return False
    if works_at_desk(session, member.id):
        return True
    return asked == "owners" and LAST_ON_STAFF in staff_roles_of(session, member)
