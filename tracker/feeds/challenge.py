"""Challenges: pages that want to see a browser, sent instead of what was asked for."""

from collections.abc import Mapping

LONGEST = 100_000  # bytes; such a page is small, and an article that quotes one is not
_SIGNS = {
    b"_cf_chl_opt": "Cloudflare",
    b"/orchestrate/chl_page": "Cloudflare",
    b"__jsl_clearance": "Knownsec",
    b"acw_sc__v2": "Alibaba Cloud",
    b"$_ts=window": "Riversec",
    b"captcha-delivery.com": "DataDome",
    b"sucuri_cloudproxy_js": "Sucuri",
    b"/.well-known/ddos-guard": "DDoS-Guard",
    b"_incapsula_resource?swudnsai": "Imperva",
}


def challenger(headers: Mapping[str, str], body: bytes) -> str:
    """Whose challenge an answer is; empty if it is none."""
    if headers.get("cf-mitigated") == "challenge":
        return "Cloudflare"
    start = body[:2000].lstrip().lower()
    if len(body) > LONGEST or not (b"<html" in start or b"<script" in start):
        return ""
    text = body.lower()
    return next((name for sign, name in _SIGNS.items() if sign in text), "")
