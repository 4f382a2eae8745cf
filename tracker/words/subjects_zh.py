"""Subjects of Chinese reporting verbs: what stands between the last stop and the verb, without adverbs and occasions.

习近平总书记在讲话中着重强调 has 习近平; 按照会议的要求 has none, for there 要求 is a noun.
"""

import re
from functools import lru_cache

from tracker.words.lexicon import Cue
from tracker.words.subjects import JOINED, NONE, OWN_VOICE, SAME, Kind, Subject


def _wordings(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ALONE = ("表示", "说")  # report only where a stop follows: 表示感谢 gives thanks
_STOPS = (",", ":", "。", "“", '"', "「")
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
    f"{_TITLES}|会议|[大全员委事谈协联合金商工年例]会|论坛|峰会|中央|政治局|国务院|政府|部|局"
    "|党组|通知|意见|报告|公报|决定|文件|文章|社论|评论|纲要|方案|声明|讲话|代表|委员|专家|学者"
    "|负责人|领导人|与会者|双方|各方|中方|美方|央行|银行|小组|委|新华社|党|国家|中国|美国|俄罗斯|日本|欧盟|联合国"
)
# What may stand between the subject and its verb: adverbs, and the occasion.
_ADVERBS = _wordings("""
    还 也 又 再次 再三 再 一再 多次 反复 历来 始终 进一步 并且 并 则 就 都 同时 首先 其次 最后 随后 接着 特别 尤其
    十分 着重 重点 明确 郑重 严肃 深刻 鲜明 尖锐地 尖锐 曾经 曾 早已 早就 已经 已 均 共同 一致 普遍 热忱 庄严 最近
    近日 当时 去年 今年 强烈 坚决 突出 在此 对此 为此
""")
_OCCASION = re.compile("(?<!现)[在从于][^在]{0,30}?(?:时|中|上|后|下|里|间|前|会)$|就[^就]{1,30}?(?:时|问题|工作)$")
# Where the verb is a noun, denied, or no word at all: 的要求, 片面强调, 加强调查.
_BARRING = _wordings("""
    的 之 各项 有关 基本 这个 这一 总 总体 新 更高 上述 所 不 没有 片面 片面地 过分 只 为 按 加 增 能 会 这 那 此 是
    或者
""")
_OBLIQUE = re.compile(
    "^(?:希望|但?是?由于|经|随着|自|(?:并且?)?建议|按照?|根据|依据|遵照|贯彻|落实|适应|满足|符合|达到|围绕|针对|响应|体现|反映|请|为|从|把|以|由)|并请|[让使]|达到了?"
)
_MODALS = _wordings("必须 应当 应该 需要 应 须 要 可以 值得")
_OWN = _wordings("我 我们 本人 本报告")
_SPEECH = re.compile("(?:发表|作|作出|作了|致)[^,]{0,12}(?:讲话|指示|批示|报告|致辞|发言|演讲|贺信)$")
_ON_BEHALF = re.compile("^(?:现在|下面|今天)?我们?(?:代表|受)")
_PRONOUN = re.compile("(?:^|并)[他她](们?)$")
_SEVERAL = re.compile("(?:双方|各方|委员|代表|专家|学者|与会者|负责人|领导人)$")
# What goes on behind a name in marks, which is a part of the clause: 在“…”一文中指出, 《…》提出.
_MARKED = re.compile("[“《「][^“”《》「」]{1,40}([”》」])$")
_WORK = re.compile("《([^《》]{1,40})》$")
_OFFICE = re.compile(f"(?:{_TITLES})$")
_OF_A_WORK = ("一文", "一书", "一诗", "著作", "着作", "中", "里", "上", "的", "报告", "讲话")
_BODY = re.compile(f"(?:{_BODIES})$")
_NAME = re.compile(f"(?:^|.*(?:{_TITLES}|、))(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?:{_TITLES})*$")
_TOWARDS = re.compile("(?<=.)[向对给就].*$")
_LISTED = re.compile(".*(?:、|与|和(?!国))")
_LEADING = re.compile(
    f"(?:.{{0,40}}?(?:{_TITLES}))?(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?:{_TITLES})*"
    "(?=,|[在对向同率等今昨近]|主持|出席|会见|会晤|发表|作出|作了|致|强调|指出|表示|考察|深入|召开|参加|听取|接着|\\d)"
)
_LED_BY_OFFICE = re.compile(
    f"(?P<name>[{_SURNAMES}](?:主席|总书记|总理|委员长|部长)|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=(?:{_TITLES})))"
)
_LED_BY_BODY = re.compile(
    f"(?P<name>[^,、]{{0,20}}?(?:{_BODIES}))(?=曾|还|也|就|在|对|向|听取|审议|研究|分析|讨论|总结|部署|通过|决定|发表|作出|认真"
    "|全面|深入|充分|高度|传达|学习|召开|举行|同意|批准|印发|发布|强烈|今|昨|近日|日前|\\d)"
)
_DENIED = re.compile("不(?:应该?|应当|能|可能|可以|必|须|可|宜|得|要|再)$")  # 不应该要求
_DATE = re.compile("^.*[年月日](?=.)|^(?:但是?|而|因此|总之)")
_IN_MANNER = re.compile("(?:可以)?[\u4e00-\u9fff]{2}地$")  # 确定地说
_NUMBERED = re.compile("(?:主要|重要|具体|严格|迫切|[一二三四五六七八九十两几\\d][项点条个])$")  # and 要求 is a noun
# Adverbs behind which a verb goes on reporting; of the others the subject may be anything.
_GOING_ON = re.compile("[,。;:!?\n”](?:还|也|又|再次|再|并且|并|则|同时|随后|接着|进一步|着重|重点|明确|特别)*$")
_WE = re.compile("(?:^|[,;])(?:同时)?我们")
_STOP = frozenset(',。;:!?\n“”"「」『』()《》…— ')
_REACH = 40  # characters before a verb that may hold its subject


