"""The demo's category tree: five roots, each child with the attributes that its goods must tell."""

from demo.content.schema import DemoAttribute as Ask
from demo.content.schema import DemoCategory as Category

ORIGIN = Ask("产地", "Origin", required=True)
NET = Ask("净含量", "Net content", required=True)
KEEPS = Ask("保质期", "Shelf life", ("6 个月", "9 个月", "12 个月", "18 个月", "24 个月", "36 个月", "适合久存"), True)
FOR_SKIN = Ask("适用肤质", "Skin type", ("各种肤质", "干性", "油性", "混合性"))
AGE = Ask("适用年龄", "Age", ("0–1 岁", "1–3 岁", "3–6 岁", "6 岁以上", "各年龄"), True)
STUFF = Ask("材质", "Material", required=True)
WASH = Ask("洗涤方式", "Washing", ("机洗", "手洗", "干洗", "擦拭"))
SEASON = Ask("季节", "Season", ("四季", "春秋", "夏", "冬"))
FOR_WHOM = Ask("适用人群", "For", ("通用", "男", "女", "儿童"))

FOOD = Category("food", "食品保健", "Food and health", 500, children=(
    Category("tea", "茶叶", "Tea", 800, (
        Ask("茶类", "Kind of tea", ("白茶", "绿茶", "红茶", "乌龙茶", "黑茶", "花茶"), True), ORIGIN, NET, KEEPS)),
    Category("grain", "粮油干货", "Grain, oil and dried goods", 500, (
        ORIGIN, NET, KEEPS, Ask("储存方式", "Storage", ("阴凉干燥", "冷藏", "避光")))),
    Category("snack", "零食坚果", "Snacks and nuts", 800, (
        ORIGIN, NET, KEEPS, Ask("口味", "Flavour", ("原味", "奶油", "椒盐", "甜")))),
    Category("tonic", "蜂蜜滋补", "Honey and tonics", 800, (
        ORIGIN, NET, KEEPS)),
))  # fmt: skip

BEAUTY = Category("beauty", "美妆个护", "Beauty and care", 800, children=(
    Category("skincare", "护肤", "Skin care", 1200, (
        NET, FOR_SKIN, Ask("备案编号", "Filing number", required=True))),
    Category("bath", "洗浴护发", "Bath and hair", 1000, (
        NET, Ask("香味", "Scent", ("无香", "茶香", "草本", "木香")), Ask("适用发质", "Hair type"))),
    Category("oral", "口腔护理", "Oral care", 1000, (
        STUFF, Ask("刷毛软硬", "Bristles", ("超软", "软", "中"), True), FOR_WHOM)),
))  # fmt: skip

KIDS = Category("kids", "母婴玩具", "Children and toys", 800, children=(
    Category("plush", "毛绒玩具", "Soft toys", 1000, (AGE, STUFF, WASH)),
    Category("toys", "益智玩具", "Toys that teach", 1000, (AGE, STUFF, Ask("件数", "Pieces"))),
    Category("picture-books", "童书绘本", "Picture books", 500, (
        AGE, Ask("出版社", "Publisher", required=True), Ask("装帧", "Binding", ("精装", "平装", "纸板书")),
        Ask("页数", "Pages"))),
    Category("baby-wear", "婴童服饰", "Baby wear", 1000, (
        AGE, STUFF, Ask("安全类别", "Safety class", ("A 类", "B 类"), True))),
))  # fmt: skip

HOME = Category("home", "家居电器", "Home and appliances", 800, children=(
    Category("lighting", "灯具香薰", "Lamps and candles", 1000, (
        STUFF, Ask("电源", "Power", ("插电", "充电", "不用电"), True), Ask("认证编号", "Certificate"))),
    Category("textile", "家纺布艺", "Home textiles", 1000, (STUFF, Ask("尺寸", "Size", required=True), WASH)),
    Category("kitchen", "厨房餐具", "Kitchen and table", 800, (
        STUFF, Ask("适用", "Works with", ("明火", "电磁炉", "都可以", "不可加热")),
        Ask("能否洗碗机", "Dishwasher", ("可以", "不可以")))),
    Category("drinkware", "水具咖啡具", "Kettles and flasks", 1000, (
        STUFF, Ask("容量", "Capacity", required=True), Ask("执行标准", "Standard"))),
))  # fmt: skip

WEAR = Category("wear", "服饰运动", "Clothes and sport", 1000, children=(
    Category("clothing", "服装", "Clothing", 1200, (STUFF, FOR_WHOM, SEASON, WASH)),
    Category("shoes-bags", "鞋靴箱包", "Shoes and bags", 1000, (STUFF, FOR_WHOM)),
    Category("accessories", "袜帽配饰", "Accessories", 1000, (STUFF, SEASON, FOR_WHOM)),
    Category("sports", "运动户外", "Sport and outdoors", 800, (STUFF, Ask("尺寸", "Size"))),
))  # fmt: skip

CATEGORIES = (FOOD, BEAUTY, KIDS, HOME, WEAR)
