"""What servers say beside their answer: what went wrong, in plain words, and how long we are asked to wait."""

import re
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import BadStatusLine, HTTPException, LineTooLong, RemoteDisconnected

from urllib3.exceptions import DecodeError, HTTPError


def describe(error: Exception) -> str:
    """Why no complete answer came."""
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, TimeoutError) or "timed out" in str(error).lower():
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {getattr(error, 'verify_message', '') or error}"
    if isinstance(error, DecodeError):
        return "the answer is not compressed as it says it is"
    if isinstance(error, BadStatusLine) and not isinstance(error, RemoteDisconnected):
        return "the answer is not HTTP"
    if isinstance(error, LineTooLong) or "headers" in str(error):
        return "the header of the answer is too long"
    if isinstance(error, ConnectionResetError | HTTPError | HTTPException):
        return "the connection closed before the answer was complete"
    return str(error) or type(error).__name__


def retry_after(text: str | None) -> float | None:
    """Seconds to wait, from a number or a date; None if it says neither."""
    if not text:
        return None
    if text.strip().isdecimal():
        return float(text.strip()[:12])  # more seconds than that no one waits, nor can be counted
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (when - datetime.now(UTC if when.tzinfo else None)).total_seconds())


def max_age(cache_control: str | None) -> float | None:
    """Seconds for which an answer stays fresh; None if nothing is said."""
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", cache_control or "", re.IGNORECASE)
    return float(found[1]) if found else None
