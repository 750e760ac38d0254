"""The client's address in X-Forwarded-For, as the ingress wrote it down."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address

# 203.0.113.7:4444, [2001:db8::7]:4444 and [2001:db8::7]; the port is not needed.
BRACKETED = re.compile(r"\[(?P<address>[^]]*)\](:[0-9]{1,5})?")
WITH_PORT = re.compile(r"(?P<address>.*):[0-9]{1,5}")


def last_address(forwarded_for: str) -> str | None:
    """The address in the last entry, the only one that no client can write.

    None where it is no address. An earlier entry then is no substitute: the client may
    have written it. An IPv6 address that is followed by a port needs brackets, or it
    reads as one longer address.
    """
    entry = forwarded_for.rpartition(",")[2].strip()
    bracketed = BRACKETED.fullmatch(entry)
    if bracketed:
        return _address(bracketed["address"])
    with_port = WITH_PORT.fullmatch(entry)
    return _address(entry) or (_address(with_port["address"]) if with_port else None)


def _address(text: str) -> str | None:
    """The address in its usual spelling; IPv4 that is wrapped in IPv6 is unwrapped."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.scope_id:  # fe80::1%eth0 means something on one machine alone
            return None
        address = address.ipv4_mapped or address
    return str(address)
