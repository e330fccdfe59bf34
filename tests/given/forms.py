"""A page's form as a browser holds it: what it would send if nobody typed anything."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    """Collects the fields of the first form with this action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.is_inside, self.is_done = action, False, False
        self.fields: dict[str, list[str]] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        name = facts.get("name", "")
        if tag == "form":
            self.is_inside = facts.get("action", "") == self.action and not self.is_done
        elif not self.is_inside:
            return
        elif tag == "input" and name and facts.get("type") not in ("file", "submit"):
            if facts.get("type") not in ("checkbox", "radio") or "checked" in facts:
                self.fields.setdefault(name, []).append(facts.get("value", "y"))
        elif tag == "textarea":
            self._area = name
            self.fields[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in facts or self._select not in self.fields):
            self.fields[self._select] = [facts.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            text = self.fields[self._area][0].replace("\r\n", "\n").removeprefix("\n")
            self.fields[self._area], self._area = [text.replace("\n", "\r\n")], ""
        elif tag == "select":
            self._select = ""
        elif tag == "form" and self.is_inside:
            self.is_inside, self.is_done = False, True


def form_of(page: str, action: str) -> dict[str, list[str]]:
    """The fields of the form that is sent to `action`, or to the page's own address, with what stands in them."""
    reader = _Reader(action)
    reader.feed(page)
    assert reader.is_done, action
    return reader.fields
