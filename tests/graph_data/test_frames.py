"""Frames are read by the libraries that people use, each value and each unknown as it was."""

from collections.abc import Callable, Sequence
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph_data as gd
from graph_data.discovery import Lens
from graph_data.discovery.centrality import CentralityMeasure
from graph_data.discovery.prediction import LikelyPartner
from graph_data.errors import MissingPackage
from graph_data.frames import Column, Frame, Holds, Rows, Table, Tabular
from graph_data.showing import entity_frame, frame_of

HOSTILE = "<script>alert(1)</script>&\"'"

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)

CELLS: dict[Holds, st.SearchStrategy[Any]] = {
    Holds.TEXT: st.none() | TEXTS,
    Holds.WHOLE: st.none() | st.integers(-(2**63), 2**63 - 1),
    Holds.NUMBER: st.none() | st.floats(allow_nan=False, allow_infinity=False),
    Holds.FLAG: st.none() | st.booleans(),
    Holds.DAY: st.none() | st.dates(),
    Holds.TEXTS: st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=3).map(
        tuple
    ),
}


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    kinds = draw(st.lists(st.sampled_from(Holds), min_size=1, max_size=6))
    columns = tuple(Column(f"c{place}", holds) for place, holds in enumerate(kinds))
    rows = draw(st.lists(st.tuples(*(CELLS[holds] for holds in kinds)), max_size=5))
    return Frame(columns, tuple(rows))


def by_pyarrow(frame: Tabular, pyarrow: ModuleType) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = pyarrow.table(frame).to_pydict()
    return found


def by_polars(frame: Tabular, polars: ModuleType) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = polars.DataFrame(frame).to_dict(as_series=False)
    return found


def by_duckdb(frame: Tabular, duckdb: ModuleType) -> dict[str, list[Any]]:
    with duckdb.connect() as connection:
        connection.register("rows", connection.from_arrow(frame))
        table = connection.sql("select * from rows")
        cells = table.fetchall()
        return {name: [row[place] for row in cells] for place, name in enumerate(table.columns)}


def by_pandas(frame: Tabular, pandas: ModuleType) -> dict[str, list[Any]]:
    read = frame.to_pandas()
    return {
        name: [None if cell is pandas.NA else cell for cell in read[name].astype(object).tolist()]
        for name in read.columns
    }


READERS: dict[str, Callable[[Tabular, ModuleType], dict[str, list[Any]]]] = {
    "pyarrow": by_pyarrow,
    "polars": by_polars,
    "duckdb": by_duckdb,
    "pandas": by_pandas,
}


@pytest.mark.parametrize("package", READERS)
def test_what_goes_into_a_frame_comes_out_of_every_library(package: str) -> None:
    read, module = READERS[package], pytest.importorskip(package)

    @settings(max_examples=60, deadline=None)
    @given(frames())
    def comes_out(frame: Frame) -> None:
        assert read(frame, module) == {column.name: frame.column(column.name) for column in frame.columns}

    comes_out()


@pytest.mark.parametrize("package", ["pyarrow", "polars", "pandas"])
def test_an_empty_frame_keeps_its_types(package: str) -> None:
    pytest.importorskip(package)
    frame = Frame(tuple(Column(holds.value, holds) for holds in Holds), ())
    method = {"pyarrow": frame.to_arrow, "polars": frame.to_polars, "pandas": frame.to_pandas}[package]
    types = {
        "pyarrow": ["string", "int64", "double", "bool", "date32[day]", "list<item: string>"],
        "polars": ["String", "Int64", "Float64", "Boolean", "Date", "List(String)"],
        "pandas": ["string", "Int64", "Float64", "boolean", "object", "object"],
    }
    found = method()
    kinds = found.schema.types if package == "pyarrow" else found.dtypes
    assert [str(kind) for kind in kinds] == types[package]


