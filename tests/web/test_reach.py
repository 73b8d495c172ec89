"""Who can open an address, judged by the address alone."""

from __future__ import annotations

import pytest

from kbye.web.reach import Reach, reach_of


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000",
        "http://LOCALHOST.",
        "http://kbye.localhost",
        "http://127.0.0.1:8000",
        "http://127.8.8.8",
        "http://[::1]:8000",
        "http://[::ffff:127.0.0.1]",
        "http://0.0.0.0:8000",
        "http://[::]",
        "",
        "http://",
        "http://[broken",
    ],
)
def test_what_loops_back_is_this_computer_alone(address: str) -> None:
    assert reach_of(address) is Reach.THIS_COMPUTER


@pytest.mark.parametrize(
    "address",
    [
        "http://192.168.1.20:8000",
        "http://10.0.0.3",
        "http://172.16.0.9",
        "http://169.254.3.4",
        "http://100.64.0.1",
        "http://[fd00::1]",
        "http://[fe80::1%25eth0]:8000",
        "http://[::ffff:192.168.1.20]",
        "http://attic:8000",
        "http://attic.local",
        "http://attic.LAN.",
        "http://attic.home",
        "https://attic.home.arpa",
        "http://attic.fritz.box",
        "192.168.1.20:8000",
    ],
)
def test_private_numbers_and_house_names_stay_in_the_wifi(address: str) -> None:
    assert reach_of(address) is Reach.HOME_NETWORK


@pytest.mark.parametrize(
    "address",
    [
        "https://kbye.example.org",
        "https://kbye.example.org:8443/",
        "https://localhost.example.org",
        "https://attic.local.example.org",
        "http://8.8.8.8",
        "http://172.32.0.1",
        "http://[2a00:1450:4001::1]",
    ],
)
def test_all_else_opens_anywhere(address: str) -> None:
    assert reach_of(address) is Reach.ANYWHERE
