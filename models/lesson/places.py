"""What lessons are about, and where they can be shown."""

from models.kernel.errors import N_

# The course reads from top to bottom.
TOPICS = {
    "start": N_("开个好头"),
    "goods": N_("货、图、话"),
    "share": N_("发出去"),
    "buyers": N_("招呼买家"),
}

# The tags that templates ask for, each with the place where an operator finds it.
PLACES = {
    "today.empty": N_("今日页，还没有客人时"),
    "today": N_("今日页的数字下面"),
    "picks.empty": N_("选品页，还没有货时"),
    "goods": N_("去选货的页面"),
    "reason": N_("写推荐时"),
    "photo": N_("上传图片时"),
    "share": N_("分享页"),
    "share.moments": N_("分享到朋友圈"),
    "share.group": N_("分享到群"),
    "share.chat": N_("分享到私聊"),
    "share.print": N_("打印海报"),
    "share.stale": N_("海报过时了"),
    "orders.empty": N_("订单页，还没有订单时"),
    "orders": N_("订单页"),
}
