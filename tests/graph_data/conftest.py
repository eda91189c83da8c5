"""Small datasets for tests, written as the tables that a person would write."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from graph_data.bundled import BUNDLED
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.reading.folder import read_folder

Tables = Mapping[str, str]
SaveFolder = Callable[..., Path]

DESCRIPTION = "name: small\ntitle: Small & <tidy>\nlicence: https://licence.example\ncitation: Small.\n"
SOURCES = "id,title,origin\npage,A page,STATED\nregister,A register,IMPORTED\nus,Our judgement,INFERRED\n"
SCHEMES = """\
id,title,kind,complete,source,via_partnerships
industries,Industries,SECTOR,true,page,
topics,Topics,TECHNOLOGY_FIELD,false,register,true
areas,Areas,S3_PRIORITY_AREA,false,page,false
"""
BASE = {"sources.csv": SOURCES, "schemes.csv": SCHEMES}

SMALL = {
    **BASE,
    "clusters.csv": """\
id,name,member_count,sme_count,source,locator
cluster:alps,Alpine Cluster,30,20,page,row 1
cluster:coast,Coast & Sea Cluster,10,,page,row 2
""",
    "smes.csv": "id,name,source\nsme:shoes,Schuh und Söhne,register\n",
    "institutions.csv": """\
id,name,activity_type,sme_status,source
institution:college,Invented College,HIGHER_EDUCATION,NOT_SME,register
institution:nowhere,Nowhere Office,,,
""",
    "partnerships.csv": """\
id,name,title,source,locator
partnership:sand,SAND,Sand for health tourism,register,project 1
partnership:snow,SNOW,"Snow, ice and Health-Tourism",register,project 2
partnership:visit,VISIT,Health tourism,page,line 1
""",
    "concepts.csv": """\
id,kind,name,scheme,broader,source
sector:footwear,SECTOR,Footwear,industries,,
sector:tourism,SECTOR,Tourism,industries,,page
technology:materials,TECHNOLOGY_FIELD,Materials,topics,,
technology:textiles,TECHNOLOGY_FIELD,Textiles,topics,technology:materials,
s3:health,S3_PRIORITY_AREA,Health,areas,,
s3:spas,S3_PRIORITY_AREA,Spas,areas,s3:health,page
""",
    "countries.csv": "id,name,code\ncountry:AT,Austria,AT\ncountry:IT,Italy,IT\n",
    "regions.csv": """\
id,name,nuts_code,level,parent
region:AT3,Western Austria,AT3,1,country:AT
region:AT33,Tyrol,AT33,2,region:AT3
""",
    "names.csv": """\
entity,name,kind,language
cluster:alps,ALP,ABBREVIATION,
cluster:alps,Alpencluster,ALTERNATIVE,de
""",
    "facts.csv": """\
entity,property,source,locator,value,stated_as
cluster:alps,website,page,line 9,,
cluster:alps,memberCount,page,line 8,30,30 20
partnership:sand,keywords,register,project 1,"wellness, spa",
partnership:snow,keywords,register,project 2,"ski; boots",
""",
    "same_as.csv": "entity,source,source_id,reason\ncluster:alps,register,77,Same address.\n",
    "links.csv": """\
subject,predicate,object,origin,source,locator,role,weight,quote
cluster:alps,LOCATED_IN,region:AT33,STATED,page,row 1,,,
cluster:coast,LOCATED_IN,country:IT,STATED,page,row 2,,,
sme:shoes,LOCATED_IN,region:AT3,IMPORTED,register,row 3,,,
cluster:alps,PARTNER_IN,partnership:sand,IMPORTED,register,p 1,COORDINATOR,,
sme:shoes,PARTNER_IN,partnership:sand,IMPORTED,register,p 2,PARTNER,,
cluster:alps,PARTNER_IN,partnership:snow,IMPORTED,register,p 3,PARTNER,,
sme:shoes,PARTNER_IN,partnership:snow,IMPORTED,register,p 4,COORDINATOR,,
institution:college,PARTNER_IN,partnership:snow,IMPORTED,register,p 5,PARTNER,,
cluster:alps,PARTNER_IN,partnership:visit,STATED,page,line 2,PARTNER,,
cluster:coast,PARTNER_IN,partnership:visit,STATED,page,line 3,PARTNER,,
cluster:alps,ACTIVE_IN_SECTOR,sector:tourism,STATED,page,row 1,,,Tourism
cluster:alps,PURSUES_PRIORITY,s3:spas,STATED,page,row 1,,,
partnership:visit,ACTIVE_IN_SECTOR,sector:tourism,STATED,page,line 4,,,
partnership:sand,USES_TECHNOLOGY,technology:textiles,IMPORTED,register,t 1,,,
partnership:snow,USES_TECHNOLOGY,technology:textiles,IMPORTED,register,t 2,,,
partnership:snow,USES_TECHNOLOGY,technology:materials,IMPORTED,register,t 3,,,
""",
    "crosswalks.csv": """\
subject,object,source,reason
technology:textiles,sector:footwear,us,Shoes are made of them.
""",
    "keywords.csv": """\
register,phrase,concept,source,reason
register,health tourism,s3:health,us,It says so.
""",
    "misleading.csv": """\
subject,predicate,object,reason
partnership:snow,USES_TECHNOLOGY,technology:materials,The title means snow.
""",
}
"""Two clusters, a firm, two institutions, three partnerships of two sources, and every rule at work once."""


@pytest.fixture
def save_folder(tmp_path: Path) -> SaveFolder:
    """Return a function that writes a dataset folder: its tables by file name, the sources and schemes given."""

    def save(tables: Mapping[str, str | bytes], *, name: str = "small", description: str = DESCRIPTION) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for file, content in {"datapackage.yaml": description, **BASE, **tables}.items():
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return save


@pytest.fixture
def problems_of(save_folder: SaveFolder) -> Callable[..., list[str]]:
    """Return a function that gives every problem of a dataset folder as a person sees them."""

    def problems(tables: Mapping[str, str | bytes], **more: str) -> list[str]:
        with pytest.raises(InvalidDataset) as caught:
            read_folder(save_folder(tables, **more))
        return str(caught.value).splitlines()

    return problems


@pytest.fixture(scope="session")
def small_tables() -> Tables:
    """Return the tables of the small dataset by file name."""
    return SMALL


@pytest.fixture(scope="session")
def dataset_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Tables], Dataset]:
    """Return a function that makes a dataset of tables."""

    def make(tables: Tables) -> Dataset:
        folder = tmp_path_factory.mktemp("tables")
        for file, content in {"datapackage.yaml": DESCRIPTION, **tables}.items():
            (folder / file).write_text(content, encoding="utf-8")
        return read_folder(folder)

    return make


@pytest.fixture(scope="session")
def small(dataset_of: Callable[[Tables], Dataset]) -> Dataset:
    """Return the small dataset."""
    return dataset_of(SMALL)


@pytest.fixture(scope="session")
def small_graph(small: Dataset) -> KnowledgeGraph:
    """Return the small dataset as a graph."""
    return KnowledgeGraph(small)


@pytest.fixture(scope="session")
def bundled_graph() -> Notebook:
    """Return the dataset that ships, as a notebook holds it."""
    return Notebook(read_folder(BUNDLED))
