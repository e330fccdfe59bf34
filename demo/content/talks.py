"""What buyers asked before they bought, and who answered."""

from demo.content.schema import DemoMessage as Message
from demo.content.schema import DemoTalk as Talk

TALKS = (
    Talk("linjian", "white-tea", 50, (
        Message("buyer", "老寿眉是煮着喝好，还是泡着喝？我家只有盖碗。"),
        Message("keeper", "盖碗正好。沸水，头一泡八秒出水。泡到第六泡味道淡了，"
                "剩下的叶子丢进壶里煮十分钟，枣香就出来了。", 0.4),
        Message("buyer", "明白了，先拿一饼小的试试。", 0.6),
    )),
    Talk("doudou", "bear", 27, (
        Message("buyer", "小熊的毛会不会掉？我家宝宝八个月，什么都往嘴里送。"),
        Message("keeper", "我家洗过五六次没见掉，不过用的什么料我请厂家来说，稳妥些。", 0.5),
        Message("supplier", "面料是长短绒一体织的，不是贴上去的，按玩具国标做过拉力测试。"
                "头一次先用温水手洗，浮毛就没了。", 3),
    ), on_page=True),
    Talk("manbanpai", "kettle", 22, (
        Message("buyer", "燃气灶能直接烧吗？"),
        Message("keeper", "可以，小火，火苗别超过壶底。电磁炉不行。", 1.5),
    )),
    Talk("linjian", "honey", 3, (
        Message("buyer", "给六十多岁的老人喝，一天一勺多不多？冬天寄到北方会不会冻裂瓶子？"),
    )),
)  # fmt: skip
