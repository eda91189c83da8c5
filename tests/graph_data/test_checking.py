"""Everything that must hold across rows, each broken once, with the whole message."""

from collections.abc import Callable, Mapping

import pytest

from graph_data.checking import Places, check
from graph_data.dataset import Dataset
from graph_data.ontology import Cluster, Predicate, StatementOrigin
from graph_data.rows import Link, Source

ProblemsOf = Callable[..., list[str]]

CLUSTERS = "id,name\ncluster:alps,Alps\ncluster:coast,Coast\n"
PARTNERSHIPS = "id,name\npartnership:snow,SNOW\n"
CONCEPTS = """\
id,kind,name,scheme,broader
sector:tourism,SECTOR,Tourism,industries,
sector:hotels,SECTOR,Hotels,industries,
technology:textiles,TECHNOLOGY_FIELD,Textiles,topics,
"""
COUNTRIES = "id,name,code\ncountry:AT,Austria,AT\ncountry:IT,Italy,IT\n"
REGIONS = """\
id,name,nuts_code,parent
region:AT3,West,AT3,country:AT
region:AT33,Tyrol,AT33,region:AT3
"""
GIVEN = {
    "clusters.csv": CLUSTERS,
    "partnerships.csv": PARTNERSHIPS,
    "concepts.csv": CONCEPTS,
    "countries.csv": COUNTRIES,
    "regions.csv": REGIONS,
}
LINKS = "subject,predicate,object,origin,source,locator,rule,valid_from,valid_to"
HELD = "EMERGING_INDUSTRY, PROGRAMME_AREA, S3_PRIORITY_AREA, SECTOR, TECHNOLOGY_FIELD"
NUMBERS = "id,name,member_count,sme_count,latitude,longitude"


def links(*rows: str) -> Mapping[str, str]:
    return {"links.csv": "\n".join([LINKS, *rows, ""])}


def test_the_small_dataset_has_no_problems(small: Dataset) -> None:
    assert check(list(small.all_rows()), Places()) == []


