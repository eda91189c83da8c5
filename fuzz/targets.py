"""What is fuzzed: for each reader a function of bytes, and inputs to begin with.

A target writes its bytes where its reader expects them and reads. InvalidDataset is the documented answer to anything
that cannot be read; whatever else comes out is a defect. Inputs of several files are one text, each file after a line
`=== NAME`, so that the fuzzer changes words rather than the bytes of an archive.
"""

import io
import re
import runpy
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from graph_data.bundled import BUNDLED
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.cordis import import_cordis
from graph_data.importers.eccp import import_page
from graph_data.importers.graphml import add_graphml
from graph_data.importers.skos import add_vocabulary
from graph_data.judging import read_answers, same_as_of
from graph_data.ontology import Concept, Country, Entity, EntityKind, Region
from graph_data.reading.contents import Contents
from graph_data.reading.dataset import read_dataset
from graph_data.reading.folder import read_folder
from graph_data.rows import Name
from graph_data.writing.exporting import export
from graph_data.writing.formats import FORMATS

__all__ = ["TARGETS", "Target"]

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "graph_data"
IMPORTERS = TESTS / "importers"
PAGE = IMPORTERS / "pages" / "snowtogether.txt"
REGISTER = IMPORTERS / "cordis" / "given"

_FILE = re.compile(rb"^=== ([A-Za-z0-9_.\[\]-]+(?:/[A-Za-z0-9_.\[\]-]+)*)$", re.MULTILINE)
_SMALL = frozenset({"ES", "NL", "BE", "HU", "FR", "GR"})
"""Countries of the small vocabulary: those of the inputs."""


@dataclass(frozen=True, slots=True)
class Target:
    """A reader to fuzz.

    Attributes:
        read: reads bytes in an empty folder.
        seeds: inputs to begin with; each is read well.
    """

    read: Callable[[bytes, Path], object]
    seeds: Callable[[], Iterator[bytes]]

    def run(self, data: bytes, folder: Path) -> None:
        """Read bytes; anything but an InvalidDataset is a defect and comes out."""
        try:
            self.read(data, folder)
        except InvalidDataset as error:
            # A message that cannot be printed is a defect too.
            str(error).encode()


@cache
def _vocabulary() -> Dataset:
    """Return the vocabulary that ships, its places those of a few countries, so that a round takes milliseconds."""
    shipped = read_folder(BUNDLED).vocabulary()

    def near(row: Entity) -> bool:
        if isinstance(row, Region):
            return row.nuts_code[:2] in _SMALL and row.level <= 2  # noqa: PLR2004 -- those that pages name
        return row.code in _SMALL if isinstance(row, Country) else isinstance(row, Concept) and row.source != "cordis"

    kept = {row.id for row in shipped.entities if near(row)}

    def keep(row: object) -> bool:
        if isinstance(row, Entity):
            return row.id in kept
        named = [getattr(row, name, None) for name in ("entity", "subject", "object", "concept")]
        return all(name is None or name in kept for name in named) or (isinstance(row, Name) and row.entity in kept)

    return shipped.where(keep)


def _text(files: Mapping[str, bytes]) -> bytes:
    return b"".join(b"=== " + name.encode() + b"\n" + content + b"\n" for name, content in files.items())


def _files(data: bytes) -> dict[str, bytes]:
    """Return the files of a text, the last of each name."""
    found: dict[str, bytes] = {}
    marks = list(_FILE.finditer(data))
    for mark, following in zip_longest(marks, marks[1:]):
        end = following.start() if following else len(data)
        found[mark[1].decode()] = data[mark.end() + 1 : end].removesuffix(b"\n")
    return {name: content for name, content in found.items() if not set(name.split("/")) & {".", ".."}}


def _unpack(data: bytes, folder: Path) -> Path:
    for name, content in _files(data).items():
        if "/" not in name:
            (folder / name).write_bytes(content)
    return folder


def _pack(data: bytes, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in _files(data).items():
            archive.writestr(name, content)
    return path


def _saved(data: bytes, path: Path) -> Path:
    path.write_bytes(data)
    return path


def _page(data: bytes, folder: Path) -> None:
    import_page(_saved(data, folder / "page.txt"), _vocabulary())


def _readings(data: bytes, folder: Path) -> None:
    import_page(PAGE, _vocabulary(), _saved(data, folder / "readings.csv"))


def _register(data: bytes, folder: Path) -> None:
    import_cordis(_unpack(data, folder), _vocabulary())


def _download(data: bytes, folder: Path) -> None:
    import_cordis(_pack(data, folder / "download.zip"), _vocabulary())


def _archive(data: bytes, folder: Path) -> None:
    import_cordis(_saved(data, folder / "download.zip"), _vocabulary())


def _folder(data: bytes, folder: Path) -> None:
    read_dataset(_unpack(data, folder))


def _workbook(data: bytes, folder: Path) -> None:
    read_dataset(_pack(data, folder / "dataset.xlsx"))


def _whole(ending: str, data: bytes, folder: Path) -> None:
    read_dataset(_saved(data, folder / f"dataset{ending}"))


def _parquet(data: bytes, folder: Path) -> None:
    (folder / "datapackage.yaml").write_text("name: a\ntitle: a\nlicence: a\ncitation: a\n", encoding="utf-8")
    read_dataset(_saved(data, folder / "sources.parquet").parent)


def _graphml(data: bytes, folder: Path) -> None:
    contents = Contents()
    add_graphml(contents, _saved(data, folder / "graph.graphml"))
    contents.dataset()


def _terms(ending: str, data: bytes, folder: Path) -> None:
    contents = Contents()
    add_vocabulary(
        contents, _saved(data, folder / f"terms{ending}"), _vocabulary(), EntityKind.TECHNOLOGY_FIELD, scheme="fields"
    )
    contents.about = _vocabulary().about
    contents.dataset()


def _answers(data: bytes, folder: Path) -> None:
    same_as_of(read_answers(_saved(data, folder / "doubtful.csv")))


def _of_files(paths: Sequence[Path]) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(paths)}


