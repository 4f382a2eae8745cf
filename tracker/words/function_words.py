"""Function words: what no phrase begins or ends with, and what is no phrase by itself."""

from collections.abc import Callable

from tracker.words.text import Unit

_ENGLISH = frozenset(
    """
    a about above across after again against all almost along also although always am among amongst an and another any
    anybody anyone anything are around as at away back be became because become becomes been before behind being below
    beneath beside besides between beyond both but by came can cannot come comes could did do does doing done down
    during each either else enough etc even ever every everyone everything few for from further furthermore gave get
    gets getting give given gives go goes going gone got had has have having he hence her here hers herself him himself
    his how however i if in indeed instead into is it its itself just kept last later latter least less let like likely
    made make makes making many may me might mine more moreover most much must my myself namely near neither never
    nevertheless next no nobody none nor not nothing now of off often on once one ones only onto or other others
    otherwise our ours ourselves out over own per perhaps put quite rather really said same saw say says see seem seemed
    seems seen several shall she should since so some somebody someone something sometimes somewhat soon still such take
    taken takes taking than that the their theirs them themselves then there thereby therefore these they this those
    though through throughout thus till to today together too took toward towards two under unless until up upon us use
    used using very via was we well went were what whatever when where whereas whereby whether which while who whole
    whom whose why will with within without would yet you your yours yourself yourselves
    first second third three four five six seven eight nine ten
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    don't doesn't didn't isn't aren't wasn't weren't won't can't couldn't wouldn't shouldn't hasn't haven't hadn't
    it's that's there's let's i'm i've i'll we're we've we'll you're you've you'll they're they've they'll he's she's
    s t re ve ll d m
    """.split()  # noqa: SIM905
)
# Only such as begin or end hardly any word that means something: 和 would cost 和平 and 碳中和, 与 would cost 参与.
_BEGIN = frozenset("的了们或也又把之于其则却很这那他她它你此该每且但")
_END = frozenset("的了或是也又把被之这那很更最且但而则却")
_CHINESE = frozenset(
    """
    我们 你们 咱们 我国 各位 这些 那些 这个 那个 这种 这样 那样 因此 因为 因而 所以 但是 可是 而且 并且 以及 或者 还是
    如果 虽然 尽管 同时 还有 以后 以来 以上 以下 以外 以内 之后 之前 之间 其中 其他 有关 关于 对于 由于 为了 通过 根据
    按照 已经 正在 将会 可以 能够 应该 应当 必须 需要 没有 不是 就是 而是 什么 怎么 非常 十分 更加 进一步 不断 继续
    目前 现在 今天 今年 去年 明年 年来 上年 比上年 方面 左右 一个 一些 一种 一定 一是 二是 三是 四是 五是
    许多 很多 不少 所有
    """.split()  # noqa: SIM905
)
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两点分之")

Able = Callable[[str], bool]


def ends(unit: Unit) -> tuple[Able, Able]:
    """Whether a token can begin a phrase, and whether it can end one."""
    if unit == "words":
        return _bears, _bears
    return (lambda token: _begins(token, _BEGIN)), (lambda token: _begins(token, _END))


def _bears(word: str) -> bool:
    """Whether an English word carries meaning: more than one letter, no function word, no number, no 's."""
    return len(word) > 1 and word[0] != "'" and word not in _ENGLISH and not word.isnumeric()


def _begins(token: str, barred: frozenset[str]) -> bool:
    return token not in barred and not (token.isascii() and token.isdecimal())


def empty(text: str) -> bool:
    """Whether a phrase says nothing: a Chinese function word, numerals alone, or a percentage."""
    return text in _CHINESE or "百分之" in text or _NUMERALS.issuperset(text)
