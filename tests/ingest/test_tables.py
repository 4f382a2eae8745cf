"""Tables as spreadsheets save them: delimiters, headings, dates and languages are understood, or refused by name."""

from datetime import date
from pathlib import Path

import pytest

from tests.archive.held import ask
from tests.conftest import LEXICON, NOW
from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.errors import QueryError
from tracker.ingest.import_file import Imported, import_file
from tracker.words.scorer import Scorer

ROWS = [("2026-07-06", "讲话", "会议强调核心技术，坚持开放。"), ("2026-07-07", "Speech", "Opening up; key technology.")]


def table(*headings: str, delimiter: str = ",", before: str = "", after: str = "") -> str:
    rows = [headings, *ROWS]
    quoted = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) + after for row in rows]
    return before + "\n".join(quoted) + "\n"


def imported(archive: Archive, folder: Path, text: str, name: str = "rows.csv") -> Imported:
    path = folder / name
    path.write_bytes(text.encode())
    return import_file(path, None, archive, Scorer(LEXICON), NOW, lambda rows: None)


PLAIN = ("date", "title", "text")
TABLES = {
    "semicolons": table(*PLAIN, delimiter=";"),
    "tabs": table(*PLAIN, delimiter="\t"),
    "bars": table(*PLAIN, delimiter="|"),
    "semicolons and empty columns": table(*PLAIN, delimiter=";", after=";;") + ";;;;\n",
    "a line for Excel": table(*PLAIN, delimiter=";", before="sep=;\r\n"),
    "a mark and a line for Excel": table(*PLAIN, delimiter="\t", before="\ufeffSEP=\t\n"),
    "a delimiter that Excel was told": table(*PLAIN, delimiter="^", before='"sep=^"\n'),
    "two marks": table(*PLAIN, before="\ufeff\ufeff"),
    "blank lines first": table(*PLAIN, before="\n  \n"),
    "quoted headings after a mark": table('"date"', '"title"', '"text"', before="\ufeff", delimiter=";"),
    "capitals": table("Date", "TITLE", " Text "),
    "full width": table("ｄａｔｅ", "Ｔｉｔｌｅ", "text"),
    "Chinese": table("日期", "标题", "正文"),
    "Chinese, Traditional": table("發佈日期", "標題", "內容", delimiter=";"),
    "Chinese of an export": table("发布日期", "标题", "全文", delimiter="\t", before="\ufeff"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_however_it_was_saved(archive: Archive, tmp_path: Path, name: str) -> None:
    assert imported(archive, tmp_path, TABLES[name]) == Imported(2, 2, 0, ())
    found = reading.listed(archive, Selection(date(2030, 1, 1)))
    assert [(str(each.day), each.title) for each in reversed(found)] == [row[:2] for row in ROWS]
    assert ask(archive, "select body from revisions order by report_id") == [(row[2],) for row in ROWS]


def test_tabs_may_have_a_name_of_their_own_and_json_keys_any_case(archive: Archive, tmp_path: Path) -> None:
    assert imported(archive, tmp_path, TABLES["tabs"], "rows.tsv").new == 2
    row = '{"Date": "2026-07-06", "标题": "A", "TEXT": "Opening up.", "text": "Key technology."}'
    assert imported(archive, tmp_path, row, "rows.jsonl").new == 1
    assert ask(archive, "select title, body from revisions where report_id = 3") == [("A", "Key technology.")]


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (("published", "headline", "body"), r"no date and no title and no text: it is 'published', 'headline', 'body'"),
        (("date", "title", "contents"), r"no text: it is 'date', 'title', 'contents'"),
        (("Datum", "Titel", "Text"), r"no date and no title: it is 'Datum', 'Titel', 'Text'"),
        (("when", "标题", "正文"), r"no date: it is 'when', '标题', '正文'"),
        (("date,title", "text", "url"), r"no date and no title: it is 'date,title', 'text', 'url'"),
    ],
)
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_table_whose_headings_are_not_understood_is_one_sentence(
    archive: Archive, tmp_path: Path, headings: tuple[str, ...], said: str, delimiter: str
) -> None:
    with pytest.raises(QueryError, match=f"its header has {said}; it should be date,title,text") as refused:
        imported(archive, tmp_path, table(*headings, delimiter=delimiter))
    assert "\n" not in str(refused.value)
    assert ask(archive, "select count(*) from reports") == [(0,)]


@pytest.mark.parametrize("extra", ["Date", "日期"])
def test_a_heading_that_is_there_twice_is_refused_by_name(archive: Archive, tmp_path: Path, extra: str) -> None:
    with pytest.raises(QueryError, match=f"one field twice, 'date' and '{extra}'; rename one"):
        imported(archive, tmp_path, f"date,title,text,{extra}\n2026-07-06,T,Text,2026-07-07\n")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("46209", "2026-07-06"),
        ("46209.4375", "2026-07-06"),
        ("42479", "2016-04-19"),
        ("25569", "1970-01-01"),
        ("36585", "2000-02-29"),
        ("20260706.0", "2026-07-06"),
        ("2026/7/6 0:00", "2026-07-06"),
    ],
)
def test_a_day_that_excel_counts_is_that_day(archive: Archive, tmp_path: Path, written: str, day: str) -> None:
    assert imported(archive, tmp_path, f"Date;Title;Text\n{written};T;Key technology.\n").bad == ()
    assert ask(archive, "select day from reports") == [(day,)]


@pytest.mark.parametrize(
    ("written", "code", "words"),
    [
        ("cn", "zh", 8),
        ("Chinese", "zh", 8),
        ("ZH_cn", "zh-cn", 8),
        ("中文", "zh", 8),
        ("繁體中文", "zh-Hant", 8),
        ("zho", "zh", 8),
        ("zh-Hans", "zh-Hans", 8),
        ("", "zh", 8),
        ("English", "en", 8),
        ("EN", "en", 8),
        ("fr", "fr", 8),
    ],
)
def test_a_language_is_stored_under_its_code_and_measured_by_it(
    archive: Archive, tmp_path: Path, written: str, code: str, words: int
) -> None:
    text = "核心技术核心技术" if code.startswith("zh") else "one two three four five six key technology"
    assert imported(archive, tmp_path, f"日期,标题,正文,语言\n2026-07-06,,{text},{written}\n").bad == ()
    assert ask(archive, "select language, words from reports") == [(code, words)]


@pytest.mark.parametrize("written", ["xx", "ch", "Klingon", "jp", "zh/en", "中", "cn-zh"])
def test_what_is_no_language_is_named_with_its_row(archive: Archive, tmp_path: Path, written: str) -> None:
    done = imported(archive, tmp_path, f"date,title,text,lang\n2026-07-06,T,Key technology.,{written}\n")
    assert done.bad == (f"{tmp_path}/rows.csv:2: {written!r} is no language; write en, zh or another code; skipped",)
