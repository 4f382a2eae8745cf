"""Characters: from the bytes of a feed or page to text, whatever its labels say."""

import codecs
import re
from email.message import Message

import ftfy
from charset_normalizer import from_bytes

# Labels that stand for more than they say: sites write gb2312 over GB18030, and iso-8859-1 over Windows-1252.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "shift_jis": "cp932", "big5": "big5hkscs"}
_WIDER |= {"ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "euc_kr": "cp949"}
_FOREIGN = re.compile(r"^(?:x-x-|x-)|-[ie]$")  # marks in labels that browsers know and Python does not
SAMPLE = 200_000
_GUESSED = ["gb18030", "big5", "cp932", "cp949", "cp1251", "cp1252"]
_PROLOG = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:\-]+)")
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
_MARKED = (
    *((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")),
    *((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")),
    *((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")),
)
# What the first two bytes of a UTF-8 character look like, read as Windows-1252: é as Ã©.
_TWICE = re.compile("[Â-ô][\x80-\xbf" + "".join(bytes([n]).decode("cp1252", "ignore") for n in range(128, 160)) + "]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")
_BROKEN = re.compile("\ufffd{1,3}")  # one broken character of UTF-8 leaves up to three
_RUN = re.compile(rb"[\x80-\xff]+")
LONG_RUN = 4  # bytes beyond ASCII in a row, as no Western language has them
_REPAIR = ftfy.TextFixerConfig(fix_c1_controls=False)


def decode(body: bytes, content_type: str | None) -> tuple[str, str | None]:
    """The text of a feed, and a sentence of warning if characters were lost, guessed or repaired.

    UTF-8 that is valid is UTF-8, whatever the labels say; then the prolog is believed before the HTTP header,
    which servers add unasked. A broken byte costs one character, if there is one in a thousand characters or, in
    UTF-8, one for three sound ones beyond ASCII; with more of them a label is wrong, and the characters are guessed.
    What was encoded twice is decoded twice.
    """
    text, warning = _decoded(body, content_type, _PROLOG)
    meant = ftfy.fix_encoding(text, _REPAIR) if not text.isascii() and _TWICE.search(text) else text
    if meant != text:
        twice = "characters that were encoded twice are read as they were meant"
        warning = f"{warning}; {twice}" if warning else twice
    return meant, warning


def decode_page(body: bytes, content_type: str | None) -> str:
    """The text of a page: as a feed's, its own ``meta`` believed before the HTTP header."""
    return _decoded(body, content_type, _META)[0]


def _decoded(body: bytes, content_type: str | None, inside: re.Pattern[bytes]) -> tuple[str, str | None]:
    """The text as the bytes have it; ``inside`` finds the label that they bear themselves."""
    for mark, encoding in _MARKED:
        if body.startswith(mark):
            return body.decode(encoding, "replace"), None
    labels = _labels(body, content_type, inside)
    for encoding in ("utf-8-sig", *labels):
        text = body.decode(encoding, "replace")
        broken = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
        if broken <= 0:
            return text, None
        unicode = encoding == "utf-8-sig"
        # A label of another encoding than UTF-8 is what a few broken bytes speak for.
        few = broken <= 1 + len(text) // 1000 and not (unicode and any(label != "utf-8" for label in labels))
        # In no other encoding do so many bytes happen to stand as UTF-8 has them.
        if few or (unicode and len(_BEYOND_ASCII.findall(text)) >= 3 * len(_BROKEN.findall(text))):
            return text, f"characters that could not be read: {broken}"
    guess = from_bytes(body[:SAMPLE].rpartition(b">")[0], cp_isolation=_GUESSED).best()
    encoding = guess.encoding if guess else "utf-8"
    return body.decode(encoding, "replace"), f"its characters are labelled wrongly or not at all, read as {encoding}"


def _labels(body: bytes, content_type: str | None, inside: re.Pattern[bytes]) -> list[str]:
    """The encodings that the bytes themselves and the HTTP header name, as Python knows them."""
    header = Message()
    header["content-type"] = content_type or ""
    own = inside.search(body[:4000])
    found = []
    for label in (own[1].decode("ascii") if own else "", header.get_content_charset("")):
        name = _known(label.lower())
        # Latin-1 is what servers say unasked.
        if name and not (name == "cp1252" and not own and not _western(body)):
            found.append(name)
    return found


def _known(label: str) -> str:
    """What Python calls an encoding; empty if it knows none of this name."""
    plain = _FOREIGN.sub("", label)
    for each in (label, plain, plain.replace("windows-", "cp").replace("dos-", "cp")):
        try:
            name = codecs.lookup(each).name
            b"\xff".decode(name, "replace")  # not every codec is one of characters, or bears a broken byte
        except (LookupError, ValueError):
            continue
        return _WIDER.get(name, name)
    return ""


def _western(body: bytes) -> bool:
    """Whether bytes beyond ASCII stand mostly alone, as accents do; those of other scripts come in words."""
    runs = _RUN.findall(body[:SAMPLE])
    return 2 * sum(len(run) >= LONG_RUN for run in runs) <= len(runs)
