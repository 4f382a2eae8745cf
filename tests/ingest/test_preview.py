"""A look at an address before it is stored."""

from tests.conftest import NOW
from tests.site import Site, reply, site
from tracker.ingest.preview import preview
from tracker.settings.feeds_file import FeedsFile

__all__ = ["site"]
UNTITLED = (
    b"<rss version='2.0'><channel><item><title>Paper</title><description>Short.</description></item></channel></rss>"
)


def test_an_untitled_feed_is_called_by_its_server_and_path_without_secrets(site: Site) -> None:
    site.pages["/papers.xml"] = reply(UNTITLED)
    server = site.address.removeprefix("http://")
    address = f"http://user:tok@{server}/papers.xml?key=sesame"
    seen = preview(address, FeedsFile((), allow_private=("127.0.0.1",)), NOW)
    assert seen.title == f"{server}/papers.xml"
    assert seen.url == address
