"""The loopback servers, for every test of this room."""

from tests.site import raw, site

__all__ = ["raw", "site"]
