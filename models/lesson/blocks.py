"""A lesson's body as blocks for a page. Plain words only: the page escapes them, so there is no markup to clean."""

from dataclasses import dataclass

POINT = "- "


@dataclass(frozen=True, slots=True)
class LessonBlock:
    """A paragraph (its lines) or a list (its points)."""

    is_list: bool
    lines: tuple[str, ...]


def blocks(body: str) -> list[LessonBlock]:
    """Lines that begin with "- " gather into lists, other lines into paragraphs; a blank line ends either."""
    found: list[LessonBlock] = []
    gathered: list[str] = []
    in_list = False
    for line in [*body.splitlines(), ""]:
        is_point = line.startswith(POINT)
        if gathered and (not line.strip() or is_point != in_list):
            found.append(LessonBlock(in_list, tuple(gathered)))
            gathered = []
        if line.strip():
            in_list = is_point
            gathered.append(line.removeprefix(POINT).strip())
    return found
