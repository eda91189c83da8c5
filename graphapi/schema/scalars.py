"""Scalars that say what a string is."""

from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

__all__ = ["SCALARS", "URL", "CountryCode", "NutsCode"]

URL = NewType("URL", str)
CountryCode = NewType("CountryCode", str)
NutsCode = NewType("NutsCode", str)

SCALARS: dict[object, ScalarDefinition] = {
    URL: strawberry.scalar(
        name="URL",
        description="Address of a page or file.",
        specified_by_url="https://url.spec.whatwg.org/",
        serialize=str,
        parse_value=str,
    ),
    CountryCode: strawberry.scalar(
        name="CountryCode",
        description="ISO 3166-1 alpha-2 code, such as ES; Greece is GR and the United Kingdom GB.",
        specified_by_url="https://www.iso.org/iso-3166-country-codes.html",
        serialize=str,
        parse_value=str,
    ),
    NutsCode: strawberry.scalar(
        name="NutsCode",
        description="Eurostat NUTS code, such as ES51; its edition is Region.nutsVersion.",
        specified_by_url="https://ec.europa.eu/eurostat/web/nuts",
        serialize=str,
        parse_value=str,
    ),
}
"""Scalar definitions by the type that fields use."""
