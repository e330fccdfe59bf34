"""Settings that go together: what holds between two of them, whoever set which."""

from collections.abc import Callable
from dataclasses import dataclass

from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rules, and what must hold between them. `words` is a msgid that names both, for whoever set it otherwise."""

    names: tuple[str, str]
    holds: Callable[[Rules], bool]
    words: str

    def refusal(self, field: str) -> Refused:
        """The no, beside one of the two."""
        return Refused(field, self.words)


PAIRS = (
    Pair(
        ("code_pause_seconds", "code_minutes"),
        lambda rules: rules.code_pause_seconds <= rules.code_minutes * 60,
        N_("六位数失效以前要能再要一条：“隔几秒才能再要”不能比“几分钟内有效”长"),
    ),
    Pair(
        ("forbidden_in_names", "name_suffix"),
        lambda rules: not any(word in rules.name_suffix for word in rules.forbidden_in_names),
        N_("“店名显示时的后缀”里有“店名里不能出现的字”"),
    ),
    Pair(
        ("default_commission_bp", "platform_fee_bp"),
        lambda rules: rules.default_commission_bp + rules.platform_fee_bp < 10_000,
        N_("“货单没写佣金率时用多少”加上“平台服务费”要小于 100%，不然供货商什么也拿不到"),
    ),
    Pair(
        ("fold_lines", "fold_chars"),
        lambda rules: rules.fold_lines <= rules.fold_chars,
        N_("一行至少一个字：“超过几行就分”不能比“超过几个字就分”大"),
    ),
    Pair(
        ("cash_pieces", "held_pieces"),
        lambda rules: rules.cash_pieces <= rules.held_pieces,
        N_("“货到付款一单最多几件”不能比“一个手机号没付款、也没发完的一共最多多少件”大"),
    ),
    Pair(
        ("held_orders", "held_pieces"),
        lambda rules: rules.held_orders <= rules.held_pieces,
        N_("一单至少一件：“最多同时有几单”不能比“一共最多多少件”大"),
    ),
    Pair(
        ("prove_minutes", "operator_hours"),
        lambda rules: rules.prove_minutes <= rules.operator_hours * 60,
        N_("“多少分钟内证明过是本人就不再问”不能比“平台人员登录满几小时就要重新登录”长"),
    ),
    Pair(
        ("take_back_seconds", "in_hand_minutes"),
        lambda rules: rules.take_back_seconds <= rules.in_hand_minutes * 60,
        N_("“决定以后多少秒内可以收回”不能比“拿在手上多少分钟，别人就可以接过去”长"),
    ),
    Pair(
        ("points_no_invitations", "points_no_further_shop"),
        lambda rules: rules.points_no_invitations <= rules.points_no_further_shop,
        N_("“扣到几分不能再发邀请码”不能比“扣到几分不能再开店”大"),
    ),
    Pair(
        ("points_no_further_shop", "points_closing"),
        lambda rules: rules.points_no_further_shop <= rules.points_closing,
        N_("“扣到几分不能再开店”不能比“扣到几分要不要关店”大"),
    ),
    Pair(
        ("found_days", "received_days"),
        lambda rules: rules.found_days >= rules.received_days + rules.after_sale_days,
        N_("“能找回多少天以内的订单”不能比“发货多少天算收到”加“收货后多少天内可以申请售后”短，不然来不及申请售后"),
    ),
    Pair(
        ("found_days", "after_sale_days"),
        lambda rules: rules.found_days >= rules.received_days + rules.after_sale_days,
        N_("“能找回多少天以内的订单”不能比“发货多少天算收到”加“收货后多少天内可以申请售后”短，不然来不及申请售后"),
    ),
)


def broken_pairs(rules: Rules) -> list[Pair]:
    """Those that do not hold."""
    return [pair for pair in PAIRS if not pair.holds(rules)]
