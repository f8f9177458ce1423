"""The steps by which books grow with the program: one file a schema step, each the plain list of what came new.

A book says its schema number. When a command opens an older one, the steps that it lacks are made in one go
(``commands/engine/opening.py``): what they list is taken from the declarations in ``schema`` and from a freshly
built book. A new step is a file beside this one and its line in ``STEPS``.
"""

from __future__ import annotations

from functools import reduce

from salesplan_xl.schema.migrations import step_2, step_3, step_4, step_5, step_6, step_7
from salesplan_xl.schema.migrations.step import Step

STEPS = (step_2.STEP, step_3.STEP, step_4.STEP, step_5.STEP, step_6.STEP, step_7.STEP)
LATEST = STEPS[-1].version


def lacking(version: int) -> Step:
    """Everything that a book of this schema lacks, as one step."""
    return reduce(Step.followed_by, (step for step in STEPS if step.version > version), Step(version))
