"""Alembic's migrations: the way from every format of a project's database to today's.

A revision, once published, is never changed; it does not import `tables`, which goes on.
"""
