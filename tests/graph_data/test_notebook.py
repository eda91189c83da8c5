import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import graph_data as gd
from graph_data.discovery import Lens, SynergyModel
from graph_data.ontology import Cluster
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
    with pytest.raises(gd.InvalidDataset, match="no such folder"):
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
    assert rows._repr_html_() == (
        "<table><tr><th>partner</th><th>score</th><th>novelty</th><th>absorbability</th><th>terms</th></tr>"
        f"<tr><td>Coast &amp; &lt;b&gt;Sea&lt;/b&gt; Cluster</td><td>{row['score']:.3f}</td>"
        f"<td>{row['novelty']:.3f}</td><td>{row['absorbability']:.3f}</td><td>Spas</td></tr></table>"
    )


def test_terms_that_say_why_are_shared_ones_and_related_ones(bundled_graph: gd.Notebook) -> None:
    record = next(iter(bundled_graph.synergies("cluster:indescat", first=1).records()))
    terms = record.pop("terms")
    assert isinstance(terms, list)
    assert any(" ~ " in term for term in terms)
    assert any(" ~ " not in term for term in terms)
    assert sorted(record) == ["absorbability", "name", "novelty", "partner", "same_profile", "score"]


@pytest.mark.parametrize("ask", ["synergies", "synergy"])
def test_an_unknown_id_is_an_error_that_names_the_nearest(ask: str, bundled_graph: gd.Notebook) -> None:
    given = ("cluster:indescatt", "cluster:epsi")[: 1 if ask == "synergies" else 2]
    with pytest.raises(gd.UnknownEntity, match=r"^unknown id 'cluster:indescatt'; did you mean 'cluster:indescat'\?$"):
        getattr(bundled_graph, ask)(*given)
    with pytest.raises(gd.UnknownEntity, match=r"^'partnership:smartsports4goodlife' is a PARTNERSHIP, not an"):
        bundled_graph.synergies("partnership:smartsports4goodlife")
