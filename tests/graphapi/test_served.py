"""What a server tells of the version that it answers from."""

from starlette.testclient import TestClient

from graph_data.bundled import BUNDLED
from graph_data.notebook import Notebook
from graphapi.app import create_app
from graphapi.served import Served
from graphapi.settings import Settings


def test_readiness_tells_version_time_and_refusal_and_health_only_that_it_lives(sample: Notebook) -> None:
    app = create_app(Settings(), Notebook(sample.dataset))
    with TestClient(app) as client:
        ready = client.get("/readyz")
        assert ready.json() == {
            "status": "ready",
            "dataset": sample.version,
            "loaded": app.state.served.loaded.at.isoformat(timespec="milliseconds"),
            "refused": None,
        }
        assert ready.headers["Cache-Control"] == "no-store"
        app.state.served.refuse("clusters.csv:3: wrong")
        told = client.get("/readyz").json()["refused"]
        assert told == {
            "at": app.state.served.refusal.at.isoformat(timespec="milliseconds"),
            "message": "clusters.csv:3: wrong",
        }
        assert client.get("/healthz").json() == {"status": "ok"}


def test_the_same_version_does_not_take_over_but_ends_a_refusal(sample: Notebook) -> None:
    served = Served(None, sample)
    before = served.loaded
    served.refuse("wrong")
    assert not served.take_over(Notebook(sample.dataset))
    assert (served.loaded, served.refusal) == (before, None)


def test_the_bundled_dataset_stands_in_the_package(sample: Notebook) -> None:
    assert Served(None, sample).path == BUNDLED
