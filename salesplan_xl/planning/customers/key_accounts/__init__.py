"""Key accounts: few, owned, stuck where, which actions touch that point, and was it so (guide/accounts.md; S4).

Accounts are few, so they are records of their own; only what is asked of all customers works on whole tables.
"""
