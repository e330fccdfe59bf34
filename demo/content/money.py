"""Where the demo's people want their money, and what they asked for so far. No such account exists."""

from demo.content.schema import DemoPayee as Payee
from demo.content.schema import DemoWithdrawal as Withdrawal

PAYEES = (
    Payee("linjian", "bank", "林小满", "6222000000000010128", "工商银行", "福鼎太姥山支行", "verified", 33),
    Payee("yunling", "bank", "福鼎云岭茶业有限公司", "3505000000000020011", "建设银行", "宁德福鼎支行", "verified", 33),
    Payee("laofang", "bank", "临安老方山货行", "3301000000000030022", "农业银行", "临安锦城支行", "verified", 33),
    # The account before was closed; this one took its place.
    Payee("linjian", "bank", "林小满", "6217000000000040256", "建设银行", "福鼎中山支行", "verified", 18),
    Payee("suri", "bank", "许素", "6228000000000050033", "招商银行", "", "refused", 12,
          "公司供货商要用对公账户，户名和公司名称一致"),
    Payee("doudou", "alipay", "陈豆豆", "doudou@example.com", "", "", "verified", 5.5),
    Payee("manbanpai", "alipay", "周慢", "13800000023", "", "", "asked", 0.2),
)  # fmt: skip

WITHDRAWALS = (
    Withdrawal("linjian", "150", "returned", 30, "工行 2200 0187 0001", "收款账户已销户"),
    Withdrawal("yunling", "800", "paid", 26, "工行 2200 0187 0002"),
    Withdrawal("linjian", "200", "paid", 15, "工行 2200 0187 0003"),
    Withdrawal("laofang", "300", "returned", 10, "工行 2200 0187 0004", "户名不符，少一个“行”字"),
    Withdrawal("doudou", "100", "failed", 5, "支付宝账户暂时不能收款"),
    Withdrawal("yunling", "500", "exported", 2),
    Withdrawal("doudou", "180", "approved", 1),
    Withdrawal("linjian", "120", "requested", 0.2),
)
