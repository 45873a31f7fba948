"""The official SHACL test suite of W3C, Core and SPARQL, through the command line.

https://w3c.github.io/data-shapes/data-shapes-test-suite/ says how a test is told to pass: the
report must be isomorphic to the expected one, from ``sh:conforms`` to ``sh:sourceShape`` of every
result; the text of messages counts only where the expected report gives it.

``sh:sourceConstraint`` is not compared: our reports do not carry it.

The files come with the sources of pyshacl, which pip fetches once and keeps in the cache of pytest;
or from a folder that holds ``core/`` and ``sparql/``, named by ``SHACL_TEST_SUITE``. Those of
pyshacl are the official ones (github.com/w3c/data-shapes, 17 January 2024): all 120 tests, and one
more that the official folder holds but does not list (``sparql/component/nodeValidator-001``).
Two differ: the shapes of shapes in ``core/complex`` have one property more, and
``core/property/or-datatypes-001`` another ill-formed literal, since rdflib rewrites the official
one, and pyshacl itself fails on it.
"""
