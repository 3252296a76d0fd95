"""What a browser sends back of a form that nobody touched, without a tree of the whole page.

An editor of the CMS is two hundred kilobytes: a tree of it takes longer than the page.
"""

from html.parser import HTMLParser

from django.http import QueryDict

_WITHOUT_VALUE = frozenset({"checkbox", "radio"})


def form_data(html: str, form_id: str) -> QueryDict:
    """Its fields with their values, its token apart. Raises AssertionError where it is not."""
    reader = _FormReader(form_id)
    try:
        reader.feed(html)
    except _EndOfFormError:
        return reader.data
    message = f"No form “{form_id}”."
    raise AssertionError(message)


class _EndOfFormError(Exception):
    """The rest of the page says nothing more of it."""


class _FormReader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.data = QueryDict(mutable=True)
        self._form_id = form_id
        self._depth = 0
        self._text: list[str] | None = None
        self._name: str | None = None
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and (self._depth or given.get("id") == self._form_id):
            self._depth += 1
        elif not self._depth:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "textarea":
            self._name, self._text = given.get("name"), []
        elif tag == "select":
            self._name, self._options = given.get("name"), []
        elif tag == "option":
            self._options.append((given.get("value", ""), "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._depth:
            return
        if tag == "form":
            self._depth -= 1
            if not self._depth:
                raise _EndOfFormError
        elif tag == "textarea" and self._text is not None:
            if self._name:
                self.data[self._name] = "".join(self._text)
            self._text = None
        elif tag == "select" and self._name:
            chosen = [value for value, is_selected in self._options if is_selected]
            # A list that nobody touched shows its first line.
            if chosen or self._options:
                self.data.setlist(self._name, chosen or [self._options[0][0]])

    def _input(self, given: dict[str, str]) -> None:
        name, kind = given.get("name"), given.get("type", "")
        if not name or name == "csrfmiddlewaretoken":
            return
        if kind not in _WITHOUT_VALUE:
            self.data[name] = given.get("value", "")
        elif "checked" in given:
            value = given.get("value") or "on"
            if kind == "checkbox":
                self.data.appendlist(name, value)
            else:
                self.data[name] = value
