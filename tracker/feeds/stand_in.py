"""Stand-ins: pages that a site sends in place of a report, though it answers that all is well.

A page is refused only where most of it speaks to the reader as such pages do, and begins so: an article that mentions
cookies, passwords or lost pages does neither.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from tracker.documents import FetchedPage
from tracker.feeds.extract import ExtractedPage
from tracker.words.text import normalise

LONGEST = 3_000  # characters; what stands in for a report is shorter
MOST, NEARLY_ALL = 0.5, 0.8  # of a text, in characters; more is asked for where the report's own title is on the page
FIRST = 3  # sentences, among which one must say what the page is
TITLE = 4  # characters of a title that can be told from chance
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？!])|\n+")
_SITE = r"(?:this|our|the) (?:web ?)?(?:site|page|portal|app|application|service)s?"
_PAGE = r"(?:page|document|file|content|article|address|url|item|resource|link|story)"
_PAGE_ZH = "(?:页面|网页|頁面|網頁|内容|內容|文章|信息|資訊|文件|地址|网址|链接|連結|資料|栏目)"
_SORRY = r"(?:(?:we(?:'re| are) )?sorry\W+(?:but )?|oops\W+|uh oh\W+|error\W+)*"
_SORRY_ZH = r"(?:(?:对不起|對不起|很?抱歉|非常抱歉|不好意思|错误|錯誤|提示)\W*)*"
_PLEASE_ZH = "(?:请|請)?(?:您|你)?(?:先)?"


# What a sentence has that reports of others, as articles do.
_TOLD = re.compile(
    r"\b(?:said|says|told|according to|reported|announced|ruled|fined)\b|表示|指出|通报|通報|据悉|據悉", re.IGNORECASE
)


class _Kind(NamedTuple):
    """One kind of stand-in: what it is, how it begins, what else it says, and what its reports would be about."""

    reason: str
    opening: re.Pattern[str]
    more: re.Pattern[str]
    topic: re.Pattern[str]
    heading: re.Pattern[str]


def _kind(reason: str, opening: str, more: str, topic: str, heading: str) -> _Kind:
    return _Kind(reason, *(re.compile(each, re.IGNORECASE) for each in (opening, more, topic, heading)))


_NOTHING = r"(?!)"
_KINDS = (
    _kind(
        "the page is a notice about cookies",
        rf"{_SITE} (?:also )?(?:uses?|needs?|requires?|sets?|stores?)\b.*cookie"
        r"|we(?: and our [\w ]+)?(?: may)? (?:also )?(?:use|need|store|set|place)\b.*cookie|we (?:value"
        r"|care about) your privacy"
        r"|(?:please )?(?:accept|allow|enable|turn on) (?:all |the |our |your )?(?:use of )?cookies"
        r"|cookies (?:are|must be|have to be) (?:disabled|enabled|required)"
        r"|(?:your|please make sure that your) browser.*cookies|(?:before you (?:continue|go on))"
        r"|(?:本|我们的|我們的|此|該|该)?(?:网站|站点|網站|网页|網頁|平台).{0,6}(?:使用|採用|采用|需要).{0,14}cookie"
        r"|(?:我们|我們|本站).{0,10}(?:使用|採用|采用|需要).{0,14}cookie"
        rf"|{_PLEASE_ZH}(?:接受|启用|啟用|允许|允許|同意|开启|開啟).{{0,12}}cookie",
        r"cookie|consent|your (?:privacy|choices?|settings?|preferences)|our partners"
        r"|^(?:accept|reject|allow|decline|manage|save|only|agree)\b.{0,30}$|隐私|隱私|同意|接受|拒绝|拒絕",
        r"cookie|privacy|隐私|隱私",
        _NOTHING,
    ),
    _kind(
        "the page asks for JavaScript or for a check of the browser",
        r"(?:please |you (?:need|have) to |you must )?(?:enable|turn on|activate|allow) (?:java ?script|js)\b"
        rf"|{_SITE}.{{0,30}}(?:requires?|needs?|relies on|does(?: not|n't) work).{{0,40}}java ?script"
        r"|java ?script (?:is|must be|has to be|seems to be|appears to be) (?:required|disabled|enabled"
        r"|not enabled|turned off|blocked|needed)"
        r"|your (?:web ?)?browser (?:does not|doesn't|has) .{0,30}java ?script"
        r"|we're sorry but .{1,80} without javascript"
        r"|checking (?:if the site connection is secure|your browser)|just a moment"
        r"|verify(?:ing)? (?:that )?you are (?:a )?human"
        r"|please (?:wait|stand by) while (?:we|your)|one moment, please|(?:please )?complete the (?:captcha"
        r"|security check)"
        rf"|{_PLEASE_ZH}(?:启用|啟用|開啟|开启|打开|打開|允许|允許).{{0,10}}java ?script"
        r"|(?:您|你)?的?(?:浏览器|瀏覽器).{0,12}(?:不支持|不支援|禁用|停用|未启用|未啟用|未开启|關閉"
        r"|关闭).{0,12}(?:java ?script|脚本|腳本)"
        r"|(?:此|本|该|該)?(?:网站|網站|网页|網頁|页面|頁面|应用).{0,8}(?:需要|依赖).{0,8}java ?script"
        r"|正在(?:进行|進行|为您)?.{0,8}(?:安全|人机|人機|浏览器)(?:验证|驗證|检查|检测)|(?:请|請)(?:完成|进行"
        r"|進行|通过).{0,8}(?:验证|驗證)",
        r"java ?script|browser|captcha|human|robot|security|reload|浏览器|瀏覽器|脚本|验证|驗證|刷新|稍候|稍等|加载",
        r"java ?script|browser|captcha|浏览器|瀏覽器",
        r"just a moment|attention required|checking your browser|安全验证|安全驗證|人机验证",
    ),
    _kind(
        "the page asks the reader to sign in",
        r"(?:please |you (?:must|need to|have to) )?(?:sign|log) ?in (?:to|with|below|here|using|or)\b"
        r"|you (?:must|need to|have to) (?:be (?:logged|signed) ?in|subscribe|register|have an account)"
        rf"|this {_PAGE} is (?:only )?(?:available|reserved|restricted|open) .{{0,30}}(?:subscribers|members"
        rf"|registered|signed|logged)"
        r"|(?:please )?(?:enter|type in) your (?:user ?name|e-?mail|password)|forgot(?:ten)? (?:your )?password"
        r"|(?:user ?name|e-?mail(?: address)?|password)\W*$|your session has (?:expired|timed out)"
        r"|(?:please )?subscribe to (?:continue|read|go on)"
        r"|(?:请|請|您需要|您必须|您必須|需要|您?(?:还|尚)(?:没有|未)|您?未)(?:您)?(?:先)?(?:登录|登錄|登入|登陆)"
        r"|(?:登录|登錄|登入|登陆)(?:后|後|以|才能|您的|账|帐|帳)|(?:用户名|用戶名|使用者名稱|密码|密碼|账号"
        r"|帐号|帳號|忘记密码|忘記密碼)\W*$"
        rf"|(?:该|此|本|該){_PAGE_ZH}仅?僅?(?:限|供|对|對).{{0,4}}(?:会员|會員|订阅|訂閱|登录|登入|注册)",
        r"sign|log ?in|password|account|user ?name|register|remember me|subscri|e-?mail|forgot|登录|登錄|登入"
        r"|登陆|密码"
        r"|密碼|账号|帐号|帳號|注册|註冊|会员|會員|验证码",
        r"sign(?:ing)?[ -]in|log[ -]?in|password|account|subscri|登录|登錄|登入|密码|密碼|账号|帳號",
        r"(?:please )?(?:sign|log) ?in\b|(?:用户|用戶|会员|會員|统一身份认证)?(?:登录|登錄|登入)",
    ),
    _kind(
        "the page says that it does not exist",
        rf"{_SORRY}(?:the|this|that|your) (?:requested )?(?:web ?)?{_PAGE}\b.{{0,80}}"
        r"(?:not (?:be )?found|(?:does not|doesn't|do not|no longer) exists?|can(?:not|'t| not) be found"
        r"|has been (?:removed|moved|deleted)"
        r"|(?:is )?(?:no longer|not|un) ?available|has (?:moved|expired))"
        rf"|{_SORRY}(?:we )?(?:can ?not|can't|could not|couldn't|were unable to|unable to) (?:find"
        rf"|locate) (?:the|that|this|your|what) ?(?:web ?)?(?:{_PAGE}|you)"
        rf"|{_SORRY}(?:http )?404\b|{_SORRY}(?:{_PAGE}|object) (?:was )?not found|not found\W*$"
        rf"|{_SORRY_ZH}(?:您|你)?.{{0,4}}(?:访问|查找|浏览|请求|訪問|瀏覽|請求|查看|寻找|尋找"
        rf"|找)?的?{_PAGE_ZH}.{{0,12}}"
        r"(?:不存在|删除|刪除|找不到|没有找到|沒有找到|未找到|无法找到|無法找到|已下线|已过期|已失效|已移除"
        r"|不見了|不见了|走丢了)"
        rf"|{_SORRY_ZH}(?:找不到|没有找到|沒有找到|未找到|无法找到|無法找到|无法访问).{{0,14}}{_PAGE_ZH}",
        r"^404\W*$|home ?page|search|go back|return to|\burl\b|\blink\b|check|redirected|moved|typed"
        r"|web ?master|sitemap|contact us"
        r"|首页|首頁|跳转|跳轉|返回|点击|點擊|网址|網址|链接|連結|管理员|管理員|检查",
        r"not found|404|does not exist|removed|deleted|不存在|删除|刪除|找不到|下线",
        r"(?:error )?(?:http )?404\b|(?:web ?)?page not found|not found|(?:页面|网页|頁面|網頁).{0,4}(?:不存在"
        r"|未找到|找不到"
        r"|没有找到|走丢了)|找不到(?:页面|网页|頁面|網頁)|出错了|错误页",
    ),
    _kind(
        "the page says that access is refused",
        r"access (?:to this (?:page|site|resource) )?(?:is |has been )?(?:denied|forbidden|blocked)"
        r"|you (?:do not|don't) have (?:permission|access)"
        r"|(?:your|this) (?:request|ip(?: address)?|access) (?:has been|was|is) (?:blocked|denied|refused)"
        r"|403\b|forbidden\W*$"
        r"|(?:您|你)?的?(?:访问|訪問|请求|請求|ip(?:地址)?).{0,8}(?:被拒绝|被拒絕|被拦截|被攔截|被阻止|被禁止"
        r"|过于频繁|過於頻繁)"
        r"|(?:抱歉|对不起|對不起)?\W*(?:您|你)(?:没有|沒有|无|無)(?:权限|權限)",
        r"permission|administrator|blocked|denied|reference|request|incident|support id|\bip\b|权限|權限|管理员"
        r"|管理員|拦截"
        r"|攔截|请求|事件",
        r"access|forbidden|denied|blocked|403|权限|拒绝|拒絕|拦截",
        r"access denied|(?:error )?403\b|forbidden|访问被拒绝|禁止访问|訪問被拒",
    ),
)
_HOME = re.compile(
    r"/*(?:(?:[a-z]{2}(?:[-_][a-z]{2,4})?|home|main|index|default|portal)/*)?(?:(?:index|default|home"
    r"|main)\.\w{2,5})?",
    re.I,
)
_LOST = re.compile(r"(?:^|[/_.\-])(?:404|not-?found|page-?not-?found|error)(?:[/_.\-]|$)", re.I)
_SIGN_IN = re.compile(r"(?:^|[/_.\-])(?:log-?in|sign-?in|passport|sso|cas)(?:[/_.\-]|$)", re.I)


def stand_in(read: ExtractedPage, page: FetchedPage, title: str) -> str:
    """What a page is in place of the report of this title, in plain words; empty if it may be the report."""
    plain = normalise(title)
    text = normalise(f"{read.title}\n\n{read.body}")
    shown = len(plain) >= TITLE and plain in text
    named = len(plain) >= TITLE and plain in normalise(read.title)
    if not named and (reason := _led_astray(page)):
        return reason
    if len(read.body) > LONGEST:
        return ""
    sentences = [each.strip() for each in _SENTENCE.split(read.body) if each.strip()]
    for kind in _KINDS:
        if not kind.topic.search(title) and _is(kind, sentences, read.title, shown=shown):
            return kind.reason
    return ""


def _is(kind: _Kind, sentences: list[str], heading: str, *, shown: bool) -> bool:
    headed = bool(kind.heading.match(heading)) and not shown
    opened = any(kind.opening.match(each) and not _TOLD.search(each) for each in [*sentences[:FIRST], heading])
    if not (headed or opened):
        return False
    said = sum(len(each) for each in sentences if kind.opening.match(each) or kind.more.search(each))
    whole = sum(map(len, sentences))
    return said >= (NEARLY_ALL if shown else MOST) * whole or (headed and whole < LONGEST // 5)


def _led_astray(page: FetchedPage) -> str:
    """Where an address led that is no report's; empty if it led to what it says."""
    try:
        asked, came = urlsplit(page.asked), urlsplit(page.url)
    except ValueError:
        return ""
    if (asked.path, asked.query) == (came.path, came.query):
        return ""
    if _HOME.fullmatch(came.path) and not came.query and not came.fragment and not _HOME.fullmatch(asked.path):
        return "its address leads to the home page"
    if _LOST.search(came.path) and not _LOST.search(asked.path):
        return "its address leads to a page for what does not exist"
    if _SIGN_IN.search(came.path) and not _SIGN_IN.search(asked.path):
        return "its address leads to a page to sign in"
    return ""
