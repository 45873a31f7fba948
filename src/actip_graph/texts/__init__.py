"""Comparing an official text with what the graph records of an instrument.

``read`` gets plain text out of a file, ``cut`` its articles, paragraphs and sub-paragraphs,
``record`` what the graph holds, ``compare`` lines the two up, ``accept`` raises what agrees.
The wording that is looked for is data, in ``rules.yaml``. The text itself is never stored.
"""
