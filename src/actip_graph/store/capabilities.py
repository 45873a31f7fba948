"""What a store can do, as far as the work with it depends on it."""

from __future__ import annotations

from typing import NamedTuple


class Capabilities(NamedTuple):
    """What a store can do."""

    product: str
    """The name of the product."""

    atomic_put: bool
    """A ``put`` takes place wholly or not at all, whatever happens to the one who sends it."""

    batches: bool
    """Several graphs may be put in one request."""

    restates: bool
    """It may give a literal back in another form of the same value (``1.50`` as ``1.5``)."""
