"""One verb, one file; the ribbon, the UDFs and the command line all run these.

A step command is ``stage(plan)``: it asks the plan for what it needs and stages the result in the book.
``runner.execute`` opens, stages, checks, writes and reports; the doors only call it.
"""
