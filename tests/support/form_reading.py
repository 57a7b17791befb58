"""The fields of a page's form with what a browser would send of them."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Gathers ``values`` of the forms on a page that are posted, and ``files``, the names of the
    fields that upload some."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.files: list[str] = []
        self.is_posted = False
        self.area = self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            self.is_posted = values.get("method", "").lower() == "post"
        if not self.is_posted:
            return
        if tag == "textarea" and name:
            self.area, self.values[name] = name, ""
        elif tag == "select" and name:
            self.choice, self.values[name] = name, ""
        elif tag == "option" and self.choice and "selected" in values:
            self.values[self.choice] = values.get("value", "")
        elif tag == "input" and name:
            self.read_input(name, values)

    def read_input(self, name: str, values: dict[str, str]) -> None:
        kind = values.get("type", "text")
        if kind == "file":
            self.files.append(name)
        elif kind in ("checkbox", "radio"):
            if "checked" in values:
                self.values[name] = values.get("value", "on")
        elif kind != "submit":
            self.values[name] = values.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.choice = ""


def read_form(page: str) -> tuple[dict[str, str], list[str]]:
    reader = FormReader()
    reader.feed(page)
    return reader.values, reader.files
