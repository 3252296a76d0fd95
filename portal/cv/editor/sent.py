"""What a form of the editor sends, read."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import QueryDict

from portal.cv.editor.fields import Kind, Part
from portal.cv.editor.merging import Texts, Typed
from portal.cv.editor.values import cleaned, fields_by_name, split
from snippets.merging.screen import BASE, read_base, read_choice, read_seen
from snippets.merging.three_way import Side

_SALT = "portal.cv.removed"


@dataclass(frozen=True, slots=True)
class Removed:
    """An entry that was taken out of a CV, as the button « Annuler » sends it back."""

    cv: int
    key: str
    entry: dict
    index: int

    def signed(self) -> str:
        """For a hidden field."""
        return signing.dumps([self.key, self.entry, self.index], salt=_salt(self.cv), compress=True)

    @classmethod
    def read(cls, text: str, cv: int) -> "Removed | None":
        """The same again, None when it was tampered with or is another CV's."""
        try:
            key, entry, index = signing.loads(text, salt=_salt(cv), max_age=24 * 3600)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return cls(cv, key, entry, index)


def read_typed(data: QueryDict, parts: tuple[Part, ...]) -> Typed:
    """The texts, what the person saw before, and what they chose between two texts."""
    found = read_base(data.get(BASE, ""))
    base: Texts = {name: text for name, text in found.items() if isinstance(text, str)}
    names = [*base, *(name for name in data if name not in base)][
        : settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    ]
    texts: Texts = {}
    chosen: Texts = {}
    for name, field in fields_by_name(parts, names).items():
        if field.kind == Kind.CHOICES:
            text = ", ".join(data.getlist(name))
        elif name in data or field.kind == Kind.FLAG:
            text = data.get(name, "")
        else:
            continue
        choice, seen = read_choice(data, name), read_seen(data, name) or ""
        if choice == Side.THEIRS:
            text, base[name] = seen, seen
        elif choice == Side.MINE:
            chosen[name] = seen
        texts[name] = text
    return Typed(texts, base, chosen)


def with_line(typed: Typed, name: str, line: str, parts: tuple[Part, ...]) -> None:
    """Add a phrase to what was typed: at the end of a text, or in the first empty entry."""
    line = cleaned(line)[:300]
    fields = fields_by_name(parts, [name])
    if not line or name not in fields:
        return
    if fields[name].kind == Kind.LINES:
        before = cleaned(typed.texts.get(name, ""))
        typed.texts[name] = f"{before}\n{line}" if before else line
        return
    head, _, key = split(name)
    free = (
        other
        for other, text in typed.texts.items()
        if split(other)[0] == head and split(other)[2] == key and not text.strip()
    )
    typed.texts[next(free, name)] = line


def _salt(cv: int) -> str:
    """Whoever writes in two CVs must not carry one's text into the other."""
    return f"{_SALT}.{cv}"
