"""Goods to wear and to move in. The scarf is waiting for approval."""

from demo.content.schema import DemoGoods as Goods
from demo.content.schema import DemoSku as Sku
from demo.content.schema import grid

JUMPER = Goods(
    "jumper", "mumian", "小 V 纹羊毛针织衫 圆领", "clothing", ("颜色", "尺码"),
    "<p>七成羊毛三成棉，贴身穿不扎。织得密，风不大的时候可以当外套。</p>"
    "<ul><li>S：45–52 kg</li><li>M：52–60 kg</li><li>L：60–70 kg</li><li>XL：70–80 kg</li></ul>"
    "<p>装洗衣袋，冷水手洗，平铺晾干。</p>",
    {"材质": "羊毛 70%、棉 30%", "适用人群": "通用", "季节": "冬", "洗涤方式": "手洗"},
    grid("MM-MY", "199", 1800, ("燕麦", "松绿", "砖红"), ("S", "M", "L", "XL"),
         ((18, 26, 22, 9), (12, 20, 19, 7), (15, 24, 0, 6)), "239"),
    ("jumper", "jumpers"), "6970000004428",
)  # fmt: skip

SOCKS = Goods(
    "socks", "mumian", "拼色中筒棉袜 5 双装", "accessories", ("尺码",),
    "<p>五双五个颜色，袜头手工缝合，不磨脚趾。脚跟加厚了一层。</p><p>反过来洗，不起球。</p>",
    {"材质": "棉 78%、锦纶 20%、氨纶 2%", "季节": "四季", "适用人群": "通用"},
    (Sku("MM-WZ-S", ("35–39",), "45", 160, 1800), Sku("MM-WZ-L", ("40–44",), "45", 140, 1800)),
    ("socks",), "6970000004596",
)  # fmt: skip

TOTE = Goods(
    "tote", "mumian", "慢慢走 厚帆布包", "shoes-bags", ("图案",),
    "<p>16 安帆布，空的时候也站得住。能装一台 14 寸电脑加一把伞，也能装两天的菜。</p>"
    "<p>提手六十厘米，穿羽绒服也挎得上肩。里面有一个拉链小袋。</p>",
    {"材质": "棉帆布", "适用人群": "通用"},
    (Sku("MM-FB-S", ("小山",), "59", 85, 1600), Sku("MM-FB-Z", ("三个字",), "59", 78, 1600)),
    ("tote", "tote-market"), "6970000004763",
)  # fmt: skip

SCARF = Goods(
    "scarf", "mumian", "横条羊毛围巾 180 cm", "accessories", (),
    "<p>细羊毛，一米八长，绕两圈还有余。两头是手打的穗子。</p><p>干洗，或者用羊毛洗剂冷水泡五分钟。</p>",
    {"材质": "羊毛", "季节": "冬", "适用人群": "通用"},
    (Sku("MM-WJ-01", (), "119", 40, 1500),), ("scarf",), "", "submitted",
)  # fmt: skip

RUNNERS = Goods(
    "runners", "mumian", "轻步慢跑鞋 软底透气", "shoes-bags", ("颜色", "尺码"),
    "<p>一只 230 克（42 码），前掌宽，鞋底软，适合五公里左右的慢跑和走路。</p>"
    "<p>尺码是正的，脚背高的选大半码。鞋垫可以抽出来洗。</p>",
    {"材质": "飞织网面、EVA", "适用人群": "通用"},
    grid("MM-PX", "239", 1300, ("藏青", "朱红"), ("38", "39", "40", "41", "42", "43"),
         ((8, 14, 20, 24, 22, 12), (10, 16, 12, 9, 6, 0)), "269"),
    ("runners", "runners-road"), "6970000004930",
)  # fmt: skip

YOGA_MAT = Goods(
    "yoga-mat", "mumian", "天然橡胶瑜伽垫 5 mm 送背带", "sports", ("颜色",),
    "<p>天然橡胶底，手心出汗也不滑。展开就平，不卷边。</p>"
    "<p>新的有一点橡胶味，摊在阴凉处吹三天。别晒太阳。</p>",
    {"材质": "天然橡胶、PU", "尺寸": "183 × 66 cm"},
    (Sku("MM-YJ-G", ("雾绿",), "159", 44, 1400), Sku("MM-YJ-R", ("陶红",), "159", 31, 1400)),
    ("yoga-mat",), "6970000005104",
)  # fmt: skip

UMBRELLA = Goods(
    "umbrella", "mumian", "直杆晴雨伞 木弯柄", "accessories", (),
    "<p>八骨，伞面直径 103 厘米，两个人挤一挤够。布有一层黑胶，晴天也能撑。</p><p>木柄是弯的，可以挂在桌边。</p>",
    {"材质": "涤纶、榉木、玻璃纤维", "季节": "四季", "适用人群": "通用"},
    (Sku("MM-YS-01", (), "69", 62, 1500),), ("umbrella",),
)  # fmt: skip

ROPE = Goods(
    "rope", "mumian", "木柄跳绳 可调长度", "sports", (),
    "<p>木柄里有轴承，绳子不拧。总长三米，自己剪到合适的长度。</p>",
    {"材质": "榉木、PVC 包钢丝", "尺寸": "3 m"},
    (Sku("MM-TS-01", (), "29.9", 110, 1500),), ("rope",),
)  # fmt: skip

GOODS = (JUMPER, SOCKS, TOTE, SCARF, RUNNERS, YOGA_MAT, UMBRELLA, ROPE)
