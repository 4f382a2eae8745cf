"""Characters: the right text whatever the labels say, or a warning; never silent mojibake."""

import unicodedata

from tests.faults.case import Case
from tests.faults.paper import item, prose, rss
from tests.faults.server import http
from tests.faults.stage import Stage
from tracker.archive import reading

ZH = "国务院办公厅关于加强核心技术攻关的通知，各省、自治区、直辖市人民政府，国务院各部委、各直属机构：现通知如下。"
RARE = "国务院关于“𠮷”字与镕、喆、珺的通知，各省、自治区、直辖市人民政府必须掌握核心技术。"  # beyond GB2312 and GBK


def chinese(text: str, prolog: str) -> str:
    items = (item(number, f"{text}{number}", title=f"T{number}") for number in (1, 2, 3))
    return rss(*items, prolog=prolog).decode()


def poll_bytes(stage: Stage, feeds: dict[str, tuple[bytes, str]]) -> None:
    for name, (body, kind) in feeds.items():
        stage.feed(name, http(body, Content_Type=kind))
    stage.poll()


def bodies(stage: Stage, name: str) -> str:
    found = reading.texts(stage.archive, [each.id for each in stage.reports(name)]).values()
    return "\n".join(sorted(f"{each.title} {each.body}" for each in found))


def wider_than_its_label(stage: Stage) -> None:
    prolog = '<?xml version="1.0" encoding="gb2312"?>'
    poll_bytes(stage, {"case": (chinese(RARE, prolog).encode("gb18030"), "text/xml; charset=gb2312")})
    assert bodies(stage, "case").count(RARE) == 3
    assert (stage.row().status, stage.row().message) == ("ok", "")


def without_label(stage: Stage) -> None:
    feeds = {
        "none": (chinese(ZH, "").encode("gbk"), "text/xml"),
        "prolog": (chinese(ZH, '<?xml version="1.0" encoding="UTF-8"?>').encode("gbk"), "text/xml"),
        "header": (chinese(ZH, "").encode("gbk"), "text/xml; charset=utf-8"),
        "both": (chinese(ZH, '<?xml version="1.0" encoding="UTF-8"?>').encode("gbk"), "text/xml; charset=utf-8"),
    }
    poll_bytes(stage, feeds)
    for name in feeds:
        assert bodies(stage, name).count(ZH) == 3
        assert "labelled wrongly or not at all, read as gb18030" in stage.row(name).message


def labels_that_contradict(stage: Stage) -> None:
    feeds = {
        "prolog": (chinese(ZH, '<?xml version="1.0" encoding="gbk"?>').encode("gbk"), "text/xml; charset=iso-8859-1"),
        "header": (chinese(ZH, '<?xml version="1.0"?>').encode("gbk"), "text/xml; charset=gbk"),
        "utf-8": (chinese(ZH, '<?xml version="1.0" encoding="gbk"?>').encode(), "text/xml; charset=big5"),
        "unknown": (chinese(ZH, '<?xml version="1.0" encoding="nonsense"?>').encode(), "text/xml; charset=x-user"),
    }
    poll_bytes(stage, feeds)
    for name in feeds:
        assert bodies(stage, name).count(ZH) == 3
        assert (stage.row(name).status, stage.row(name).message) == ("ok", "")


def one_bad_byte(stage: Stage) -> None:
    texts = (f"{ZH} Überblick {number}. {prose(number)}" for number in range(1_000))  # no reprints of each other
    items = (item(number, text, title=f"通知 {number:04}") for number, text in enumerate(texts))
    body = rss(*items).replace("Überblick 500.".encode(), b"\xffberblick 500.")
    poll_bytes(stage, {"case": (body, "text/xml")})
    text = bodies(stage, "case")
    assert (text.count("\ufffd"), text.count(ZH), text.count("Überblick")) == (1, 1_000, 999)
    assert "characters that could not be read: 1" in stage.row().message


def other_encodings(stage: Stage) -> None:
    texts = {
        "utf-16": ("utf-16", "通知：加强核心技术攻关"),
        "utf-16-be": ("utf-16-be", "通知：加强核心技术攻关"),
        "big5": ("big5", "行政院會議通過核心技術發展條例，各部會應即辦理"),
        "shift_jis": ("shift_jis", "内閣官房は新しい技術戦略を発表しました。内容は次のとおりです"),
        "windows-1251": ("cp1251", "Правительство утвердило план развития ключевых технологий"),
    }
    feeds = {}
    for name, (encoding, text) in texts.items():
        prolog = f'<?xml version="1.0" encoding="{name.removesuffix("-be")}"?>'
        feeds[name] = (chinese(text, prolog).encode(encoding), "text/xml")
    poll_bytes(stage, feeds)
    for name, (_, text) in texts.items():
        assert (name, bodies(stage, name).count(text)) == (name, 3)
        assert (stage.row(name).status, stage.row(name).message) == ("ok", "")


def rare_characters(stage: Stage) -> None:
    titles = {
        "astral": "𠮷野家 and 😀 vorhaben",
        "right-to-left": "\u202bخطة التنمية\u202c vorhaben",
        "zero-width": "core\u200b technology\ufeff vorhaben",
        "decomposed": unicodedata.normalize("NFD", "Überblick über Bàn Chấp hành vorhaben"),
    }
    for name, title in titles.items():
        stage.feed(name, http(rss(item(1, title=title), item(2))))
    stage.poll()
    for name, title in titles.items():
        assert (name, title in stage.titles(name)) == (name, True), stage.titles(name)
        assert (stage.row(name).status, stage.row(name).reports) == ("ok", 2)
        assert stage.found(name, "vorhaben") == 1
    assert stage.found("decomposed", "Überblick") == 1
    assert stage.found("zero-width", "core technology vorhaben") == 1


CASES = (
    Case(59, "gb2312 label over GB18030 bytes", wider_than_its_label),
    Case(60, "GBK bytes, no label or a wrong one", without_label),
    Case(61, "HTTP charset against the prolog", labels_that_contradict),
    Case(62, "one bad UTF-8 byte in 1,000 items", one_bad_byte),
    Case(63, "UTF-16, Big5, Shift-JIS, windows-1251", other_encodings),
    Case(64, "astral, right-to-left, zero-width, NFD titles", rare_characters),
)
