"""Existing assignments, made for nbgrader or Otter, as a reference, stubs and checks of this project.

``cells`` reads a notebook with bounds, ``nbgrader`` and ``otter`` make a ``material.Material`` of it,
``solutions`` finds the parts, ``translate`` turns assertions into probes, ``plan`` gives them their points, ``write``
writes the files. Nothing of a notebook is ever executed.
"""
