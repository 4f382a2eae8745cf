"""Attendees in Chinese: the names in front of 出席, 列席 or 参加, or in the list that follows."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tracker.words.surnames import COMPOUND, SINGLE
from tracker.words.text import HAN_CHARACTERS

REACH = 3_000  # characters that a list of names may have
_HAN = f"[{HAN_CHARACTERS}]"
_MEETING = r"(?:会|座谈|仪式|活动|论坛|大会|典礼|晚会|宴会|调研|考察|讨论|审议|开幕|闭幕|峰会|招待会)"
_LISTED = re.compile(
    r"(?:出席|列席|参加)[^，。；：:\n]{0,24}?(?:的?还?有|的?包括)[:：]?|(?:出席|列席|参加)(?:人员|人|者|领导)?[:：]"
)
_ATTENDED = re.compile(
    rf"(?:出席|列席)(?=[了并]?(?:[。，；\s]|\Z|主持|发表|讲话|致辞))|(?:出席|列席|参加)(?=了?[^，。；\n的]{{0,24}}?{_MEETING})"
)
_STOP = re.compile(r"[。！？；：:!?;\n]")
_COMMA = re.compile(r"[，,]")
_PART = re.compile(r"[、…]+")
_DOTTED = re.compile(f"{_HAN}{{1,8}}(?:[·•・‧]{_HAN}{{1,10}})+")
_SHORT = re.compile(f"{_HAN}{{2,4}}")
_OTHER = re.compile(f"{_HAN}{{2,6}}")
_BRACKETS = re.compile(r"[（(][^（()）\n]*[）)]")  # (female, Yi nationality)
_JOINT = re.compile("以及|[和与及]")
_POLITE = re.compile(r"(?:同志|先生|女士)?\0*$")
_BEFORE = re.compile(r"^(?:会上|包括|当天|随后|日前|昨天|今天|其中|还有|有|以及|和|及|与)+")
_BEHIND = re.compile(
    r"(?:(?:也|还|都|均|一同|一起|共同|分别|应邀|陪同|先后|今天|昨天|日前|当天|[上下]午|晚上?)"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})日|在[^、，]{1,12})+$"
)
_AND_OTHERS = re.compile(rf"等(?:{_HAN}{{0,12}})$")
_TITLE = re.compile(
    "总书记|书记|常委|委员长|委员|主席|总理|部长|主任|组长|局长|省长|市长|县长|州长|区长|行长|院长|检察长|秘书长|校长|所长"
    "|司长|处长|署长|会长|理事长|董事长|总裁|总经理|司令员?|政委|将军|[上中少]将|大使|领事|首相|总统|国王|议长|外长|财长|防长"
    "|代表|特使|顾问|院士|教授|研究员|发言人|首席执行官|专员|参谋长|社长|台长|总编辑|总工程师|主持人|特首|行政长官|党组成员"
)
# What ends the name of a group or a body, or is in it.
_NO_NAME = re.compile(
    "代表|委员|同志|人士|人物|学者|专家|干部|群众|记者|负责|成员|领导|嘉宾|部门|单位|官员|使节|人员|机构|企业|组织|团体|协会|委员会"
    "|中央|全国|国家|国务院|地区|各[界国级地省]|有关|方面|工作|常务|小组|办公|法院|检察|大学|公司|银行|集团|先生|女士|[人者员们界队]$"
)
# Words that begin as a surname does.
_PLAIN_WORDS_WRITTEN = (
    "安全 高级 方面 文化 和平 常务 江苏 江西 云南 安徽 甘肃 宁夏 金融 农业 司法 党委 党组 党外 时任 原任 高校"
    " 于是 双方 温州 马来西亚 古巴 海关 水利 能源 商务 华侨 华人 应急 公安 纪委 左右 全体 部分 万众 向前 平安"
    " 高层 成都 广州 苏州 杭州 任何 石油 宣传 乐团 项目 路线 周年 祖国 解放军 和谐 高管 高官 游客 武警 包括 商会"
    " 王室 全家 全军 全省 全市 全党 应届生 安保 司机"
)
_PLAIN_WORDS = frozenset(_PLAIN_WORDS_WRITTEN.split())


def named(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text in Simplified characters the names stand of those who attended, as [start, end)."""
    text = _BRACKETS.sub(lambda match: "\0" * len(match[0]), text)
    for verb in _LISTED.finditer(text):
        stop = _STOP.search(text, verb.end(), verb.end() + REACH)
        yield from _forward(text, verb.end(), stop.start() if stop else min(len(text), verb.end() + REACH))
    for verb in _ATTENDED.finditer(text):
        first = max(
            (stop.end() for stop in _STOP.finditer(text, max(0, verb.start() - REACH), verb.start())),
            default=max(0, verb.start() - REACH),
        )
        yield from _backward(text, first, verb.start())


