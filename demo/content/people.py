"""The demo's buyers and what they have ordered so far."""

from demo.content.schema import DemoBuyer as Buyer
from demo.content.schema import DemoLine as Line
from demo.content.schema import DemoOrder as Order

BUYERS = (
    Buyer("周晓梅", "13800000031", "浙江省", "杭州市", "西湖区", "文三路 138 号 3 幢 502 室"),
    Buyer("何志强", "13800000032", "江苏省", "苏州市", "姑苏区", "平江路 27 号"),
    Buyer("郑阿姨", "13800000033", "福建省", "福州市", "鼓楼区", "杨桥东路 9 弄 4 号楼 101 室"),
    Buyer("宋小雨", "13800000034", "四川省", "成都市", "武侯区", "玉林西路 66 号 2 单元 1203 室"),
)

ORDERS = (
    Order("13800000031", "linjian", (Line("white-tea", "YL-BC-100", 2), Line("honey", "LF-FM-500", 1)),
          "received", "test", 26, "done"),
    Order("13800000033", "linjian", (Line("jasmine-tea", "YL-ML-125", 1),), "received", "cod", 19),
    Order("13800000032", "linjian", (Line("jasmine-tea", "YL-ML-125", 1),), "received", "cod", 6),
    Order("13800000034", "doudou", (Line("moon-book", "MM-SJ-01", 1), Line("bear", "MM-XX-11", 1),
                                    Line("toothbrush", "SR-YS-21", 1)), "shipped", "test", 4),
    Order("13800000032", "manbanpai", (Line("runners", "MM-PX-15", 1),), "shipped", "test", 3),
    Order("13800000031", "doudou", (Line("towel", "SR-YJ-21", 2), Line("crayons", "MM-LB-12", 1)),
          "to_ship", "test", 1),
    Order("13800000032", "linjian", (Line("walnuts", "LF-HT-500", 1), Line("thermos", "SR-BL-11", 1)),
          "to_ship", "cod", 0),
    Order("13800000034", "manbanpai", (Line("candle", "SR-LZ-GH", 1),), "unpaid", "test", 0),
    Order("13800000033", "manbanpai", (Line("lamp", "SR-TD-B", 1), Line("umbrella", "MM-YS-01", 1)),
          "cancelled", "test", 8),
    Order("13800000033", "linjian", (Line("honey", "LF-FM-500", 1),), "received", "test", 5, "asked"),
    Order("13800000034", "manbanpai", (Line("umbrella", "MM-YS-01", 1),), "received", "test", 6, "disputed"),
    Order("13800000031", "doudou", (Line("bear", "MM-XX-11", 2),), "part_shipped", "test", 2),
    Order("13800000034", "linjian", (Line("jasmine-tea", "YL-ML-125", 1),), "came_back", "cod", 12),
    Order("13800000033", "manbanpai", (Line("candle", "SR-LZ-GH", 1),), "refunded", "test", 3),
    Order("13800000032", "doudou", (Line("crayons", "MM-LB-12", 1),), "stuck", "test", 1),
)  # fmt: skip
