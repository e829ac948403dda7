"""Citing: styles, in-text forms, reference lists as documents, citation keys, sentence case.

`style.bibliography` is the seam to the CSL processor in `csl`; `documents` turns its result into files.
"""
