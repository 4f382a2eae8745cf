"""Feeds as bytes, with texts of our own making."""

from random import Random

WORDS = (  # noqa: SIM905
    "ministry province council reform market water harvest rail port school budget health energy border river city "
    "village bank tax export grain steel training research network security culture sport museum forest climate law "
    "court delegation visit treaty summit session plenary committee plan target review audit pilot zone standard"
).split()
PROLOG = '<?xml version="1.0" encoding="UTF-8"?>'
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def prose(seed: object, words: int = 60) -> str:
    """A text like no other, which speaks of core technology once."""
    chance = Random(str(seed))
    return "Core technology matters. " + " ".join(chance.choice(WORDS) for _ in range(words)) + "."


def page(*paragraphs: str) -> bytes:
    """An article page with a menu around it."""
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    head = "<!DOCTYPE html><html><head><title>T</title></head><body><nav>Menu</nav>"
    return f"{head}<article>{text}</article></body></html>".encode()


def item(number: object, text: str | None = None, more: str = "", **fields: str) -> str:
    """An item with its whole text; ``fields`` replace title, link, guid or pubDate, and "" leaves one out."""
    given = {
        "title": f"Report {number}",
        "link": f"https://example.org/{number}",
        "guid": f"g{number}",
        "pubDate": "Sun, 05 Jul 2026 10:00:00 +0800",
    } | fields
    lines = "".join(f"<{name}>{value}</{name}>" for name, value in given.items() if value)
    body = prose(number) if text is None else text
    content = f"<content:encoded><![CDATA[<p>{body}</p>]]></content:encoded>" if body else ""
    return f"<item>{lines}{content}{more}</item>"


def cut(number: object, link: str, **fields: str) -> str:
    """An item with a summary that goes on at its link."""
    return item(number, "", link=link, more=f"<description>{prose(number, 20)} ...</description>", **fields)


def rss(*items: str, head: str = "", prolog: str = PROLOG) -> bytes:
    """An RSS 2.0 feed."""
    return (
        f'{prolog}<rss version="2.0" {SPACES}><channel><title>T</title>{head}{"".join(items)}</channel></rss>'
    ).encode()
