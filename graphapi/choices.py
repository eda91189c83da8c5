"""What the options of the commands choose from."""

from enum import Enum

__all__ = ["ImportKind", "LensName", "PartnerKind", "Shown"]


class ImportKind(Enum):
    """What can be imported."""

    ECCP = "eccp"
    CORDIS = "cordis"
    INPUT_OUTPUT = "input-output"


class LensName(Enum):
    """The lenses of synergy."""

    CROSS_SECTOR = "cross-sector"
    GENERAL = "general"


class PartnerKind(Enum):
    """The kinds of organisation."""

    CLUSTER = "cluster"
    SME = "sme"
    INSTITUTION = "institution"


class Shown(Enum):
    """The tables of an evaluation."""

    ALL = "all"
    PROTOCOL = "protocol"
    RANKERS = "rankers"
    GROUPS = "groups"
