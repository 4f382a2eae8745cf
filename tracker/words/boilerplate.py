"""Times, dates and counters that a site prints into its texts, and that change by themselves."""

import re

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_TIMESTAMP = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?|\d{1,2}[点时]\d{1,2}分?(?:\d{1,2}秒)?"
    r"|\b\d{4}[ /.]\d{1,2}[ /.]\d{1,2}\b|\d{4}年\d{1,2}月\d{1,2}日?"
    rf"|\b\d{{1,2}} {_MONTH} \d{{4}}\b|\b{_MONTH}\.? \d{{1,2}},? \d{{4}}\b"
    r"|\b\d+ (?:second|minute|hour|day|week|month|year)s? ago\b|\d+ ?(?:秒|分钟|小时|天|周|个月|年)前"
    r"|\b\d[\d,.]* (?:views?|reads?|comments?|shares?|likes?)\b"
    r"|(?:阅读|浏览|点击|评论|访问)(?:量|数|次数)?[: ]*\d+|\d+ ?(?:次(?:浏览|阅读|点击)|人阅读)"
)
# A paragraph that says when it was printed: nothing but a stamp, or one behind such a word. What stands behind "date"
# or "time" is when something takes place.
_LABEL = re.compile(
    r"\W*(?:(?:last |page )?(?:updated|modified|published|posted|generated|printed|accessed|retrieved|as of)"
    r"|(?:最后)?更新|发布|打印)"
)
SHORT = 120  # characters


def same_but_for_timestamps(one: str, other: str) -> bool:
    """Whether two normalised texts differ in nothing but timestamps and counters."""
    return _TIMESTAMP.sub("", one) == _TIMESTAMP.sub("", other)


def same_but_for_boilerplate(one: str, other: str) -> bool:
    """Whether two normalised texts differ in nothing but paragraphs such as "updated 10:31"."""
    return _without_boilerplate(one) == _without_boilerplate(other)


def _without_boilerplate(normal: str) -> list[str]:
    pieces = ((piece, _TIMESTAMP.sub("", piece)) for piece in normal.split("\n"))
    return [rest if len(piece) <= SHORT and _is_boilerplate(piece, rest) else piece for piece, rest in pieces]


def _is_boilerplate(piece: str, rest: str) -> bool:
    return rest != piece and bool(_LABEL.match(piece) or not re.search(r"\w", rest))
