"""What the options of the commands choose from."""

from enum import Enum

__all__ = ["ImportKind", "LensName", "PartnerKind"]


class ImportKind(Enum):
    """What can be imported."""

    ECCP = "eccp"
    CORDIS = "cordis"


class LensName(Enum):
    """The lenses of synergy."""

    CROSS_SECTOR = "cross-sector"
    GENERAL = "general"


class PartnerKind(Enum):
    """The kinds of organisation."""

    CLUSTER = "cluster"
    SME = "sme"
    INSTITUTION = "institution"
