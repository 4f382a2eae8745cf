"""axe-core in a page: what it finds against WCAG 2.2 AA."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e.board import settled

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEADINGS = ["empty-heading", "heading-order", "page-has-heading-one"]  # no rules of WCAG, but ours
FIND = """async ([tags, more]) => {
  const rules = Object.fromEntries(more.map(each => [each, {enabled: true}]));
  const found = await axe.run({runOnly: tags, rules, resultTypes: ['violations']});
  return found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.html.slice(0, 300)}\\n  ${node.failureSummary}`));
}"""


def audit(page: Page) -> set[str]:
    """What is wrong, one text an element; what is wrong only while a part is drawn anew does not count."""
    page.evaluate(AXE_SCRIPT)
    found = _look(page)
    if found:
        page.wait_for_timeout(1_000)
        settled(page)
        found &= _look(page)
    return found


def _look(page: Page) -> set[str]:
    return set(page.evaluate(FIND, [TAGS, HEADINGS]))
