"""What must hold of crosswalks, of the industries of stages, and of the order of a value chain."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_data.reading.folder import read_folder

ProblemsOf = Callable[..., list[str]]

CONCEPTS = """\
id,kind,name,scheme
sector:tourism,SECTOR,Tourism,industries
technology:tourism,TECHNOLOGY_FIELD,Tourism science,topics
technology:textiles,TECHNOLOGY_FIELD,Textiles,topics
challenge:waste,CHALLENGE,Waste,aims
target-sector:energy,TARGET_SECTOR,Energy,wishes
target-sector:tourist,TARGET_SECTOR,Tourist,wishes
"""
STAGES = """\
id,name,value_chain,position
stage:a,A,value-chain:x,1
stage:b,B,value-chain:x,2
stage:c,C,value-chain:x,3
"""
SCHEMES = """\
id,title,kind,complete,source
industries,Industries,SECTOR,true,page
topics,Topics,TECHNOLOGY_FIELD,false,register
aims,Aims,CHALLENGE,false,page
wishes,Wishes,TARGET_SECTOR,false,page
"""
GIVEN = {
    "schemes.csv": SCHEMES,
    "concepts.csv": CONCEPTS,
    "value_chains.csv": "id,name\nvalue-chain:x,X\n",
    "stages.csv": STAGES,
    "clusters.csv": "id,name\ncluster:a,A\n",
}
HELD = "EMERGING_INDUSTRY or PROGRAMME_AREA or S3_PRIORITY_AREA or SECTOR or TECHNOLOGY_FIELD"
OBJECT, TOURISM = "the object must be a", "; did you mean 'sector:tourism'?"
READ = " or ".join(sorted(["CHALLENGE", "TARGET_SECTOR", *HELD.split(" or ")]))


def crosswalks(*pairs: str) -> dict[str, str]:
    return {"crosswalks.csv": "subject,object,source,reason\n" + "".join(f"{pair},us,So.\n" for pair in pairs)}


def test_a_crosswalk_reads_terms_as_sectors_or_stages_and_aims_as_terms(save_folder: Callable[..., Path]) -> None:
    pairs = (
        "technology:textiles,sector:tourism",
        "technology:textiles,stage:a",
        "sector:tourism,stage:a",
        "challenge:waste,technology:textiles",
        "target-sector:energy,sector:tourism",
    )
    assert read_folder(save_folder({**GIVEN, **crosswalks(*pairs)}))


@pytest.mark.parametrize(
    ("pair", "wanted"),
    [
        (
            "technology:textiles,technology:tourism",
            f"2:21: 'technology:tourism' is a TECHNOLOGY_FIELD; {OBJECT} SECTOR or VALUE_CHAIN_STAGE",
        ),
        (
            "technology:textiles,target-sector:tourist",
            f"2:21: 'target-sector:tourist' is a TARGET_SECTOR; {OBJECT} SECTOR or VALUE_CHAIN_STAGE{TOURISM}",
        ),
        ("challenge:waste,stage:a", f"2:17: 'stage:a' is a VALUE_CHAIN_STAGE; {OBJECT} {HELD}"),
        ("cluster:a,sector:tourism", f"2:1: 'cluster:a' is a CLUSTER; the subject must be a {READ}"),
    ],
)
def test_a_crosswalk_between_other_kinds_is_refused(pair: str, wanted: str, problems_of: ProblemsOf) -> None:
    assert problems_of({**GIVEN, **crosswalks(pair)}) == [f"crosswalks.csv:{wanted}"]


def test_an_end_that_is_not_there_is_said_once(problems_of: ProblemsOf) -> None:
    assert problems_of({**GIVEN, **crosswalks("technology:none,cluster:a", "technology:textiles,stage:none")}) == [
        "crosswalks.csv:2:1: unknown entity 'technology:none'",
        "crosswalks.csv:3:21: unknown entity 'stage:none'",
    ]


def test_the_industries_of_a_stage_are_divisions_of_nace(problems_of: ProblemsOf) -> None:
    rows = "stage:a,93,us,So.\nstage:a,R93,us,So.\nsector:tourism,15-13,us,So.\nstage:d,93,us,So.\nstage:a,93,us,So.\n"
    wanted = "industry must be a division of NACE Rev. 2, or a range of them, such as 93 or 13-15, got"
    assert problems_of({**GIVEN, "stage_industries.csv": f"stage,industry,source,reason\n{rows}"}) == [
        f"stage_industries.csv:3:9: {wanted} 'R93'",
        "stage_industries.csv:4:1: 'sector:tourism' is a SECTOR; the stage must be a VALUE_CHAIN_STAGE",
        f"stage_industries.csv:4:16: {wanted} '15-13'",
        "stage_industries.csv:5:1: unknown entity 'stage:d'; did you mean 'stage:a'?",
        "stage_industries.csv:6:1: 'stage:a 93' stands twice; keep one row",
    ]


@pytest.mark.parametrize("value", ["high", "0.99", "inf", "nan", "-2", "1,5"])
def test_the_upstreamness_of_a_stage_is_a_number_of_at_least_one(value: str, problems_of: ProblemsOf) -> None:
    facts = f'entity,property,source,locator,value\nstage:a,upstreamness,us,x,"{value}"\n'
    wanted = f"facts.csv:2:27: upstreamness must be a number of at least 1, got '{value}'"
    assert problems_of({**GIVEN, "facts.csv": facts}) == [wanted]


def test_other_facts_and_a_blank_or_sound_upstreamness_are_left_alone(save_folder: Callable[..., Path]) -> None:
    rows = (
        "stage:a,upstreamness,us,x,",
        "stage:b,upstreamness,us,x,1",
        "stage:c,note,us,x,high",
        "cluster:a,upstreamness,us,x,high",
    )
    assert read_folder(
        save_folder({**GIVEN, "facts.csv": "entity,property,source,locator,value\n" + "\n".join(rows) + "\n"})
    )


def supplies(*rows: str) -> dict[str, str]:
    heading = "subject,predicate,object,origin,source,locator,rule\n"
    return {"links.csv": heading + "".join(f"{row}\n" for row in rows)}


STATED, FLOW = "STATED,us,x,", "DERIVED,us,x,input-output"


def test_an_order_that_leads_back_to_itself_is_refused_at_its_first_row(problems_of: ProblemsOf) -> None:
    rows = (
        f"stage:c,SUPPLIES_TO,stage:b,{STATED}",
        f"stage:b,SUPPLIES_TO,stage:c,{STATED}",
        f"stage:a,SUPPLIES_TO,stage:b,{STATED}",
    )
    assert problems_of({**GIVEN, **supplies(*rows)}) == [
        "links.csv:3: the order of a value chain must not turn in a circle: stage:b > stage:c > stage:b"
    ]


def test_flows_may_turn_in_circles(save_folder: Callable[..., Path]) -> None:
    rows = (
        f"stage:a,SUPPLIES_TO,stage:b,{FLOW}",
        f"stage:b,SUPPLIES_TO,stage:a,{FLOW}",
        f"stage:a,SUPPLIES_TO,stage:b,{STATED}",
    )
    assert read_folder(save_folder({**GIVEN, **supplies(*rows)}))
