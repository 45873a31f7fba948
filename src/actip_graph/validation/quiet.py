"""Silence for the libraries that log what is reported as a fault anyway.

rdflib logs each ill-typed literal with a traceback, pySHACL each result.
"""

import logging

for _name in ("pyshacl", "rdflib"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)
