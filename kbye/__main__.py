"""`python -m kbye` is the `kbye` command."""

from kbye.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
