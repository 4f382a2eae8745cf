from io import BytesIO
from threading import Thread

import plotly.graph_objects as go
import pytest
from PIL import Image
from pypdf import PdfReader

from tracker.charts.lettering import FONTS
from tracker.charts.trend import trend
from tracker.errors import ExportError
from tracker.exports import pictures
from tracker.exports.page import html
from tracker.exports.pictures import browser, picture
from tracker.words.text import normalise

from .sample import CAPTION, table

pytestmark = pytest.mark.skipif(browser() is None, reason="no browser on this machine draws pictures")
FIGURE = trend(table(), CAPTION)


def image(figure, **size):
    return Image.open(BytesIO(picture(figure, "png", **size))).convert("RGB")


def test_a_png_is_drawn_at_two_pixels_a_point_and_is_not_blank():
    drawn = image(FIGURE, width=900, height=500)
    assert drawn.size == (1800, 1000)
    assert len(drawn.getcolors(1 << 24)) > 50


def test_chinese_characters_are_drawn_and_not_boxes():
    def title(text):
        figure = trend(table(), CAPTION)
        figure.update_layout(annotations=[{"text": text, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}])
        return image(figure, width=400, height=500).tobytes()

    assert title("农农农") != title("工工工"), "two characters look the same: install fonts-noto-cjk"


def test_an_svg_keeps_its_text_as_text():
    svg = picture(FIGURE, "svg").decode()
    assert svg.startswith("<svg")
    assert "改革开放" in svg
    assert "<text" in svg
    assert svg.count("@font-face") == 1


@pytest.mark.parametrize("marks", ["“”", "’·"])
def test_quotation_marks_are_as_narrow_as_in_latin_type(marks):
    """A Chinese font has them as wide as a character."""

    def inked(text):
        font = {"family": FONTS, "size": 40, "color": "black"}
        note = {"text": text, "x": 0, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False, "font": font}
        hidden = {"visible": False}
        figure = go.Figure(layout={"annotations": [note], "xaxis": hidden, "yaxis": hidden, "plot_bgcolor": "white"})
        drawn = image(figure, width=900, height=500).convert("L").point(lambda value: 255 * (value < 128))
        left, _, right, _ = drawn.getbbox()
        return right - left

    assert inked(f"n{marks * 5}n") < inked("n农农农农农n")


def test_a_pdf_is_one_page_of_its_size_whose_words_and_numbers_can_be_copied():
    figure = trend(table(), CAPTION)
    figure.add_annotation(text="fiscal 1234567890", x=0.5, y=0.5, xref="paper", yref="paper")
    read = PdfReader(BytesIO(picture(figure, "pdf", width=900, height=500)))
    assert len(read.pages) == 1
    size = read.pages[0].mediabox
    assert [round(float(each)) for each in (size.width, size.height)] == [675, 375]  # 72 to an inch
    said = normalise(read.pages[0].extract_text())  # 革 is written as the radical, which has the same glyph
    assert "fiscal 1234567890" in read.pages[0].extract_text()
    fonts = [font["/FontDescriptor"]["/FontName"] for font in read.pages[0]["/Resources"]["/Font"].values()]
    assert any("SourceSans" in name for name in fonts), fonts
    assert "改革开放" in said


def test_threads_that_ask_at_once_each_get_their_own_picture():
    drawn = {}
    threads = [Thread(target=lambda kind=kind: drawn.update({kind: picture(FIGURE, kind)})) for kind in ("png", "svg")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert drawn["png"].startswith(b"\x89PNG")
    assert drawn["svg"].startswith(b"<svg")


def test_a_browser_that_was_ended_is_started_again():
    picture(FIGURE, "svg")
    pictures.close()
    assert picture(FIGURE, "svg").startswith(b"<svg")


def test_a_page_works_without_a_network_and_shows_the_chart(tmp_path, chromium):
    file = tmp_path / "chart.html"
    file.write_bytes(html(FIGURE, CAPTION))
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    asked, problems = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector(".points path")
    text = page.inner_text("main")
    buttons = page.locator(".modebar-btn").evaluate_all("all => all.map(one => one.dataset.title)")
    page.close()
    assert (asked, problems) == ([file.as_uri()], [])
    assert "rose to 13.3" in text
    assert CAPTION.definition in text, "the definition is text, not markup"
    assert CAPTION.permalink in text
    assert not any("hare" in button for button in buttons)


@pytest.mark.parametrize("path", ["/nonexistent/chromium"])
def test_without_a_browser_the_reader_is_told_what_to_do(monkeypatch, path):
    monkeypatch.setenv("BROWSER_PATH", path)
    assert browser() is None
    with pytest.raises(ExportError, match="no browser for pictures: install chromium, or use the camera"):
        picture(FIGURE, "png")


def test_a_browser_that_does_not_draw_in_time_is_an_error_and_not_a_wait(monkeypatch, tmp_path):
    stuck = tmp_path / "stuck"
    stuck.write_text("#!/bin/sh\nexec sleep 30\n")
    stuck.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(stuck))
    monkeypatch.setattr(pictures, "TIMEOUT", 0.5)
    with pytest.raises(ExportError, match="did not draw within"):
        picture(FIGURE, "png")
