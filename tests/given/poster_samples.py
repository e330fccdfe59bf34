"""Sheets and pictures for the poster tests: what shops really write, and what nobody expects."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from models.poster.sheet import Sheet
from models.poster.styles import styles

PAYLOAD = "HTTPS://XIAOPU.SHOP/Q/7K3MQ2XA"
TEA = "这款白茶我自己喝了三年，回甘很长。冬天泡一壶，整间屋子都是香的。"
LONG = (
    "我在福鼎的山里见过这家人做茶，一家四口，从采到晒全都自己动手，不用机器。茶饼放了5年，汤色橙黄，第一泡有枣香，后面越来越甜，"
    "能泡10次以上。我妈喝别的茶都不舒服，只有这一款她天天都要喝。家里来客人我也泡这个，没有人不问我在哪里买的。今年只做了三百饼，"
    "卖完就要等明年春天了，喜欢老白茶的朋友可以先买一饼试试，不喜欢你来找我。冬天可以煮着喝，加两片陈皮，满屋子都是香的，真好。还有一句：泡的时候水要开，第一泡可以早点倒出来。"
)
ENGLISH = "I have been using this hand-made goat milk soap for three years, and my skin has never felt better."
EMOJI = "🎉超好吃😋👨‍👩‍👧‍👦全家都爱❤️👍🏽 🇨🇳国货之光💯"
REASONS = {
    "none": "",
    "one": "好",
    "twelve": "冬天泡一壶，满屋都香。",
    "sixty": "这个玩具熊陪我女儿睡了两年，洗了很多次还是软软的，一点都没有掉毛。那时候她才3岁，现在上学了还带着它睡。",
    "two hundred": LONG[:200],
    "emoji": EMOJI,
    "two hundred emoji": "😋" * 200,
    "english": ENGLISH,
    "one word": "https://example.com/" + "a" * 180,
    "right to left": "שלום עולם مرحبا بالعالم",
    "commas": "，" * 200,
    "lines": "第一行\n\n第二行\n第三行",
    "no glyph": "好茶\ue000",
}


@cache
def square(kind: str = "plain") -> bytes:
    """A stored square: plain, busy from edge to edge, black, or white."""
    ground = {"black": "#000000", "white": "#FFFFFF"}.get(kind, "#E9DFCB")
    picture = Image.new("RGB", (1080, 1080), ground)
    draw = ImageDraw.Draw(picture)
    chance = Random(7)
    if kind == "busy":
        for _ in range(1500):
            x, y, side = chance.randrange(1080), chance.randrange(1080), chance.randrange(10, 60)
            draw.rectangle((x, y, x + side, y + side), fill=chance.choice(("#000000", "#FFFFFF", "#C8321F")))
    draw.rounded_rectangle((300, 320, 780, 880), 80, fill="#2F5A4A")
    held = BytesIO()
    picture.save(held, "JPEG", quality=85)
    return held.getvalue()


GOODS = Sheet(
    PAYLOAD, "258147", "林间小铺", "阿林", TEA, "福鼎白茶 老寿眉 2019 紧压饼 100 g", "128", None, square(), "山里的茶。"
)
SHOP = replace(GOODS, title=None, price=None, picture=None, reason="")
POST = replace(GOODS, title=None, price=None, is_post=True)


def sample_for(style: str) -> Sheet:
    """A sheet of the kind that a style is for."""
    return next(sheet for sheet in (GOODS, SHOP, POST) if styles()[style].suits(sheet))
