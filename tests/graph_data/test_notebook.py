import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import graph_data as gd
from graph_data.discovery import Lens, SynergyComponent, SynergyModel
from graph_data.discovery.significance import NullModel
from graph_data.ontology import Cluster, EntityKind, StatementOrigin
from graph_data.reading.folder import read_folder

SaveFolder = Callable[..., Path]


@pytest.fixture
def small_notebook(save_folder: SaveFolder, small_tables: Mapping[str, str]) -> gd.Notebook:
    links = small_tables["links.csv"] + (
        "cluster:coast,ACTIVE_IN_SECTOR,sector:footwear,STATED,page,row 2,,,\n"
        "cluster:coast,PURSUES_PRIORITY,s3:spas,STATED,page,row 2,,,\n"
    )
    clusters = small_tables["clusters.csv"].replace("Coast & Sea Cluster", "Coast & <b>Sea</b> Cluster")
    return gd.load(save_folder({**small_tables, "links.csv": links, "clusters.csv": clusters}))


def test_what_may_be_imported_is_declared_and_there() -> None:
    assert sorted(gd.__all__) == gd.__all__
    assert all(hasattr(gd, name) for name in gd.__all__)


def test_the_dataset_that_ships_is_loaded_in_one_line() -> None:
    graph = gd.load()
    assert graph.dataset.about.name == "european-clusters"
    assert graph.entity("cluster:indescat").name == "INDESCAT - Catalan Sports Cluster"


def test_a_folder_may_be_given_as_text(save_folder: SaveFolder, small_tables: Mapping[str, str]) -> None:
    folder = save_folder(small_tables)
    assert gd.load(str(folder)).dataset == read_folder(folder)
    with pytest.raises(gd.InvalidDataset, match="no such file or folder"):
        gd.load(str(folder / "none"))


def test_two_organisations_have_a_synergy(small_notebook: gd.Notebook) -> None:
    found = small_notebook.synergy("cluster:alps", "cluster:coast")
    assert (found.organisation, found.partner) == ("cluster:alps", "cluster:coast")
    assert found.score == small_notebook.synergy("cluster:coast", "cluster:alps").score


def test_the_best_partners_are_rows_with_their_evidence(small_notebook: gd.Notebook) -> None:
    rows = small_notebook.synergies("cluster:alps")
    assert [item.partner for item in rows] == [row["partner"] for row in rows.records()]
    assert len(rows) == len(rows.rows)
    assert rows[0] == small_notebook.synergy("cluster:alps", rows[0].partner)
    scores = [item.score for item in rows]
    assert scores == sorted(scores, reverse=True)
    assert len(small_notebook.synergies("cluster:alps", first=1)) == 1


def test_partners_may_be_chosen_and_those_known_left_out(small_notebook: gd.Notebook) -> None:
    clusters = small_notebook.synergies("cluster:alps", keep=lambda one: isinstance(one, Cluster))
    assert [item.partner for item in clusters] == ["cluster:coast"]
    fresh = small_notebook.synergies("cluster:alps", keep=lambda one: isinstance(one, Cluster), exclude_existing=True)
    assert list(fresh) == []
    assert repr(fresh) == ""


def test_another_model_may_be_asked(small_notebook: gd.Notebook) -> None:
    lenses = [small_notebook.synergies("cluster:alps", SynergyModel.of(lens)) for lens in Lens]
    assert {rows.ranking.model.lens for rows in lenses} == set(Lens)


def test_rows_are_read_as_lines_of_score_name_and_id(bundled_graph: gd.Notebook) -> None:
    rows = bundled_graph.synergies("cluster:indescat", first=3)
    lines = repr(rows).split("\n")
    assert lines == [
        f"{item.score:.3f}  {bundled_graph.entity(item.partner).name} ({item.partner})" for item in rows.rows
    ]
    assert len(lines) == 3
    assert all(re.fullmatch(r"[01]\.\d{3}  .+ \((cluster|sme|institution):\S+\)", line) for line in lines)


def test_a_notebook_shows_rows_as_a_table_in_which_nothing_of_the_data_is_markup(small_notebook: gd.Notebook) -> None:
    rows = small_notebook.synergies("cluster:alps", keep=lambda one: isinstance(one, Cluster))
    (row,) = rows.records()
    assert row["name"] == "Coast & <b>Sea</b> Cluster"
    text = rows._repr_html_()
    assert "<b>" not in text
    assert "<caption>partners of Alpine Cluster</caption>" in text
    assert (
        f"<td>Coast &amp; &lt;b&gt;Sea&lt;/b&gt; Cluster</td><td style='text-align:right'>{row['score']:.3f}</td>"
        f"<td style='text-align:right'>{row['novelty']:.3f}</td>"
        f"<td style='text-align:right'>{row['absorbability']:.3f}</td>"
    ) in text
    assert "<td>Spas</td>" in text


