"""A report's own text, and nothing of the page around it."""

import re

import pytest

from tracker.feeds.extract import from_markup, from_page

PARAGRAPHS = [
    "Xi Jinping pointed out that the conference must move forward the construction of a strong Internet power.",
    "一、加快推进网络信息技术自主创新，在核心技术上取得突破。",
    "He stressed that core technology is the greatest vital point of our country, and that it must be mastered.",
]
PAGE = """<!DOCTYPE html><html><head><title>Speech on cybersecurity | Blog</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
<main><article><h1>Speech on cybersecurity</h1>
<p class="meta">Posted on <time datetime="2016-04-19">2016-04-19</time> (Asia/Shanghai)</p>{}</article></main>
<aside><h3>Share this</h3><a href="#">Tweet</a><h3>Related</h3><ul><li><a href="#">Older post</a></li></ul></aside>
<section id="respond"><h3>Leave a Reply</h3><form><p>Fill in your details below or click an icon to log in:</p>
<textarea></textarea></form></section><footer>Notify me of new comments via email.</footer></body></html>"""


def test_a_page_gives_its_paragraphs_and_none_of_its_furniture() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = from_page(PAGE.format(body).encode(), "https://example.org/a")
    assert page.body.split("\n\n") == PARAGRAPHS
    assert page.title.startswith("Speech on cybersecurity")


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ("<p>Posted on April 19, 2016</p><p>{0}</p><p>{2}</p>", [0, 2]),
        ("<div>2016-04-19 10:00 来源：新华社 <span>打印</span></div><p>{0}</p><p>{1}</p><p>责任编辑：张三</p>", [0, 1]),
        ("<table><tr><td><p>{0}</p><p>{1}</p><p>{2}</p></td></tr></table>", [0, 1, 2]),
        ("<p>{0}</p><p>{2}</p><p>{0}</p>", [0, 2, 0]),
        ("{0}<br><br>{1}<br><br>{2}", [0, 1, 2]),
    ],
    ids=["dateline", "Chinese dateline and editor", "table as layout", "repeated paragraph", "line breaks"],
)
def test_paragraphs_stay_as_they_are_and_apart(body: str, paragraphs: list[int]) -> None:
    page = from_page(PAGE.format(body.format(*PARAGRAPHS)).encode(), "https://example.org/a")
    assert page.body.split("\n\n") == [PARAGRAPHS[number] for number in paragraphs]


def test_a_list_keeps_every_point_and_gains_no_dash() -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><h2>Aims</h2><ul><li>First aim</li><li>Second aim</li></ul><p>{PARAGRAPHS[2]}</p>"
    page = from_page(PAGE.format(body).encode(), "https://example.org/a")
    assert page.body.split("\n\n") == [PARAGRAPHS[0], "Aims", "First aim", "Second aim", PARAGRAPHS[2]]


def test_a_report_of_one_line_does_not_bring_the_menu_with_it() -> None:
    assert from_page(PAGE.format("<p>The meeting is moved.</p>").encode(), "https://e.org/a").body == (
        "The meeting is moved."
    )


NOTICE = (
    "The water works repair the main pipe in the northern district on Tuesday.",
    "From nine until noon there will be no water in Mill Street and Bridge Street.",
    "A tank lorry stands at the old school, and water may be drawn there free of charge.",
    "Questions are answered by the office of public works from eight in the morning.",
)


@pytest.mark.parametrize(
    "around", ["<div><span>{}</span></div>", "<div><p>{}</p></div>", "<table><tr><td>{}</td></tr></table>"]
)
@pytest.mark.parametrize(
    "menu", ["<ul><li>{}</li></ul>", "<div>{}</div>", "<table><tr><td>{}</td></tr></table>", "<p>{}</p>"]
)
def test_a_short_notice_below_a_long_menu_does_not_bring_the_menu_with_it(around: str, menu: str) -> None:
    between = menu.partition("{}")[2].partition("</ul>")[0].partition("</tr>")[0]
    links = [f'<a href="/{n}">Department of services number {n} and its office</a>' for n in range(60)]
    opened = between.replace("</", "<")
    whole = menu.format(f"{between}{opened}".join(links))
    inner = around.partition("{}")[0].rpartition("<")[2].rstrip(">")
    text = around.format(f"</{inner}><{inner}>".join(NOTICE))
    page = (
        f"<html><head><title>Water</title></head><body>{whole}{text}<div>Town Hall, Main Street 1</div></body></html>"
    )
    body = from_page(page.encode(), "https://e.org/a").body
    assert "Department" not in body
    if body:  # where its text cannot be told at all, the feed's summary stays
        assert body.startswith(NOTICE[0])
        assert NOTICE[-1] in body
    assert body or (menu.startswith("<p>") and "span" in around)


