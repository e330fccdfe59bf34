"""The demo's four suppliers, one of each kind, and each with a freight of another kind: free over an amount, flat and
not everywhere, free, by province."""

from demo.content.schema import DemoSupplier as Supplier
from demo.content.schema import DemoZone as Zone

SUPPLIERS = (
    Supplier(
        "yunling", "福鼎云岭茶业有限公司", "factory",
        "太姥山脚下的小茶厂，自己有四百亩茶园，三代人做茶。春天采白毫，秋天压饼，茉莉花从横县拉来自己窨。",
        "福建宁德", "8", "99", "林秀珍", "13800000011", "91350982000001011Y", "2000000",
    ),
    Supplier(
        "laofang", "临安老方山货行", "retailer",
        "临安城里开了二十二年的山货店。山核桃、蜂蜜、香菇都是挨家挨户收来的，收的时候先尝，不好的不要。",
        "浙江杭州", "10", "", "方建国", "13800000012", "91330112000002022C", "1200000",
        (Zone(("香港特别行政区", "澳门特别行政区", "台湾省")),),
    ),
    Supplier(
        "suri", "杭州素日生活用品有限公司", "brand",
        "做每天都要用的东西：洗手台上的、厨房里的、床头的。样子少一点，用得久一点，坏了可以单买配件。",
        "浙江杭州", "0", "", "许素", "13800000013", "913301060000030332", "5000000",
    ),
    Supplier(
        "mumian", "义乌木与棉贸易有限公司", "distributor",
        "给孩子和大人找好的木头、棉布和羊毛。合作的工厂有十七家，每一批货都抽检，检验单随时可以看。",
        "浙江义乌", "6", "69", "陈棉", "13800000014", "913307820000040529", "3000000",
        (
            Zone(("浙江省", "上海市", "江苏省"), "6", "39"),
            Zone(("内蒙古自治区", "西藏自治区", "青海省", "宁夏回族自治区", "新疆维吾尔自治区"), "18", "199"),
            Zone(("香港特别行政区", "澳门特别行政区", "台湾省")),
        ),
    ),
)  # fmt: skip
