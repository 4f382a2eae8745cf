"""Forms: what was filled in twice is two reports, what an editor changed is a copy."""

import random
import re
from datetime import date, timedelta

import pytest

from tracker.words.forms import filled_in_twice, pieces
from tracker.words.near_duplicates import alike, shingles
from tracker.words.text import normalise

AUCTION = """{issuer} held its regular auction of treasury bills on {day}. The bills were offered to all dealers
admitted to the auction, and bids were taken until eleven in the morning through the usual system. The amount on offer
was {a} million, and bids for {b} million came in. The average yield was {rate} per cent; bids at or below the highest
yield accepted were met in full. The bills are issued in book entry form and redeemed at par on the day on which they
fall due. Settlement takes place two working days later through the settlement system, and dealers see to it that
funds are on their accounts."""
ENVOY = """The ministry announces that {person} has presented the letters of credence as ambassador of {issuer} on
{day}. During the ceremony both sides recalled the long friendship of the two peoples and their wish to deepen trade,
learning and travel. The ambassador was received in the old hall of the palace, in the presence of the members of the
council, and a guard of honour was drawn up in the court. The ministry wishes every success to the mission and looks
forward to working together."""
RATES = """The reference rates of {issuer} for {day} are as follows. One unit of the currency buys {rate} of the
neighbouring currency at the middle of the market, and {a} of the older one. The rates are set from the quotations of
the dealers at noon, of which the highest and the lowest are left out, and hold until the next working day. They serve
as a reference alone and bind nobody in a contract. Questions about how they are set may be put to the markets
department of the bank in writing."""
FLOODS = """{issuer}水文局{day}发布通报：当日上午八时，主要控制站水位为{rate}米，入库流量每秒{a}立方米，出库
流量每秒{b}立方米。水文局提醒沿岸各地密切关注水情变化，加强堤防巡查，做好群众转移安置和物资储备工作，确保人民群
众生命财产安全。有关部门实行二十四小时值班制度，遇有险情及时报告并妥善处置，严防各类次生灾害发生。"""
BONDS = """{issuer}财政厅{day}公告：本期一般债券计划发行规模{a}亿元，实际投标量{b}亿元，中标利率百分之{rate}
。债券采用记账式固定利率附息形式，利息按年支付，到期一次偿还本金，并支付最后一次利息。本期债券通过政府债券发行
系统招标发行，面向承销团成员，招标结束后至缴款日进行分销，分销方式为场内挂牌和场外签订分销合同。缴款截止日以承销
团成员账户到账为准。"""
HOLIDAYS = """{issuer}市政府办公厅{day}通知：今年的假期安排为放假{a}天，调休上班{b}天，值班电话尾号{rate}。各
地各单位要妥善安排好值班和安全保卫等工作，遇有重大突发事件要按规定及时报告并妥善处置，确保群众祥和平安度过节日假
期。各有关部门要加强市场供应和交通疏导，落实防火防盗责任，倡导文明出行，厉行节约，反对浪费，营造良好的节日氛围。"""
CLOSING = {
    False: " Further particulars are found in the annex. The text is made public under the standing rules of "
    "procedure, which ask that whatever concerns more than one party be made known on the day on which it is "
    "settled, in the usual place and in the usual form, and that questions about it be answered in writing "
    "within ten working days.",
    True: "特此公告。有关事项的解释权归发布机关所有，各单位按照规定及时办理手续，做好信息公开和档案管理。",
}
ENGLISH = ("the Republic of Alba", "the Kingdom of Borea", "the State of Karelia", "the Free City of Dorn", "Mercia")
CHINESE = ("云岭", "东江", "青原", "白河", "石门", "海宁")
PEOPLE = ("Ms Ada Orlin", "Mr Tobias Kern", "Dr Lena Marsh", "Mr Otto Vail")
IN_CHINESE = ("floods", "bonds", "holidays")
FORMS = {"auction": AUCTION, "envoy": ENVOY, "rates": RATES, "floods": FLOODS, "bonds": BONDS, "holidays": HOLIDAYS}
WORD = {False: r"\w+", True: "[\u4e00-\u9fff]{1,2}"}


def filled(form: str, dice: random.Random, issuer: str) -> str:
    day, is_chinese = date(2026, 1, 1) + timedelta(dice.randint(0, 300)), issuer in CHINESE
    written = f"{day.month}月{day.day}日" if is_chinese else f"{day:%-d %B %Y}"
    numbers = {"a": dice.randint(101, 999), "b": f"{dice.randint(1, 9)},{dice.randint(100, 999)}"}
    rate = f"{dice.randint(1, 9)}.{dice.randint(10, 99)}"
    text = FORMS[form].format(issuer=issuer, day=written, rate=rate, person=dice.choice(PEOPLE), **numbers)
    return (text + CLOSING[is_chinese]).replace("\n", "" if is_chinese else " ")


def are_forms(one: str, other: str) -> bool:
    return filled_in_twice(pieces(normalise(one), one), pieces(normalise(other), other))


@pytest.mark.parametrize("form", FORMS)
def test_ninety_pairs_of_a_form_filled_in_by_two_issuers_are_told_from_copies(form: str) -> None:
    dice, near = random.Random(form), 0
    for _ in range(90):
        texts = [filled(form, dice, each) for each in dice.sample(CHINESE if form in IN_CHINESE else ENGLISH, 2)]
        near += alike(*(shingles(normalise(each)) for each in texts))
        assert are_forms(*texts), texts
    assert near > 30, "nothing else told them apart"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("how", ["another word", "a word of the text", "none"])
def test_a_form_in_which_three_of_a_hundred_words_were_changed_is_a_copy(form: str, how: str) -> None:
    dice, missed = random.Random(f"{form} {how}"), 0
    for _ in range(50):
        text = filled(form, dice, (CHINESE if form in IN_CHINESE else ENGLISH)[0])
        words = list(re.finditer(WORD[form in IN_CHINESE], text))
        put = {"another word": lambda: "某" * 2 if form in IN_CHINESE else "otherwise", "none": str}
        put["a word of the text"] = lambda words=words: dice.choice(words)[0]
        copy = text
        for match in sorted(dice.sample(words, round(0.03 * len(words))), key=lambda each: -each.start()):
            copy = copy[: match.start()] + put[how]() + copy[match.end() :]
        missed += are_forms(text, copy)
    assert missed == 0


def test_texts_of_the_same_pieces_are_no_forms() -> None:
    text = filled("auction", random.Random(1), ENGLISH[0])
    assert not are_forms(text, text)
    assert not are_forms(text, f"ALBA CITY, 6 July (Agency) {text}")
