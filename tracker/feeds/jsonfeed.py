"""JSON Feed 1.0 and 1.1, which feedparser does not read, in feedparser's own shape."""

import html
import json
from typing import Any

from tracker.errors import ParseError


def read(text: str, url: str) -> dict[str, Any]:
    """A JSON Feed as the fields that ``parse`` reads of any feed, "odd" for what is no entry; ParseError if none."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(url, f"not a feed: broken JSON ({error})") from error
    if not isinstance(whole, dict) or not isinstance(whole.get("items"), list):
        raise ParseError(url, "not a feed: JSON without items")
    links = [{"rel": "next", "href": whole["next_url"]}] if isinstance(whole.get("next_url"), str) else []
    entries = [_entry(item) for item in whole["items"] if isinstance(item, dict)]
    return {
        "odd": len(whole["items"]) - len(entries),
        "feed": {
            "title": _text(whole.get("title")),
            "language": _text(whole.get("language")),
            "links": links,
            "link": _text(whole.get("home_page_url")),
        },
        "entries": entries,
        "version": "json",
        "bozo": False,
    }


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    full = _text(item.get("content_html")) or _paragraphs(_text(item.get("content_text")))
    return {
        "id": _text(item.get("id")),
        "link": _text(item.get("url")) or _text(item.get("external_url")),
        "title": _text(item.get("title")),
        "updated": _text(item.get("date_modified")),
        "published": _text(item.get("date_published")) or _text(item.get("date_modified")),
        "summary": _text(item.get("summary")),
        "content": [{"value": full}] if full else [],
        "language": _text(item.get("language")),
    }


def _paragraphs(text: str) -> str:
    """Plain text as markup, so that a < in it stays what it is."""
    return html.escape(text).replace("\n", "<br>")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
