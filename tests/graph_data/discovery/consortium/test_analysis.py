from collections.abc import Callable

import pytest

from graph_data.discovery import SynergyModel, rank_pairs
from graph_data.discovery import consortium as functions
from graph_data.discovery.consortium import Analysis, Consortium
from graph_data.discovery.variety import variety
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Cluster, EntityKind, StatementOrigin


def test_an_analysis_answers_as_the_functions_do(five_clusters: KnowledgeGraph, five: Consortium) -> None:
    found = Analysis(five, five_clusters)
    for name in ("covered_share", "gaps", "contributions", "brokers", "concentration", "notes"):
        assert getattr(found, name) == getattr(functions, name)(five_clusters, five), name
    kinds = [EntityKind.SECTOR]
    assert found.coverage(kinds) == functions.coverage(five_clusters, five, kinds)
    assert found.dependencies(kinds) == functions.dependencies(five_clusters, five, kinds)
    assert found.candidates(3) == functions.candidates(five_clusters, five, first=3)
    assert found.variety(EntityKind.S3_PRIORITY_AREA) == variety(
        five_clusters, five.members, EntityKind.S3_PRIORITY_AREA
    )
    assert found == Analysis(five, five_clusters)


def test_pairs_are_scored_by_the_origins_of_the_consortium_unless_a_model_is_given(small: KnowledgeGraph) -> None:
    stated = {StatementOrigin.STATED}
    consortium = Consortium.of(small, ["direct", "near", "priority"], origins=stated)
    found = Analysis(consortium, small)
    narrowed, whole = SynergyModel.of(origins=stated), SynergyModel.of()
    assert found.pairs() == rank_pairs(small, narrowed, consortium.members, consortium.members)
    assert found.pairs(whole) == rank_pairs(small, whole, consortium.members, consortium.members)


def test_it_reads_as_text_and_as_a_table(small: KnowledgeGraph) -> None:
    found = Analysis(Consortium.of(small, ["priority"], ["challenge:hard", "target-sector:aim"]), small)
    assert repr(found) == (
        "1 members; covered: 12%\n"
        "0.25  hard (challenge:hard)\n"
        "0.00  aim (target-sector:aim)\n"
        "hard (challenge:hard): covered in part only (0.25), and by nobody outside better."
    )
    assert found._repr_html_() == (
        "<p>1 members; covered: 12%</p><table><tr><th>term</th><th>match</th><th>covered by</th><th>only through</th>"
        "<th>nearest outside</th></tr><tr><td>hard</td><td>0.25</td><td>priority</td><td>priority</td><td></td></tr>"
        "<tr><td>aim</td><td>0.00</td><td></td><td></td><td>narrow</td></tr></table>"
        "<p>hard (challenge:hard): covered in part only (0.25), and by nobody outside better.</p>"
    )


def test_without_targets_its_rows_are_what_members_hold(
    small: KnowledgeGraph, world: Callable[[str], KnowledgeGraph]
) -> None:
    rows = list(Analysis(Consortium.of(small, ["direct"]), small).records())
    assert [(row["concept"], row["covered_by"], row["only_through"]) for row in rows] == [
        ("sector:x", ["direct"], "direct"),
        ("topic:b", ["direct"], "direct"),
    ]
    odd = KnowledgeGraph(world("page: a holds s3:t").dataset.plus([Cluster(id="b", name="<b>")]))
    shown = Analysis(Consortium.of(odd, ["a", "b"]), odd)
    assert "covered: not known" in shown._repr_html_()
    assert "&lt;b&gt;" in shown._repr_html_()
    assert "<b>" not in shown._repr_html_()
    with pytest.raises(ValueError, match="kind must be one of"):
        shown.variety(EntityKind.COUNTRY)
