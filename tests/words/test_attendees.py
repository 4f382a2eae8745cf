"""Who a readout names as attending, in English and Chinese."""

from pathlib import Path

import pytest

from tracker.words.attendees import attendees
from tracker.words.text import simplified

FOUNDING = Path(__file__).parents[3] / "shared" / "data" / "founding_report.txt"


def names(text: str) -> list[str]:
    return [each.name for each in attendees(text)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("An Bo, Chen De and Fang Guo attended the Conference.", "An Bo, Chen De, Fang Guo"),
        ("An Bo and Chen De in attendance.", "An Bo, Chen De"),
        ("An Bo, Chen De, and Fang Guo were also present at the meeting.", "An Bo, Chen De, Fang Guo"),
        ("Committee members and Group for Rules and Reform Vice-Chairmen An Bo and Chen De attended the forum.",
         "An Bo, Chen De"),
        ("It gets even better.Party Committee members An Bo and Chen De attended it.", "An Bo, Chen De"),
        ("An Bo, a member of the Standing Committee and chairman of the Council, attended the session.", "An Bo"),
        ("An Bo, Minister of Trade; Chen De, Governor of the Bank; and Mayor Fang Guo attended the talks.",
         "An Bo, Chen De, Fang Guo"),
        ("The meeting was attended by An Bo, Minister of Trade, and Chen De, Vice Premier.", "An Bo, Chen De"),
        ("Also present at the meeting were An Bo, Chen De and Fang Guo.", "An Bo, Chen De, Fang Guo"),
        ("Attending the gala opening were Secretary Ann B. Cole and Jean-Luc d'Arc.", "Ann B. Cole, Jean-Luc d'Arc"),
        ("Ursula von der Au of the Commission and José Núñez attended the summit.", "Ursula von der Au, José Núñez"),
        ("Officials of the Party including President An Bo on Friday afternoon attended the session.", "An Bo"),
        ("An Bo chaired the meeting, and Chen De attended it.", "Chen De"),
        ("When An Bo attended the opening, he spoke.", "An Bo"),
        ("An Bo and Chen De in attendance.\n\nAn Bo opened it.\n\nFang Guo and Chen De attended the meeting.",
         "An Bo, Chen De, Fang Guo"),
    ],
)  # fmt: skip
def test_those_who_attended_are_named_in_their_order(text: str, said: str) -> None:
    assert names(text) == said.split(", ")


@pytest.mark.parametrize(
    "text",
    [
        # Groups without names.
        "Members of the Leading Group, responsible comrades from relevant departments and experts attended the forum.",
        "Representatives from Hong Kong and officials from New Delhi attended the meeting.",
        "Leaders of the United States, South Korea and New Zealand attended the summit.",
        # Those who spoke, chaired, or only will attend.
        "At the Conference, An Bo, Academician of the Academy; Chen De, Director; and Fang Guo made statements.",
        "An Bo chaired the Conference and gave an important speech.",
        "An Bo will attend the summit, and Chen De is to attend the forum.",
        "Chen De did not attend the meeting.",
        # Nothing that is a meeting.
        "An Bo attended to the matter. Chen De attended school in Leeds.",
        "When I attended the Pan American Conference, it rained.",
        "He spoke with An Bo.",
        "",
    ],
)
def test_groups_speakers_and_the_absent_are_no_attendees(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("李一、王二明、赵三出席会议。", "李一 王二明 赵三"),
        ("李一、王二明、赵三……出席会议。", "李一 王二明 赵三"),
        ("李一、王二明等出席", "李一 王二明"),
        ("中央领导小组副组长李一、王二明出席座谈会。", "李一 王二明"),
        ("中共中央政治局常委、国务院总理李一，中央网络安全和信息化领导小组副组长王二明列席会议。", "李一 王二明"),
        ("国务委员李一，最高人民法院院长王二明，有关部门负责同志出席会议。", "李一 王二明"),
        ("李一和国务院副总理王二明出席会见。", "李一 王二明"),
        ("有关部门负责人和李一出席会议。", "李一"),
        ("出席会议的还有李一、王二明和赵三。", "李一 王二明 赵三"),
        ("出席会议的有：李　一、王二明（女，彝族）、赵三同志。", "李一 王二明 赵三"),
        ("出席：李一　王二明　赵　三", "李一 王二明 赵三"),
        ("参加会见的还有李一、赵三。", "李一 赵三"),
        ("全国政协副主席阿卜杜·拉合曼、巴桑、欧阳明出席开幕式。", "阿卜杜·拉合曼 巴桑 欧阳明"),
        ("会议开始，李一主持，王二明、赵三出席并讲话。", "王二明 赵三"),
        ("13日，李一在北京出席峰会。", "李一"),
        ("李一、王二明也出席了会议。李一、赵三参加活动。", "李一 王二明 赵三"),
        ("總理李強、趙樂、王滬出席會議。", "李强 赵乐 王沪"),
        ("韩国总统尹一、法国总统马克龙出席论坛。", "尹一 马克龙"),
        ("李一，王二明，赵三出席会议。", "李一 王二明 赵三"),
    ],
)
def test_those_who_attended_are_named_in_their_order_in_chinese(text: str, said: str) -> None:
    assert names(text) == said.split()


@pytest.mark.parametrize(
    "text",
    [
        "中央和国家机关有关部门负责同志列席会议。",
        "领导小组成员、专家学者、企业负责人等参加会议。",
        "国务委员，最高人民法院院长，江苏省有关方面代表出席会议。",
        "李一主持会议并发表重要讲话。",
        "李一、王二明先后发言。",
        "许多人参加活动，游客参加晚会，各界代表人物参加。",
        "李一会见出席会议的代表。",
    ],
)
def test_groups_speakers_and_chairs_are_no_attendees_in_chinese(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    ["An  Bo and Chen\nDe attended the meeting.", "总理李　强、趙樂出席會議。", "出席会议的有阿卜·杜拉、巴桑、李一。"],
)
def test_a_name_is_known_by_its_place(text: str) -> None:
    for each in attendees(text):
        assert "".join(each.name.split()) == "".join(simplified(text[each.start : each.end]).split())


@pytest.mark.skipif(not FOUNDING.exists(), reason=f"the founding report is not beside this checkout ({FOUNDING})")
def test_the_founding_report_gives_its_list_of_attendees_complete_and_in_order() -> None:
    assert names(FOUNDING.read_text(encoding="utf-8")) == [
        "Li Keqiang", "Liu Yunshan", "Ma Kai", "Wang Huning", "Liu Qibao", "Fan Changlong", "Meng Jianzhu",
        "Li Zhanshu", "Yang Jiechi", "Zhou Xiaochuan",
    ]  # fmt: skip


def test_a_clause_of_many_joints_takes_no_time() -> None:
    assert names("李一和" * 400 + "王二明出席会议。")[-1] == "王二明"
    assert names("安全和" * 400 + "王二明出席会议。") == ["王二明"]
    assert names("An Bo and " * 400 + "Chen De attended the forum.") == ["An Bo", "Chen De"]
