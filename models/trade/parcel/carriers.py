"""Who carries parcels, and how each is written besides its own name: one list, from which forms and files follow."""

CARRIER_NAMES = {
    "顺丰速运": ("顺丰", "顺丰快递", "sf", "sf express", "shunfeng"),
    "中通快递": ("中通", "zto", "zto express"),
    "圆通速递": ("圆通", "圆通快递", "yto", "yto express"),
    "申通快递": ("申通", "sto", "sto express"),
    "韵达快递": ("韵达", "韵达速递", "yunda", "yunda express"),
    "极兔速递": ("极兔", "极兔快递", "j&t", "jt", "j&t express"),
    "京东物流": ("京东", "京东快递", "jd", "jd logistics"),
    "邮政 EMS": ("ems", "邮政", "中国邮政", "邮政ems", "邮政快递", "china post"),
    "其他": ("其它", "其他快递", "other"),
}
CARRIERS = tuple(CARRIER_NAMES)
CARRIER_BY_NAME = {
    alias: carrier for carrier, aliases in CARRIER_NAMES.items() for alias in (carrier.casefold(), *aliases)
}
