"""Controls: characters that no text can have, and what stands in their place."""

import re

from tracker.words.text import HAN_CHARACTERS

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]+")
_ASCII = bytes(number for number in range(128) if _CONTROLS.match(chr(number)))
# Windows-1252 labelled as Latin-1 or put into UTF-8 byte by byte: characters that stand where controls do.
_WINDOWS = {
    number: character for number in range(0x80, 0xA0) if (character := bytes([number]).decode("cp1252", "ignore"))
}
_ALONE = re.compile(r"(?<![\x80-\x9f])[\x80-\x9f](?![\x80-\x9f])")  # several are what is left of another character
_REFERENCE = re.compile(r"&#(?:(\d+)|[xX]([\da-fA-F]+));?")
_BOTH_HAN = re.compile(f"[{HAN_CHARACTERS}]{{2}}")


def without_controls(text: str) -> str:
    """Text that can be stored: control characters leave a gap between words, and nothing between Han characters.

    Those that browsers take for characters of Windows-1252 are read so.

    >>> without_controls("strong\\x08country 强\\x08国 Council\\x92s")
    'strong country 强国 Council’s'
    """
    if text.isascii():  # as most markup is; then this is twenty times as fast
        octets = text.encode()
        return text if len(octets.translate(None, _ASCII)) == len(octets) else _CONTROLS.sub(_gap, text)
    try:
        octets = text.encode()
    except UnicodeEncodeError:  # halves of a character, each written by itself
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        octets = text.encode()
    if len(octets.translate(None, _ASCII)) == len(octets) and not _beyond_ascii(octets):
        return text
    return _CONTROLS.sub(_gap, _ALONE.sub(_windows, text))


def _beyond_ascii(octets: bytes) -> bool:
    """Whether a text in UTF-8 has one of the others; a pattern would take ten times as long to say no."""
    at = octets.find(b"\xc2")
    while at >= 0 and octets[at + 1] >= 0xA0:
        at = octets.find(b"\xc2", at + 2)
    return at >= 0 or b"\xef\xbf\xbe" in octets or b"\xef\xbf\xbf" in octets


def without_references(markup: str) -> str:
    """Markup without control characters, and without references to them or to none, which parsers stumble over.

    >>> without_references("a&#8;b &#x110000; &#150; &#65;")
    'a b � – &#65;'
    """
    return without_controls(_REFERENCE.sub(_character, markup) if "&#" in markup else markup)


def _character(reference: re.Match[str]) -> str:
    """What a reference stands for, if it cannot stay one."""
    digits = reference[1] or reference[2]
    number = int(digits, 10 if reference[1] else 16) if len(digits) < 9 else 0
    if not 0 < number < 0xD800 and not 0xDFFF < number <= 0x10FFFF:
        return "\ufffd"
    if 0x80 <= number < 0xA0:  # as browsers read them
        return _WINDOWS.get(number, "")
    return chr(number) if _CONTROLS.match(chr(number)) else reference[0]


def _windows(control: re.Match[str]) -> str:
    return _WINDOWS.get(ord(control[0]), control[0])


def _gap(controls: re.Match[str]) -> str:
    text, (start, end) = controls.string, controls.span()
    return "" if start and _BOTH_HAN.fullmatch(text[start - 1] + text[end : end + 1]) else " "