def before(text: str, first: int, start: int, cue: Cue, following: str, known: tuple[str, ...]) -> Subject:
    """Whose the verb is that stands at ``start`` of a paragraph from ``first`` on; only ``named`` if it is strict.

    ``following`` are the characters after it, ``known`` the names met so far.
    """
    said_once = following[:1] in ("了", "过") and following[1:2] in _STOPS  # 说过: reports, 提出了意见 does not
    if (following.startswith(("的", "了", "过")) and not said_once) or (
        cue.verb in _ALONE and not said_once and not following.startswith(_STOPS)
    ):
        return NONE
    subject = _of_clause(_clause(text, max(first, start - _REACH), start), known)
    quotes = following.lstrip("了过")[:1] == ":"  # whatever stands before 说: speaks
    return NONE if cue.strict and subject.kind == "someone" and not (quotes and len(subject.name) <= 5) else subject


def leading(sentence: str, known: tuple[str, ...]) -> Subject:
    """Who leads a sentence: a name or body at its beginning, as far as it can be told."""
    for name in known:
        if sentence.startswith(name):
            return Subject("named", name)
    led = _LEADING.match(sentence) or _LED_BY_OFFICE.match(sentence)
    if led:
        return Subject("named", led["name"])
    body = _LED_BY_BODY.match(sentence)
    name = _DATE.sub("", body["name"]) if body else ""
    if not name or _OBLIQUE.search(name) or _ON_BEHALF.match(name):
        return NONE
    return Subject("named", name)


def governing(sentence: str, _known: tuple[str, ...]) -> Subject:
    """Who governs a sentence: nobody that a form would show, but the text's own voice where it says 我们."""
    return OWN_VOICE if _WE.search(sentence) else NONE


def fits(pronoun: Kind, name: str) -> bool:
    """Whether a pronoun may stand for a name: 他 for a person, 他们 for several."""
    if pronoun == "they":
        return bool(_SEVERAL.search(name))
    return not _BODY.search(name) or bool(_OFFICE.search(name))


def in_full(name: str, _known: tuple[str, ...]) -> str:
    """The name as it stands: a Chinese surname does not stand alone."""
    return name


def continues(text: str, start: int, _verb: str, _following: str) -> bool:
    """Whether an ambiguous verb without a subject goes on reporting: only "also" or the like is before it."""
    return bool(_GOING_ON.search(text, max(start - _REACH, 0), start))


def _clause(text: str, least: int, start: int) -> str:
    """What stands before a verb, back to the last stop; the name of a work in marks is no stop."""
    at = start
    while at > least:
        if text[at - 1] in _STOP or text[at - 1] == "》":
            marked = _MARKED.search(text, max(least, at - 42), at)
            if not marked or not (marked[1] == "》" or text[at:start].startswith(_OF_A_WORK)):
                break
            at = marked.start()
        else:
            at -= 1
    return text[at:start]


@lru_cache(maxsize=4096)
def _of_clause(clause: str, known: tuple[str, ...]) -> Subject:
    head = _bare(clause)
    if _OBLIQUE.search(head) or _NUMBERED.search(clause) or _DENIED.search(clause) or _barred(clause) or _barred(head):
        return NONE
    if not head and clause.startswith("并"):
        return JOINED
    if not head or _SPEECH.search(head):
        return SAME
    if (head.endswith(_MODALS) and not head.endswith("纲要")) or head.endswith(_OWN) or _ON_BEHALF.match(head):
        return OWN_VOICE
    if pronoun := _PRONOUN.search(head):
        return Subject("they" if pronoun[1] else "he")
    if work := _WORK.search(head):
        return Subject("named", work[1])
    for part in (_TOWARDS.sub("", head), head):  # 国务院向大会 is 国务院
        for name in known:
            if part.endswith(name):
                return Subject("named", name)
        if called := _NAME.match(part):
            return Subject("named", called["name"])
        if _BODY.search(part):
            return Subject("named", _LISTED.sub("", part)[-20:])
    return Subject("someone", head) if 2 <= len(head) <= 8 else NONE


def _barred(clause: str) -> bool:
    """Whether a verb behind this is none: 会 is "will", but not in 全会."""
    return clause.endswith(_BARRING) and not (clause.endswith("会") and _BODY.search(clause))


def _bare(clause: str) -> str:
    """A clause without the adverbs and the occasion at its end."""
    while True:
        for adverb in _ADVERBS if clause.endswith(_ADVERBS) else ():
            clause = clause.removesuffix(adverb)
        clause = _IN_MANNER.sub("", clause)
        occasion = _OCCASION.search(clause)
        if occasion:
            clause = clause[: occasion.start()]
        elif not clause.endswith(_ADVERBS):
            return clause
