"""Every sentence a user sees, in Chinese and English, by code.

Each part of the product keeps its sentences in its own module here; ``render`` fills them in. Templates use
``{name}`` with a few formats: ``{x:money}`` 1,234.5 · ``{x:percent}`` 62% · ``{x:percent1}`` 58.3% ·
``{x:count}`` 12 · ``{x:number}`` 5.56 · ``{x:date}`` 2027-03-31 · ``{x:ROLES}`` the label of a choice key
from ``schema.choices`` · ``{x:up}`` whole things needed · ``{x:pieces}`` and ``{x:every month}`` 1.25 as 5 every 4 months. A value may be a ``Sentence``, or a tuple or list (joined in the book's language).
"""

from salesplan_xl.catalogue.render import (
    error_sentence,
    finding_money,
    finding_remedy,
    finding_sentence,
    render,
    word,
)

__all__ = [
    "error_sentence",
    "finding_money",
    "finding_remedy",
    "finding_sentence",
    "render",
    "word",
]