def test_a_consortium_and_a_partnership_are_analysed_alike(bundled_graph: gd.Notebook) -> None:
    of_partnership = bundled_graph.partnership("partnership:smartsports4goodlife")
    asked = of_partnership.consortium
    again = bundled_graph.consortium(asked.members[::-1], asked.targets)
    assert again == of_partnership
    assert (again.covered_share, [gap.concept for gap in again.gaps]) == (0.75, ["target-sector:energy"])
    assert repr(again).startswith("5 members; covered: 75%\n0.00  energy (target-sector:energy)\n1.00  health")
    stated = bundled_graph.partnership("partnership:smartsports4goodlife", ["s3:e-health"], {StatementOrigin.STATED})
    assert [(row["covered_by"], row["only_through"]) for row in stated.records()] == [
        (["cluster:sports-and-technology"], "cluster:sports-and-technology")
    ]


def test_rows_by_weights_begin_with_their_total_known_or_not(small_notebook: gd.Notebook) -> None:
    score, ties = SynergyComponent.SCORE, SynergyComponent.TIE_NOVELTY
    half = small_notebook.synergies("cluster:alps", SynergyModel.of(weights={ties: 1}))
    lines = repr(half).split("\n")
    assert [line.split("  ")[0] for line in lines] == [f"{row['total']:.3f}" for row in half.records()]
    halves = [found.score / 2 for found in half if found.score is not None]
    assert [row["total"] for row in half.records()] == pytest.approx(halves)
    unknown = SynergyModel.of(weights={score: 0, SynergyComponent.S3_ALIGNMENT: 1})
    assert repr(small_notebook.synergies("cluster:alps", unknown)).startswith("unknown  ")


def test_a_term_has_related_terms_and_a_partner_brings_terms_near(small_notebook: gd.Notebook) -> None:
    (found,) = small_notebook.related("sector:tourism", [EntityKind.S3_PRIORITY_AREA], shrinkage=0)
    assert (found.concept, found.proximity, found.co_occurrences, found.organisations) == ("s3:spas", 0.5, 1, 2)
    added = small_notebook.added_relatedness("cluster:coast", "cluster:alps")
    assert {item.concept for item in added} >= {"sector:tourism"}
    assert small_notebook.added_relatedness("cluster:coast", "institution:nowhere") == ()


def test_a_sector_is_at_home_in_regions_and_a_portfolio_has_variety(small_notebook: gd.Notebook) -> None:
    stated = [StatementOrigin.STATED]
    (quotient,) = small_notebook.location_quotients("sector:tourism", origins=stated)
    assert (quotient.region, quotient.value, quotient.organisations) == ("region:AT33", None, 1)
    found = small_notebook.variety(["cluster:alps", "cluster:coast"], EntityKind.SECTOR, stated)
    assert (found.declarations, found.related_bits, found.unrelated_bits) == (2, 0.0, 1.0)


def test_terms_that_say_why_are_shared_ones_and_related_ones(bundled_graph: gd.Notebook) -> None:
    record = next(iter(bundled_graph.synergies("cluster:indescat", first=1).records()))
    terms = record.pop("terms")
    assert isinstance(terms, list)
    assert any(" ~ " in term for term in terms)
    assert any(" ~ " not in term for term in terms)
    assert sorted(record) == ["absorbability", "name", "novelty", "partner", "same_profile", "score", "total"]


@pytest.mark.parametrize("ask", ["synergies", "synergy"])
def test_an_unknown_id_is_an_error_that_names_the_nearest(ask: str, bundled_graph: gd.Notebook) -> None:
    given = ("cluster:indescatt", "cluster:epsi")[: 1 if ask == "synergies" else 2]
    with pytest.raises(gd.UnknownEntity, match=r"^unknown id 'cluster:indescatt'; did you mean 'cluster:indescat'\?$"):
        getattr(bundled_graph, ask)(*given)
    with pytest.raises(gd.UnknownEntity, match=r"^'partnership:smartsports4goodlife' is a PARTNERSHIP, not an"):
        bundled_graph.synergies("partnership:smartsports4goodlife")


def test_a_row_is_held_against_chance_together_with_its_ranking(bundled_graph: gd.Notebook) -> None:
    rows = bundled_graph.synergies("cluster:indescat", keep=lambda one: isinstance(one, Cluster), first=1)
    among, alone = (
        bundled_graph.significance(found)
        for found in (rows[0], bundled_graph.synergy("cluster:indescat", rows[0].partner))
    )
    assert among.p_value == alone.p_value == alone.adjusted_p_value
    assert among.adjusted_p_value != among.p_value
    drawn = bundled_graph.significance(rows[0], NullModel.CURVEBALL, permutations=3, seed=2)
    assert (drawn.permutations, drawn.seed) == (3, 2)


def test_the_best_partner_stays_among_the_best_under_other_settings(bundled_graph: gd.Notebook) -> None:
    best = bundled_graph.synergies("cluster:indescat", first=1)[0]
    assert bundled_graph.rank_stability("cluster:indescat", best.partner) == 1