@cache
def _small() -> Dataset:
    """Return a small dataset of every kind of row, for the seeds of the formats."""
    with TemporaryDirectory() as folder:
        tables = runpy.run_path(str(TESTS / "conftest.py"))
        for name, text in {"datapackage.yaml": tables["DESCRIPTION"], **tables["SMALL"]}.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return read_folder(Path(folder))


def _exported(form: str) -> dict[str, bytes]:
    """Return the files of the small dataset in a format."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / f"out{'' if FORMATS[form].file is None else FORMATS[form].ending}"
        export(_small(), FORMATS[form], out)
        return _of_files(list(out.iterdir())) if out.is_dir() else {out.name: out.read_bytes()}


def _book() -> bytes:
    """Return the parts of a small workbook that say something: no comments, drawings and colours."""
    parts = _parts(_exported("xlsx")["out.xlsx"])
    return _text({name: content for name, content in parts.items() if not _ORNAMENT.search(name)})


_ORNAMENT = re.compile("comments|drawing|theme|docProps|sheets/_rels")


def _parts(archive: bytes) -> dict[str, bytes]:
    """Return the files in a zip file."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _downloads() -> dict[str, bytes]:
    official = runpy.run_path(str(IMPORTERS / "official.py"))
    tables = official["official"](REGISTER)
    return {"csv": _text(official["csv_files"](tables)), "json": _text(official["json_files"](tables))}


def _zips() -> Iterator[bytes]:
    for text in _downloads().values():
        with TemporaryDirectory() as folder:
            yield _pack(text, Path(folder) / "download.zip").read_bytes()


ANSWERS = b"""\
entity,name,country,other,other_name,other_country,source,doubt,same,reason
cluster:a,A,country:ES,institution:cordis-1,B,country:ES,cordis,same name,yes,Same address.
cluster:a,A,,cluster:b,'=B,,eccp,same name,no,
"""

TURTLE = b"""\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://a.example/s> a skos:ConceptScheme ; skos:prefLabel "Fields"@en .
<http://a.example/1> a skos:Concept ; skos:inScheme <http://a.example/s> ; skos:prefLabel "Wool"@en, "Wolle"@de ;
  skos:notation "1" ; skos:altLabel "Fleece"@en .
<http://a.example/2> a skos:Concept ; skos:inScheme <http://a.example/s> ; skos:broader <http://a.example/1> ;
  skos:prefLabel "Felt"@en ; skos:exactMatch <http://b.example/2> .
"""

RDF_XML = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:ConceptScheme rdf:about="http://a.example/s"/>
<skos:Concept rdf:about="http://a.example/1"><skos:inScheme rdf:resource="http://a.example/s"/>
<skos:prefLabel xml:lang="en">Wool</skos:prefLabel><skos:notation>1</skos:notation></skos:Concept>
</rdf:RDF>
"""


def _one(content: Callable[[], bytes]) -> Callable[[], Iterator[bytes]]:
    return lambda: iter([content()])


def _folders(*forms: str) -> Callable[[], Iterator[bytes]]:
    return lambda: (_text(_exported(form)) for form in forms)


TARGETS: Mapping[str, Target] = {
    "eccp": Target(_page, _one(PAGE.read_bytes)),
    "readings": Target(_readings, _one((IMPORTERS / "pages" / "snowtogether-readings.csv").read_bytes)),
    "cordis-folder": Target(_register, _one(lambda: _text(_of_files(list(REGISTER.iterdir()))))),
    "cordis-download": Target(_download, lambda: iter(_downloads().values())),
    "cordis-zip": Target(_archive, _zips),
    "doubtful": Target(_answers, _one(lambda: ANSWERS)),
    "folder": Target(_folder, _folders("csv", "tsv", "jsonl")),
    "xlsx": Target(_workbook, _one(_book)),
    "sqlite": Target(partial(_whole, ".sqlite"), _one(lambda: _exported("sqlite")["out.sqlite"])),
    "zip": Target(partial(_whole, ".zip"), _one(lambda: _exported("zip")["out.zip"])),
    "parquet": Target(_parquet, _one(lambda: _exported("parquet")["sources.parquet"])),
    "graphml": Target(_graphml, _one(lambda: _exported("graphml")["out.graphml"])),
    "turtle": Target(partial(_terms, ".ttl"), _one(lambda: TURTLE)),
    "rdf-xml": Target(partial(_terms, ".rdf"), _one(lambda: RDF_XML)),
}
"""The readers, by name."""
