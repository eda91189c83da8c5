"""Every setting of the server, from the environment, a TOML file or the command line."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from graph_data.tables import did_you_mean
from graphapi.hosts import LOCAL, is_host, is_loopback
from graphapi.limits import Limits
from graphapi.operations import Operations

__all__ = ["KEY_VARIABLE", "BadSettings", "Settings", "settings_of"]

PREFIX = "SYNERGRAPH_"

KEY_VARIABLE = f"{PREFIX}KEY"
"""Variable of the environment that is no setting of a server, but the key to ask one with."""


class BadSettings(ValueError):  # noqa: N818 -- the name says what they are
    """Settings that cannot be used; the message names each with its mistake."""


_ORIGIN = re.compile(r"https?://[^\s/?#@,]+|\*")


class Settings(Limits, Operations, BaseSettings):
    """Settings; the command line wins over the environment (SYNERGRAPH_...), and that over synergraph.toml."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, toml_file="synergraph.toml", extra="forbid", frozen=True)

    dataset: Path | None = Field(default=None, description="Dataset folder; the bundled dataset when not set.")
    watch: bool = Field(default=False, description="Whether a newer version of the dataset takes over by itself.")
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 chooses a free one.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Origins whose pages may ask, such as https://example.org; * for every one."
    )
    threads: int | None = Field(
        default=None, ge=1, description="Dear requests worked on at once; as many as there are cores when not set."
    )
    queue: int = Field(default=64, ge=0, description="Dear requests that may wait for a thread; more are turned away.")
    trusted_documents: Path | None = Field(
        default=None, description="Manifest of the documents that are answered by their id; none when not set."
    )
    locked: bool = Field(default=False, description="Whether trusted documents alone are answered, and nothing else.")
    api_keys: Path | None = Field(
        default=None, description="File of the keys by one of which to ask; everybody may when not set."
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Names under which the server may be asked, such as api.example.org; * for every one. When not "
        "set, those of this machine where it listens to this machine alone, and else every one.",
    )

    @property
    def limits(self) -> Limits:
        """The limits alone."""
        return Limits(**{name: getattr(self, name) for name in Limits.model_fields})

    @property
    def public(self) -> bool:
        """Whether everybody can ask: without keys, from other machines or through a proxy that these settings name."""
        named = any(not is_loopback(host) and host not in LOCAL for host in self.allowed_hosts)
        return self.api_keys is None and (named or bool(self.trusted_proxies) or not is_loopback(self.host))

    def bound_to(self, address: str) -> "Settings":
        """Return the settings of a server that listens on an address, which is what `host` led to.

        Where that is this machine alone, a page of elsewhere must not ask under its own name.
        """
        more = (*LOCAL, address) if is_loopback(address) else ()
        return self.model_copy(update={"host": address, "allowed_hosts": (*self.allowed_hosts, *more)})

    @field_validator("locked")
    @classmethod
    def _check_locked(cls, locked: bool, others: ValidationInfo) -> bool:
        if locked and others.data.get("trusted_documents") is None:
            raise ValueError("a locked server answers trusted documents alone: name their manifest, trusted_documents")
        return locked

    @field_validator("allowed_hosts")
    @classmethod
    def _check_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if not is_host(host):
                raise ValueError(f"{host!r} is no host: write a name without scheme, port and path, as api.example.org")
        return hosts

    @field_validator("allowed_hosts", "cors_origins", mode="before")
    @classmethod
    def _split(cls, given: object) -> object:
        """Split the environment's comma-separated list."""
        return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given

    @field_validator("cors_origins")
    @classmethod
    def _check_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                message = f"{origin!r} is no origin: write scheme and host without a path, such as https://example.org"
                raise ValueError(message)
        return origins

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources; pydantic-settings reads TOML only when told so."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def settings_of(given: dict[str, Any]) -> Settings:
    """Return the settings, those of the command line first.

    Args:
        given: settings of the command line by name; None where it does not say.

    Raises:
        BadSettings: one is unknown or has a value that it cannot have.
    """
    wrong = [*_unknown_variables()]
    try:
        found = Settings(**{name: value for name, value in given.items() if value is not None})
    except TOMLDecodeError as error:
        wrong.append(f"synergraph.toml: {error}")
    except ValidationError as error:
        wrong += [
            f"setting {'.'.join(map(str, item['loc']))}: {_said(item['type'], item['msg'])}" for item in error.errors()
        ]
    if wrong:
        raise BadSettings("\n".join(wrong)) from None
    return found


def _unknown_variables() -> Iterator[str]:
    """Yield what is wrong with each variable of the environment that is named like a setting and is none."""
    known = Settings.model_fields
    for variable in sorted(os.environ):
        name = variable.upper().removeprefix(PREFIX).lower()
        if variable.upper().startswith(PREFIX) and variable.upper() != KEY_VARIABLE and name not in known:
            hint = did_you_mean(name, known) or f"; write one of {', '.join(known)}"
            yield f"variable {variable}: no setting is named {name!r}{hint}"


def _said(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return f"not known; write one of {', '.join(Settings.model_fields)}"
    return message.removeprefix("Value error, ")
