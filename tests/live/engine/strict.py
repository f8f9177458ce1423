"""Whatever the engine does not implement says so by name, instead of doing something unproven."""

from __future__ import annotations

import inspect
from typing import Any


class NotInEngine(NotImplementedError):
    """A member that the test engine leaves out on purpose."""


class Strict:
    """Unknown members of an engine object; xlwings asks for nothing by trial and error."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or hasattr(type(self), name):
            raise AttributeError(f"'NoneType' object has no attribute {name!r}")
        raise NotInEngine(f"{type(self).__name__}.{name}")

    def __setattr__(self, name: str, value: object) -> None:
        if not name.startswith("_"):  # the engine's own are no members of xlwings
            member = getattr(type(self), name, None)
            if isinstance(member, property) and member.fset is None:
                raise NotInEngine(f"{type(self).__name__}.{name}=")
        super().__setattr__(name, value)


def strict(base: type) -> type:
    """A subclass of an xlwings base class in which every member raises with its own name."""
    members = {
        name: _refusal(base.__name__, name, member)
        for name, member in inspect.getmembers(base)
        if not name.startswith("__")
        or name in {"__call__", "__iter__", "__len__", "__contains__", "__getitem__"}
    }
    return type(f"Strict{base.__name__}", (Strict, base), members)


def _refusal(owner: str, name: str, member: object) -> object:
    def refuse(*_: object, **__: object) -> Any:
        raise NotInEngine(f"{owner}.{name}")

    return property(refuse, refuse) if isinstance(member, property) else refuse


class NoApi:
    """Stands for the native object: xlwings itself asks whether it is there, nobody may look inside."""

    def __getattr__(self, name: str) -> Any:
        raise NotInEngine(f"api.{name}")
