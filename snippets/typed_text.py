"""What people type or paste, in one form, before anything reads it.

Telephones, word processors and web pages put in signs that look like those of a keyboard, or like
nothing: hyphens that do not break, a minus, narrow spaces, marks of direction, accents apart from
their letter. A pattern that reads numbers, dates, names or addresses would not know them.
"""

import re
import unicodedata

_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# They shape Persian or Indic letters, and join emojis; beside Latin letters they say nothing.
_LATIN = r"\x00-\u036f\u1e00-\u20cf"
_JOINERS = re.compile(rf"(?:^|(?<=[{_LATIN}]))[\u200c\u200d]+|[\u200c\u200d]+(?=[{_LATIN}]|$)")
_HYPHENS = re.compile(r"[\u2010-\u2012\u2212\ufe63\uff0d]")
_DASHES = re.compile(r"[\u2013-\u2015]")


def normalised(text: str, *, keep_dashes: bool = False) -> str:
    """Letters with their accents, plain spaces and hyphens, nothing invisible, one end of line.

    Dashes (– — ―) become hyphens as well, unless the text is kept as its person wrote it.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", _BREAKS.sub("\n", text)))
    text = _HYPHENS.sub("-", _JOINERS.sub("", _INVISIBLE.sub("", text)))
    return text if keep_dashes else _DASHES.sub("-", text)
