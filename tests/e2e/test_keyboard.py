"""Trends by keyboard alone: the Tab key comes to every control, and the reader sees where it is."""

import io
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.browser import Tabs
from tests.e2e.board import settled
from tests.e2e.test_trends_page import chart, folder, settings, url

__all__ = ["folder", "settings", "url"]

ADDRESS = f"/trends?term=inflation&term={quote('改革开放')}&measure=share&by=year"
MOST = 200  # steps of the Tab key, after which it is held to turn in a circle
SEEN = 12  # changed pixels that make a focus visible; a caret, which blinks, is not drawn

# What a click reaches and Tab need not: a key does the same in the control that it belongs to.
BY_OTHER_KEYS = {
    "[role=radiogroup] *": "the arrow keys choose within a group",
    "[role=group] *": "the arrow keys go along the chosen values",
    "[data-testid=stButtonGroup] button": "the arrow keys go from one to the next",
    "[data-testid=stNumberInput] button": "the arrow keys count up and down",
}

# Marks what has the focus, and gives the place to look for a sign of it: the whole control, or a link's own words.
STOP = """root => {
  const at = document.activeElement;
  if (at === document.body) return null;
  window.stops ??= new Set();
  if (window.stops.has(at)) return null;
  window.stops.add(at);
  const own = at.closest('a, summary, canvas');
  const place = (own ?? at.closest('[data-testid=stElementContainer]') ?? at).getBoundingClientRect();
  const named = at.getAttribute('aria-label') || at.innerText || at.getAttribute('title') || at.id;
  return {inside: !!at.closest(root), name: `${at.tagName.toLowerCase()} ${named}`,
          x: place.x, y: place.y, width: place.width, height: place.height};
}"""
MISSED = """([root, others]) => {
  const controls = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]';
  return [...document.querySelector(root).querySelectorAll(controls)]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.disabled)
    .filter(each => !each.closest('[aria-hidden=true], [inert]') && !window.stops.has(each))
    .filter(each => !others.some(other => each.matches(other)))
    .map(each => each.outerHTML.slice(0, 200));
}"""


@pytest.fixture
def page(tabs: Tabs, url: str) -> Iterator[Page]:
    """A page so tall that nothing scrolls, with the chart drawn."""
    with tabs.fresh(url, height=4000) as page:
        page.goto(ADDRESS)
        chart(page)
        settled(page)
        yield page


def picture(page: Page, **clip: object) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", **clip))).convert("RGB")  # type: ignore[arg-type]


def walk(page: Page, root: str) -> tuple[list[str], list[str]]:
    """Where in ``root`` the Tab key comes to, until it comes to nothing new; and which of it looks as before."""
    before, stops, unseen = picture(page), [], []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP, root)
        if stop is None:
            break
        if not stop["inside"]:
            continue
        stops.append(stop["name"])
        box = (stop["x"] - 6, stop["y"] - 6, stop["x"] + stop["width"] + 6, stop["y"] + stop["height"] + 6)
        left, top, right, bottom = (
            round(min(max(each, 0), most)) for each, most in zip(box, before.size * 2, strict=True)
        )
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        changed = ImageChops.difference(before.crop((left, top, right, bottom)), picture(page, clip=clip))
        if sum(changed.convert("L").point(lambda value: value > 8, "1").histogram()[1:]) < SEEN:
            unseen.append(stop["name"])
    return stops, unseen


def missed(page: Page, root: str) -> list[str]:
    found: list[str] = page.evaluate(MISSED, [root, list(BY_OTHER_KEYS)])
    return found


def test_tab_comes_to_every_control_and_the_focus_is_seen(page: Page) -> None:
    stops, unseen = walk(page, "body")
    assert missed(page, "body") == []
    assert unseen == []
    said = " ".join(stops)
    for name in ("Trends", "Terms", "More choices", "CSV", "The numbers"):
        assert name in said


def test_tab_comes_to_every_further_choice_and_the_focus_is_seen(page: Page) -> None:
    page.get_by_role("button", name="More choices").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid=stPopoverBody]")).to_be_visible()
    settled(page)
    _, unseen = walk(page, "[data-testid=stPopoverBody]")  # it lies over buttons, which Tab comes to as well
    assert missed(page, "[data-testid=stPopoverBody]") == []
    assert unseen == []
    page.get_by_role("button", name="Events").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Sources that join or leave")).to_be_focused()
