"""What was bought in the two months before this one, by how many months ago: one shop rises, another falls back."""

from demo.content.schema import DemoLine as Line
from demo.content.schema import DemoOrder as Order

_MEI, _HE, _ZHENG, _SONG = "13800000031", "13800000032", "13800000033", "13800000034"


def _order(buyer: str, shop: str, *lines: tuple[str, str, int]) -> Order:
    """One that arrived long ago; when it was placed goes by its place in the month."""
    return Order(buyer, shop, tuple(Line(*line) for line in lines), "received", "test", 0)


HISTORY = {
    2: (
        _order(_MEI, "linjian", ("white-tea", "YL-BC-357", 1)),
        _order(_ZHENG, "linjian", ("jasmine-tea", "YL-ML-125", 2), ("honey", "LF-FM-500", 1)),
        _order(_HE, "linjian", ("walnuts", "LF-HT-500", 3), ("thermos", "SR-BL-11", 1)),
        _order(_SONG, "linjian", ("white-tea", "YL-BC-100", 2)),
        _order(_MEI, "doudou", ("moon-book", "MM-SJ-01", 1), ("bear", "MM-XX-11", 1)),
        _order(_MEI, "linjian", ("rice", "LF-DM-50", 2), ("mushrooms", "LF-XG-200", 2)),
        _order(_ZHENG, "linjian", ("white-tea", "YL-BC-357", 1)),
        _order(_HE, "manbanpai", ("runners", "MM-PX-14", 1)),
        _order(_HE, "linjian", ("black-tea", "YL-HC-12", 3), ("persimmons", "LF-SB-16", 1)),
        _order(_SONG, "linjian", ("bowls", "SR-FW-4", 2), ("tote", "MM-FB-S", 1)),
        _order(_MEI, "linjian", ("jasmine-tea", "YL-ML-125", 3)),
        _order(_SONG, "doudou", ("toothbrush", "SR-YT-11", 2)),
        _order(_ZHENG, "linjian", ("honey", "LF-FM-500", 2), ("walnuts", "LF-HT-500", 2)),
        _order(_HE, "linjian", ("white-tea", "YL-BC-100", 2)),
    ),
    1: (
        _order(_SONG, "doudou", ("blocks", "MM-JM-60", 1), ("moon-book", "MM-SJ-01", 1)),
        _order(_MEI, "doudou", ("bear", "MM-XX-11", 2), ("crayons", "MM-LB-24", 1)),
        _order(_HE, "doudou", ("blocks", "MM-JM-60", 2)),
        _order(_MEI, "linjian", ("white-tea", "YL-BC-100", 1)),
        _order(_ZHENG, "doudou", ("towel", "SR-YJ-11", 3), ("hand-cream", "SR-HL-11", 2)),
        _order(_SONG, "doudou", ("train", "MM-HC-3", 2), ("bear", "MM-XD-11", 1)),
        _order(_HE, "manbanpai", ("kettle", "SR-SC-G", 1)),
        _order(_MEI, "doudou", ("blocks", "MM-JM-30", 1), ("bodysuit", "MM-LD-21", 2)),
        _order(_ZHENG, "doudou", ("rice", "LF-DM-50", 3), ("persimmons", "LF-SB-16", 1)),
        _order(_ZHENG, "linjian", ("jasmine-tea", "YL-ML-125", 1)),
        _order(_SONG, "doudou", ("blocks", "MM-JM-60", 1), ("moon-book", "MM-SJ-01", 2)),
        _order(_MEI, "doudou", ("bear", "MM-XD-11", 2)),
        _order(_HE, "doudou", ("socks", "MM-WZ-L", 4), ("towel", "SR-YJ-11", 1)),
        _order(_ZHENG, "doudou", ("train", "MM-HC-3", 1), ("crayons", "MM-LB-24", 2)),
        _order(_SONG, "manbanpai", ("candle", "SR-LZ-GH", 2)),
        _order(_HE, "doudou", ("blocks", "MM-JM-30", 2)),
        _order(_HE, "linjian", ("honey", "LF-FM-500", 1), ("walnuts", "LF-HT-500", 1)),
    ),
}
