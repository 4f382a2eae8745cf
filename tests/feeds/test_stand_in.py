"""Pages sent in place of a report are refused with a reason; an article that mentions such things never is."""

import pytest

from tracker.documents import FetchedPage
from tracker.feeds.extract import ExtractedPage
from tracker.feeds.stand_in import stand_in

ASKED = "https://example.org/news/2026/decision.html"
COOKIES, SCRIPT, SIGN_IN = (
    "notice about cookies",
    "JavaScript or for a check of the browser",
    "asks the reader to sign in",
)
LOST, REFUSED = "does not exist", "access is refused"
STAND_INS = [
    (COOKIES, "We use cookies", "We use cookies to improve our service. Accept all\n\nReject all\n\nCookie settings"),
    (COOKIES, "Decision", "This website uses cookies to remember you. Please choose which cookies we may set."),
    (COOKIES, "", "Please enable cookies in your browser to go on to the page you asked for."),
    (COOKIES, "提示", "本网站使用Cookie以改善您的浏览体验。继续浏览即表示您同意我们使用Cookie。"),
    (COOKIES, "", "我們使用 Cookie 來提供更好的服務。請接受所有 Cookie 後繼續。"),
    (SCRIPT, "Just a moment...", "Checking your browser before accessing example.org. This may take a few seconds."),
    (SCRIPT, "App", "You need to enable JavaScript to run this app."),
    (SCRIPT, "", "JavaScript is disabled. Please enable JavaScript in your browser and reload the page."),
    (SCRIPT, "", "您的浏览器不支持JavaScript，请启用后刷新页面。"),
    (SCRIPT, "安全验证", "请完成验证后继续访问。"),
    (SIGN_IN, "Sign in", "Sign in to your account.\n\nUser name\n\nPassword\n\nForgot your password?"),
    (SIGN_IN, "Portal", "You must be logged in to see this page. Please register if you have no account."),
    (SIGN_IN, "用户登录", "请先登录后查看。\n\n用户名：\n\n密码：\n\n忘记密码？"),
    (SIGN_IN, "", "您还未登入，請先登入會員帳號。"),
    (LOST, "404", "对不起，您要访问的页面不存在或者已经被删除！系统将在五秒钟后自动转到首页。"),
    (LOST, "", "抱歉，您访问的内容已下线。请返回首页。"),
    (LOST, "", "很抱歉，找不到您要的網頁。請檢查網址是否正確，或返回首頁。"),
    (LOST, "Page not found", "Oops! Something went wrong here. Perhaps one of these helps."),
    (LOST, "Office", "Sorry, the page you are looking for does not exist. Go back to the home page or use our search."),
    (LOST, "", "We can't find the page you asked for. Check the link, or contact us."),
    (REFUSED, "Access Denied", "You don't have permission to access this page on this server. Reference #18.2a."),
    (REFUSED, "", "您的访问请求被拦截。如有疑问，请联系管理员。事件编号 1234。"),
]
ARTICLES = [
    ("Firm fined", "The commission fined a firm that set cookies before asking. It must ask before any is set."),
    ("Firm fined", 'The banner said "This site uses cookies" and left no choice. The firm must pay 2 million.'),
    ("Cookie policy of the council", "We use cookies on our site to count visits. You may reject cookies at any time."),
    ("Archive opens", "Letters that were not found before are open. You may sign in to the reading room."),
    ("Lost file", "The file could not be found, the minister told the committee. The inquiry goes on until May."),
    ("关于个人信息保护的通报", "部分网站使用Cookie收集个人信息，监管部门已要求整改。有关企业须在三十日内提交报告。"),
    ("关于清理违规文件的通知", "各部门要清理已失效的文件，凡内容不存在的，一律删除。"),
    ("Office moves", "The office has moved to Mill Street. Please register in good time by e-mail."),
    ("Browsers", "Browsers such as that one run JavaScript. The board sees a risk in it and will report in May."),
    ("Hearing", "A public hearing is held on Monday.\n\nThis site uses cookies. Accept all cookies?"),
    ("Password rules", "You must register an account by May. Enter your password twice."),
]  # fmt: skip


def kind_of(heading: str, body: str, title: str, came: str = ASKED) -> str:
    return stand_in(ExtractedPage(heading, body, None), FetchedPage(b"", came, ASKED), title)


@pytest.mark.parametrize(("reason", "heading", "body"), STAND_INS)
def test_a_page_that_stands_in_for_a_report_is_refused_by_its_kind(reason: str, heading: str, body: str) -> None:
    assert reason in kind_of(heading, body, "Decision on the key rate")


@pytest.mark.parametrize(("title", "body"), ARTICLES)
def test_an_article_that_mentions_such_things_is_not_refused(title: str, body: str) -> None:
    assert kind_of(f"{title} | Office", body, title) == ""
    assert kind_of("", body, title) == ""


@pytest.mark.parametrize(
    ("came", "reason"),
    [
        ("https://example.org/", "home page"),
        ("https://www.example.org/index.html", "home page"),
        ("https://example.org/zh-hans/", "home page"),
        ("https://example.org/en/index.jsp", "home page"),
        ("https://example.org/error/404.html", "does not exist"),
        ("https://sso.example.org/cas/login?service=x", "sign in"),
        ("https://example.org/news/2026/decision-on-the-key-rate", ""),
        ("https://example.org/errors-in-medicine/decision.html", ""),
        ("https://example.org/?p=12", ""),
    ],
)
def test_an_address_that_leads_elsewhere_brings_no_report(came: str, reason: str) -> None:
    found = kind_of("Welcome", "The office speaks of many things. " * 9, "Decision on the key rate", came)
    assert reason in found if reason else found == ""


def test_a_home_page_that_bears_the_title_of_the_report_is_taken_for_it() -> None:
    title = "Decision on the key rate"
    assert kind_of(f"{title} | Office", "The office decided. " * 9, title, "https://example.org/") == ""