ONE_TABLE = {
    "an id stands twice": (
        {"clusters.csv": "id,name\ncluster:a,A\ncluster:b,B\ncluster:a,A\n"},
        ["clusters.csv:4:1: 'cluster:a' stands twice; keep one row"],
    ),
    "an id stands in two tables": (
        {"clusters.csv": "id,name\ncluster:a,A\n", "smes.csv": "name,id\nA,cluster:a\n"},
        [
            "smes.csv:2:3: 'cluster:a' stands twice; keep one row",
            "smes.csv:2:3: id 'cluster:a' must be sme: and a slug, such as sme:some-name",
        ],
    ),
    "a row without an id stands twice": (
        {"clusters.csv": CLUSTERS, "names.csv": "entity,name,kind\n" + 2 * "cluster:alps,ALP,ABBREVIATION\n"},
        ["names.csv:3:1: 'cluster:alps ALP ABBREVIATION' stands twice; keep one row"],
    ),
    "an id has the prefix of another kind or is no slug": (
        {"clusters.csv": "id,name\nsme:a,A\nalps,B\ncluster:two words,C\ncluster:,D\n"},
        [
            f"clusters.csv:{line}:1: id {text!r} must be cluster: and a slug, such as cluster:some-name"
            for line, text in enumerate(["sme:a", "alps", "cluster:two words", "cluster:"], 2)
        ],
    ),
    "more SMEs than members": (
        {"clusters.csv": f"{NUMBERS}\ncluster:a,A,20,30,,\ncluster:b,B,20,20,,\ncluster:c,C,,30,,\n"},
        ["clusters.csv:2:16: sme_count 30 is larger than member_count 20"],
    ),
    "coordinates out of range": (
        {"clusters.csv": f"{NUMBERS}\ncluster:a,A,,,90.5,180\ncluster:b,B,,,-91,0\ncluster:c,C,,,90,-180.25\n"},
        [
            "clusters.csv:2:15: latitude must be at most 90, got 90.5",
            "clusters.csv:3:15: latitude must be at least -90, got -91",
            "clusters.csv:4:18: longitude must be at least -180, got -180.25",
        ],
    ),
    "only one coordinate": (
        {"clusters.csv": f"{NUMBERS}\ncluster:a,A,,,47.5,\ncluster:b,B,,,,181\n"},
        [
            "clusters.csv:2:15: latitude and longitude must both be filled or both be blank",
            "clusters.csv:3:15: latitude and longitude must both be filled or both be blank",
            "clusters.csv:3:16: longitude must be at most 180, got 181",
        ],
    ),
    "a partnership ends before it begins": (
        {
            "partnerships.csv": "id,name,start_date,end_date\n"
            "partnership:a,A,2024-02-01,2024-01-31\npartnership:b,B,2024-02-01,2024-02-01\n"
        },
        ["partnerships.csv:2:28: end_date 2024-01-31 is before 2024-02-01"],
    ),
    "a country's code is not of two letters": (
        {"countries.csv": "id,name,code\ncountry:AT,Austria,AUT\ncountry:IT,Italy,it\n"},
        [
            "countries.csv:2:20: code must be two capital letters (ISO 3166-1 alpha-2), got 'AUT'",
            "countries.csv:3:18: code must be two capital letters (ISO 3166-1 alpha-2), got 'it'",
        ],
    ),
    "a scheme holds another kind": (
        {"concepts.csv": "id,kind,name,scheme\nsector:a,SECTOR,A,topics\n"},
        ["concepts.csv:2:19: scheme 'topics' holds terms of kind TECHNOLOGY_FIELD, not SECTOR"],
    ),
    "a scheme holds no terms": (
        {"schemes.csv": "id,title,kind,complete,source\nx,X,CLUSTER,true,page\n"},
        ["schemes.csv:2:5: a scheme holds terms; CLUSTER is not a kind of term"],
    ),
    "hierarchies turn in circles": (
        {
            "concepts.csv": CONCEPTS.replace("tourism,SECTOR,Tourism,industries,", "tourism,SECTOR,T,i,sector:hotels")
            .replace("hotels,SECTOR,Hotels,industries,", "hotels,SECTOR,H,industries,sector:tourism")
            .replace("Textiles,topics,", "Textiles,topics,technology:textiles")
            .replace("T,i,", "T,industries,"),
        },
        [
            "concepts.csv:3: a hierarchy must not turn in a circle: sector:hotels > sector:tourism > sector:hotels",
            "concepts.csv:4: a hierarchy must not turn in a circle: technology:textiles > technology:textiles",
        ],
    ),
    "a tail leads into a circle": (
        {
            "countries.csv": COUNTRIES,
            "regions.csv": "id,name,nuts_code,parent\n"
            "region:A,A,A,region:C\nregion:B,B,B,region:C\nregion:C,C,C,region:B\n",
        },
        ["regions.csv:4: a hierarchy must not turn in a circle: region:C > region:B > region:C"],
    ),
    "an attribute names the wrong kind": (
        {"countries.csv": COUNTRIES, "regions.csv": "id,name,nuts_code,parent\nregion:A,A,A,sector:x\n"}
        | {"concepts.csv": "id,kind,name,scheme\nsector:x,SECTOR,X,industries\n"},
        ["regions.csv:2:14: 'sector:x' is a SECTOR, not a COUNTRY, REGION"],
    ),
    "a keyword means what nobody holds, or nothing is left of it": (
        {
            "clusters.csv": CLUSTERS,
            "concepts.csv": CONCEPTS,
            "keywords.csv": "register,phrase,concept,source,reason\n"
            "page,sea,cluster:coast,us,So.\npage,---,sector:hotels,us,So.\n",
        },
        [
            f"keywords.csv:2:10: 'cluster:coast' is a CLUSTER; a keyword may mean {HELD}",
            "keywords.csv:3:6: phrase '---' has no letter or digit to match",
        ],
    ),
}


@pytest.mark.parametrize("case", ONE_TABLE)
def test_what_is_wrong_in_a_row_is_said_with_its_place_when(case: str, problems_of: ProblemsOf) -> None:
    tables, wanted = ONE_TABLE[case]
    assert problems_of(tables) == wanted