@pytest.mark.parametrize(
    ("method", "package"), [("to_arrow", "pyarrow"), ("to_polars", "polars"), ("to_pandas", "pandas")]
)
def test_a_package_that_is_missing_is_named(method: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(
        MissingPackage, match=rf"^{method}\(\) needs {package}, which is not installed: pip install {package}$"
    ):
        getattr(Frame((Column("a", Holds.TEXT),), (("x",),)), method)()


def test_a_package_that_fails_by_itself_is_not_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise ModuleNotFoundError(name="something_else")

    monkeypatch.setattr("graph_data.frames.import_module", broken)
    with pytest.raises(ModuleNotFoundError) as caught:
        Frame((), ()).to_polars()
    assert not isinstance(caught.value, MissingPackage)


def test_a_frame_is_shown_with_its_first_rows_its_size_and_its_source_and_no_markup_of_the_data() -> None:
    columns = (Column("a<b", Holds.TEXT), Column("n", Holds.WHOLE), Column("x", Holds.NUMBER), Column("t", Holds.TEXTS))
    frame = Frame(columns, ((HOSTILE, 12345, 0.25, (HOSTILE, "y")), (None, None, None, ())), HOSTILE, 70, HOSTILE)
    text = frame.html(1)
    safe = "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#x27;"
    assert "<script" not in text
    assert text == (
        f"<table><caption>{safe}</caption><thead><tr><th scope='col'>a&lt;b</th><th scope='col'>n</th>"
        "<th scope='col'>x</th><th scope='col'>t</th></tr></thead><tbody>"
        f"<tr><td>{safe}</td><td style='text-align:right'>12,345</td><td style='text-align:right'>0.250</td>"
        f"<td>{safe}; y</td></tr></tbody></table><p>1 of 70 rows</p><p>{safe}</p>"
    )
    assert "<td><i>unknown</i></td>" in frame.html(2)
    assert Frame((Column("a", Holds.TEXT),), (("x" * 100,),)).html() == (
        f"<table><thead><tr><th scope='col'>a</th></tr></thead><tbody><tr><td>{'x' * 79}…</td></tr></tbody></table>"
    )
    assert Frame((), ()).html() == "<table><thead><tr></tr></thead><tbody></tbody></table><p>no rows</p>"


def test_tables_and_lists_are_what_they_were_and_have_frames() -> None:
    def frame(rows: Sequence[int]) -> Frame:
        return Frame((Column("n", Holds.WHOLE),), tuple((row,) for row in rows))

    table, rows = Table((1, 2), frame), Rows([1, 2], frame)
    assert table == (1, 2)
    assert rows == [1, 2]
    assert list(table.frame.records()) == list(rows.frame.records()) == [{"n": 1}, {"n": 2}]
    assert table._repr_html_() == rows._repr_html_() == table.frame.html()
    assert len(table.frame) == 2


def test_entities_of_several_kinds_stand_in_one_table(bundled_graph: gd.Notebook) -> None:
    frame = entity_frame(bundled_graph, [bundled_graph.entity("cluster:indescat"), bundled_graph.entity("region:ES51")])
    first, second = frame.records()
    assert (first["kind"], first["member_count"], first["nuts_code"]) == ("CLUSTER", 80, None)
    assert (second["kind"], second["member_count"], second["nuts_code"]) == ("REGION", None, "ES51")
    assert frame.source == bundled_graph.citation


def test_statements_name_their_ends_their_rule_and_their_sources(bundled_graph: gd.Notebook) -> None:
    found = bundled_graph.statements("cluster:indescat")
    rows = list(found.frame.records())
    assert [(row["subject"], row["object"], row["rule"]) for row in rows] == [
        (item.subject, item.object, item.rule) for item in found
    ]
    assert {row["subject_name"] for row in rows} == {"INDESCAT - Catalan Sports Cluster"}
    assert all(row["sources"] for row in rows)
    assert all(row["valid_from"] is None or isinstance(row["valid_from"], date) for row in rows)


def test_without_a_graph_a_table_has_no_names() -> None:
    frame = frame_of(None, (), LikelyPartner, "nobody")
    assert [column.name for column in frame.columns] == [
        "organisation", "score", "rank", "method", "common_partners", "common_partner_count",
    ]  # fmt: skip


def test_every_result_of_a_notebook_is_a_table(bundled_graph: gd.Notebook) -> None:
    kg, one, other = bundled_graph, "cluster:indescat", "cluster:epsi"
    results: list[Tabular] = [
        kg.entities(), kg.organisations(), kg.statements(one), kg.names("country:ES"), kg.facts(one),
        kg.synergy(one, other), kg.synergies(one), kg.likely_partners(one), kg.explain(one, other),
        kg.ranking(CentralityMeasure.DEGREE), kg.communities(), kg.consortium([one, other]),
        kg.partnership("partnership:smartsports4goodlife"), kg.related("sector:business-services"),
        kg.added_relatedness(one, other), kg.location_quotients("sector:business-services"), kg.search("sport"),
        kg.match(["sport", "qqqqq"]),
    ]  # fmt: skip
    for result in results:
        assert isinstance(result, Tabular)
        assert len(result.frame) > 0
        assert "arrow_array_stream" in repr(result.__arrow_c_stream__())
        assert result._repr_html_().count("<table>") >= 1


def test_a_synergy_is_shown_with_its_numbers_and_its_reasons(bundled_graph: gd.Notebook) -> None:
    found = bundled_graph.synergy("cluster:indescat", "cluster:epsi")
    text = found._repr_html_()
    assert "<caption>Synergy of INDESCAT - Catalan Sports Cluster and European Platform for Sport Innovation" in text
    assert f"<td>{found.score:.3f}</td>" in text
    assert f"<td>{Lens.CROSS_SECTOR.value}</td>" in text
    assert [row["concept"] for row in found.frame.records()] == [item.concept for item in found.contributions]


def test_an_entity_is_shown_with_what_is_known_and_what_is_not(bundled_graph: gd.Notebook) -> None:
    text = bundled_graph.entity("cluster:indescat")._repr_html_()
    assert text.startswith(
        "<table><caption>INDESCAT - Catalan Sports Cluster</caption><tr><th scope='row'>kind</th><td>CLUSTER<"
    )
    assert "<th scope='row'>member count</th><td>80</td>" in text
    assert "<th scope='row'>website</th><td><i>unknown</i></td>" in text
