"""HTTP proxies, as the environment names them: HTTP_PROXY, HTTPS_PROXY, NO_PROXY."""

from dataclasses import dataclass, field
from urllib.parse import unquote
from urllib.request import getproxies, proxy_bypass

from urllib3.exceptions import LocationParseError
from urllib3.util import make_headers, parse_url

from tracker.errors import FetchError
from tracker.feeds.address import redact
from tracker.feeds.address_policy import Address, resolve


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy, with the headers that it wants to be asked with; they may hold a password."""

    host: str
    port: int
    headers: dict[str, str] = field(default_factory=dict, repr=False)

    def addresses(self) -> list[Address]:
        """Where it is; the environment names it, so it may be private."""
        return resolve(self.host, self.port)


def proxy_for(scheme: str, host: str, port: int) -> Proxy | None:
    """The proxy through which a host is asked; None where it is asked directly. FetchError for one we do not speak."""
    proxies = getproxies()
    named = proxies.get(scheme) or proxies.get("all")
    if not named or proxy_bypass(f"{host}:{port}") or proxy_bypass(host):
        return None
    try:
        where = parse_url(named if "://" in named else f"http://{named}")
    except LocationParseError as error:
        raise FetchError(host, f"{redact(named)} is no address of a proxy; correct {scheme.upper()}_PROXY") from error
    if where.scheme != "http" or not where.hostname:
        raise FetchError(host, f"{redact(named)} is no http proxy; correct {scheme.upper()}_PROXY")
    login = make_headers(proxy_basic_auth=unquote(where.auth)) if where.auth else {}
    return Proxy(where.hostname.strip("[]"), where.port or 80, dict(login))
