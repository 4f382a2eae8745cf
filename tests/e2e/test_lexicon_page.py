"""The Lexicon page in a real browser: its numbers, and every change that can be made there."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.board import fits_a_phone, open_by, settled
from tests.e2e.desk import LEXICON, bring, folder, open_concept, page, path, row, settings, url
from tracker.settings import lexicon_file
from tracker.words.lexicon import Concept

__all__ = ["folder", "page", "path", "settings", "url"]


def proposed(page: Page, wording: str) -> Locator:
    named = page.locator("b").get_by_text(wording, exact=True)
    return page.locator("[class*=st-key-proposal]").filter(has=named)


def concepts(path: Path) -> dict[str, Concept]:
    read = lexicon_file.load(path)
    assert read.errors == ()
    return read.lexicon.concepts


def test_concepts_are_listed_with_their_counts_and_found_by_any_of_their_words(
    page: Page, url: str, path: Path
) -> None:
    page.goto(f"{url}/lexicon")
    rows = page.locator(".lx li")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Reform")).to_contain_text("8 mentions in 4 reports5 Jan 2024 to 5 Apr 20244 wordings")
    settled(page)
    path.write_text(LEXICON.replace("            - reform\n", "            - reform\n            - Economic-Reform\n"))
    expect(rows.filter(has_text="Reform")).to_contain_text("1 warning")
    expect(page.get_by_role("alert").filter(has_text="“Economic-Reform” stands there twice")).to_be_visible()
    page.get_by_label("Find").fill("通貨")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile("find="))
    assert fits_a_phone(page)
    rows.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Inflation 通货膨胀")).to_be_visible()


def test_each_wording_says_how_often_when_first_and_last_and_which_report(page: Page, url: str) -> None:
    open_concept(page, url, "reform")
    expect(row(page, "economic reform")).to_contain_text("112%15 Jan 20245 Jan 2024")
    expect(row(page, "改革")).to_contain_text("3")
    expect(row(page, "经济体制改革").locator("td").nth(1)).to_have_text("0")
    assert fits_a_phone(page)
    row(page, "reform").get_by_role("link", name="5 Apr 2024").click()
    expect(page.get_by_role("heading", name="On a school")).to_be_visible()


def test_a_wording_is_counted_and_read_before_it_is_saved_and_a_link_shows_the_same(
    page: Page, url: str, path: Path
) -> None:
    open_concept(page, url, "reform")
    page.get_by_label("Add a wording").fill("bold reform")
    said = page.get_by_role("status").filter(has_text="bold reform")
    expect(said).to_contain_text("2 mentions in 2 reports, 5 Feb 2024 to 5 Apr 2024")
    expect(said).to_contain_text("It takes 2 of “reform”. The concept counts as many as before.")
    expect(page.locator(".lines mark")).to_have_text(["Bold reform", "bold reform"])
    expect(page.locator(".lines").get_by_text("<b>")).to_be_visible()  # as words
    assert path.read_text(encoding="utf-8") == LEXICON
    page.goto(page.url)
    expect(said).to_contain_text("2 mentions in 2 reports")
    settled(page)
    page.get_by_role("button", name="Add “bold reform” to its English wordings").click()
    expect(row(page, "bold reform")).to_contain_text("2")
    expect(row(page, "reform").locator("td").nth(1)).to_have_text("2")
    expect(page.get_by_label("Add a wording")).to_have_value("")
    assert "            - reform\n            - bold reform\n" in path.read_text(encoding="utf-8")
    assert all(each in path.read_text(encoding="utf-8") for each in ("# ours", "# money", "# by law", "# since 1978"))


def test_an_edit_is_undone_to_the_letter(page: Page, url: str, path: Path) -> None:
    open_concept(page, url, "inflation")
    page.get_by_label("Add a wording").fill("物价稳定")
    page.get_by_role("button", name="Add “物价稳定” to its Chinese wordings").click()
    expect(row(page, "物价稳定")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "物价稳定")).to_have_count(0)
    assert path.read_text(encoding="utf-8") == LEXICON


def test_what_could_never_match_or_is_there_already_is_said_and_cannot_be_saved(page: Page, url: str) -> None:
    open_concept(page, url, "reform")
    for wording, says in (
        ("?!", "no letter or digit"),
        ("Economic-Reform", "It has that already, as “economic reform”"),
    ):
        page.get_by_label("Add a wording").fill(wording)
        expect(page.get_by_text(says)).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("to its"))).to_have_count(0)
    page.get_by_label("Add a wording").fill("深化改革")
    expect(page.get_by_text("It takes 2 of “改革”")).to_be_visible()


def test_kin_of_a_formula_is_proposed_and_added_with_one_click(page: Page, url: str, path: Path) -> None:
    open_concept(page, url, "reform")
    proposal = proposed(page, "economic and social reform")
    expect(proposal).to_contain_text("1 mention, 0 not counted yet · 5 Feb 2024 · “economic reform” with words put in")
    expect(proposal.locator("mark")).to_have_text("Economic and social reform")
    chinese = proposed(page, "经济体制深化改革")
    chinese.get_by_role("button", name="Add").click()
    expect(row(page, "经济体制深化改革").locator("td").nth(1)).to_have_text("1")
    expect(chinese).to_have_count(0)
    assert concepts(path)["reform"].variants["zh"] == ("改革", "经济体制改革", "经济体制深化改革")


def test_a_wording_is_renamed_and_removed(page: Page, url: str, path: Path) -> None:
    open_concept(page, url, "inflation")
    row(page, "inflation").get_by_role("link").first.click()
    written = page.get_by_label("Write it as")
    expect(written).to_have_value("inflation")
    settled(page)
    written.fill("low inflation")
    expect(page.get_by_text("“low inflation”: 1 mention in 1 report")).to_be_visible()
    page.get_by_role("button", name="Save this wording").click()
    row(page, "low inflation").get_by_role("link").first.click()
    expect(written).to_have_value("low inflation")
    settled(page)
    remove = page.get_by_role("button", name="Remove this wording")
    open_by(page, page.get_by_role("button", name="Remove…").first, remove)
    remove.click()
    expect(row(page, "low inflation")).to_have_count(0)
    assert concepts(path)["inflation"].variants == {"en": (), "zh": ("通货膨胀",)}


def test_labels_and_exclusions_are_changed_and_nothing_beside_them(page: Page, url: str, path: Path) -> None:
    open_concept(page, url, "reform")
    page.get_by_text("Labels, note and exclusions").click()
    settled(page)
    page.get_by_label("Chinese label").fill("改革")
    page.get_by_label("Chinese label").blur()  # a click that also ends the typing can hit what is drawn anew by that
    path.write_text(LEXICON.replace("A promise.", "By hand."), encoding="utf-8")  # someone else, meanwhile
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Reform 改革")).to_be_visible()
    settled(page)
    page.get_by_label("Not counted within").fill("reform school; 推进经济体制深化改革")
    expect(page.get_by_text("It takes 1 of “改革”. The concept loses 1 mention.")).to_be_visible()
    page.get_by_role("button", name="Save the exclusions").click()
    expect(page.locator(".lc")).to_contain_text("Not counted within reform school; 推进经济体制深化改革")
    changed = concepts(path)["reform"]
    assert (changed.label_zh, changed.note, changed.not_within) == (
        "改革",
        "By hand.",
        ("reform school", "推进经济体制深化改革"),
    )


def test_a_theme_and_a_concept_are_added_and_removed(page: Page, url: str, path: Path) -> None:
    page.goto(f"{url}/lexicon?new=price+stability%3B+物价")
    expect(page.get_by_text("Together: 2 mentions in 2 reports")).to_be_visible()
    settled(page)
    page.get_by_text("Themes", exact=True).click()
    page.get_by_label("A theme to add").fill("Prices")
    page.get_by_role("button", name="Add this theme").click()
    expect(page.get_by_role("heading", name="Prices (0)")).to_be_visible()
    settled(page)
    page.get_by_label("Label", exact=True).first.fill("Stable prices")
    page.get_by_role("button", name="Add this concept").click()
    expect(page.get_by_role("heading", name="Stable prices")).to_be_visible()
    expect(row(page, "price stability")).to_contain_text("2")
    assert concepts(path)["stable-prices"].variants == {"en": ("price stability",), "zh": ("物价",)}
    settled(page)
    page.get_by_text("Labels, note and exclusions").click()
    page.get_by_role("button", name="Remove the concept…").wait_for()
    remove = page.get_by_role("button", name="Remove this concept")
    open_by(page, page.get_by_role("button", name="Remove the concept…"), remove)
    remove.click()
    expect(page.locator(".lx li")).to_have_count(2)
    assert "stable-prices" not in concepts(path)


def test_what_is_typed_outlives_what_arrives_and_what_arrives_is_counted(
    page: Page, url: str, folder: Path, settings: dict[str, str]
) -> None:
    open_concept(page, url, "inflation")
    before = row(page, "inflation").locator("td").nth(1).inner_text()
    field = page.get_by_label("Add a wording")
    field.press_sequentially("price stab")
    bring(settings, folder, [("2024-05-05", "en", "On inflation", "No word of it.")])
    expect(row(page, "inflation").locator("td").nth(1)).to_have_text(str(int(before) + 1))
    expect(field).to_have_value("price stab")
    expect(field).to_be_focused()


def test_an_event_is_marked_in_charts_and_taken_out_again(page: Page, url: str, path: Path) -> None:
    page.goto(f"{url}/lexicon")
    page.get_by_text("Events that charts mark").click()
    settled(page)
    page.get_by_label("What happened").fill("The *council* meets")
    page.get_by_role("spinbutton", name="year, Day").click()
    page.keyboard.type("20240229")
    page.get_by_role("button", name="Add this event").click()
    expect(page.get_by_text("29 February 2024 · The *council* meets")).to_be_visible()
    assert lexicon_file.load(path).events == ((date(2024, 2, 29), "The *council* meets"),)
    page.goto(f"{url}/trends?term=reform&by=month&measure=mentions&minimum=1")
    expect(page.locator(".st-key-wide")).to_contain_text("The *council* meets")
    page.goto(f"{url}/lexicon")
    page.get_by_text("Events that charts mark").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("29 February 2024")).to_have_count(0)
    assert lexicon_file.load(path).events == ()
