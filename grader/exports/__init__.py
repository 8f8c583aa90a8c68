"""`grade export`: the gradebook as files that other systems read.

The way of an export: :mod:`grader.exports.gather` makes plain grades of the gradebook and a roster, one module a format
makes an :class:`~grader.exports.outcome.Outcome` of them, :mod:`grader.exports.command` writes it and tells about it.
"""
