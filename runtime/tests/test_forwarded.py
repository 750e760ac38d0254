import pytest

from hoptix_runtime.forwarded import last_address


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4444", "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7", "203.0.113.7"),
        ("6.6.6.6,203.0.113.7:4444 ", "203.0.113.7"),
        ("6.6.6.6, 2001:db8::7", "2001:db8::7"),
        ("6.6.6.6, [2001:db8::7]", "2001:db8::7"),
        ("6.6.6.6, [2001:db8::7]:4444", "2001:db8::7"),
        ("2001:db8:0:0:0:0:0:7:4444", "2001:db8::7"),  # a ninth group is a port
        ("2001:db8::7:54321", "2001:db8::7"),  # five digits are a port
        ("2001:db8::7:4444", "2001:db8::7:4444"),  # nobody can tell
        ("2001:DB8::0007", "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("[::ffff:203.0.113.7]:80", "203.0.113.7"),
    ],
)
def test_the_last_entry_is_read(header, address):
    assert last_address(header) == address


@pytest.mark.parametrize(
    "entry",
    [
        *("", " ", "unknown", "_hidden", "localhost", "203.0.113", "203.0.113.700"),
        *("203.0.113.7:", "203.0.113.7:port", "203.0.113.7:444444", "[203.0.113.7"),
        *("2001:db8::g", "[2001:db8::7", "2001:db8::7]", "[]", "[]:80", "::1%lo"),
        *("fe80::1%eth0", "1.2.3.4 5.6.7.8", "for=1.2.3.4", "'1.2.3.4'", "٣.1.1.1"),
    ],
)
def test_what_is_no_address_is_none_and_never_an_earlier_entry(entry):
    assert last_address(entry) is None
    assert last_address(f"6.6.6.6, {entry}") is None
