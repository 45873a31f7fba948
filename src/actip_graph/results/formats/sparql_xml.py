"""XML as in SPARQL Query Results XML Format, second edition (W3C Recommendation, 2013)."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import pyoxigraph as ox

from actip_graph.terms import XSD_STRING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result
    from actip_graph.terms import Term

_NAMESPACE = "http://www.w3.org/2005/sparql-results#"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def write(result: Result) -> str:
    """Return rows, or yes and no, in the W3C's XML."""
    document = Xml.Element("sparql", xmlns=_NAMESPACE)
    head = Xml.SubElement(document, "head")
    if isinstance(result.outcome, bool):
        Xml.SubElement(document, "boolean").text = "true" if result.outcome else "false"
    else:
        for name in result.variables:
            Xml.SubElement(head, "variable", name=name)
        results = Xml.SubElement(document, "results")
        for row in result.terms:
            element = Xml.SubElement(results, "result")
            for name, term in zip(result.variables, row, strict=True):
                if term is not None:
                    _write_term(Xml.SubElement(element, "binding", name=name), term)
    Xml.indent(document)
    return '<?xml version="1.0"?>\n' + Xml.tostring(document, encoding="unicode") + "\n"


def _write_term(binding: Xml.Element, term: Term) -> None:
    if isinstance(term, ox.NamedNode):
        cell = Xml.SubElement(binding, "uri")
    elif isinstance(term, ox.BlankNode):
        cell = Xml.SubElement(binding, "bnode")
    else:
        cell = Xml.SubElement(binding, "literal")
        if term.language:
            cell.set(_LANGUAGE, term.language)
        elif term.datatype.value != XSD_STRING:
            cell.set("datatype", term.datatype.value)
    cell.text = term.value
