"""What a fault in the books means, in the reader's language. The checks tell their faults in plain English, for logs
and programs; the desk is told what it is about first, and the detail as it stands."""

from dataclasses import dataclass

from models.kernel.errors import N_

# By the fault's kind (models/checks).
WORDS = {
    "waiting.hand": N_("一件事一直在谁手上，没有放回"),
    "waiting.verdict": N_("决定过的事还在等"),
    "waiting.told": N_("决定了，对方没有收到通知"),
    "order.totals": N_("订单总额和它的包裹、优惠对不上"),
    "order.freight": N_("订单退的运费和退款记录对不上"),
    "parcel.totals": N_("包裹的货款和它的商品对不上"),
    "line.commission": N_("一件商品的佣金和佣金率对不上"),
    "line.bonus": N_("一件商品的等级奖励和当时的等级对不上"),
    "line.fee": N_("一件商品的平台服务费和费率对不上"),
    "line.owner": N_("一件商品记到了别的店铺或供货商"),
    "line.refunded": N_("一件商品记的退款和退款记录对不上"),
    "payment.refunded": N_("一笔付款退的比收的多，或者记得不一样"),
    "refund.totals": N_("一笔退款的总额和它的明细对不上"),
    "ledger.transaction": N_("一笔账不平，或者缺了分录"),
    "ledger.entry": N_("一条分录没有所属的账，或者时间不一致"),
    "ledger.owner": N_("一个账户的主人不对"),
    "ledger.snapshot": N_("一个账户的余额快照和分录对不上"),
    "ledger.negative": N_("一个不该欠钱的账户小于零"),
    "ledger.payment": N_("一笔付款没有照实入账"),
    "ledger.refund": N_("一笔退款没有照实入账"),
    "ledger.line": N_("一件商品该分的钱没有照实入账"),
    "ledger.freight": N_("一个供货商的运费没有照实入账"),
    "ledger.orphan": N_("有一笔账，找不到它为的是什么"),
    "withdrawal.reserve": N_("给提现留着的钱和正在办的提现对不上"),
    "withdrawal.posting": N_("一笔提现没有照它的状态入账"),
    "payment.trouble": N_("一笔付款有没弄清的问题"),
    "after_sale.refund": N_("一个售后和它的退款对不上"),
    "order.coupon": N_("订单减的钱和用的券对不上"),
    "coupon.claimed": N_("一张券领取的数量和领券记录对不上"),
    "coupon.used": N_("一张用掉的券和它的订单对不上"),
}
OTHER = N_("账里有一处对不上")
# What a fault is about; its public code follows.
NOUNS = {
    "order": N_("订单"),
    "parcel": N_("包裹"),
    "line": N_("商品行"),
    "payment": N_("付款"),
    "refund": N_("退款"),
    "transaction": N_("账目"),
    "entry": N_("分录"),
    "account": N_("账户"),
    "shop": N_("店铺"),
    "supplier": N_("供货商"),
    "withdrawal": N_("提现"),
    "coupon": N_("优惠券"),
    "claim": N_("领到的券"),
    "after-sale": N_("售后"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A fault for the page: `words` and `noun` are msgids, `code` what stands behind the noun, `detail` English."""

    words: str
    noun: str
    code: str
    detail: str


def told(faults: str) -> list[Told]:
    """The faults of a run, one a line as settlement kept them: "kind: subject: words"."""
    return [_told(line) for line in faults.splitlines() if line.strip()]


def _told(line: str) -> Told:
    kind, _, rest = line.partition(": ")
    subject, _, detail = rest.partition(": ")
    noun, _, code = subject.partition(" ")
    if noun not in NOUNS:
        noun, code = "", subject
    return Told(WORDS.get(kind, OTHER), NOUNS.get(noun, ""), code, f"{kind}: {detail}" if detail else line)
