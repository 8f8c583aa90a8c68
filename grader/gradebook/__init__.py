"""The gradebook: the one durable store of every attempt, from which every CSV, page and file for an LMS is derived.

schema.py       its tables
migrations/     how it came to have them, step by step (Alembic)
connection.py   a database by its URL: opened, brought up to date; what goes wrong in one clear line
store.py        what is written to it and read from it
"""
