"""Schema 4: orders with product, price, currency, owner and status; rates, batches and answers of imports."""

from __future__ import annotations

from salesplan_xl.schema.migrations.step import Step

STEP = Step(
    4,
    settings=(
        "currency",
        "chance_high", "chance_medium", "chance_low", "price_difference", "alike_names", "amount_tax",
    ),
    columns=(
        ("orders", "product"), ("orders", "quantity"), ("orders", "unit"), ("orders", "price"),
        ("orders", "currency"), ("orders", "owner"), ("orders", "status"),
    ),
    sheets=("import_form", "import_setup", "batch_rows"),
)  # fmt: skip
