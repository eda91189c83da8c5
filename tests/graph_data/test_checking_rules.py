"""What must hold of rules, their conditions, and the facts that decide them: each broken once, with the message."""

from collections.abc import Callable

import pytest

ProblemsOf = Callable[..., list[str]]

PLACES = {
    "clusters.csv": "id,name\ncluster:alps,Alps\n",
    "countries.csv": "id,name,code\ncountry:AT,Austria,AT\ncountry:IT,Italy,IT\n",
    "regions.csv": "id,name,nuts_code,parent\nregion:AT3,West,AT3,country:AT\nregion:AT33,Tyrol,AT33,region:AT3\n",
}
RULES = "id,title,day,source,locator\nCALL-1,A call,2019-04-04,page,x\n"
CONDITIONS = "rule,position,text,counted,source,locator,minimum,property,values,other_values\nCALL-1,1,It is so.,"
WRONG_CONDITIONS = {
    "values belong to no fact": (
        "MEMBERS,page,x,1,,poor,",
        ["2:37: property must name the fact whose values these are"],
    ),
    "a fact has no value that counts": (
        "MEMBERS,page,x,1,wealth,,rich",
        ["2:44: values must hold at least one value of wealth that counts"],
    ),
    "a value counts and does not count": (
        "MEMBERS,page,x,1,wealth,poor rich,rich",
        ["2:54: 'rich' stands in values too; keep it in one of the two"],
    ),
    "all countries are wanted": (
        "COUNTRIES,page,x,,wealth,poor,",
        ["2:37: minimum must say how many countries; only members may be all of them"],
    ),
    "nobody is wanted": ("MEMBERS,page,x,0,,,", ["2:35: minimum must be at least 1, got 0"]),
}


@pytest.mark.parametrize("case", WRONG_CONDITIONS)
def test_what_is_wrong_with_a_condition_is_said_with_its_place_when(case: str, problems_of: ProblemsOf) -> None:
    row, wanted = WRONG_CONDITIONS[case]
    found = problems_of({"rules.csv": RULES, "conditions.csv": f"{CONDITIONS}{row}\n"})
    assert [line.removeprefix("conditions.csv:") for line in found] == wanted


def test_a_rule_that_asks_nothing_is_refused_unless_its_conditions_could_not_be_read(problems_of: ProblemsOf) -> None:
    assert problems_of({"rules.csv": RULES}) == [
        "rules.csv:2:1: rule 'CALL-1' has no condition; add one to conditions.csv"
    ]
    unread = problems_of({"rules.csv": RULES, "conditions.csv": "rule\n"}, name="broken")
    assert {line.split("'")[0] for line in unread} == {"conditions.csv:1: column "}


def test_a_value_of_a_place_that_no_condition_knows_is_refused(problems_of: ProblemsOf) -> None:
    facts = """\
entity,property,source,locator,value,valid_from,valid_to
region:AT33,wealth,page,x,poorr,,
region:AT3,wealth,page,x,middling,,
country:AT,wealth,page,x,,,
country:IT,wealth,page,x,rich,2020-01-01,2019-12-31
cluster:alps,wealth,page,x,great,,
region:AT33,height,page,x,great,,
"""
    conditions = f"{CONDITIONS}MEMBERS,page,x,,wealth,poor,rich\n"
    assert problems_of({**PLACES, "rules.csv": RULES, "conditions.csv": conditions, "facts.csv": facts}) == [
        "facts.csv:2:27: unknown wealth 'poorr'; did you mean 'poor'?",
        "facts.csv:3:26: unknown wealth 'middling'; write one of poor, rich, or add it to conditions.csv",
        "facts.csv:5:42: valid_to 2019-12-31 is before 2020-01-01",
    ]
