"""Calls from the bottom of a stack: how deep a tree can be read depends on how deep Python is already."""

from concurrent.futures import ThreadPoolExecutor


def on_a_stack_of_its_own(function, *arguments):
    """What a call gives where nothing lies below it."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(function, *arguments).result()
