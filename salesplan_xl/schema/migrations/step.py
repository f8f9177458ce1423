"""The form of a schema step: what a schema has more than the one before, by key."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Step:
    """The additions that books of the schema before lack, in the keys under which ``schema`` declares it.

    Labels, kinds, formulas, widths and places are those of the declarations; nothing is said twice. Steps only
    add: whatever stands in an older book stays; only formulas of ours may change.

    Args:
        version: the schema number a book has afterwards.
        settings: settings; each comes into its group.
        names: further named cells (of the about block), each with its row.
        columns: table and column; they stand at the right of ours, left of the user's own.
        grid_rows: grid and row, of stacked grids.
        grid_columns: grid and column, of stacked grids that get no rows; they stand at the right of its others.
        grid_formulas: grids whose formulas read otherwise than before.
        formulas: table and column, of columns whose formula reads otherwise than before.
        grids, tables: blocks on sheets that older books have.
        sheets: whole sheets with all their blocks.
    """

    version: int
    settings: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    grid_rows: tuple[tuple[str, str], ...] = ()
    grid_columns: tuple[tuple[str, str], ...] = ()
    grid_formulas: tuple[str, ...] = ()
    formulas: tuple[tuple[str, str], ...] = ()
    grids: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    def followed_by(self, later: Step) -> Step:
        """Both steps as one."""
        lists = [field.name for field in fields(Step) if field.name != "version"]
        return Step(later.version, **{name: getattr(self, name) + getattr(later, name) for name in lists})
