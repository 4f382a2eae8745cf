"""Full texts: whether a report speaks of one, which it is or which it is not."""

import re

LINES = 400  # characters at both ends of a text in which it does
# That there is more to read is said under anything.
_ENGLISH = re.compile(r"(?<!read )(?<!read the )\bfull (?:text|version|transcript)\b")
_CHINESE = re.compile(
    r"\(全文\)|【全文】|^全文|全文(?:如下|已|将|发表|发布|公布|刊发|播发)|(?:发表|发布|公布|刊发|刊登|播发)了?全文"
    r"|(?:讲话|演讲|致辞|报告|决定|公报|公告|声明|文章|规划|纲要|意见|条例|实录)全文",
    re.MULTILINE,
)


def said(normal_title: str, normal_body: str) -> bool:
    """Whether the title or the first or last lines of a normalised text speak of a full text."""
    lines = f"{normal_title}\n{normal_body[:LINES]}\n{normal_body[-LINES:]}"
    english, chinese = "full " in lines, "全文" in lines  # looked for first, for that takes no time
    return bool((english and _ENGLISH.search(lines)) or (chinese and _CHINESE.search(lines)))
