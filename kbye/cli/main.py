"""What `kbye` understands. Nothing of Django is imported before a command needs it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from kbye import __version__

DESCRIPTION = "Decide. Tell. Go. It will be OK."
CLOSING = "Every setting is an environment variable; docs/configuration.md lists them."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Words for the person at the console go to stdout and stderr."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["calendar"]:
        return _calendar(words[1:])
    if words[:1] in (["plan"], ["windows"]):
        return _planner(words)
    asked = _parser().parse_args(words)
    if asked.command is None:
        _parser().print_help()
        return 0
    return {"serve": _serve, "work": _work, "set-up-code": _set_up_code, "let-in": _let_in}[asked.command](
        asked
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kbye", description=DESCRIPTION, epilog=CLOSING)
    parser.add_argument("--version", action="version", version=f"kbye {__version__}")
    commands = parser.add_subparsers(dest="command", title="commands", metavar="")
    serve = commands.add_parser(
        "serve",
        help="start kbye here: the pages and the background work",
        description="Starts kbye: makes the database, prints the address, serves the pages, sends the mail.",
        epilog=CLOSING,
    )
    serve.add_argument("--host", help="address to listen on (HOST, else 127.0.0.1)")
    serve.add_argument("--port", type=_port, help="port to listen on (PORT, else 8000)")
    commands.add_parser(
        "work",
        help="the background work alone, for further machines",
        description="Sends what is due. `kbye serve` does this too; use it where several machines share the work.",
        epilog=CLOSING,
    )
    commands.add_parser(
        "set-up-code",
        help="a one-time address with which another household can start",
        description="Prints an address that lets one household start here. Earlier unused ones end.",
        epilog=CLOSING,
    )
    let_in = commands.add_parser(
        "let-in",
        help="a one-time address for an adult who lost their password",
        description="Prints an address with which this adult chooses a new password, within the hour.",
        epilog=CLOSING,
    )
    let_in.add_argument("who", help="their name or e-mail address")
    commands.add_parser("plan", add_help=False, help="who has which child when: plan a situation file")
    commands.add_parser("windows", add_help=False, help="good times to leave, from a situation file")
    commands.add_parser("calendar", add_help=False, help="read a calendar file and say what is in it")
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return port


def _calendar(words: list[str]) -> int:
    from kbye.calendars import command
    from kbye.web import clock

    return command.main(words, now=clock.now())


def _serve(asked: argparse.Namespace) -> int:
    # Before the settings are read: the public address follows the port unless it is set.
    if asked.host:
        os.environ["HOST"] = asked.host
    if asked.port:
        os.environ["PORT"] = str(asked.port)
    _load_settings()
    from kbye.cli import serve

    return serve.run()


def _work(asked: argparse.Namespace) -> int:
    _load_settings()
    from kbye.cli import work

    return work.run()


def _set_up_code(asked: argparse.Namespace) -> int:
    _load_settings()
    from kbye.cli import set_up_code

    return set_up_code.run()


def _let_in(asked: argparse.Namespace) -> int:
    _load_settings()
    from kbye.cli import let_in

    return let_in.run(asked.who)


def _planner(words: list[str]) -> int:
    from kbye.planning import plan_command

    return {"plan": plan_command.plan, "windows": plan_command.windows}[words[0]](words[1:])


def _load_settings() -> None:
    os.umask(0o077)  # Whatever kbye writes is for the account it runs as, and nobody else.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kbye.settings")
    import django
    from django.conf import settings

    try:
        assert settings.DATABASES  # Read now: a mistake in a setting is told from any other.
    except ValueError as error:
        raise SystemExit(f"kbye does not start: a setting cannot be understood ({error}).") from None
    django.setup()
