"""A case: its number in the list of what the poller must survive, and how it is played."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.paper import item, rss
from tests.faults.server import Reply, http
from tests.faults.stage import Stage

Play = Callable[[Stage], None]


@dataclass(frozen=True)
class Case:
    """``play`` puts feeds on the stage, polls, and looks at what the archive and the reader's rows then say."""

    number: int
    about: str
    play: Play

    @property
    def id(self) -> str:
        return f"F{self.number:02}"


def fails(says: str, *replies: Reply, **limits: object) -> Play:
    """Each reply makes the feed fail with these words, stores nothing, and costs nothing that is stored."""

    def play(stage: Stage) -> None:
        stage.feed("case", http(rss(item(1))))
        assert stage.poll().new == 1
        usual = stage.limits
        stage.limits = usual | limits
        for number, reply in enumerate(replies, 1):
            stage.feed("case", reply)
            visit = stage.poll(alone=True)  # what is limited here is not the others' matter
            assert (visit.new, visit.revised) == (0, 0)
            assert says in visit.error
            row = stage.row()
            assert (row.status, row.failures, row.reports) == ("failing", number, 1)
            assert says in row.message
        stage.limits = usual
        stage.feed("case", http(rss(item(1), item(2))))
        assert stage.poll().new == 1
        assert (stage.row().status, stage.row().message) == ("ok", "")

    return play


def brings(bodies: dict[str, bytes], count: int, says: str = "", kind: str = "application/rss+xml") -> Play:
    """Each body brings this many reports; if ``says`` is not empty, the feed's row says it."""

    def play(stage: Stage) -> None:
        for name, body in bodies.items():
            stage.feed(name, http(body, Content_Type=kind))
        stage.poll()
        for name in bodies:
            row = stage.row(name)
            assert (name, row.status, row.reports) == (name, "ok", count)
            assert says in row.message if says else row.message == ""

    return play
