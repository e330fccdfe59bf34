"""A remembered answer as its supplier words it, for the trail. What the buyer wrote stands in no row."""

from models.account.audit.editing import said_facts
from models.kernel.clock import local
from models.kernel.errors import N_
from models.talk.answer import Answer


def answer_facts(answer: Answer) -> dict[str, str]:
    """All that a supplier's staff edit of it."""
    return said_facts(
        {
            N_("问题"): answer.shown_question,
            N_("回答"): answer.shown_answer or answer.answer,
            N_("展示在商品页"): f"{local(answer.approved_at):%Y-%m-%d %H:%M}" if answer.approved_at else "",
        }
    )