def test_a_copyright_line_is_no_date() -> None:
    page = "<html><body><article>" + "".join(f"<p>{each}</p>" for each in PARAGRAPHS) + "</article>{}</body></html>"
    assert from_page(page.format("<footer>© 2011 Blog</footer>").encode(), "https://e.org/a").published is None


def test_control_characters_part_words_instead_of_gluing_them() -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><p>to 1\x80\x911/4 percent, as the Committee had decided at its last meeting.</p>"
    assert "1 1/4 percent" in from_page(PAGE.format(body).encode(), "https://example.org/a").body.replace("  ", " ")


@pytest.mark.parametrize("reference", ["&#8;", "&#8 ", "&#12;", "&#xFFFE;", "&#127;", "&#0;", "&#x110000;"])
def test_a_reference_to_no_character_costs_no_more_than_itself(reference: str) -> None:
    """libxml2 lets such characters through, and what is built on it then refuses the whole text."""
    page = from_page(PAGE.format(f"<p>One{reference}two.</p>" + PARAGRAPHS[0] * 3).encode(), "https://example.org/a")
    assert [page.body[:7].replace("\ufffd", " "), page.body[-20:]] == ["One two", PARAGRAPHS[0][-20:]]
    assert from_markup(f"One{reference}two").replace("\ufffd", " ") == "One two"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br><br>Two", "One\n\nTwo"),
        ("<div>One <b>and</b> a half</div><ul><li>Two</li></ul>", "One and a half\n\nTwo"),
        ("plain &amp; simple", "plain & simple"),
        ("2016&#150;17 强&#8;国", "2016–17 强国"),
        ("<p>One</p><script>alert(1)</script><style>p{}</style>", "One"),
        ('<p>One</p><div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3></div>', "One"),
        ("<p>One</p><p>The post <a href='#'>A</a> appeared first on <a href='#'>B</a>.</p>", "One"),
        ("", ""),
        ("<p></p>", ""),
        ("<html>", ""),
        ("<html><head><title>No text</title></head><body><p>One</p></body></html>", "One"),
    ],
)
def test_a_feeds_markup_gives_its_paragraphs(markup: str, text: str) -> None:
    assert from_markup(markup) == text


@pytest.mark.parametrize(
    ("label", "codec", "sentence"),
    [
        ("iso-8859-2", "iso8859-2", "Banka snížila sazby, protože inflace klesá."),
        ("windows-1254", "cp1254", "Merkez Bankası faiz oranını düşürdü."),
        ("iso-8859-9", "cp1254", "Merkez Bankası “faiz oranını” düşürdü."),
        ("windows-1252", "cp1252", "A loan of £5 — “as before”."),
        ("windows-1251", "cp1251", "Банк снизил ключевую ставку."),
        ("iso-8859-7", "iso8859-7", "Η τράπεζα μείωσε το επιτόκιο."),
        ("windows-874", "cp874", "ธนาคารกลางลดอัตราดอกเบี้ย"),
        ("x-gbk", "gb18030", "央行决定抑制通货膨胀。"),
        ("big5", "big5", "央行決定抑制通貨膨脹。"),
        ("euc-kr", "cp949", "한국은행은 기준금리를 인하했다."),
    ],
)
def test_a_page_that_names_no_characters_is_read_in_those_the_server_names(
    label: str, codec: str, sentence: str
) -> None:
    text = PAGE.format(f"<p>{sentence}</p>" * 8).replace("一、", "").encode(codec, "ignore")
    assert from_page(text, "https://e.org/a", f"text/html; charset={label}").body.split("\n\n")[0] == sentence


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>央行决定抑制通货膨胀。</p>".encode("gb18030"), "text/html; charset=iso-8859-1"),
        ('<meta charset="gb2312"><p>央行决定抑制通货膨胀。</p>'.encode("gb18030"), "text/html; charset=iso-8859-1"),
        ("<p>央行决定抑制通货膨胀。</p>".encode(), "text/html; charset=gbk"),
        ("<p>央行决定抑制通货膨胀。</p>".encode("gb18030"), None),
    ],
    ids=["latin-1 unasked", "its own label first", "UTF-8 whatever is said", "nothing said"],
)
def test_a_wrong_label_spoils_no_page(body: bytes, kind: str | None) -> None:
    assert "央行决定抑制通货膨胀。" in from_page(b"<html><body><article>" + body * 9, "https://e.org/a", kind).body


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("inflation<sup>1</sup> rose", "inflation rose"),
        ('inflation<sup><a href="#f1">1</a></sup> rose', "inflation rose"),
        ('inflation<a href="#f1"><sup>[12]</sup></a> rose', "inflation rose"),
        ('inflation<a href="#f1">3</a> rose', "inflation rose"),
        ("<em>inflation</em><sup>*</sup> rose", "inflation rose"),
        ("抑制通货膨胀<sup>2</sup>政策", "抑制通货膨胀政策"),
        ("inflation¹ rose", "inflation rose"),
        (
            "5 m<sup>2</sup> and 10<sup>6</sup> on the 21<sup>st</sup> of CO<sub>2</sub>",
            "5 m2 and 106 on the 21st of CO2",
        ),
        ('see <a href="/2026">2026</a> and <a href="#p">12</a>', "see 2026 and 12"),
    ],
)
def test_marks_of_footnotes_are_no_part_of_words(markup: str, text: str) -> None:
    assert from_markup(f"<p>{markup}</p>") == text
    page = PAGE.format(f"<p>{PARAGRAPHS[0]}</p><p>{markup}, as was said at the meeting.</p><p>{PARAGRAPHS[2]}</p>")
    assert f"{text}, as was said" in from_page(page.encode(), "https://e.org/a").body


