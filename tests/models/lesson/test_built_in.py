"""The lessons that come with the house: whole in both languages, short, concrete, and true to their own advice."""

import re

import pytest

from models.kernel.languages import LANGUAGES
from models.lesson.blocks import blocks
from models.lesson.built_in import COURSE, TEXTS
from models.lesson.lesson import BODY_LIMIT, LESSON_TITLE_LIMIT, SUMMARY_LIMIT
from models.lesson.places import PLACES, TOPICS
from models.lesson.teaching import checked_words

SLUGS = [lesson.slug for lesson in COURSE]
BOTH = [(lesson, language) for lesson in COURSE for language in ("zh_CN", "en")]
# What the Advertising Law forbids to say of goods, and what sounds like it. In quotation marks they are examples.
ABSOLUTE = re.compile(
    r"最好|最佳|最优|最低价|最高级|最先进|最便宜|全网|国家级|第一(?!条评论|段)|唯一|独一无二|百分之百|100%|绝对|永久|万能|顶级|极品"
    r"|史上|首选|无敌|根治|治愈|治疗|疗效|排毒|降血糖|包治|抗癌|必买|秒杀"
    r"|\b(?:best|number one|unbeatable|guaranteed?|miracle|perfect|world-class|ultimate|cheapest|detox)\b",
    re.IGNORECASE,
)


def test_the_course_is_long_enough_and_every_text_belongs_to_it() -> None:
    assert len(SLUGS) >= 10
    assert len(set(SLUGS)) == len(SLUGS)
    files = {path.name for path in TEXTS.iterdir()}
    assert files >= {f"{slug}.{language}.md" for slug in SLUGS for language in ("zh_CN", "en")}
    assert files <= {f"{slug}.{language}.md" for slug in SLUGS for language in LANGUAGES}


@pytest.mark.parametrize(("lesson", "language"), BOTH)
def test_a_lesson_is_whole_and_short(lesson, language: str) -> None:  # type: ignore[no-untyped-def]
    words = lesson.words(language)
    assert 4 <= len(words.title) <= LESSON_TITLE_LIMIT
    assert 8 <= len(words.summary) <= SUMMARY_LIMIT
    assert len(words.body) <= BODY_LIMIT
    points = [point for block in blocks(words.body) if block.is_list for point in block.lines]
    assert 3 <= len(points) <= 5
    if language == "zh_CN":
        assert 150 <= len(re.sub(r"\s|^- ", "", words.body, flags=re.M)) <= 350
        assert "例：" in words.body or "例子：" in words.body
    else:
        assert 90 <= len(words.body.split()) <= 220
        assert re.search(r"[Ee]xample:", words.body)
        assert not re.search(r"[\u4e00-\u9fff]", words.title + words.summary + words.body)
    # What an operator saves unchanged counts as unchanged.
    assert checked_words(words.title, words.summary, words.body) == words


@pytest.mark.parametrize(("lesson", "language"), BOTH)
def test_a_lesson_says_only_in_quotation_marks_what_must_not_be_said(lesson, language: str) -> None:  # type: ignore[no-untyped-def]
    words = lesson.words(language)
    said = re.sub(r"“[^”]*”", "", f"{words.title}\n{words.summary}\n{words.body}")
    assert ABSOLUTE.findall(said) == []


def test_the_words_that_are_looked_for_are_found_where_they_are_quoted() -> None:
    forbidden = next(lesson for lesson in COURSE if lesson.slug == "forbidden")
    for language in ("zh_CN", "en"):
        assert len(ABSOLUTE.findall(forbidden.words(language).body)) >= 3


def test_topics_and_places_are_known_and_every_place_has_a_lesson() -> None:
    assert {lesson.topic for lesson in COURSE} == set(TOPICS)
    assert {tag for lesson in COURSE for tag in lesson.tags} == set(PLACES)
