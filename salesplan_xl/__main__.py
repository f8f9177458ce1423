"""``python -m salesplan_xl``: the same as the ``salesplan`` command."""

from salesplan_xl.doors.cli import run_cli

if __name__ == "__main__":
    run_cli()
