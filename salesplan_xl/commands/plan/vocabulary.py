"""The words that people type about key accounts, as the schema declares them."""

from __future__ import annotations

from functools import cache

from salesplan_xl.planning.customers.key_accounts.chain import LAYERS
from salesplan_xl.planning.customers.key_accounts.vocabulary import Vocabulary, plain
from salesplan_xl.schema import choices, key_account_words


@cache
def vocabulary() -> Vocabulary:
    """All of them, in both languages."""
    roles = {role.key: (role.label.zh, role.label.en, *role.synonyms) for role in choices.ROLES}
    return Vocabulary(
        frozenset(map(plain, key_account_words.NOBODY)), key_account_words.GROUPS, key_account_words.JOINERS,
        frozenset(map(plain, key_account_words.NO_NEED)), key_account_words.NEEDLESS,
        frozenset(map(plain, key_account_words.NOT_GRANTED)), {layer: roles[layer] for layer in LAYERS},
    )  # fmt: skip
