"""Which entry is which, from one visit to the next."""

from tracker.feeds.identity import LONGEST, Identifiers, keys, names

A = Identifiers("g1", "https://example.org/a", "A", "1 May")
B = Identifiers("g2", "https://example.org/b", "B", "2 May")


def test_scheme_tracking_and_last_slash_do_not_make_another_report() -> None:
    forms = ("http://example.org/a", "https://example.org/a/", "https://example.org/a?utm_source=x&utm_medium=rss")
    assert {keys([A._replace(link=form)])[0] for form in forms} == {keys([A])[0]}


def test_a_guid_that_changes_on_every_visit_does_not_matter() -> None:
    assert keys([A._replace(guid="other")]) == keys([A])


def test_the_same_guid_on_every_entry_tells_nothing_apart() -> None:
    assert len(set(keys([A._replace(guid="x"), B._replace(guid="x")]))) == 2


def test_entries_that_all_link_to_the_home_page_are_told_by_their_guid() -> None:
    home = "https://example.org/"
    first = keys([A._replace(link=home), B._replace(link=home)])
    assert len(set(first)) == 2
    assert keys([B._replace(link=home)]) == first[1:]


def test_without_guid_and_link_title_and_date_tell() -> None:
    bare = [each._replace(guid="", link="") for each in (A, B)]
    assert len(set(keys(bare))) == 2
    assert keys(bare[:1]) == keys(bare)[:1]


def test_a_comment_is_told_by_the_fragment_of_its_link() -> None:
    comments = [A._replace(link=f"https://example.org/a#comment-{number}", guid="") for number in (1, 2)]
    assert len(set(keys(comments))) == 2


def test_an_entry_that_a_feed_repeats_is_one_entry_with_its_usual_key() -> None:
    assert keys([A, A, B]) == [keys([A])[0]] * 2 + keys([B])


def test_a_guid_that_reads_like_the_link_of_another_entry_does_not_make_it_that_entry() -> None:
    assert len(set(keys([A, B._replace(guid=keys([A])[0], link="")]))) == 2


def test_no_name_is_longer_than_any_database_can_index() -> None:
    long = [A._replace(link=f"https://example.org/{'ä' * 600}"), B._replace(guid="市" * 400, link="")]
    every = [*keys(long), *(name for each in names(long) for name in (each.guid, each.link, each.told, *each.older))]
    assert max(len(name.encode()) for name in every) <= LONGEST + len("guid:")
    assert len(set(keys(long))) == 2
