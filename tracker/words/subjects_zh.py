"""Subjects of Chinese reporting verbs: what stands between the last stop and the verb, without adverbs and occasions.

习近平总书记在讲话中着重强调 has 习近平; 按照会议的要求 has none, for there 要求 is a noun.
"""

import re
from functools import lru_cache

from tracker.words.lexicon import Cue
from tracker.words.subjects import NONE, OWN_VOICE, SAME, Subject


def _wordings(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ALONE = ("表示", "说")  # report only where a stop follows: 表示感谢 gives thanks
_STOPS = (",", ":", "“", '"', "「")
_SURNAMES = (
    "习李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏"
    "卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵"
    "孟龙万段雷钱汤尹黎易常武乔贺赖龚文温栗俞尤卫蓝"
)
_TITLES = (
    "总书记|书记|国家主席|军委主席|主席|总理|委员长|部长|主任|省长|市长|局长|司长|行长|院长|会长"
    "|大使|同志|先生|女士|发言人"
)
_BODIES = (
    f"{_TITLES}|会议|全会|大会|委员会|常委会|理事会|座谈会|论坛|峰会|中央|政治局|国务院|政府|部|局"
    "|党组|通知|意见|报告|公报|决定|文件|文章|社论|评论|纲要|方案|声明|讲话|代表|委员|专家|学者"
    "|负责人|领导人|与会者|双方|各方|中方|美方|央行|银行|小组|中国|美国|俄罗斯|日本|欧盟|联合国"
)
# What may stand between the subject and its verb: adverbs, and the occasion.
_ADVERBS = _wordings("""
    还 也 又 再次 再三 再 一再 多次 反复 历来 始终 进一步 并且 并 则 就 都 同时 首先 其次 最后 随后 接着 特别 尤其
    十分 着重 重点 明确 郑重 严肃 深刻 鲜明 尖锐地 尖锐 曾经 曾 早已 早就 已经 已 均 共同 一致 普遍 热忱 庄严 最近
    近日 当时 去年 今年 强烈 坚决 突出 在此 对此 为此
""")
_OCCASION = re.compile("[在从于][^在]{0,30}?(?:时|中|上|后|下|里|间|前|会)$|就[^就]{1,30}?(?:时|问题|工作)$")
# Where the verb is a noun, denied, or no word at all: 的要求, 片面强调, 加强调查.
_BARRING = _wordings("""
    的 之 各项 有关 基本 这个 这一 总 总体 新 更高 上述 所 不 没有 片面 片面地 过分 只 为 按 加 增 能 会 这 那 此 是
    或者
""")
_OBLIQUE = re.compile(
    "^(?:按照?|根据|依据|遵照|贯彻|落实|适应|满足|符合|达到|围绕|针对|响应|体现|反映|请|为|从|把|以|由)|并请|[让使]"
)
_MODALS = _wordings("必须 应当 应该 需要 应 须 要 可以 值得")
_OWN = _wordings("我 我们 本人 本报告")
_SPEECH = re.compile("(?:发表|作|作出|作了|致)[^,]{0,12}(?:讲话|指示|批示|报告|致辞|发言|演讲|贺信)$")
_PRONOUN = re.compile("(?:^|并)[他她]们?$")
_BODY = re.compile(f"(?:{_BODIES})$")
_NAME = re.compile(f"(?:^|.*(?:{_TITLES}|、))(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?:{_TITLES})*$")
_TOWARDS = re.compile("(?<=.)[向对给就].*$")
_LISTED = re.compile(".*(?:、|与|和(?!国))")
_LEADING = re.compile(
    f"(?:.{{0,40}}?(?:{_TITLES}))?(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?:{_TITLES})*"
    "(?=,|[在对向同率等今昨近]|主持|出席|会见|会晤|发表|作出|作了|致|强调|指出|表示|考察|深入|召开|参加|听取|接着|\\d)"
)
_STOP = frozenset(',。;:!?\n“”"「」『』()《》…— ')
_REACH = 40  # characters before a verb that may hold its subject


def before(text: str, first: int, start: int, cue: Cue, following: str, known: tuple[str, ...]) -> Subject:
    """Whose the verb is that stands at ``start`` of a paragraph from ``first`` on; only ``named`` if it is strict.

    ``following`` are the characters after it, ``known`` the names met so far.
    """
    if following.startswith(("的", "了", "过")) or (cue.verb in _ALONE and not following.startswith(_STOPS)):
        return NONE
    at, least = start, max(first, start - _REACH)
    while at > least and text[at - 1] not in _STOP:
        at -= 1
    subject = _of_clause(text[at:start], known)
    return NONE if cue.strict and subject.kind == "someone" else subject


def leading(sentence: str, known: tuple[str, ...]) -> Subject:
    """Who leads a sentence: a name at its beginning, as far as it can be told."""
    for name in known:
        if sentence.startswith(name):
            return Subject("named", name)
    led = _LEADING.match(sentence)
    return Subject("named", led["name"]) if led else NONE


def continues(text: str, start: int, _verb: str, _following: str) -> bool:
    """Whether an ambiguous verb without a subject goes on reporting: it stands right behind a stop."""
    return text[start - 1 : start] in _STOP


@lru_cache(maxsize=4096)
def _of_clause(clause: str, known: tuple[str, ...]) -> Subject:
    head = _bare(clause)
    if clause.endswith(_BARRING) or head.endswith(_BARRING) or _OBLIQUE.search(head):
        return NONE
    if not head or _SPEECH.search(head):
        return SAME
    if head.endswith(_MODALS) or head.endswith(_OWN):
        return OWN_VOICE
    if _PRONOUN.search(head):
        return Subject("pronoun")
    for part in (_TOWARDS.sub("", head), head):  # 国务院向大会 is 国务院
        for name in known:
            if part.endswith(name):
                return Subject("named", name)
        if called := _NAME.match(part):
            return Subject("named", called["name"])
        if _BODY.search(part):
            return Subject("named", _LISTED.sub("", part)[-20:])
    return Subject("someone", head) if 2 <= len(head) <= 8 else NONE


def _bare(clause: str) -> str:
    """A clause without the adverbs and the occasion at its end."""
    while True:
        for adverb in _ADVERBS if clause.endswith(_ADVERBS) else ():
            clause = clause.removesuffix(adverb)
        occasion = _OCCASION.search(clause)
        if occasion:
            clause = clause[: occasion.start()]
        elif not clause.endswith(_ADVERBS):
            return clause
