"""Which network addresses may be connected to."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from tracker.errors import FetchError

_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")  # all of IPv6 that is given out; the rest maps, embeds or is reserved
Address = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]
Resolve = Callable[[str, int], list[Address]]


def resolve(host: str, port: int) -> list[Address]:
    """The addresses of a host, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, where) for family, _, _, _, where in found]  # type: ignore[misc]


class AddressPolicy:
    """Lets public addresses through, and private ones only if the reader's settings name them."""

    def __init__(self, allow_private: Sequence[str] = (), resolve: Resolve = resolve) -> None:
        """``allow_private`` names hosts, addresses or networks in CIDR notation."""
        self._resolve = resolve
        self._hosts: set[str] = set()
        self._networks = []
        for entry in allow_private:
            try:
                self._networks.append(ip_network(entry, strict=False))
            except ValueError:
                self._hosts.add(entry.lower())

    def is_allowed(self, host: str) -> bool:
        """Whether the settings name this host, which makes it the reader's own."""
        if host.lower() in self._hosts:
            return True
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._networks)

    def addresses(self, host: str, port: int) -> list[Address]:
        """Resolve a host to addresses that may be connected to; FetchError if any of them may not.

        The caller connects to what is given here and resolves no second time, so that a name cannot
        change its meaning between the check and the connection.
        """
        try:
            found = self._resolve(host, port)
        except (socket.gaierror, UnicodeError) as error:
            raise FetchError(host, "name not found") from error
        for _, where in found:
            address = ip_address(str(where[0]).partition("%")[0])
            named = host.lower() in self._hosts or any(address in network for network in self._networks)
            if not named and not is_public(address):
                raise FetchError(
                    host, f"{address} is a private address; if this is meant, add {host} to allow_private in feeds.yaml"
                )
        return found

    def check_behind_proxy(self, host: str, port: int) -> None:
        """FetchError if a host that a proxy looks up is known here to be private; it need not be known here at all."""
        try:
            self.addresses(host, port)
        except FetchError as error:
            if not isinstance(error.__cause__, OSError):
                raise


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the public internet, also when it is wrapped in another."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address not in _UNICAST:
            return False
    return address.is_global and not address.is_multicast