@pytest.mark.parametrize(
    "unit",
    [
        *("metres", "Square Metres", "kilometer", "feet", "5 ft.", "pounds/inch", "metres per second", "m/sec", "km"),
        *(
            "cm",
            "kg/m",
            "GtCO",
            "300 米",
            "一百米",
            "平方公里",
            "立方米",
            "万平方千米",
            "英尺",
            "公釐",
            "千米/秒",
            "数万平方米",
        ),
    ],
)
@pytest.mark.parametrize("power", ["2", "3"])
def test_a_unit_keeps_its_power(unit: str, power: str) -> None:
    raised = power.translate(str.maketrans("23", "²³"))
    assert from_markup(f"<p>{unit}<sup>{power}</sup> of floor</p>") == f"{unit}{power} of floor"
    assert (
        from_markup(f"<p>{unit}<sup>{raised}</sup>的</p>")
        == from_markup(f"<p>{unit}{raised}的</p>")
        == f"{unit}{raised}的"
    )


@pytest.mark.parametrize(
    "markup",
    [
        "metres<sup>1</sup>",
        "metres<sup>12</sup>",
        "metres<sup>[2]</sup>",
        'metres<sup><a href="#f2">2</a></sup>',
        "parameters<sup>2</sup>",
        "smart meters.<sup>2</sup>",
        "telecoms<sup>2</sup>",
        "shift.<sup>2</sup>",
        "discos<sup>3</sup>",
        "hectares<sup>2</sup>",
        "玉米<sup>2</sup>",
        "农村电网公司<sup>2</sup>",
        "万里长城<sup>3</sup>",
        "三十秒<sup>2</sup>",
        "平方米¹",
        "parameters²",
        "种植玉米²",
    ],
)
def test_what_only_looks_like_a_power_is_a_mark(markup: str) -> None:
    kept = re.sub(r"<.*>|[¹²³]", "", markup)
    assert from_markup(f"<p>{markup} of it</p>") == f"{kept} of it"


def test_a_link_of_many_blanks_is_read() -> None:
    blanks = " " * 300_000
    assert from_markup(f'<p>One <a href="#two">{blanks}two{blanks}</a></p>') == "One two"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("抑制通货\n膨胀，稳定\r\n  预期。", "抑制通货膨胀，稳定预期。"),
        ("抑制，\n稳定", "抑制，稳定"),
        ("央行 Bank\n央行", "央行 Bank 央行"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_line_wrapped_within_chinese_leaves_no_gap(markup: str, text: str) -> None:
    assert from_markup(f"<p>{markup}</p>") == from_markup(markup) == text
    page = PAGE.format(f"<p>{PARAGRAPHS[0]}</p><p>{markup}{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>")
    assert text in from_page(page.encode(), "https://e.org/a").body


@pytest.mark.parametrize(
    "text",
    [
        "A text that begins <! stays. <! Here it goes on to the end.",
        "If inflation<target then the rate is cut.",
        "a <!-- b goes on",
        "a <? b goes on",
        "a < b <and> c << d",
        "rates <b then c",
    ],
)
def test_a_sign_of_less_than_swallows_no_text(text: str) -> None:
    assert from_markup(text) == text


@pytest.mark.parametrize(
    "markup",
    [
        "<ucapcontent><p>Text</p></ucapcontent>",
        "<o:p>Text</o:p>",
        "<!-- no -->Text",
        "<![if !mso]>Text",
        "<my-el/>Text",
    ],
)
def test_tags_of_a_sites_own_are_tags(markup: str) -> None:
    assert from_markup(markup) == "Text"


@pytest.mark.parametrize("tag", ["svg", "iframe", "object", "canvas"])
def test_a_page_that_opens_with_another_element_breaks_nothing(tag: str) -> None:
    markup = f"<{tag}><html><body><article><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[2]}</p></article></body></html>"
    assert from_page(f"<{tag}><html>".encode(), "https://e.org/a").body == ""
    text = from_page(markup.encode(), "https://e.org/a").body
    assert text == ("" if tag == "iframe" else f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[2]}")
