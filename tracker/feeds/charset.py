"""Characters: from the bytes of a feed to text, whatever its labels say."""

import codecs
import re
from email.message import Message

import ftfy
from charset_normalizer import from_bytes

# Labels that stand for more than they say: sites write gb2312 over GB18030, and iso-8859-1 over Windows-1252.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "shift_jis": "cp932", "big5": "big5hkscs"}
SAMPLE = 200_000
_GUESSED = ["gb18030", "big5", "cp932", "cp949", "cp1251", "cp1252"]
_PROLOG = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:\-]+)")
_MARKED = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
           (codecs.BOM_UTF16_BE, "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))  # fmt: skip
# What the first two bytes of a UTF-8 character look like, read as Windows-1252: é as Ã©.
_TWICE = re.compile("[Â-ô][\x80-\xbf" + "".join(bytes([n]).decode("cp1252", "ignore") for n in range(128, 160)) + "]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")
_BROKEN = re.compile("\ufffd{1,3}")  # one broken character of UTF-8 leaves up to three
_REPAIR = ftfy.TextFixerConfig(fix_c1_controls=False)


def decode(body: bytes, content_type: str | None) -> tuple[str, str | None]:
    """The text of a feed, and a sentence of warning if characters were lost, guessed or repaired.

    UTF-8 that is valid is UTF-8, whatever the labels say; then the prolog is believed before the HTTP header,
    which servers add unasked. A broken byte costs one character, if there is one in a thousand characters or, in
    UTF-8, one for three sound ones beyond ASCII; with more of them a label is wrong, and the characters are guessed.
    What was encoded twice is decoded twice.
    """
    text, warning = _decoded(body, content_type)
    meant = ftfy.fix_encoding(text, _REPAIR) if not text.isascii() and _TWICE.search(text) else text
    if meant != text:
        twice = "characters that were encoded twice are read as they were meant"
        warning = f"{warning}; {twice}" if warning else twice
    return meant, warning


def _decoded(body: bytes, content_type: str | None) -> tuple[str, str | None]:
    """The text as the bytes have it."""
    for mark, encoding in _MARKED:
        if body.startswith(mark):
            return body.decode(encoding, "replace"), None
    for encoding in ("utf-8-sig", *_labels(body, content_type)):
        text = body.decode(encoding, "replace")
        broken = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
        if broken <= 0:
            return text, None
        unicode = encoding == "utf-8-sig"
        few = broken <= 1 + len(text) // 1000 and not (unicode and _other(body, content_type))
        # In no other encoding do so many bytes happen to stand as UTF-8 has them.
        if few or (unicode and len(_BEYOND_ASCII.findall(text)) >= 3 * len(_BROKEN.findall(text))):
            return text, f"characters that could not be read: {broken}"
    guess = from_bytes(body[:SAMPLE].rpartition(b">")[0], cp_isolation=_GUESSED).best()
    encoding = guess.encoding if guess else "utf-8"
    return body.decode(encoding, "replace"), f"its characters are labelled wrongly or not at all, read as {encoding}"


def _labels(body: bytes, content_type: str | None) -> list[str]:
    """The encodings that the prolog and the HTTP header name, as Python knows them."""
    header = Message()
    header["content-type"] = content_type or ""
    prolog = _PROLOG.search(body[:1000])
    found = []
    for label in (prolog[1].decode("ascii") if prolog else "", header.get_content_charset("")):
        try:
            name = codecs.lookup(label).name
            b"\xff".decode(name, "replace")  # not every codec is one of characters, or bears a broken byte
        except (LookupError, ValueError):
            continue
        found.append(_WIDER.get(name, name))
    return found


def _other(body: bytes, content_type: str | None) -> bool:
    """Whether a label names an encoding other than UTF-8, which a few broken bytes then speak for."""
    return any(label not in ("utf-8", "ascii") for label in _labels(body, content_type))
