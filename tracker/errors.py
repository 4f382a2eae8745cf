"""Every error the program raises on purpose, as one small tree of nouns.

TrackerError
├── SettingsError      a line of feeds.yaml, lexicon.yaml or the environment
│   └── LexiconError   a concept or variant that cannot be used
├── FeedError          an address, when fetching or reading it
│   ├── FetchError     no usable answer came
│   └── ParseError     an answer came, but it is no feed or page
├── ArchiveError       the database: missing, locked, full, newer than this program
│   ├── RefusedError   one thing that it does not take, though it takes all others
│   └── ReadOnlyError  it can be read, and takes nothing
├── QueryError         a question that has no answer: unknown term, measure or report
└── ExportError        a figure or table that could not be made
"""


class TrackerError(Exception):
    """An error with a subject. ``about`` names the feed, file, line or report it concerns."""

    def __init__(self, about: str, problem: str) -> None:
        super().__init__(about, problem)
        self.about = about
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.about}: {self.problem}" if self.about else self.problem


class SettingsError(TrackerError):
    """A setting cannot be used; ``about`` is file:line."""


class LexiconError(SettingsError):
    """A concept or variant cannot be used; ``about`` is file:line or the concept."""


class FeedError(TrackerError):
    """A feed failed; ``about`` is its address without secrets."""


class FetchError(FeedError):
    """No usable answer came from an address. ``status`` is the HTTP status, or None.

    ``host`` is set if nothing at all can be had from it (with its port); else the problem is that one address's.
    ``late`` says that all the time there was has passed.
    """

    def __init__(
        self,
        about: str,
        problem: str,
        status: int | None = None,
        retry_after: float | None = None,
        host: str = "",
        late: bool = False,
    ) -> None:
        super().__init__(about, problem)
        self.status = status
        self.retry_after = retry_after
        self.host = host
        self.late = late


class ParseError(FeedError):
    """An answer came, but it is no feed or no page that can be read."""


class ArchiveError(TrackerError):
    """The database refused; ``about`` is its address without a password."""


class RefusedError(ArchiveError):
    """The database takes anything but this: one row breaks a rule of its table."""


class ReadOnlyError(ArchiveError):
    """The database may only be read: a file or a disk that cannot be written, or a server that copies another."""


class QueryError(TrackerError):
    """A question that cannot be answered as asked."""


class ExportError(TrackerError):
    """A figure or table could not be made."""
