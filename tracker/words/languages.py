"""Languages as tables, settings and readers name them, and the one code that each is stored under."""

import re

from tracker.words.text import normalise

# The codes of two letters (ISO 639-1), but for ch and tw: who writes these means Chinese, hardly Chamorro or Twi.
_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce co cr cs cu cv cy da de dv dz ee el en
eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so
sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
# As they stand in tables, folded; the codes among them are no languages, or have a shorter one.
_NAMES = {
    "zh": "cn chn chi zho cmn chinese mandarin 中文 汉语 汉文 华语 华文 普通话 国语",
    "en": "eng english 英文 英语",
    "zh-Hans": "simplified chinese|chinese (simplified)|chinese simplified|简体中文|中文 (简体)|中文(简体)|简体",
    "zh-Hant": "traditional chinese|chinese (traditional)|chinese traditional|繁体中文|中文 (繁体)|中文(繁体)|繁体",
}
_NAMED = {
    name: code for code, names in _NAMES.items() for name in (names.split("|") if "|" in names else names.split())
}
_TAG = re.compile(r"([a-z]{2,3})((?:[-_][a-z0-9]{2,8})*)", re.IGNORECASE)


def code_of(written: str) -> str:
    """The code of a language: zh for ``ZH``, ``cn``, ``Chinese`` and ``中文``, zh-CN for ``zh_CN``, others as written.

    ValueError for what is no language. Codes of three letters, for languages that have no shorter one, are let pass.
    """
    named = _NAMED.get(normalise(written))
    if named:
        return named
    tag = _TAG.fullmatch(written.strip())
    first = tag[1].lower() if tag else ""
    first = _NAMED.get(first, first) if first != "cn" else ""
    if tag is None or (first not in _CODES.split() and len(first) != 3):
        raise ValueError(f"{written.strip()!r} is no language; write en, zh or another code")
    return first + tag[2].replace("_", "-")
