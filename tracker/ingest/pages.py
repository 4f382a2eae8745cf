"""The pages behind entries, fetched within one visit."""

from tracker.documents import FetchedPage
from tracker.errors import FeedError
from tracker.feeds.address import redact, server
from tracker.feeds.fetch import Fetcher

PASSING = (408, 425, 429)  # refusals that end, as those of 500 and more do


class PageReader:
    """Fetches the pages of one visit. A host that cannot be reached is asked once, one that is late twice.

    ``asked`` has the addresses so far; ``passing`` says that a page failed in a way that may have ended by the next
    visit.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        """Use ``fetcher``, which keeps the rules of politeness and safety."""
        self._fetcher = fetcher
        self._silent: dict[str, str] = {}
        self._late: set[str] = set()
        self.asked: set[str] = set()
        self.passing = False

    def fetch(self, url: str) -> FetchedPage:
        """A page; FeedError says in plain words why there are none."""
        if not url:
            raise FeedError("", "the feed gives no address of the full text")
        self.asked.add(url)
        if problem := self._silent.get(server(url)):
            raise FeedError(redact(url), problem)
        try:
            answer = self._fetcher.page(url)
        except FeedError as error:
            status = getattr(error, "status", None)
            if host := getattr(error, "host", "") or self._twice_late(url, error):
                self._silent[host] = error.problem
            self.passing |= status is None or status in PASSING or status >= 500
            raise
        return FetchedPage(answer.body, answer.url, url, answer.headers.get("content-type"))

    def _twice_late(self, url: str, error: FeedError) -> str:
        """The host of a page if it is the second that took all the time there is: each more would take as much."""
        if not getattr(error, "late", False):
            return ""
        host = server(url)
        twice = host in self._late
        self._late.add(host)
        return host if twice else ""