TAIL = "STATED,page,x,,,"
IN_PLACE = "cluster:alps,LOCATED_IN,"
WRONG_LINKS = {
    "its ends are of the wrong kinds": (
        [f"partnership:snow,LOCATED_IN,sector:tourism,{TAIL}"],
        [
            "2:1: 'partnership:snow' is a PARTNERSHIP; LOCATED_IN wants CLUSTER, INSTITUTION, REGION, SME",
            "2:29: 'sector:tourism' is a SECTOR; LOCATED_IN wants COUNTRY, REGION",
        ],
    ),
    "it joins an entity with itself": (
        [f"sector:tourism,RELATED,sector:tourism,{TAIL}"],
        ["2:24: a statement must join two different entities"],
    ),
    "a wider term of itself is no circle beside": (
        [f"sector:tourism,BROADER,sector:tourism,{TAIL}"],
        ["2:24: a statement must join two different entities"],
    ),
    "a wider term is of another kind": (
        [f"sector:tourism,BROADER,technology:textiles,{TAIL}"],
        ["2:24: BROADER must join two terms of one kind"],
    ),
    "an organisation lies in two places": (
        [f"{IN_PLACE}region:AT3,{TAIL}", f"{IN_PLACE}region:AT3,STATED,us,y,,,", f"{IN_PLACE}country:IT,{TAIL}"],
        ["4:25: 'cluster:alps' has LOCATED_IN already: region:AT3"],
    ),
    "a region lies elsewhere than its parent": (
        [f"region:AT33,LOCATED_IN,country:IT,{TAIL}", f"region:AT3,LOCATED_IN,country:AT,{TAIL}"],
        ["2:24: 'region:AT33' has LOCATED_IN already: region:AT3"],
    ),
    "links make a circle": (
        [f"sector:tourism,BROADER,sector:hotels,{TAIL}", f"sector:hotels,BROADER,sector:tourism,{TAIL}"],
        ["a hierarchy must not turn in a circle: sector:hotels > sector:tourism > sector:hotels"],
    ),
    "it follows from something and names no rule": (
        [
            "cluster:alps,ACTIVE_IN_SECTOR,sector:tourism,DERIVED,page,x,,,",
            "cluster:coast,ACTIVE_IN_SECTOR,sector:tourism,INFERRED,page,x,,,",
            "cluster:coast,ACTIVE_IN_SECTOR,sector:hotels,INFERRED,page,x,by-hand,,",
        ],
        [
            "2:61: a statement that is DERIVED must name its rule",
            "3:63: a statement that is INFERRED must name its rule",
        ],
    ),
    "it ends before it begins": (
        ["cluster:alps,PARTNER_IN,partnership:snow,STATED,page,x,,2024-02-01,2024-01-31"],
        ["2:68: valid_to 2024-01-31 is before 2024-02-01"],
    ),
    "it names what is not there": (
        [
            f"cluster:alp,PARTNER_IN,partnership:xyz,{TAIL}",
            f"cluster:alp,LOCATED_IN,country:AT,{TAIL}",
            "cluster:alps,LOCATED_IN,country:AT,STATED,pages,x,,,",
        ],
        [
            "2:1: unknown entity 'cluster:alp'; did you mean 'cluster:alps'?",
            "2:24: unknown entity 'partnership:xyz'; did you mean 'partnership:snow'?",
            "3:1: unknown entity 'cluster:alp'",
            "4:43: unknown source 'pages'; did you mean 'page'?",
        ],
    ),
    "unknown entities go round in a circle": (
        [f"region:X,LOCATED_IN,region:Y,{TAIL}", f"region:Y,LOCATED_IN,region:X,{TAIL}"],
        [
            "2:1: unknown entity 'region:X'; did you mean 'region:AT3'?",
            "2:21: unknown entity 'region:Y'; did you mean 'region:AT3'?",
            "3:1: unknown entity 'region:Y'",
            "3:21: unknown entity 'region:X'",
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG_LINKS)
def test_what_is_wrong_with_a_link_is_said_with_its_place_when(case: str, problems_of: ProblemsOf) -> None:
    rows, wanted = WRONG_LINKS[case]
    found = problems_of({**GIVEN, **links(*rows)})
    assert [line.removeprefix("links.csv:").removeprefix("concepts.csv:3: ") for line in found] == wanted


@pytest.mark.parametrize(
    ("table", "text", "wanted"),
    [
        ("names", "entity,name,kind\ncluster:alp,A,ALTERNATIVE\n", ["2:1: unknown entity"]),
        (
            "facts",
            "entity,property,source,locator\ncluster:alp,a,sorce,x\n",
            ["2:1: unknown entity", "2:15: unknown source"],
        ),
        (
            "same_as",
            "entity,source,source_id,reason\ncluster:alp,regster,1,x\n",
            ["2:1: unknown entity", "2:13: unknown source"],
        ),
        (
            "crosswalks",
            "subject,object,source,reason\na:b,sector:x,us,x\n",
            ["2:1: unknown entity", "2:5: unknown entity"],
        ),
        (
            "misleading",
            "subject,predicate,object,reason\na:b,BROADER,sector:x,x\n",
            ["2:1: unknown entity", "2:13: unknown entity"],
        ),
        (
            "keywords",
            "register,phrase,concept,source,reason\nregstr,a,sector:x,u,x\n",
            ["2:1: unknown source", "2:10: unknown entity", "2:19: unknown source"],
        ),
        (
            "concepts",
            "id,kind,name,scheme,broader\nsector:a,SECTOR,A,indstries,sector:b\n",
            ["2:19: unknown scheme", "2:29: unknown entity"],
        ),
        ("schemes", "id,title,kind,complete,source\nx,X,SECTOR,true,pag\n", ["2:17: unknown source"]),
        (
            "conditions",
            "rule,position,text,counted,source,locator\nx,1,All.,MEMBERS,pag,x\n",
            ["2:1: unknown rule", "2:18: unknown source"],
        ),
        ("clusters", "id,name,source\ncluster:a,A,pgae\n", ["2:13: unknown source"]),
        ("stages", "id,name,value_chain\nstage:a,A,value-chain:x\n", ["2:11: unknown entity"]),
    ],
)
def test_every_cell_that_names_something_is_looked_up(
    table: str, text: str, wanted: list[str], problems_of: ProblemsOf
) -> None:
    found = problems_of({f"{table}.csv": text})
    assert [line.split(" '")[0] for line in found] == [f"{table}.csv:{start}" for start in wanted]


def test_what_refers_to_a_row_that_could_not_be_read_is_not_wrong_itself(problems_of: ProblemsOf) -> None:
    broken = "id,name,member_count\ncluster:alps,Alps,many\n,Coast,\n"
    rows = [f"cluster:alps,PARTNER_IN,partnership:snow,{TAIL}", f"cluster:alp,PARTNER_IN,partnership:snow,{TAIL}"]
    assert problems_of({**GIVEN, "clusters.csv": broken, **links(*rows)}) == [
        "clusters.csv:2:19: member_count must be a whole number, got 'many'",
        "clusters.csv:3:1: id must not be blank",
        "links.csv:3:1: unknown entity 'cluster:alp'; did you mean 'cluster:alps'?",
    ]


def test_what_refers_to_a_table_that_could_not_be_read_is_not_wrong_itself(problems_of: ProblemsOf) -> None:
    rows = [f"cluster:alps,PARTNER_IN,partnership:snow,{TAIL}", "cluster:alps,LOCATED_IN,country:AT,STATED,x,x,,,"]
    assert problems_of({**GIVEN, "clusters.csv": "id\n", **links(*rows)}) == [
        "clusters.csv:1: column 'name' is missing",
        "links.csv:3:43: unknown source 'x'",
    ]


def test_rows_that_stand_in_no_file_are_placed_by_table_and_key() -> None:
    rows: list[object] = [
        Source(id="page", title="A page", origin=StatementOrigin.STATED),
        Cluster(id="cluster:alps", name="Alps", member_count=1, sme_count=2),
        Link(
            subject="cluster:alps",
            predicate=Predicate.PARTNER_IN,
            object="partnership:snow",
            origin=StatementOrigin.STATED,
            source="page",
            locator="line 1",
        ),
    ]
    assert list(map(str, check(rows, Places()))) == [
        "clusters: cluster:alps: sme_count 2 is larger than member_count 1",
        "links: cluster:alps PARTNER_IN partnership:snow  STATED  page line 1: unknown entity 'partnership:snow'",
    ]
