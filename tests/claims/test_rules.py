"""Each rule with a claim that is true and one that is false, over the record itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
import rdflib

from actip_graph.claims import check_claims
from actip_graph.claims.model import CONTRADICTED, OUTDATED, SUPPORTED, UNVERIFIABLE
from actip_graph.claims.rules import DEFAULT, load_rules
from actip_graph.errors import ActipGraphError
from actip_graph.namespaces import ONTOLOGY, PREFIXES
from actip_graph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

    from actip_graph import Graph

TIP = "concept:TraffickingInPersons"


class Case(NamedTuple):
    """An assertion, and what the rule must say of it for a claim of the year ``year``."""

    rule: str
    subject: str
    predicate: str
    value: str
    expected: str
    more: str = ""
    year: int = 2022


YES, NO = SUPPORTED, CONTRADICTED
CASES = [
    Case(DEFAULT, "instrument:ACTIP", "actip:adoptedOn", '"2015"^^xsd:gYear', YES),
    Case(DEFAULT, "instrument:UNTOC", "actip:adoptedOn", '"2002"^^xsd:gYear', NO),
    Case(DEFAULT, "instrument:ACTIP", "actip:declaredArticleCount", "32", NO),
    Case(DEFAULT, "instrument:ACTIP", "actip:cites", "instrument:UNTOC", YES),
    Case(DEFAULT, "instrument:ACTIP", "actip:cites", "instrument:CEDAW", NO),
    Case("names", "instrument:UNTOC", "predicate:ShortName", '"Palermo Convention"', YES),
    Case("names", "instrument:ACTIP", "predicate:ShortName", '"ACTIP-WC"', NO),
    Case("kind", "instrument:ACTIP", "predicate:IsA", "actip:Convention", YES),
    Case("kind", "instrument:ACTIP", "predicate:IsA", "actip:Declaration", NO),
    Case("kind", "instrument:ACTIP", "predicate:IsA", "concept:SecurityInstrument", YES),
    Case("kind", "instrument:AHRD", "predicate:IsA", "concept:SecurityInstrument", NO),
    Case("kind", TIP, "predicate:IsA", "concept:TransnationalCrime", YES),
    Case("kind", TIP, "predicate:IsA", "concept:LawOfTheSeaViolation", NO),
    Case("flow-role", "state:MY", "predicate:HasFlowRole", "flowrole:Destination", YES),
    Case("flow-role", "state:BN", "predicate:HasFlowRole", "flowrole:Source", NO),
    Case("member-role", "body:ASEAN", "predicate:HasMemberWithRole", "flowrole:Transit", YES),
    Case("member-role", "body:ASEAN", "predicate:HasMemberWithRole", "role:Victims", NO),
    Case(
        "consent",
        "state:PH",
        "predicate:Ratified",
        "instrument:ACTIP",
        YES,
        'actip:validOn "2017"^^xsd:gYear',
    ),
    Case(
        "consent",
        "state:PH",
        "predicate:Ratified",
        "instrument:ACTIP",
        NO,
        'actip:validOn "2015"^^xsd:gYear',
    ),
    Case("consent", "state:PH", "predicate:Ratified", "instrument:ACTIP", YES),
    Case("consent", "state:PH", "predicate:Ratified", "instrument:ACTIP", NO, year=2016),
    Case("consent", "state:MY", "predicate:Ratified", "instrument:ICCPR", NO),
    Case(
        "share-of-members",
        "instrument:ACTIP",
        "predicate:ShareOfMembersBound",
        "50",
        YES,
        'actip:comparator ">"',
    ),
    Case(
        "share-of-members",
        "instrument:ACTIP",
        "predicate:ShareOfMembersBound",
        "50",
        NO,
        'actip:comparator ">" ; actip:validOn "2016"^^xsd:gYear',
    ),
    Case("members-bound", "instrument:ACTIP", "predicate:NumberOfMembersBound", "10", YES),
    Case("members-bound", "instrument:ACTIP", "predicate:NumberOfMembersBound", "9", NO),
    Case("objectives", "instrument:ACTIP", "predicate:HasObjective", "theme:Protection", YES),
    Case("objectives", "instrument:UNTOC", "predicate:HasObjective", "theme:Protection", NO),
    Case(
        "duty-themes", "instrument:ACTIP", "predicate:HasObligationOnTheme", "theme:Prevention", YES
    ),
    Case(
        "duty-themes",
        "instrument:Declaration-2004",
        "predicate:HasObligationOnTheme",
        "theme:General",
        NO,
    ),
    Case("duty-bearers", "instrument:ACTIP", "predicate:PlacesDutyOn", "role:SendingParty", YES),
    Case("duty-bearers", "instrument:ACTIP", "predicate:PlacesDutyOn", "role:Victims", NO),
    Case("protected", "instrument:ACTIP", "predicate:Protects", "role:Children", YES),
    Case("protected", "instrument:Declaration-2004", "predicate:Protects", "role:Witnesses", NO),
    Case("duties", "instrument:UNTOC", "predicate:Obliges", "concept:VictimProtection", YES),
    Case("duties", "instrument:UNTOC", "predicate:Obliges", "concept:RightToLife", NO),
    Case(
        "punishable",
        "instrument:ACTIP",
        "predicate:ObligesToPunish",
        "concept:PublicOfficials",
        YES,
    ),
    Case(
        "punishable",
        "instrument:Palermo",
        "predicate:ObligesToPunish",
        "concept:PublicOfficials",
        NO,
    ),
    Case("provisions", "instrument:ACTIP", "predicate:HasProvisionOn", "concept:Extradition", YES),
    Case("provisions", "instrument:Palermo", "predicate:HasProvisionOn", "concept:Extradition", NO),
    Case(
        "added-provisions",
        "instrument:ACTIP",
        "predicate:AddsProvisionOn",
        "concept:Jurisdiction",
        YES,
    ),
    Case(
        "added-provisions",
        "instrument:ACTIP",
        "predicate:AddsProvisionOn",
        "concept:BorderControl",
        NO,
    ),
    Case("recitals", "instrument:ACTIP", "predicate:PreambleStates", "concept:HumanRights", YES),
    Case("recitals", "instrument:ACTIP", "predicate:PreambleStates", "concept:Poverty", NO),
    Case("violations", TIP, "predicate:Violates", "concept:HumanDignity", YES),
    Case("violations", TIP, "predicate:Violates", "concept:AbsoluteSovereignty", NO),
    Case(
        "subjects",
        "instrument:UNTOC",
        "predicate:Addresses",
        "concept:TransnationalOrganisedCrime",
        YES,
    ),
    Case("subjects", "instrument:UNTOC", "predicate:Addresses", "concept:ForcedLabour", NO),
    Case("aggravation", "provision:ACTIP-5.3.c", "predicate:Aggravates", TIP, YES),
    Case("aggravation", "provision:ACTIP-14.7", "predicate:Aggravates", TIP, NO),
    Case("crosswalk", "instrument:ACTIP", "predicate:AdoptsNormsFrom", "instrument:Palermo", YES),
    Case("crosswalk", "instrument:ACTIP", "predicate:AdoptsNormsFrom", "instrument:CEDAW", NO),
    Case(
        "reinforces", "instrument:ACTIP", "predicate:Reinforces", "instrument:Declaration-2004", YES
    ),
    Case("reinforces", "instrument:ACTIP", "predicate:Reinforces", "instrument:UNTOC", NO),
    Case("makers", "instrument:ACTIP", "predicate:MadeTogetherWith", "actip:State", YES),
    Case(
        "makers",
        "instrument:ACTIP",
        "predicate:MadeTogetherWith",
        "actip:InternationalOrganisation",
        NO,
    ),
    Case("first-text", "body:ASEAN", "predicate:CommittedSince", '"1997"^^xsd:gYear', YES),
    Case("first-text", "body:ASEAN", "predicate:CommittedSince", '"2004"^^xsd:gYear', NO),
    Case(
        "first-measure",
        "body:ASEAN",
        "predicate:FirstMeasureAgainstTrafficking",
        "concept:RegionalCooperation",
        YES,
    ),
    Case(
        "first-measure",
        "body:ASEAN",
        "predicate:FirstMeasureAgainstTrafficking",
        "concept:CooperationWithInternationalOrganisations",
        NO,
    ),
    Case("definition-element", TIP, "predicate:RequiresElement", "concept:Means", YES),
    Case("definition-element", TIP, "predicate:RequiresElement", "concept:BorderCrossing", NO),
    Case(
        "minimum-members",
        "actor:OrganisedCriminalGroup",
        "predicate:MinimumMembers",
        "3",
        YES,
    ),
    Case("minimum-members", "actor:OrganisedCriminalGroup", "predicate:MinimumMembers", "2", NO),
    Case("acts", TIP, "predicate:HasAct", "concept:Harbouring", YES),
    Case("acts", TIP, "predicate:HasAct", "concept:Forgery", NO),
    Case("means", TIP, "predicate:HasMeans", "concept:UseOfForce", YES),
    Case("means", TIP, "predicate:HasMeans", "concept:Forgery", NO),
    Case("purposes", TIP, "predicate:HasPurpose", "concept:SexualExploitation", YES),
    Case("purposes", TIP, "predicate:HasPurpose", "concept:ForcedCriminality", NO),
    Case("dimensions", "concept:HumanSecurity", "predicate:DimensionCount", "7", YES),
    Case("dimensions", "concept:HumanSecurity", "predicate:DimensionCount", "6", NO),
    Case(
        "current-plan",
        "body:ASEAN",
        "predicate:HasSuitableStrategy",
        "true",
        YES,
    ),
    Case("current-plan", "body:ASEAN", "predicate:HasSuitableStrategy", "false", NO),
    Case("current-plan", "body:ASEAN", "predicate:HasSuitableStrategy", "true", NO, year=2003),
    # it was true that there was none, and is so no longer
    Case(
        "current-plan", "body:ASEAN", "predicate:HasSuitableStrategy", "false", OUTDATED, year=2003
    ),
    Case("first-priority", "body:ASEAN", "predicate:HasFirstPriority", "theme:Prosecution", YES),
    Case("first-priority", "body:ASEAN", "predicate:HasFirstPriority", "concept:HumanSecurity", NO),
    Case("drivers", "concept:Poverty", "predicate:ContributesTo", TIP, YES),
    Case("drivers", "concept:HumanRights", "predicate:ContributesTo", TIP, UNVERIFIABLE),
    Case("driver-count", TIP, "predicate:NumberOfDrivers", "3", YES, 'actip:comparator ">"'),
    Case("driver-count", TIP, "predicate:NumberOfDrivers", "3", NO),
    Case("corridor-scale", TIP, "predicate:HasScale", "concept:RegionalScale", YES),
    Case("corridor-scale", TIP, "predicate:HasScale", "concept:NationalScale", UNVERIFIABLE),
    Case(
        "partners",
        "body:ASEAN",
        "predicate:CooperatesWith",
        "actip:InternationalOrganisation",
        YES,
    ),
    Case("partners", "body:ASEAN", "predicate:CooperatesWith", "actip:Instrument", NO),
    Case("cooperation-level", TIP, "predicate:HasCooperationOfLevel", "level:Bilateral", YES),
    Case("cooperation-level", TIP, "predicate:HasCooperationOfLevel", "theme:General", NO),
    Case(
        "women-and-children-share",
        "concept:World",
        "predicate:ShareOfWomenAndChildren",
        "50",
        YES,
        'actip:comparator ">"',
    ),
    Case(
        "women-and-children-share", "concept:World", "predicate:ShareOfWomenAndChildren", "90", NO
    ),
    Case(
        "world-share",
        "concept:SoutheastAsia",
        "predicate:ShareOfWorldCases",
        "10",
        YES,
        'actip:comparator "<"',
    ),
    Case("world-share", "concept:SoutheastAsia", "predicate:ShareOfWorldCases", "65", NO),
    Case("rank", "state:ID", "predicate:RankAmongContributors", "concept:TopRank", YES),
    Case("rank", "state:LA", "predicate:RankAmongContributors", "concept:TopRank", NO),
    Case(
        "cases-after",
        "concept:SoutheastAsia",
        "predicate:CasesContinueAfter",
        '"2015"^^xsd:gYear',
        YES,
    ),
    Case(
        "cases-after",
        "concept:SoutheastAsia",
        "predicate:CasesContinueAfter",
        '"2090"^^xsd:gYear',
        NO,
    ),
    Case("law-in-place", "state:SG", "predicate:StrengthOfLegalFramework", "status:Yes", YES),
    Case("law-in-place", "state:SG", "predicate:StrengthOfLegalFramework", "concept:Weak", NO),
]


def _turtle(number: int, case: Case) -> str:
    more = f"; {case.more}" if case.more else ""
    value = "actip:value" if case.value[0] in '"0123456789tf' else "actip:valueResource"
    if ":" in case.value and case.value[0] != '"':
        value = "actip:valueResource"
    return f"""
        source:w{number} dcterms:date "{case.year}-12-31"^^xsd:date .
        claim:w{number} a actip:Claim ; actip:statement "x"@en ; actip:order {number} ;
            actip:assertedIn source:w{number} ; actip:asserts assertion:w{number} .
        assertion:w{number} a actip:Assertion ; actip:subject {case.subject} ;
            actip:predicate {case.predicate} ; {value} {case.value} {more} ."""


PROLOGUE = "".join(f"@prefix {p}: <{ns}> .\n" for p, ns in PREFIXES.items())


@pytest.fixture(scope="module")
def decided(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[str, str]]:
    """Check all cases at once; give the rule and the verdict of each."""
    path = tmp_path_factory.mktemp("claims") / "cases.ttl"
    body = "".join(_turtle(number, case) for number, case in enumerate(CASES))
    path.write_text(PROLOGUE + body, encoding="utf-8")
    report = graph.check_claims(str(path), "2026-11-24")
    return {c.claim.order: (c.rules[0], c.verdict) for c in report.claims}


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[f"{c.rule}-{n}" for n, c in enumerate(CASES)]
)
def test_rule(decided: dict[int, tuple[str, str]], number: int) -> None:
    case = CASES[number]
    assert decided[number] == (case.rule, case.expected)


def test_every_rule_has_a_true_and_a_false_claim() -> None:
    # ``definition`` speaks of whole lists: see below.
    for name in load_rules().keys() - {"definition"}:
        verdicts = {case.expected for case in CASES if case.rule == name}
        assert SUPPORTED in verdicts, name
        assert verdicts & {CONTRADICTED, UNVERIFIABLE}, name


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        (("Act", "Means", "ExploitativePurpose"), SUPPORTED),
        (("Act", "ExploitativePurpose"), CONTRADICTED),
        (("Act", "Means", "ExploitativePurpose", "BorderCrossing"), "PartlySupported"),
    ],
)
def test_a_definition_names_all_elements_and_no_other(
    graph: Graph, tmp_path: Path, elements: tuple[str, ...], expected: str
) -> None:
    path = tmp_path / "definition.ttl"
    parts = "".join(
        f"""claim:d actip:asserts assertion:d{n} . assertion:d{n} a actip:Assertion ;
        actip:subject {TIP} ; actip:predicate predicate:DefinedByElement ;
        actip:valueResource concept:{element} .\n"""
        for n, element in enumerate(elements)
    )
    path.write_text(
        f'{PROLOGUE} claim:d a actip:Claim ; actip:statement "x"@en .\n{parts}', encoding="utf-8"
    )
    (checked,) = graph.check_claims(str(path)).claims
    assert (checked.rules, checked.verdict) == (["definition"], expected)


def test_every_rule_is_used_and_every_use_has_a_rule(graph: Graph) -> None:
    decided_by = rdflib.URIRef(ONTOLOGY + "decidedBy")
    named = {str(name) for name in graph.as_rdflib().objects(None, decided_by)}
    assert named | {DEFAULT} == load_rules().keys()


def test_a_publication_is_no_evidence_for_itself(tmp_path: Path) -> None:
    record = tmp_path / "record.ttl"
    record.write_text(
        PROLOGUE
        + """predicate:ContributesTo actip:decidedBy "drivers" .
        threat:Moon a actip:Driver ; skos:exactMatch concept:Poverty ; dcterms:source source:w .
        concept:TraffickingInPersons a skos:Concept .
        claim:m a actip:Claim ; actip:statement "x"@en ; actip:assertedIn source:w ;
            actip:asserts assertion:m .
        assertion:m a actip:Assertion ; actip:subject concept:Poverty ;
            actip:predicate predicate:ContributesTo ;
            actip:valueResource concept:TraffickingInPersons .""",
        encoding="utf-8",
    )
    assert check_claims(EmbeddedStore.in_memory([str(record)])).claims[0].verdict == UNVERIFIABLE
    text = record.read_text("utf-8").replace("dcterms:source source:w", "dcterms:source source:v")
    record.write_text(text, encoding="utf-8")
    assert check_claims(EmbeddedStore.in_memory([str(record)])).claims[0].verdict == SUPPORTED


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ("#+ compare: same", "summary needs"),
        ("#+ summary: {en: a, id: b}\n#+ compare: twice", "compare is one of"),
        ("#+ summary: {en: a, id: b}\n#+ colour: red", "unknown key 'colour'"),
        ("#+ summary: {en: a, id: b}\n#+ tolerance: {plain: much}", "no amount"),
    ],
)
def test_a_faulty_header_is_told(tmp_path: Path, header: str, complaint: str) -> None:
    (tmp_path / "bad.rq").write_text(f"{header}\n\nSELECT ?found {{}}\n", encoding="utf-8")
    with pytest.raises(ActipGraphError, match=complaint):
        load_rules(str(tmp_path))
