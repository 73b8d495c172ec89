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
    return {
        "serve": _serve,
        "work": _work,
        "set-up-code": _set_up_code,
        "let-in": _let_in,
        "drill": _drill,
        "sheets": _sheets,
        "is-well": _is_well,
    }[asked.command](asked)


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
    _add_where_to_listen(serve)
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
    commands.add_parser(
        "drill",
        help="could they leave on Saturday at seven? What would fail, and what would mend it",
        description="Tries what an emergency needs, for every household here; nobody outside is asked or told.",
        epilog=CLOSING,
    )
    sheets = commands.add_parser(
        "sheets",
        help="serve the emergency sheets alone, for a second small process beside kbye",
        description="Serves the emergency sheets out of KBYE_DATA and nothing else; needs no database.",
        epilog=CLOSING,
    )
    _add_where_to_listen(sheets)
    commands.add_parser(
        "is-well", help="whether kbye could start: exit code 0 if so", description="Serves nothing."
    )
    commands.add_parser("plan", add_help=False, help="who has which child when: plan a situation file")
    commands.add_parser("windows", add_help=False, help="good times to leave, from a situation file")
    commands.add_parser("calendar", add_help=False, help="read a calendar file and say what is in it")
    return parser


def _add_where_to_listen(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", help="address to listen on (HOST, else 127.0.0.1)")
    command.add_argument("--port", type=_port, help="port to listen on (PORT, else 8000)")


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return port


def _calendar(words: list[str]) -> int:
    from kbye.calendars import command
    from kbye.web import clock

    return command.main(words, now=clock.now(), fetch=_fetched)


def _fetched(address: str) -> bytes:
    """A calendar as the background work would fetch it. Raises Unreadable."""
    _load_settings()
    from kbye.calendars.reading import Unreadable
    from kbye.outside.calendar_address import NotHad, fetch
    from kbye.web import clock

    try:
        found = fetch(address, now=clock.now())
    except NotHad as not_had:
        raise Unreadable(not_had.words) from None
    return found.raw if found else b""


def _serve(asked: argparse.Namespace) -> int:
    # Before the settings are read: the public address follows the port unless it is set.
    if asked.host:
        os.environ["HOST"] = asked.host
    if asked.port:
        os.environ["PORT"] = str(asked.port)
    try:
        _load_settings()
        from kbye.cli import serve

        return serve.run()
    except (Exception, SystemExit) as reason:
        if _serves_sheets_instead(reason):
            return _serve(asked)
        raise


def _serves_sheets_instead(reason: BaseException) -> bool:
    """kbye does not start, whatever the reason; the emergency sheets open meanwhile. True once it could start again.

    False if there are none, or the reason is that somebody else has the port.
    """
    from kbye.cli import sheets_alone

    said = (
        reason.code
        if isinstance(reason, SystemExit)
        else f"kbye does not start: {type(reason).__name__}: {reason}"
    )
    if not isinstance(said, str):
        return False
    host, port = _where_to_listen()
    well = [sys.executable, "-m", "kbye", "is-well"]
    return sheets_alone.serve_instead(said, host=host, port=port, is_well=well)


def _where_to_listen() -> tuple[str, int]:
    """As the settings have it, without reading them: they may be what is wrong."""
    port = os.environ.get("PORT", "").strip()
    return os.environ.get("HOST", "").strip() or "127.0.0.1", int(port) if port.isdecimal() else 8000


def _sheets(asked: argparse.Namespace) -> int:
    from kbye.cli import sheets_alone

    host, port = _where_to_listen()
    return sheets_alone.run(asked.host or host, asked.port or port)


def _is_well(asked: argparse.Namespace) -> int:
    _load_settings()
    from kbye.cli import prepare, serve

    prepare.everything()
    serve.load()
    return 0


def _drill(asked: argparse.Namespace) -> int:
    _load_settings()
    from kbye.cli import drill

    return drill.run()


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
    from io import TextIOWrapper

    from kbye.planning import plan_command

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # JSON is UTF-8, whatever the console speaks.
            stream.reconfigure(encoding="utf-8")
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
