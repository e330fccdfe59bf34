"""The stated rules: only what breaks one of them is hidden, and it is said which. Few stars break none."""

from typing import Literal, get_args

from models.kernel.errors import N_

HideRule = Literal["contact", "private", "insult", "illegal", "not_received"]
HIDE_RULES: tuple[HideRule, ...] = get_args(HideRule)
# What nobody reports: it follows from the order.
REPORTABLE: tuple[HideRule, ...] = ("contact", "private", "insult", "illegal")

HIDE_RULE_WORDS = {
    "hide_rule": {
        "contact": N_("写了联系方式或者广告"),
        "private": N_("写出了别人的名字、电话或住处"),
        "insult": N_("辱骂或者威胁人"),
        "illegal": N_("有违法的内容"),
        "not_received": N_("包裹退回去了，没有收到货"),
    },
}
