"""Addresses as they are, as they are wrapped, and as they can be spelled: the tables that several tests walk."""

from __future__ import annotations

# Numbers that nobody outside may be sent to, one or more of every kind.
CLOSED = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1",
    "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.8",
    "192.0.0.9", "192.0.0.170", "192.0.0.200", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "::7f00:1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1",
    "100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "3fff::1", "5f00::1",
    "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::1", "2002:a9fe:a9fe::1",
    "2001:0:7f00:1:8000:63bf:f5f5:f5f5", "2001:0:4136:e378:8000:63bf:80ff:fffe", "fc00::1", "fd00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%1", "2606:4700::1111%1", "fec0::1", "ff02::1", "ff0e::1", "4000::1",
)  # fmt: skip

# Numbers of the open internet, wrapped ones too: a rule that closes everything is no rule.
PUBLIC = (
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "192.0.1.1", "192.88.98.1", "172.32.0.1", "100.128.0.1", "11.0.0.1",
    "2606:4700::1111", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
    "2001:0:4136:e378:8000:63bf:f7f7:f7f7",
)  # fmt: skip

# Addresses refused as they are spelled: no name is looked up, no number tried.
REFUSED = (
    # Numbers written so that one program reads them differently from another.
    "https://2130706433/", "https://0x7f.1/", "https://0x7f000001/", "https://0177.1/", "https://0177.0.0.1/",
    "https://127.1/", "https://127.0.1/", "https://127.0.0.0.1/", "https://127.00.0.1/", "https://0x7F.0.0.0x1/",
    "https://256.0.0.1/", "https://1.2.3.4.5/", "https://127.0.0.0x1/", "https://example.0x/", "https://0/",
    "https://１２７.0.0.1/", "https://127。0。0。1/", "https://①②⑦.0.0.1/", "https://exa\u212aple.com/",
    "https://[::ffff:127.0.0.1%251]/", "https://[fe80::1%25eth0]/", "https://[::1/", "https://::1/",
    "https://[127.0.0.1]/", "https://[0:0:0:0:0:0:0:0:1]/", "https://[v1.x]/", "https://[]/",
    # A name, a password or another host in front.
    "https://sam@example.com/", "https://sam:secret@example.com/", "https://example.com@127.0.0.1/",
    "https://example.com#@127.0.0.1/", "https://example.com?@127.0.0.1/", "https://@127.0.0.1/",
    "https://example.com:443@127.0.0.1/", "https://127.0.0.1\\@example.com/", "https:\\\\127.0.0.1/",
    "https://example.com\\.evil.com/", "https:/\\127.0.0.1/", "https://example.com/a\\b",
    # Characters that do not belong there.
    "https://127.0.0.1\r\n/", "https://example.com/\r\nHost: 127.0.0.1", "https://example.com/a b",
    "https://exam\tple.com/", "https://example.com\x00.evil.com/", "https://example.com/\u202e",
    "https://example.com\u2028/", "ht\ntps://example.com/", "https://example.com/\x7f",
    # Other ways of going somewhere.
    "http://example.com/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "ftp://example.com/a.ics",
    "data:text/calendar,BEGIN:VCALENDAR", "jar:https://example.com/a!/b", "javascript:alert(1)",
    "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "unix:/run/docker.sock", "mailto:sam@example.com", "ws://example.com/",
    "//example.com/a", "example.com/a.ics", "https:example.com", "https:///example.com", "https://", "https:///",
    "", "https://?x", "https://#",
    # Odd ports.
    "https://example.com:22/", "https://example.com:80/", "https://example.com:25/", "https://example.com:6379/",
    "https://example.com:0/", "https://example.com:65536/", "https://example.com:99999999/",
    "https://example.com:/", "https://example.com:+443/", "https://example.com:４４３/",
    "https://example.com:443:80/", "webcal://example.com:80/", "webcal://example.com:5232/",
    # Names that are none.
    "https://-example.com/", "https://example-.com/", "https://exa..mple.com/", "https://.example.com/",
    "https://example.com../", f"https://{'a' * 64}.com/", f"https://{'a.' * 127}com/",
    "https://größe.example/", "https://exam%70le.com/", "https://127.0.0.1%2f@example.com/",
    f"https://example.com/{'a' * 2048}",
)  # fmt: skip

# Addresses that are fine, and what is really asked for.
FINE = (
    ("https://example.com", "https://example.com/"),
    ("HTTPS://Example.COM./A?b=c", "https://example.com/A?b=c"),
    ("  https://example.com/a.ics\n", "https://example.com/a.ics"),
    ("webcal://example.com/a.ics", "https://example.com/a.ics"),
    ("webcals://example.com/a.ics", "https://example.com/a.ics"),
    ("https://example.com:443/", "https://example.com/"),
    ("https://example.com:8443/", "https://example.com:8443/"),
    ("https://example.com?x", "https://example.com/?x"),
    ("https://example.com/a#b@c", "https://example.com/a"),
    ("https://example.com/calendar/ruth%40example.com/a.ics", "https://example.com/calendar/ruth%40example.com/a.ics"),
    ("https://example.com/calendar/ruth@example.com/", "https://example.com/calendar/ruth@example.com/"),
    ("https://example.com/Müllabfuhr", "https://example.com/M%C3%BCllabfuhr"),
    ("https://xn--gre-6ka8i.example/", "https://xn--gre-6ka8i.example/"),
    ("https://93.184.216.34/", "https://93.184.216.34/"),
    ("https://[2606:4700:0::1111]:8443/a", "https://[2606:4700::1111]:8443/a"),
    ("https://_dav.example.com/", "https://_dav.example.com/"),
)  # fmt: skip
