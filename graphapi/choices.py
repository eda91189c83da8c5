"""What the options of the commands choose from."""

from enum import Enum

__all__ = ["ImportKind", "LensName", "LogFormat", "PartnerKind", "ProblemFormat", "Shown"]


class ImportKind(Enum):
    """What can be imported."""

    ECCP = "eccp"
    CORDIS = "cordis"
    INPUT_OUTPUT = "input-output"
    TABLES = "tables"
    GRAPHML = "graphml"
    SKOS = "skos"


class LensName(Enum):
    """The lenses of synergy."""

    CROSS_SECTOR = "cross-sector"
    GENERAL = "general"


class LogFormat(Enum):
    """Whom the server's log is for: people or programs."""

    TEXT = "text"
    JSON = "json"


class PartnerKind(Enum):
    """The kinds of organisation."""

    CLUSTER = "cluster"
    SME = "sme"
    INSTITUTION = "institution"


class ProblemFormat(Enum):
    """Forms in which the problems of a dataset are listed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class Shown(Enum):
    """The tables of an evaluation."""

    ALL = "all"
    PROTOCOL = "protocol"
    RANKERS = "rankers"
    GROUPS = "groups"
