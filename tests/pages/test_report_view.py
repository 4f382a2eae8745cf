"""An opened report as HTML."""

from datetime import UTC, date, datetime

from tracker.documents import Mention, Report, Revision
from tracker.pages import report_view
from tracker.queries.reports import Opened

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def opened(body: str, *mentions: tuple[str, int, int]) -> Opened:
    report = Report("bank", "1", "https://example.org", "en", None, date(2026, 9, 1), "feed", NOW)
    found = tuple(Mention(concept, "", "body", start, end) for concept, start, end in mentions)
    revision = Revision("T", body, "page", NOW)
    return Opened(report, revision, found, (revision,), (), None, ())


def test_text_is_escaped_inside_and_outside_of_marks() -> None:
    html = report_view.text(opened("<b> & <i>", ("x", 0, 3)), frozenset("x"))
    assert ">&lt;b&gt;</mark> &amp; &lt;i&gt;" in html


def test_where_mentions_overlap_the_stretch_names_both() -> None:
    html = report_view.text(opened("改革开放", ("reform", 0, 4), ("opening", 2, 4)), frozenset({"reform", "opening"}))
    assert 'title="reform">改革</mark>' in html
    assert 'title="reform and opening">开放</mark>' in html


def test_only_the_chosen_concepts_are_marked_and_paragraphs_stay_apart() -> None:
    html = report_view.text(opened("one two\n\nthree", ("x", 0, 3), ("y", 9, 14)), frozenset("y"))
    assert html.count("<mark") == 1
    assert html.count("<p>") == 2
    assert ">three</mark></p>" in html