def _clauses(text: str, first: int, last: int) -> list[tuple[int, int]]:
    cuts = [first, *(at for comma in _COMMA.finditer(text, first, last) for at in comma.span()), last]
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def _forward(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    for clause in _clauses(text, first, last):
        names, whole = _names(text, *clause)
        yield from names
        if not whole:
            return


def _backward(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Clause before clause, as long as each is nothing but names with their titles, and groups."""
    for at, clause in enumerate(reversed(_clauses(text, first, last))):
        names, whole = _names(text, *clause)
        if whole or not at:
            yield from names
        if not whole:
            return


def _names(text: str, first: int, last: int) -> tuple[list[tuple[int, int]], bool]:
    """The names in a clause, and whether there is nothing in it but names, titles and groups."""
    for trimmed in (_BEHIND, _AND_OTHERS, _BEHIND):
        match = trimmed.search(text[first:last].rstrip())
        last = first + match.start() if match else last
    cuts = [first, *(at for gap in _PART.finditer(text, first, last) for at in gap.span()), last]
    parts = [part for pair in zip(cuts[::2], cuts[1::2], strict=True) for part in _spaced(text, *pair)]
    found = [(part, _within(text[slice(*part)])) for part in parts]
    sure = sum(bool(names) for _, names in found)
    spans: list[tuple[int, int]] = []
    whole = True
    for (start, end), names in found:
        part = text[start:end]
        if not names and sure * 2 > len(found) and _OTHER.fullmatch(part) and not _no_name(part):
            names = ((0, len(part)),)  # in a list of names: one of a minority, whose surname is none of the Han
        spans += [(start + begin, start + stop) for begin, stop in names]
        whole = whole and bool(names or not part.strip() or _group(part))
    return spans, whole


def _spaced(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """A part of a list, or its parts where it is parted by spaces; a space inside a name of two characters pads it."""
    words = [(first + word.start(), first + word.end()) for word in re.finditer(r"\S+", text[first:last])]
    merged: list[tuple[int, int]] = []
    for start, end in words:
        if merged and end - start == 1 and merged[-1][1] - merged[-1][0] == 1:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=1 << 12)  # without it, what stands before many an 和 would be read again and again
def _within(part: str) -> tuple[tuple[int, int], ...]:
    """Where names stand in a part of a list, which may have titles before them, and two names joined by 和."""
    bare = _POLITE.sub("", part)
    opened = _BEFORE.match(bare)
    begin = opened.end() if opened and not _is_name(bare) else 0
    only = _one(bare, begin)
    for joint in reversed(list(_JOINT.finditer(bare, begin))):
        last = _one(bare, joint.end())
        before = _within(bare[begin : joint.start()]) if last else ()
        if last and before:
            return (*((begin + start, begin + end) for start, end in before), last)
        only = only or last  # behind a group without names
    return (only,) if only else ()


def _one(part: str, begin: int) -> tuple[int, int] | None:
    """Where the name stands that a part of a list has at its end, behind its titles."""
    titles = list(_TITLE.finditer(part, begin))
    start = titles[-1].end() if titles else begin
    tail = part[start:]
    foreign = bool(titles) and _OTHER.fullmatch(tail) is not None and not _no_name(tail)
    return (start, len(part)) if foreign or _is_name(tail) else None


def _is_name(word: str) -> bool:
    """Whether a word is built as a name: a surname and one or two characters, or parts joined by a dot."""
    word = "".join(word.split())
    if _DOTTED.fullmatch(word):
        return True
    if not _SHORT.fullmatch(word) or _no_name(word):
        return False
    if word[:2] in COMPOUND:
        return len(word) > 2
    return word[0] in SINGLE and (len(word) < 4 or word[1] in SINGLE)


def _no_name(word: str) -> bool:
    return word in _PLAIN_WORDS or _NO_NAME.search(word) is not None


def _group(part: str) -> bool:
    """Whether a part of a list is a group without names, or a title whose name follows."""
    return _TITLE.search(part[-4:]) is not None or _NO_NAME.search(part[-6:]) is not None
