"""The reorder plan: order days, rhythm and state of each customer, the chance and the money of its next orders.

``order_days`` < ``rhythm`` < ``states``, ``gap_survival``; ``stage_model`` < ``model_fit``, ``model_forecast``;
``combination`` joins them, ``order_money`` prices them; ``reorder_plan`` is the whole.
"""
