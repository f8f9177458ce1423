"""Environments of their own for the wheel: other Pythons, the oldest dependencies, nothing of this source tree."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
_PLAIN = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "SALESPLAN"))}


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command in a folder of its own, without this source tree on its path."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=_PLAIN | {"PYTHONUTF8": "1"}, timeout=570,
        check=False, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done


def built_wheel(folder: Path) -> Path:
    """The wheel as a release builds it."""
    needed = ("hatchling", "hatch_fancy_pypi_readme")
    offline = ["--no-build-isolation"] if all(map(importlib.util.find_spec, needed)) else []
    run(sys.executable, "-m", "pip", "wheel", ROOT, "--no-deps", "-q", *offline, "-w", folder, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found


def environment(python: Path, home: Path, *wanted: object) -> Path:
    """The script folder of a new environment; this Python's pip fills it, since not every Python brings one."""
    run(python, "-m", "venv", "--without-pip", home, cwd=home.parent)
    here = home / SCRIPTS
    pip = (sys.executable, "-m", "pip", "--python", here / "python")
    run(*pip, "install", "-q", "--no-compile", *wanted, cwd=home.parent)
    return here


def declared() -> dict[str, Any]:
    """What ``pyproject.toml`` says of the project."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]  # type: ignore[no-any-return]


def declared_pythons() -> list[str]:
    """Python 3.11 and so on, as the classifiers name them."""
    named = [
        re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", item)
        for item in declared()["classifiers"]
    ]
    return [match[1] for match in named if match]


def pythons_found() -> dict[str, Path]:
    """Each declared Python of this machine by its version: on the path, else with pyenv."""
    found = {version: _found(version) for version in declared_pythons()}
    return {version: path for version, path in found.items() if path is not None}


def _found(version: str) -> Path | None:
    home = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    on_path = shutil.which(f"python{version}")
    # pyenv puts a script of that name on the path whether or not that Python may be used here
    if on_path and home not in Path(on_path).parents:
        return Path(on_path)
    installed = sorted(home.glob(f"versions/{version}.*/bin/python{version}"))
    return installed[-1] if installed else None


def lowest() -> list[str]:
    """The run-time dependencies, each at the lowest release that the project declares."""
    return [needed.replace(">=", "==") for needed in declared()["dependencies"]]
